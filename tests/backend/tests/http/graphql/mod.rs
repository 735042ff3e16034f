//! GraphQL as its clients speak it: documents over HTTP, and answers in their shape.

mod access;
mod accounts;
mod documents;
mod errors;
mod introspection;
mod letters;
mod limits;
mod lists;
mod reads;
mod schema;
mod subscriptions;
mod writes;

use crate::client::{Answer, Client};
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Cities in countries, people, and trips that lead to all of them.
fn atlas() -> (TempDir, Server) {
    with(|launch| launch)
}

fn with(settings: impl FnOnce(Launch) -> Launch) -> (TempDir, Server) {
    let dir = folder();
    let server = settings(Launch::fixture("reads", dir.path())).start();
    (dir, server)
}

/// GraphQL lies beside the mount path.
fn at_root(server: &Server) -> Client {
    Client::new(&format!("http://{}", server.address()))
}

fn ask(client: &Client, document: &str) -> Answer {
    ask_with(client, document, json!({}))
}

fn ask_with(client: &Client, document: &str, variables: Value) -> Answer {
    client.post(
        "/graphql",
        json!({"query": document, "variables": variables}),
    )
}

/// The data of an answer without errors.
#[track_caller]
fn data(client: &Client, document: &str) -> Value {
    data_of(&ask(client, document))
}

#[track_caller]
fn data_of(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut body = answer.json();
    assert_eq!(body.get("errors"), None, "{}", answer.body);
    body["data"].take()
}

/// The first error of an answer.
#[track_caller]
fn error(answer: &Answer) -> Value {
    let error = answer.json()["errors"][0].clone();
    assert!(error["message"].is_string(), "{}", answer.body);
    error
}

/// How many queries the server has made so far.
fn queries(server: &Server) -> u64 {
    let metrics = at_root(server).get("/metrics").body;
    let mut lines = metrics.lines();
    let count = lines.find_map(|line| line.strip_prefix("store_queries_total "));
    count.and_then(|count| count.parse().ok()).expect("a count")
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

/// A user's id and the token of his session.
fn user(server: &Server, name: &str) -> (String, String) {
    let sent = json!({"username": name, "password": "secret"});
    let answer = server.stranger().post("/users", sent);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    (answer.id(), token.unwrap_or_default())
}

/// The same where the schema asks more of a user.
fn user_of_the_shop(server: &Server) -> (String, String) {
    let sent = json!({"username": "ann", "password": "secret", "email": "ann@example.com"});
    let answer = server.stranger().post("/users", sent);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    (answer.id(), token.unwrap_or_default())
}
