//! The rules of the other doors hold here.

use super::{ask, ask_with, at_root, atlas, data, error, pointer, user};
use serde_json::{Value, json};

#[test]
fn what_one_may_not_read_is_not_there() {
    let (_dir, server) = atlas();
    let (ann, token) = user(&server, "ann");
    let hidden = json!({ann.as_str(): {"read": true}});
    let oslo = server.create("City", json!({"name": "Oslo", "ACL": hidden}));
    server.create("City", json!({"name": "Bergen"}));
    let home = json!({"name": "Ann", "home": pointer("City", &oslo)});
    let person = server.create("Person", home);
    let client = at_root(&server);
    let (stranger, herself) = (client.stranger(), client.with_session(&token));

    let list = "{ cities(order: [name_ASC]) { count edges { node { name } } } }";
    let bergen = json!({"count": 1, "edges": [{"node": {"name": "Bergen"}}]});
    assert_eq!(data(&stranger, list)["cities"], bergen);
    assert_eq!(data(&herself, list)["cities"]["count"], json!(2));

    let one = format!(r#"{{ city(id: "{oslo}") {{ name }} }}"#);
    let answer = ask(&stranger, &one);
    assert_eq!(answer.status, 200);
    assert_eq!(error(&answer)["extensions"]["code"], json!(101));
    assert_eq!(data(&herself, &one)["city"]["name"], json!("Oslo"));

    let leads = format!(r#"{{ person(id: "{person}") {{ home {{ name }} }} }}"#);
    assert_eq!(data(&stranger, &leads)["person"]["home"], Value::Null);
    assert_eq!(
        data(&herself, &leads)["person"]["home"],
        json!({"name": "Oslo"})
    );
    let found_by = r#"{ people(where: {home: {have: {name: {equalTo: "Oslo"}}}}) { count } }"#;
    assert_eq!(data(&stranger, found_by)["people"]["count"], json!(0));
    assert_eq!(data(&herself, found_by)["people"]["count"], json!(1));
}

#[test]
fn relations_hold_what_one_may_read() {
    let (_dir, server) = atlas();
    let (ann, token) = user(&server, "ann");
    let acl = json!({ann.as_str(): {"read": true}});
    let secret = server.create("Person", json!({"name": "Secret", "ACL": acl}));
    let known = server.create("Person", json!({"name": "Known"}));
    let fans = json!({"__op": "AddRelation", "objects": [pointer("Person", &secret), pointer("Person", &known)]});
    for _ in 0..3 {
        server.create("Trip", json!({"title": "North", "fans": fans}));
    }
    let document = "{ trips { edges { node { fans { count edges { node { name } } } } } } }";
    let client = at_root(&server);
    for (client, count) in [(client.stranger(), 1), (client.with_session(&token), 2)] {
        let found = data(&client, document);
        for edge in found["trips"]["edges"].as_array().expect("a list") {
            let fans = &edge["node"]["fans"];
            assert_eq!(fans["count"], json!(count));
            assert_eq!(fans["edges"].as_array().map(Vec::len), Some(count));
        }
    }
}

#[test]
fn a_field_that_is_withheld_is_null_and_cannot_be_asked_about() {
    let (_dir, server) = atlas();
    let (_, token) = user(&server, "ann");
    server.create("Person", json!({"name": "Ben", "phone": "123"}));
    let client = at_root(&server);
    let (stranger, herself) = (client.stranger(), client.with_session(&token));
    let document = "{ people { edges { node { name phone } } } }";
    let phone = |client| data(client, document)["people"]["edges"][0]["node"]["phone"].clone();
    assert_eq!(phone(&stranger), Value::Null);
    assert_eq!(phone(&herself), json!("123"));
    for question in [
        r#"{ people(where: {phone: {equalTo: "123"}}) { count } }"#,
        "{ people(order: [phone_ASC]) { count edges { node { name } } } }",
        r#"{ people(where: {name: {inQueryKey: {query: {className: "Person", where: {phone: "123"}}, key: "name"}}}) { count } }"#,
    ] {
        let answer = ask(&stranger, question);
        assert_eq!(
            error(&answer)["extensions"]["code"],
            json!(119),
            "{question}"
        );
        assert_eq!(answer.status, 200);
    }
    // One that is hidden is not even in the schema.
    let answer = ask(&client, "{ people { edges { node { secret } } } }");
    assert_eq!(answer.status, 400, "{}", answer.body);
}

#[test]
fn a_class_that_is_closed() {
    let (_dir, server) = atlas();
    let vault = server.create("Vault", json!({"gold": "much"}));
    let trip = server.create("Trip", json!({"vault": pointer("Vault", &vault)}));
    let stranger = at_root(&server).stranger();
    for question in [
        "{ vaults { edges { node { gold } } } }".to_owned(),
        format!(r#"{{ vault(id: "{vault}") {{ gold }} }}"#),
    ] {
        let answer = ask(&stranger, &question);
        assert_eq!(
            error(&answer)["extensions"]["code"],
            json!(119),
            "{question}"
        );
    }
    let leads = format!(r#"{{ trip(id: "{trip}") {{ vault {{ gold }} }} }}"#);
    assert_eq!(data(&stranger, &leads)["trip"]["vault"], Value::Null);
    // Who is there is nobody's business: `_User` shows each to himself.
    assert_eq!(
        data(&stranger, "{ users { count } }")["users"]["count"],
        json!(0)
    );
}

#[test]
fn keys_and_sessions_are_those_of_rest() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    let body = json!({"query": "{ health }"}).to_string();
    let answer = client
        .stranger()
        .send_as("another", "POST", "/graphql", &body);
    let answer = answer.expect("the server answers");
    assert_eq!(answer.status, 403, "{}", answer.body);
    let answer = ask(&client.with_session("r:nonsense"), "{ health }");
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.json()["code"], json!(209));
    let answer = ask_with(&client.stranger(), "{ health }", json!({}));
    assert_eq!(answer.body, r#"{"data":{"health":true}}"#);
    assert!(!answer.header("x-request-id").is_empty());
}
