//! Operators one by one: what each finds, and what each refuses.

mod paths;
mod places;
mod text;

use crate::client::Client;
use crate::server::{Server, kinds};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The texts of the things that are found, in the order in which they come.
#[track_caller]
fn texts(client: &Client, parameters: &[(&str, &str)]) -> Vec<String> {
    let found = client.results("Thing", parameters).into_iter();
    found
        .map(|object| object["text"].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[track_caller]
fn found(client: &Client, filter: Value) -> Vec<String> {
    texts(client, &[("where", &filter.to_string())])
}

#[track_caller]
fn refused(client: &Client, filter: &Value) {
    // In a body, as SDKs send what an address has no room for.
    let answer = client.post("/classes/Thing", json!({"_method": "GET", "where": filter}));
    assert_eq!(answer.json()["code"], 102, "{filter}: {}", answer.body);
}

fn things(texts: &[&str]) -> (TempDir, Server) {
    let (dir, server) = kinds();
    for text in texts {
        server.create("Thing", json!({"text": text}));
    }
    (dir, server)
}

fn point(latitude: f64, longitude: f64) -> Value {
    json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude})
}

#[test]
fn names_that_only_the_server_gives_are_not_asked_for() {
    let (_dir, server) = things(&["a"]);
    let stranger = server.stranger();
    for name in [
        "_rperm",
        "_hashed_password",
        "_id",
        "$where",
        "a-b",
        " text",
        "text ",
        "",
    ] {
        let answer = stranger.find("Thing", &[("where", &json!({name: 1}).to_string())]);
        let code = &answer.json()["code"];
        assert!(
            *code == 105 || *code == 102 || *code == 119,
            "{name}: {}",
            answer.body
        );
    }
    assert_eq!(found(&server, json!({"_rperm": null})), ["a"]);
}
