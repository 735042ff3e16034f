//! Bodies that are no JSON, or too much of it, and values that are on the edge of what a type holds.

use super::{goes_on, nested};
use crate::client::raw;
use crate::server::{Launch, folder, kinds};
use serde_json::json;

#[test]
fn json_that_is_no_json_or_too_much_of_it() {
    let (_dir, server) = kinds();
    for body in [
        nested("[", "1", "]", 100_000),
        nested("{\"a\":", "1", "}", 100_000),
        format!("{{\"data\":{}}}", nested("{\"a\":", "1", "}", 500)),
        format!("{{\"list\":{}}}", nested("[", "", "]", 500)),
        r#"{"number":1e400}"#.to_owned(),
        r#"{"number":-1e999999999}"#.to_owned(),
        format!("{{\"number\":{}}}", "9".repeat(400)),
        r#"{"number":NaN}"#.to_owned(),
        r#"{"text":"\ud800"}"#.to_owned(),
        r#"{"text":"\ude00\ud83d"}"#.to_owned(),
        r#"{"text":"a\u0000b"}"#.to_owned(),
        r#"{"data":{"a\u0000b":1}}"#.to_owned(),
        r#"{"list":["a\u0000b"]}"#.to_owned(),
        "{\"text\":\"\u{1}\"}".to_owned(),
        "\u{feff}{}".to_owned(),
        "{\"number\":0x10}".to_owned(),
    ] {
        let answer = server.post("/classes/Thing", &body);
        assert_eq!(answer.status, 400, "{:.80}: {}", body, answer.body);
        assert!(answer.json().get("error").is_some(), "{}", answer.body);
    }
    let text = b"POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\
        Content-Length: 13\r\n\r\n{\"text\":\"\xff\xfe\"}";
    assert!(raw(server.address(), text).starts_with("HTTP/1.1 400 "));
    assert!(server.results("Thing", &[]).is_empty());
    goes_on(&server);
}

#[test]
fn a_number_stays_a_number() {
    let (_dir, server) = kinds();
    let id = server.create(
        "Thing",
        json!({"number": 1e308, "list": [1e300, 9_007_199_254_740_993_u64, -0.0]}),
    );
    let path = format!("/classes/Thing/{id}");
    server
        .put(
            &path,
            json!({"number": {"__op": "Increment", "amount": 1e308}}),
        )
        .is_refused(142);
    assert_eq!(
        server
            .put(
                &path,
                json!({"number": {"__op": "Increment", "amount": -2e307}})
            )
            .json()["number"],
        8e307
    );
    assert_eq!(server.object("Thing", &id)["number"], 8e307);
    let filter = r#"{"list":9007199254740992.0}"#;
    assert_eq!(server.results("Thing", &[("where", filter)]).len(), 1);
    let id = server.create("Checked", json!({"name": "a", "count": 9}));
    let path = format!("/classes/Checked/{id}");
    server
        .put(&path, json!({"count": {"__op": "Increment", "amount": 1}}))
        .is_refused(142);
    server
        .put(
            &path,
            json!({"count": {"__op": "Increment", "amount": -0.5}}),
        )
        .is_refused(142);
    server
        .put(
            &path,
            json!({"count": {"__op": "Increment", "amount": -10}}),
        )
        .is_refused(142);
    assert_eq!(server.object("Checked", &id)["count"], 9);
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("MAX_BODY_BYTES", "1000")
        .start();
    let head = "POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n";
    let announced = format!("{head}Content-Length: 5000000000\r\n\r\n{{");
    assert!(raw(server.address(), announced.as_bytes()).starts_with("HTTP/1.1 413 "));
    let chunk = format!("{:x}\r\n{}\r\n", 2_000, " ".repeat(2_000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n");
    assert!(raw(server.address(), chunked.as_bytes()).starts_with("HTTP/1.1 413 "));
    let fits = format!("{{\"text\":\"{}\"}}", "a".repeat(900));
    assert_eq!(server.post("/classes/Thing", fits).status, 201);
    goes_on(&server);
}
