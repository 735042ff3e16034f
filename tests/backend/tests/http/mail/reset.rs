//! A forgotten password is set anew by a mailed link, which is good once, and not for long.

use super::outbox::{link, mail, outbox, token};
use super::pages::{open, submit};
use super::{NO_MATCH, NO_SESSION, ask, launch, log_in, server, session, sign_up};
use crate::server::folder;
use serde_json::json;

#[test]
fn a_forgotten_password_is_set_anew_by_a_mailed_link() {
    let (server, dir) = server();
    let stranger = server.stranger();
    let ana = server.with_session(&session(&sign_up(&stranger, "ana")));
    ask(&stranger, "Ana@Example.com");
    let mail = mail(&dir, 1);
    assert!(mail.contains("\r\nTo: <ana@example.com>\r\n"), "{mail}");
    let link = link(&mail);
    assert!(
        link.starts_with(&format!("{}/apps/shop/", server.url)),
        "{link}"
    );

    let page = open(&link);
    page.shows(200, "Choose a new password");
    assert!(page.html.contains("<strong>ana</strong>"), "{}", page.html);
    assert!(page.html.contains("Shop &amp; Söhne"), "{}", page.html);
    assert!(!page.html.contains("<script"), "{}", page.html);
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-frame-options", "DENY"),
        ("content-type", "text/html; charset=utf-8"),
    ] {
        assert_eq!(page.headers[name], value);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
        "{policy}"
    );

    submit(&link, "").shows(400, "Choose a new password");
    assert_eq!(ana.get("/users/me").status, 200);
    submit(&link, "pw2").shows(200, "Password changed");
    ana.get("/users/me").is(400, NO_SESSION);
    log_in(&stranger, "ana", "pw1").is(404, NO_MATCH);
    assert_eq!(log_in(&stranger, "ana", "pw2").status, 200);

    open(&link).shows(404, "Invalid link");
    submit(&link, "pw3").shows(404, "Invalid link");
    assert_eq!(log_in(&stranger, "ana", "pw2").status, 200);
    server.terminate();
    let secret = token(&link).to_owned();
    let (_, log) = server.ended();
    assert!(log.contains("mailed `Password reset for"), "{log}");
    assert!(!log.contains(&secret), "{log}");
}

#[test]
fn what_is_asked_for_is_mailed_before_the_server_ends() {
    let (server, dir) = server();
    sign_up(&server.stranger(), "ana");
    ask(&server.stranger(), "ana@example.com");
    server.terminate();
    server.ended();
    assert_eq!(outbox(&dir).len(), 1);
}

#[test]
fn an_expired_link_changes_nothing() {
    let dir = folder();
    let launch = launch(dir.path())
        .env("RESET_TOKEN_HOURS", "0")
        .env("EMAIL_TOKEN_HOURS", "0")
        .env("VERIFY_EMAIL", "true");
    let server = launch.start();
    let ana = sign_up(&server.stranger(), "ana");
    open(&link(&mail(&dir, 1))).shows(404, "Invalid link");
    assert_eq!(server.object("_User", &ana.id())["emailVerified"], false);

    ask(&server.stranger(), "ana@example.com");
    let link = link(&mail(&dir, 2));
    open(&link).shows(404, "Invalid link");
    submit(&link, "pw2").shows(404, "Invalid link");
    assert_eq!(log_in(&server.stranger(), "ana", "pw1").status, 200);
}

#[test]
fn a_link_ends_with_a_newer_one_a_new_password_or_a_new_address() {
    let (server, dir) = server();
    let stranger = server.stranger();
    let signed_up = sign_up(&stranger, "ana");
    let path = format!("/users/{}", signed_up.id());
    ask(&stranger, "ana@example.com");
    let first = link(&mail(&dir, 1));
    ask(&stranger, "ana@example.com");
    let second = link(&mail(&dir, 2));
    open(&first).shows(404, "Invalid link");
    open(&second).shows(200, "Choose a new password");

    let ana = server.with_session(&session(&signed_up));
    let changed = ana.put(&path, json!({"password": "pw2"}));
    open(&second).shows(404, "Invalid link");

    ask(&stranger, "ana@example.com");
    let third = link(&mail(&dir, 3));
    let ana = server.with_session(&session(&changed));
    let same = ana.put(&path, json!({"email": "ana@example.com"}));
    assert_eq!(same.status, 200, "{}", same.body);
    open(&third).shows(200, "Choose a new password");
    let moved = ana.put(&path, json!({"email": "anna@example.com"}));
    assert_eq!(moved.status, 200, "{}", moved.body);
    submit(&third, "pw3").shows(404, "Invalid link");
    assert_eq!(log_in(&stranger, "ana", "pw2").status, 200);
}

#[test]
fn of_concurrent_resets_by_one_link_one_wins() {
    let (server, dir) = server();
    sign_up(&server.stranger(), "ana");
    ask(&server.stranger(), "ana@example.com");
    let link = link(&mail(&dir, 1));
    let passwords = ["a1", "b2", "c3", "d4", "e5", "f6"];
    let pages: Vec<_> = std::thread::scope(|scope| {
        let link = &link;
        let threads = passwords.map(|password| scope.spawn(move || submit(link, password).status));
        threads.map(|thread| thread.join().unwrap()).to_vec()
    });
    for (password, status) in passwords.into_iter().zip(pages) {
        let works = log_in(&server.stranger(), "ana", password).status == 200;
        assert_eq!(status, if works { 200 } else { 404 }, "{password}");
    }
    submit(&link, "g7").shows(404, "Invalid link");
}

#[test]
fn a_new_password_lets_in_who_had_to_wait() {
    let dir = folder();
    let server = launch(dir.path()).env("LOCKOUT_ATTEMPTS", "2").start();
    let stranger = server.stranger();
    sign_up(&stranger, "ana");
    for _ in 0..2 {
        log_in(&stranger, "ana", "no").is(404, NO_MATCH);
    }
    assert!(
        log_in(&stranger, "ana", "pw1")
            .is_refused(101)
            .contains("locked")
    );
    ask(&stranger, "ana@example.com");
    submit(&link(&mail(&dir, 1)), "pw2").shows(200, "Password changed");
    assert_eq!(log_in(&stranger, "ana", "pw2").status, 200);
}
