//! Mailed links: a new password, a confirmed address, and what nobody learns by asking for one.

use crate::client::{Answer, Client, raw};
use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

const NO_MATCH: &str = r#"{"code":101,"error":"Invalid username/password."}"#;
const NO_SESSION: &str = r#"{"code":209,"error":"Invalid session token"}"#;
const RESET: &str = "/requestPasswordReset";

fn launch(dir: &Path) -> Launch {
    Launch::fixture("kinds", dir).env("APP_NAME", "Shop & Söhne")
}

fn server() -> (Server, TempDir) {
    let dir = folder();
    (launch(dir.path()).start(), dir)
}

fn sign_up(client: &Client, name: &str) -> Answer {
    let email = format!("{name}@example.com");
    let body = json!({"username": name, "password": "pw1", "email": email});
    let answer = client.post("/users", body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer
}

fn session(answer: &Answer) -> String {
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no session token: {}", answer.body))
}

fn log_in(client: &Client, name: &str, password: &str) -> Answer {
    client.post("/login", json!({"username": name, "password": password}))
}

fn ask(client: &Client, address: &str) {
    client.post(RESET, json!({"email": address})).is(200, "{}");
}

/// The messages in the outbox, oldest first.
fn outbox(dir: &TempDir) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir.path().join("outbox")) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a message"))
        .collect()
}

/// The newest of so many messages, as soon as they are there.
fn mail(dir: &TempDir, count: usize) -> String {
    let started = Instant::now();
    loop {
        let mut mails = outbox(dir);
        assert!(mails.len() <= count, "more mail than asked for: {mails:?}");
        if mails.len() == count {
            return mails.pop().expect("a message");
        }
        assert!(started.elapsed() < PATIENCE, "no mail came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The link in a message.
fn link(mail: &str) -> String {
    let (_, body) = mail.split_once("\r\n\r\n").expect("a body");
    let body = if mail.contains("Content-Transfer-Encoding: base64") {
        decoded(body)
    } else {
        body.to_owned()
    };
    let link = body.lines().find(|line| line.starts_with("http"));
    link.unwrap_or_else(|| panic!("no link: {body}")).to_owned()
}

fn decoded(body: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in body.bytes() {
        let Some(digit) = DIGITS.iter().position(|known| *known == letter) else {
            continue;
        };
        bits = bits << 6 | digit as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).expect("text")
}

fn token(link: &str) -> &str {
    link.split_once("?token=").expect("a token").1
}

/// What a browser shows, which sends no keys.
struct Page {
    status: u16,
    headers: HeaderMap,
    html: String,
}

impl Page {
    #[track_caller]
    fn shows(&self, status: u16, heading: &str) {
        let heading = format!("<h1>{heading}</h1>");
        assert!(
            self.status == status && self.html.contains(&heading),
            "not {status} {heading}: {} {}",
            self.status,
            self.html
        );
    }
}

fn open(link: &str) -> Page {
    browse("GET", link, "")
}

/// Sends the form of the page with a new password.
fn submit(link: &str, password: &str) -> Page {
    let (page, token) = link.split_once("?token=").expect("a token");
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("token", token)
        .append_pair("new_password", password)
        .finish();
    browse("POST", page, &form)
}

fn browse(method: &str, url: &str, form: &str) -> Page {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE));
    let agent: Agent = config.build().into();
    let request = Request::builder().method(method).uri(url);
    let sent = if method == "POST" {
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        agent.run(request.body(form.to_owned()).expect("a request"))
    } else {
        agent.run(request.body(()).expect("a request"))
    };
    let mut response = sent.expect("the server answers");
    Page {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        html: response.body_mut().read_to_string().expect("a page"),
    }
}

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
fn nobody_learns_who_has_an_address() {
    let (server, dir) = server();
    let stranger = server.stranger();
    sign_up(&stranger, "ana");
    for path in [RESET, "/verificationEmailRequest"] {
        stranger
            .post(path, json!({"email": "ghost@example.com"}))
            .is(200, "{}");
        for nothing in [json!({}), json!({"email": ""}), json!({"email": null})] {
            stranger
                .post(path, nothing)
                .is(400, r#"{"code":204,"error":"you must provide an email"}"#);
        }
        for bad in [
            json!("ana"),
            json!("ana@example.com\r\nBcc: eve@example.com"),
            json!("ana@example.com, eve@example.com"),
            json!({"$ne": ""}),
            json!(["ana@example.com"]),
            json!(1),
        ] {
            stranger.post(path, json!({"email": bad})).is_refused(125);
        }
        let sent = json!({"email": "ana@example.com"}).to_string();
        let wrong = stranger.send_as("another", "POST", path, &sent);
        assert_eq!(wrong.expect("an answer").status, 403);
    }
    // Addresses are not to be confirmed here.
    let ana = json!({"email": "ana@example.com"});
    stranger
        .post("/verificationEmailRequest", ana)
        .is(200, "{}");
    // It ends when what was asked for is done.
    server.terminate();
    server.ended();
    assert_eq!(outbox(&dir), Vec::<String>::new());
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

#[test]
fn an_address_is_confirmed_by_a_mailed_link() {
    let dir = folder();
    let server = launch(dir.path()).env("VERIFY_EMAIL", "true").start();
    let stranger = server.stranger();
    let signed_up = sign_up(&stranger, "ana");
    assert_eq!(signed_up.json()["emailVerified"], false);
    let path = format!("/users/{}", signed_up.id());
    let ana = server.with_session(&session(&signed_up));
    let verified = || ana.get("/users/me").json()["emailVerified"].clone();
    assert_eq!(verified(), false);
    for client in [&ana, &*server] {
        client
            .put(&path, json!({"emailVerified": true}))
            .is_refused(142);
    }
    let first = link(&mail(&dir, 1));
    let again = |address: &str| {
        stranger
            .post("/verificationEmailRequest", json!({"email": address}))
            .is(200, "{}");
    };
    again("ana@example.com");
    let second = link(&mail(&dir, 2));
    open(&first).shows(404, "Invalid link");
    browse("HEAD", &second, "");
    // A link to confirm an address is none to a password.
    let swapped = second.replace("verify_email", "request_password_reset");
    submit(&swapped, "pw2").shows(404, "Invalid link");
    assert_eq!(verified(), false);
    open(&second).shows(200, "Address confirmed");
    assert_eq!(verified(), true);
    open(&second).shows(404, "Invalid link");
    // Nothing is left to confirm.
    again("ana@example.com");

    let same = ana.put(&path, json!({"email": "ana@example.com"}));
    assert_eq!(same.status, 200, "{}", same.body);
    assert_eq!(verified(), true);
    let moved = ana.put(&path, json!({"email": "anna@example.com"}));
    assert_eq!(moved.json()["emailVerified"], false, "{}", moved.body);
    assert_eq!(verified(), false);
    let third = mail(&dir, 3);
    assert!(third.contains("\r\nTo: <anna@example.com>\r\n"), "{third}");
    open(&link(&third)).shows(200, "Address confirmed");
    assert_eq!(verified(), true);
}

#[test]
fn nobody_logs_in_before_his_address_is_confirmed_where_it_must_be() {
    let dir = folder();
    let server = launch(dir.path())
        .env("VERIFY_EMAIL", "true")
        .env("PREVENT_LOGIN_WITH_UNVERIFIED_EMAIL", "true")
        .start();
    let stranger = server.stranger();
    let signed_up = sign_up(&stranger, "ana");
    assert_eq!(signed_up.json()["sessionToken"], Value::Null);
    let refused = r#"{"code":205,"error":"User email is not verified."}"#;
    log_in(&stranger, "ana", "pw1").is(400, refused);
    log_in(&stranger, "ana", "no").is(404, NO_MATCH);
    open(&link(&mail(&dir, 1))).shows(200, "Address confirmed");
    assert_eq!(log_in(&stranger, "ana", "pw1").status, 200);
}

#[test]
fn hostile_names_and_tokens_are_shown_as_text_and_open_nothing() {
    let (server, dir) = server();
    let name = "<script>alert(1)</script>\"'{{token}}\r\nBcc: eve@example.com";
    let user = json!({"username": name, "password": "pw1", "email": "ana@example.com"});
    assert_eq!(server.stranger().post("/users", user).status, 201);
    for (email, code) in [
        ("eve@example.com\r\nBcc: ana@example.com", 125),
        ("eve@example.com\nBcc: ana@example.com", 125),
    ] {
        let user = json!({"username": "eve", "password": "pw1", "email": email});
        server.stranger().post("/users", user).is_refused(code);
    }
    // An address that a header may not hold is written to nobody.
    let odd = json!({"username": "odd", "password": "pw1", "email": "<eve>,x@example.com"});
    assert_eq!(server.stranger().post("/users", odd).status, 201);
    ask(&server.stranger(), "<eve>,x@example.com");

    ask(&server.stranger(), "ana@example.com");
    let mail = mail(&dir, 1);
    assert!(!mail.contains("Bcc") && !mail.contains("script"), "{mail}");
    let link = link(&mail);
    let page = open(&link);
    page.shows(200, "Choose a new password");
    let shown = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;{{token}}";
    assert!(page.html.contains(shown), "{}", page.html);

    let pages = format!("{}/apps/shop", server.url);
    for bad in ["", "x", "%00", "%27%20OR%201=1", "r:x", "%F0%9F%92%A9"] {
        for page in ["verify_email", "request_password_reset"] {
            open(&format!("{pages}/{page}?token={bad}")).shows(404, "Invalid link");
        }
    }
    open(&format!("{pages}/verify_email")).shows(404, "Invalid link");
    let another = link.replace("/apps/shop/", "/apps/another/");
    open(&another).shows(404, "Invalid link");
    submit(&another, "pw2").shows(404, "Invalid link");
    let answer = raw(
        server.address(),
        b"POST /parse/apps/shop/request_password_reset HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
          Content-Length: 9\r\n\r\n\xff\xfe=%zz&&=\x00",
    );
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");

    // What is kept of a link, nobody sees.
    let listed = server.stranger().get("/classes/_Token");
    assert!(!listed.body.contains("objectId"), "{}", listed.body);
    let kept = server.get("/classes/_Token").body;
    assert!(kept.contains("reset") && !kept.contains("hash"), "{kept}");
    let made = json!({"kind": "reset", "hash": "x", "email": "ana@example.com"});
    server.post("/classes/_Token", made).is_refused(142);
    submit(&link, "pw2").shows(200, "Password changed");
}

#[test]
fn a_new_password_meets_the_policy_wherever_it_comes_from() {
    let dir = folder();
    let server = launch(dir.path())
        .env("PASSWORD_MIN_LENGTH", "6")
        .env("PASSWORD_PATTERN", "[0-9]")
        .env("PASSWORD_MAY_CONTAIN_USERNAME", "false")
        .start();
    let stranger = server.stranger();
    let user = |password: &str| json!({"username": "ana", "password": password, "email": "ana@example.com"});
    let told = [
        ("ab1", "Password must have at least 6 characters."),
        (
            "abcdefg",
            "Password does not meet the Password Policy requirements.",
        ),
        ("1xANAx1", "Password cannot contain your username."),
    ];
    for (password, sentence) in told {
        assert_eq!(
            stranger.post("/users", user(password)).is_refused(142),
            sentence
        );
    }
    let signed_up = stranger.post("/users", user("secret1"));
    assert_eq!(signed_up.status, 201, "{}", signed_up.body);
    let path = format!("/users/{}", signed_up.id());
    let ana = server.with_session(&session(&signed_up));
    ask(&stranger, "ana@example.com");
    let link = link(&mail(&dir, 1));
    for (password, sentence) in told {
        let sent = json!({"password": password});
        assert_eq!(ana.put(&path, sent).is_refused(142), sentence);
        let page = submit(&link, password);
        page.shows(400, "Choose a new password");
        let alert = format!("<p role=\"alert\">{sentence}</p>");
        assert!(page.html.contains(&alert), "{}", page.html);
    }
    submit(&link, "secret2").shows(200, "Password changed");
    assert_eq!(log_in(&stranger, "ana", "secret2").status, 200);
    // An anonymous user has no password that anybody chose.
    let data = json!({"authData": {"anonymous": {"id": "8f8d0f0e-0000-4000-8000-000000000001"}}});
    assert_eq!(stranger.post("/users", data).status, 201);
}

#[test]
fn a_mail_setting_that_cannot_be_stops_the_start() {
    for (name, value, sentence) in [
        ("MAIL_FROM", "Shop <a@b.c>", "MAIL_FROM must be an address"),
        (
            "VERIFY_EMAIL",
            "maybe",
            "VERIFY_EMAIL must be true or false",
        ),
        (
            "PASSWORD_PATTERN",
            "[",
            "PASSWORD_PATTERN must be a regular expression",
        ),
        ("SMTP_URL", "smtp://mail.example.com", "the feature `smtp`"),
    ] {
        let dir = folder();
        let refusal = launch(dir.path()).env(name, value).refusal();
        assert!(refusal.log.contains(sentence), "{name}: {}", refusal.log);
    }
}
