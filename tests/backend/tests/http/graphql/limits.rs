//! How much one document may ask for.

use super::{ask, at_root, atlas, data, error, with};
use serde_json::json;
use std::fmt::Write as _;

#[track_caller]
fn is_refused(client: &crate::client::Client, document: &str, why: &str) {
    let answer = ask(client, document);
    assert_eq!(answer.status, 400, "{}", answer.body);
    let error = error(&answer);
    let message = error["message"].as_str().unwrap_or_default();
    assert!(message.contains(why), "{message}");
    assert_eq!(
        error["extensions"]["code"],
        json!("GRAPHQL_VALIDATION_FAILED")
    );
}

#[test]
fn depth() {
    let (_dir, server) = with(|launch| launch.env("GRAPHQL_MAX_DEPTH", "4"));
    let client = at_root(&server);
    data(&client, "{ people { edges { node { name } } } }");
    let deep = "{ people { edges { node { home { name } } } } }";
    is_refused(&client, deep, "deeper than 4 levels");
    let inside = "{ ...A } fragment A on Query { people { ...B } } fragment B on PersonConnection { edges { node { home { name } } } }";
    is_refused(&client, inside, "deeper than 4 levels");
}

#[test]
fn complexity_counts_what_is_in_a_list_as_often_as_the_list_is_long() {
    let (_dir, server) = with(|launch| launch.env("GRAPHQL_MAX_COMPLEXITY", "100"));
    let client = at_root(&server);
    data(
        &client,
        "{ people(first: 20) { edges { node { name phone } } } }",
    );
    let long = "{ people(first: 40) { edges { node { name phone } } } }";
    is_refused(&client, long, "more than 100 fields");
    let unsaid = "{ people { edges { node { name } } } }";
    is_refused(&client, unsaid, "more than 100 fields");
    let nested =
        "{ trips(first: 5) { edges { node { fans(first: 10) { edges { node { name } } } } } } }";
    is_refused(&client, nested, "more than 100 fields");
    let variable = "query($first: Int = 50) { people(first: $first) { edges { node { name } } } }";
    is_refused(&client, variable, "more than 100 fields");
}

#[test]
fn fragments_that_grow_without_end_are_refused_before_they_do() {
    let (_dir, server) = atlas();
    let mut document = "{ ...F0 }".to_owned();
    for level in 0..60 {
        let next = level + 1;
        let _ = write!(
            document,
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}"
        );
    }
    document.push_str(" fragment F60 on Query { health }");
    is_refused(&at_root(&server), &document, "more than 100000 fields");
}

#[test]
fn aliases_tokens_and_bytes() {
    let (_dir, server) = with(|launch| {
        launch
            .env("GRAPHQL_MAX_ALIASES", "3")
            .env("GRAPHQL_MAX_TOKENS", "40")
            .env("GRAPHQL_MAX_DOCUMENT_BYTES", "400")
    });
    let client = at_root(&server);
    data(&client, "{ a: health b: health c: health }");
    let many = "{ a: health b: health c: health d: health }";
    is_refused(&client, many, "more than 3 aliases");
    is_refused(
        &client,
        &format!("{{ {} }}", "health ".repeat(39)),
        "more than 40 tokens",
    );
    is_refused(
        &client,
        &format!("{{ health }} # {}", "x".repeat(400)),
        "longer than 400 bytes",
    );
}

#[test]
fn brackets_do_not_take_the_stack() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let value = open.repeat(1500) + &close.repeat(1500);
        let document = format!(
            "{{ cities(where: {{data: {{equalTo: {{key: \"a\", value: {value}}}}}}}) {{ count }} }}"
        );
        is_refused(&client, &document, "brackets");
    }
    is_refused(
        &client,
        &("{a".repeat(1500) + &"}".repeat(1500)),
        "brackets",
    );
    assert_eq!(data(&client, "{ health }"), json!({"health": true}));
}

#[test]
fn a_page_is_cut_to_the_longest_there_is() {
    let (_dir, server) = with(|launch| launch.env("MAX_LIMIT", "2"));
    for name in ["a", "b", "c"] {
        server.create("Country", json!({"name": name}));
    }
    let document =
        "{ countries(first: 1000) { count pageInfo { hasNextPage } edges { node { name } } } }";
    let found = data(&at_root(&server), document);
    let found = &found["countries"];
    assert_eq!(found["edges"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["count"], json!(3));
    assert_eq!(found["pageInfo"]["hasNextPage"], json!(true));
}
