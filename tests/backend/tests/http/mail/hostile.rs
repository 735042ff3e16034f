//! What nobody learns by asking for a letter, and names and tokens that are not what they seem.

use super::outbox::{link, mail, outbox};
use super::pages::{open, submit};
use super::{RESET, ask, server, sign_up};
use crate::client::raw;
use serde_json::json;

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
