//! Those who do not ask politely: forged tokens, smuggled keys, names that look like others.

mod credentials;
mod names;

use crate::client::raw;
use crate::server::Server;
use serde_json::json;

const SQL: &str = "x' OR '1'='1'; DROP TABLE \"_User\"; --";

/// A request with exactly these headers, each a line.
fn ask(server: &Server, request: &str, headers: &[String], body: &str) -> String {
    let length = body.len();
    let mut text = format!(
        "{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {length}\r\n"
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body);
    raw(server.address(), text.as_bytes())
}

fn header(name: &str, value: &str) -> String {
    format!("X-Parse-{name}: {value}")
}

#[track_caller]
fn is_unauthorized(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert!(answer.ends_with(r#"{"error":"unauthorized"}"#), "{answer}");
}

fn token_of(server: &Server, name: &str) -> String {
    let login = json!({"username": name, "password": "password"});
    let mut answer = server.post("/login", login).json();
    let token = answer["sessionToken"].take();
    token.as_str().expect("a session token").to_owned()
}
