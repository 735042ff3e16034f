//! What a read answers beside the objects themselves: what they point at, how much of each, page by page.

mod aggregate;
mod hooks;
mod include;
mod keys;
mod pages;

use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

fn atlas() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("reads", dir.path()).start();
    (dir, server)
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

/// An ACL under which one may read, and nobody else.
fn for_one(id: &str) -> Value {
    json!({id: {"read": true}})
}

/// A user's id and the token of his session.
fn user(server: &Server, name: &str) -> (String, String) {
    let sent = json!({"username": name, "password": "secret"});
    let answer = server.stranger().post("/users", sent);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    (answer.id(), token.unwrap_or_default())
}
