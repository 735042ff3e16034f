//! What `__op` and keys with dots make of an object, and what the answer tells of it.

mod parts;
mod whole;

use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

fn writes() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    (dir, server)
}

/// The answer to an update, without its time.
fn put(server: &Server, class: &str, id: &str, body: Value) -> Value {
    let answer = server.put(&format!("/classes/{class}/{id}"), &body);
    assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    let mut answer = answer.json();
    let at = answer
        .as_object_mut()
        .and_then(|told| told.remove("updatedAt"));
    assert!(at.is_some(), "{answer}");
    answer
}

fn pointer(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Part", "objectId": id})
}
