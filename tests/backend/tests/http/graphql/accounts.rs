//! Users whom another provider vouches for, or nobody: `logInWith`.

use super::{ask, ask_with, at_root, data_of, error, with};
use crate::client::{Answer, Client};
use serde_json::{Value, json};

const LOG_IN_WITH: &str = "mutation($data: Object!, $fields: UserLoginWithInput) {
    logInWith(input: {authData: $data, fields: $fields, clientMutationId: \"m\"}) {
        viewer { sessionToken user { objectId email } } clientMutationId
    }
}";

fn log_in_with(client: &Client, data: &Value) -> Answer {
    ask_with(client, LOG_IN_WITH, json!({"data": data}))
}

fn anonymous(number: u8) -> Value {
    json!({"anonymous": {"id": format!("8f8d0f0e-0000-4000-8000-0000000000{number:02}")}})
}

#[test]
fn whoever_has_no_account_comes_back_as_the_same_user() {
    let (_dir, server) = with(|launch| launch);
    let stranger = at_root(&server).stranger();
    let fields = json!({"email": "ana@example.com"});
    let sent = json!({"data": anonymous(1), "fields": fields});
    let first = data_of(&ask_with(&stranger, LOG_IN_WITH, sent));
    assert_eq!(first["logInWith"]["clientMutationId"], "m");
    let first = &first["logInWith"]["viewer"];
    let again = data_of(&log_in_with(&stranger, &anonymous(1)));
    let again = &again["logInWith"]["viewer"];
    assert_eq!(again["user"], first["user"]);
    assert_eq!(first["user"]["email"], "ana@example.com");
    assert_ne!(again["sessionToken"], first["sessionToken"]);
    for viewer in [first, again] {
        let token = viewer["sessionToken"].as_str().expect("a session");
        let who = "{ viewer { sessionToken user { objectId email } } }";
        let found = data_of(&ask(&stranger.with_session(token), who));
        assert_eq!(found["viewer"], *viewer);
    }
    let other = data_of(&log_in_with(&stranger, &anonymous(2)));
    let other = &other["logInWith"]["viewer"]["user"];
    assert_ne!(other["objectId"], first["user"]["objectId"]);
    assert_eq!(server.results("_User", &[]).len(), 2);
    // What lets somebody in is told to nobody.
    let hidden = "{ users { edges { node { authData } } } }";
    assert_eq!(ask(&at_root(&server), hidden).status, 400);
}

#[test]
fn what_does_not_show_who_somebody_is_lets_nobody_in() {
    let (_dir, server) = with(|launch| launch);
    let stranger = at_root(&server).stranger();
    for (data, code) in [
        (json!({"google": {"id": "117", "id_token": "a.b.c"}}), 252),
        (json!({"facebook": {"id": "117", "access_token": "x"}}), 252),
        (json!({"anonymous": {}}), 252),
        (json!({"anonymous": {"id": ""}}), 252),
        (json!({"anonymous": {"id": 117}}), 252),
        (json!({"anonymous": {"id": {"$ne": ""}}}), 252),
        (json!({"anonymous": {"id": "x".repeat(256)}}), 252),
        (json!({"anonymous": "117"}), 252),
        (
            json!({"anonymous": anonymous(1)["anonymous"], "google": {"id": "1"}}),
            252,
        ),
        // Nobody vouches for anybody: what is left is a user without a name.
        (json!({}), 200),
        (json!({"anonymous": null}), 200),
    ] {
        let answer = log_in_with(&stranger, &data);
        assert_eq!(
            error(&answer)["extensions"]["code"],
            code,
            "{data}: {}",
            answer.body
        );
        assert_eq!(answer.json()["data"], json!({"logInWith": null}), "{data}");
    }
    // What a password or another account would let in is no field of it, and what is no object is none at all.
    for fields in [
        json!({"username": "ana"}),
        json!({"password": "pw1"}),
        json!({"authData": anonymous(1)}),
        json!({"emailVerified": true}),
    ] {
        let sent = json!({"data": anonymous(1), "fields": fields});
        assert_eq!(
            ask_with(&stranger, LOG_IN_WITH, sent).status,
            400,
            "{fields}"
        );
    }
    assert_eq!(log_in_with(&stranger, &json!(null)).status, 400);
    let document = "mutation($data: Object) {
        logIn(input: {username: \"ana\", password: \"pw1\", authData: $data}) { viewer { sessionToken } }
    }";
    let answer = ask_with(&stranger, document, json!({"data": anonymous(1)}));
    assert_eq!(error(&answer)["extensions"]["code"], 252);
    assert_eq!(server.results("_User", &[]), Vec::<Value>::new());
}

#[test]
fn attempts_to_log_in_elsewhere_are_counted() {
    let (_dir, server) = with(|launch| {
        launch
            .env("RATE_LIMIT_SIGN_IN", "2")
            .env("RATE_LIMIT_EXEMPT", "")
    });
    let stranger = at_root(&server).stranger();
    let field = "logInWith(input: {authData: $data}) { viewer { user { objectId } } }";
    let document = format!("mutation($data: Object!) {{ a: {field} b: {field} c: {field} }}");
    let body = ask_with(&stranger, &document, json!({"data": anonymous(1)})).json();
    assert!(
        body["data"]["a"].is_object() && body["data"]["b"].is_object(),
        "{body}"
    );
    assert_eq!(body["data"]["c"], Value::Null);
    assert_eq!(body["errors"][0]["extensions"]["code"], 100);
}
