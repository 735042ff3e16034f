//! What a password must be, and settings of mail that cannot be.

use super::outbox::{link, mail};
use super::pages::submit;
use super::{ask, launch, log_in, session};
use crate::server::folder;
use serde_json::json;

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
