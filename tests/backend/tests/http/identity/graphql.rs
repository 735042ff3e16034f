//! The same through GraphQL: `logInWith`.

use super::issuer::{Issuer, Key, now};
use super::{backend, known};
use crate::client::Client;
use crate::server::folder;
use serde_json::{Value, json};

const LOG_IN_WITH: &str = "mutation($data: Object!) {
    logInWith(input: {authData: $data}) { viewer { sessionToken user { objectId } } }
}";

fn log_in_with(client: &Client, id: &str, token: &str) -> Value {
    let data = known("google", id, token)["authData"].take();
    client.graphql(LOG_IN_WITH, json!({"data": data}))
}

#[test]
fn an_account_elsewhere_logs_in_as_one_user() {
    let dir = folder();
    let key = Key::p256("1");
    let issuer = Issuer::new(&[&key]);
    let server = backend("kinds", dir.path(), &[("google", &issuer)]);
    let stranger = server.stranger();
    let token = issuer.token(&key, "117");
    let viewer = |id: &str, token: &str| {
        let mut body = log_in_with(&stranger, id, token);
        assert_eq!(body.get("errors"), None, "{body}");
        body["data"]["logInWith"]["viewer"].take()
    };
    let first = viewer("117", &token);
    // A token may be shown again for as long as it is good: it opens another session of the same user.
    let again = viewer("117", &token);
    assert_eq!(first["user"], again["user"]);
    assert_ne!(first["sessionToken"], again["sessionToken"]);
    let other = viewer("118", &issuer.token(&key, "118"));
    assert_ne!(other["user"], first["user"]);
    let session = again["sessionToken"].as_str().expect("a session");
    let me = stranger.with_session(session).get("/users/me");
    assert_eq!(me.json()["objectId"], first["user"]["objectId"]);
}

#[test]
fn a_token_that_shows_nothing_logs_nobody_in() {
    let dir = folder();
    let key = Key::p256("1");
    let issuer = Issuer::new(&[&key]);
    let server = backend("kinds", dir.path(), &[("google", &issuer)]);
    let stranger = server.stranger();
    let with = |change| issuer.token_with(&key, "117", &change);
    for (id, token) in [
        ("117", with(json!({"exp": now() - 600}))),
        ("117", with(json!({"aud": "elsewhere"}))),
        ("117", with(json!({"iss": "http://127.0.0.1:1"}))),
        ("118", with(json!({}))),
        ("117", issuer.token(&Key::p256("1"), "117")),
        ("117", "a.b.c".to_owned()),
        ("117", String::new()),
    ] {
        let body = log_in_with(&stranger, id, &token);
        assert_eq!(body["data"], json!({"logInWith": null}), "{token}: {body}");
        assert_eq!(body["errors"][0]["extensions"]["code"], 101, "{token}");
    }
    assert!(server.results("_User", &[]).is_empty());
}
