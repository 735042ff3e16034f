//! The protocol to the byte, as Parse's server was seen to speak it.

use super::socket::Socket;
use crate::client::MASTER_KEY;
use crate::server::{Launch, folder, kinds};
use serde_json::json;

/// The frame with the client's id, which is another each time, written as `CLIENT`.
fn anonymous(text: &str, client: &str) -> String {
    text.replace(client, "CLIENT")
}

#[test]
fn a_conversation_is_parses_to_the_byte() {
    let (_dir, server) = kinds();
    let mut socket = Socket::open(&server);
    socket.say(r#"{"op":"subscribe","requestId":9,"query":{"className":"Thing","where":{}}}"#);
    assert_eq!(
        socket.text(),
        r#"{"op":"error","error":"Can not find this client, make sure you connect to server before subscribing","code":2,"reconnect":true,"requestId":null}"#
    );
    socket.say(&format!(
        r#"{{"op":"connect","applicationId":"shop","masterKey":"{MASTER_KEY}","installationId":"iid"}}"#
    ));
    let connected = socket.text();
    let client = connected.split('"').nth(7).expect("an id").to_owned();
    assert_eq!(client.len(), 36);
    assert_eq!(
        anonymous(&connected, &client),
        r#"{"op":"connected","clientId":"CLIENT","installationId":"iid"}"#
    );
    let mut says = |said: &str, told: &str| {
        socket.say(said);
        assert_eq!(anonymous(&socket.text(), &client), told);
    };
    says(
        r#"{"op":"subscribe","requestId":1,"query":{"className":"Thing","where":{"number":{"$gt":2}},"keys":["number"],"watch":["number"]}}"#,
        r#"{"op":"subscribed","clientId":"CLIENT","installationId":"iid","requestId":1}"#,
    );
    says(
        r#"{"op":"bogus","requestId":3}"#,
        r#"{"op":"error","error":"No enum match for: \"bogus\"","code":1,"reconnect":true,"requestId":null}"#,
    );
    says(
        r#"{"op":"unsubscribe","requestId":77}"#,
        r#"{"op":"error","error":"Cannot find subscription with clientId CLIENT subscriptionId 77. Make sure you subscribe to live query server before unsubscribing.","code":2,"reconnect":true,"requestId":null}"#,
    );
    says(
        r#"{"op":"update","requestId":1,"query":{"className":"Thing","where":{"number":7},"keys":["number"]}}"#,
        r#"{"op":"subscribed","clientId":"CLIENT","installationId":"iid","requestId":1}"#,
    );
    let id = server.create("Thing", json!({"number": 7, "text": "seven"}));
    let at = server.object("Thing", &id)["createdAt"].to_string();
    let text = anonymous(&socket.text(), &client);
    assert_eq!(
        text,
        format!(
            r#"{{"op":"create","clientId":"CLIENT","installationId":"iid","requestId":1,"object":{{"objectId":"{id}","createdAt":{at},"updatedAt":{at},"number":7,"className":"Thing"}}}}"#
        )
    );
    let mut says = |said: &str, told: &str| {
        socket.say(said);
        assert_eq!(anonymous(&socket.text(), &client), told);
    };
    says(
        r#"{"op":"unsubscribe","requestId":1}"#,
        r#"{"op":"unsubscribed","clientId":"CLIENT","installationId":"iid","requestId":1}"#,
    );
}

#[test]
fn a_frame_that_is_not_of_the_protocol_is_told_what_is_wrong() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    for (said, error) in [
        ("not json", "The frame is not JSON"),
        ("[]", "Invalid type: array (expected object)"),
        ("{}", "Missing required property: op"),
        (
            r#"{"op":"connect"}"#,
            "Missing required property: applicationId",
        ),
        (
            r#"{"op":"subscribe","requestId":1,"query":{"className":"Thing","where":{},"fields":["text"]}}"#,
            "Additional properties not allowed",
        ),
        (
            r#"{"op":"subscribe","requestId":1,"query":{"className":"Thing","where":{},"keys":[]}}"#,
            "Array is too short (0), minimum 1",
        ),
        (
            r#"{"op":"unsubscribe","requestId":"1"}"#,
            "Invalid type: string (expected number)",
        ),
    ] {
        socket.say(said);
        let answer = socket.next();
        assert_eq!(answer["error"], error, "{said}");
        assert_eq!(answer["code"], 1, "{said}");
        assert_eq!(answer["requestId"], json!(null), "{said}");
    }
    // And the conversation goes on.
    socket.follow(1, "Thing", json!({}));
}

#[test]
fn keys_are_checked_as_rest_checks_them() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path()).env("JAVASCRIPT_KEY", "of the page");
    let server = launch
        .env("REST_API_KEY", "of the script")
        .env("MASTER_KEY_IPS", "203.0.113.9")
        .start();
    let mut socket = Socket::open(&server);
    for (keys, is_let_in) in [
        (json!({"applicationId": "other"}), false),
        (json!({"applicationId": "shop"}), false),
        (
            json!({"applicationId": "shop", "javascriptKey": "of another"}),
            false,
        ),
        (
            json!({"applicationId": "other", "javascriptKey": "of the page"}),
            false,
        ),
        // From an address that is not the master's.
        (
            json!({"applicationId": "shop", "masterKey": MASTER_KEY, "javascriptKey": "of the page"}),
            false,
        ),
        (
            json!({"applicationId": "shop", "javascriptKey": "of the page"}),
            true,
        ),
        (
            json!({"applicationId": "shop", "restAPIKey": "of the script"}),
            true,
        ),
    ] {
        let mut frame = keys.clone();
        frame["op"] = "connect".into();
        socket.send(frame);
        let answer = socket.next();
        if is_let_in {
            assert_eq!(answer["op"], "connected", "{keys}");
        } else {
            assert_eq!(answer["code"], 4, "{keys}");
        }
    }
}

#[test]
fn what_a_query_cannot_be_is_told_with_its_code_and_its_number() {
    let (_dir, server) = kinds();
    let mut socket = Socket::stranger(&server);
    let refused = |socket: &mut Socket, query, members| {
        let answer = socket.subscribe_with(5, query, members);
        assert_eq!(answer["op"], "error", "{answer}");
        assert_eq!(answer["requestId"], 5, "{answer}");
        assert_eq!(answer["reconnect"], false, "{answer}");
        answer["code"].as_i64().expect("a code")
    };
    let query = |filter| json!({"className": "Thing", "where": filter});
    assert_eq!(
        refused(
            &mut socket,
            query(json!({})),
            json!({"sessionToken": "r:of nobody"})
        ),
        209
    );
    let mut socket = Socket::master(&server);
    assert_eq!(
        refused(
            &mut socket,
            query(json!({"number": {"$bogus": 1}})),
            json!({})
        ),
        102
    );
    let nowhere = json!({"className": "Nowhere", "where": {}});
    let of_rest = server.find("Nowhere", &[("where", "{\"a\":1}")]);
    assert_eq!(
        refused(&mut socket, nowhere, json!({})),
        of_rest.json()["code"]
    );
    // A number that was refused can be used.
    socket.follow(5, "Thing", json!({}));
}
