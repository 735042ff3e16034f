//! Documents that the server knows: by their hash, and those of a list alone.

use super::{at_root, atlas, data_of, error, with};
use crate::client::{Answer, Client};
use crate::server::{Launch, folder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const HEALTH: &str = "{ health }";

fn hash(document: &str) -> String {
    let digest = Sha256::digest(document.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn persisted(hash: &str) -> Value {
    json!({"persistedQuery": {"version": 1, "sha256Hash": hash}})
}

fn by_hash(client: &Client, hash: &str) -> Answer {
    client.post("/graphql", json!({"extensions": persisted(hash)}))
}

fn register(client: &Client, document: &str) -> Answer {
    let extensions = persisted(&hash(document));
    client.post(
        "/graphql",
        json!({"query": document, "extensions": extensions}),
    )
}

#[test]
fn a_document_is_sent_once() {
    let (_dir, server) = atlas();
    let client = at_root(&server).stranger();
    let answer = by_hash(&client, &hash(HEALTH));
    assert_eq!(answer.status, 200);
    assert_eq!(error(&answer)["message"], json!("PersistedQueryNotFound"));
    assert_eq!(
        error(&answer)["extensions"]["code"],
        json!("PERSISTED_QUERY_NOT_FOUND")
    );
    assert_eq!(data_of(&register(&client, HEALTH)), json!({"health": true}));
    assert_eq!(
        data_of(&by_hash(&client, &hash(HEALTH))),
        json!({"health": true})
    );
    let extensions = persisted(&hash(HEALTH)).to_string();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("extensions", &extensions)
        .finish();
    assert_eq!(
        data_of(&client.get(&format!("/graphql?{query}"))),
        json!({"health": true})
    );
    let wrong = json!({"query": HEALTH, "extensions": persisted(&hash("{ other }"))});
    assert_eq!(client.post("/graphql", wrong).status, 400);
}

#[test]
fn what_does_not_fit_is_not_remembered_and_what_is_old_is_forgotten() {
    let (_dir, server) = with(|launch| launch.env("GRAPHQL_REMEMBERED_DOCUMENTS", "2"));
    let client = at_root(&server).stranger();
    assert_eq!(register(&client, "{ nothing }").status, 400);
    assert!(by_hash(&client, &hash("{ nothing }")).json()["errors"].is_array());
    let [one, two, three] = ["{ a: health }", "{ b: health }", "{ c: health }"];
    register(&client, one);
    register(&client, two);
    data_of(&by_hash(&client, &hash(one)));
    register(&client, three);
    data_of(&by_hash(&client, &hash(one)));
    data_of(&by_hash(&client, &hash(three)));
    assert!(by_hash(&client, &hash(two)).json()["errors"].is_array());
}

#[test]
fn a_get_only_reads() {
    let (_dir, server) = atlas();
    let client = at_root(&server).stranger();
    let read = |document: &str, variables: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("query", document)
            .append_pair("variables", variables)
            .finish();
        client.get(&format!("/graphql?{query}"))
    };
    let found = read(
        "query($yes: Boolean!) { health @include(if: $yes) }",
        r#"{"yes": true}"#,
    );
    assert_eq!(data_of(&found), json!({"health": true}));
    assert_eq!(read("{ health }", "nonsense").status, 400);
}

#[test]
fn a_list_of_documents_is_all_that_is_answered() {
    let dir = folder();
    let named = json!({"Health": HEALTH}).to_string();
    std::fs::write(dir.path().join("documents.json"), named).expect("there is room");
    let server = Launch::fixture("reads", dir.path())
        .env("GRAPHQL_DOCUMENTS", "documents.json")
        .start();
    let client = at_root(&server);
    let stranger = client.stranger();
    data_of(&by_hash(&stranger, &hash(HEALTH)));
    data_of(&stranger.post("/graphql", json!({"extensions": {"documentId": "Health"}})));
    data_of(&stranger.post("/graphql", json!({"query": HEALTH})));
    let other = stranger.post("/graphql", json!({"query": "{ other: health }"}));
    assert_eq!(other.status, 403, "{}", other.body);
    assert_eq!(
        error(&other)["extensions"]["code"],
        json!("PERSISTED_QUERY_NOT_IN_LIST")
    );
    assert_eq!(by_hash(&stranger, &hash("{ other: health }")).status, 403);
    // The master may ask anything.
    data_of(&client.post("/graphql", json!({"query": "{ other: health }"})));
}

#[test]
fn a_list_that_cannot_be_read_stops_the_start() {
    let dir = folder();
    let refusal = Launch::fixture("reads", dir.path())
        .env("GRAPHQL_DOCUMENTS", "missing.json")
        .refusal();
    assert!(refusal.log.contains("missing.json"), "{}", refusal.log);
}
