//! Addresses are confirmed by mailed links.

use super::outbox::{link, mail};
use super::pages::{browse, open, submit};
use super::{NO_MATCH, launch, log_in, session, sign_up};
use crate::server::folder;
use serde_json::{Value, json};

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
