//! Signing in with an account elsewhere: a provider that the test plays, over HTTP.

mod graphql;
mod issuer;
mod links;
mod tokens;

use crate::client::{Answer, Client};
use crate::server::{Launch, Server};
use issuer::{APPLICATION, Issuer};
use serde_json::{Value, json};
use std::path::Path;

/// A backend that takes the word of these, each under its name.
fn backend(table: &str, dir: &Path, providers: &[(&str, &Issuer)]) -> Server {
    let providers: Vec<_> = providers
        .iter()
        .map(|(name, issuer)| format!("{name}={} another-application {APPLICATION}", issuer.url))
        .collect();
    Launch::fixture(table, dir)
        .env("OIDC_PROVIDERS", providers.join("; "))
        .start()
}

/// `authData` for a provider.
fn known(provider: &str, id: &str, token: &str) -> Value {
    json!({"authData": {provider: {"id": id, "id_token": token}}})
}

fn token(answer: &Answer) -> String {
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no session token: {}", answer.body))
}

fn signed_up(client: &Client, body: &Value) -> Answer {
    let answer = client.post("/users", body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer
}
