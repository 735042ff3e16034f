//! Mailed links: a new password, a confirmed address, and what nobody learns by asking for one.

mod hostile;
pub mod outbox;
pub mod pages;
mod policy;
mod reset;
mod verification;

use crate::client::{Answer, Client};
use crate::server::{Launch, Server, folder};
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

const NO_MATCH: &str = r#"{"code":101,"error":"Invalid username/password."}"#;
const NO_SESSION: &str = r#"{"code":209,"error":"Invalid session token"}"#;
const RESET: &str = "/requestPasswordReset";

fn launch(dir: &Path) -> Launch {
    Launch::fixture("kinds", dir).env("APP_NAME", "Shop & Söhne")
}

fn server() -> (Server, TempDir) {
    let dir = folder();
    (launch(dir.path()).start(), dir)
}

fn sign_up(client: &Client, name: &str) -> Answer {
    let email = format!("{name}@example.com");
    let body = json!({"username": name, "password": "pw1", "email": email});
    let answer = client.post("/users", body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer
}

fn session(answer: &Answer) -> String {
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no session token: {}", answer.body))
}

fn log_in(client: &Client, name: &str, password: &str) -> Answer {
    client.post("/login", json!({"username": name, "password": password}))
}

fn ask(client: &Client, address: &str) {
    client.post(RESET, json!({"email": address})).is(200, "{}");
}
