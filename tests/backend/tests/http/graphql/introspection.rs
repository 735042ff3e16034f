//! What the server tells of its schema, and to whom; and the page that is written on it.

use super::{ask, at_root, atlas, data, error, with};
use serde_json::json;

const TYPES: &str = "{ __schema { queryType { name } types { name kind } } __type(name: \"City\") { fields { name } } }";

#[test]
fn strangers_do_not_learn_what_there_is() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    let answer = ask(&client.stranger(), TYPES);
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert_eq!(error(&answer)["extensions"]["code"], json!(119));
    let inside = "{ ...A } fragment A on Query { kind: __type(name: \"City\") { kind } }";
    assert_eq!(ask(&client.stranger(), inside).status, 403);
    // What an object is called, its reader knows anyway.
    assert_eq!(
        data(&client.stranger(), "{ __typename }"),
        json!({"__typename": "Query"})
    );
    let found = data(&client, TYPES);
    assert_eq!(found["__schema"]["queryType"], json!({"name": "Query"}));
    let fields = found["__type"]["fields"].to_string();
    assert!(fields.contains("\"coastal\""), "{fields}");
    let answer = client.get("/graphql/page.js");
    assert_eq!(answer.status, 404);
}

#[test]
fn a_setting_opens_it_to_everybody() {
    let (_dir, server) = with(|launch| launch.env("GRAPHQL_OPEN", "true"));
    let stranger = at_root(&server).stranger();
    let beside = "{ health __schema { queryType { name } } }";
    assert_eq!(
        data(&stranger, beside),
        json!({"health": true, "__schema": {"queryType": {"name": "Query"}}})
    );
    let around =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(ask(&stranger, around).status, 400);
}

#[test]
fn the_page_to_write_queries_on() {
    let (_dir, server) = with(|launch| launch.env("GRAPHQL_OPEN", "true"));
    let browser = at_root(&server)
        .stranger()
        .with_header("Accept", "text/html,application/xhtml+xml");
    let page = browser.get("/graphql");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    assert!(!page.body.contains("http"), "all of it is the server's own");
    let script = browser.get("/graphql/page.js");
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    let from = script.body.find("`query Schema").expect("a query") + 1;
    let until = script.body[from..].find('`').expect("its end");
    data(
        &at_root(&server).stranger(),
        &script.body[from..from + until],
    );
    assert_eq!(browser.get("/graphql/page.css").status, 200);
    let (_dir, closed) = atlas();
    let browser = at_root(&closed).with_header("Accept", "text/html");
    assert_ne!(
        browser.get("/graphql").header("content-type"),
        "text/html; charset=utf-8"
    );
}
