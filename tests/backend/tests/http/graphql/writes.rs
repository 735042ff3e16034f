//! Mutations of objects: what they take, that they are one transaction, and what is told of them.

use super::{ask_with, at_root, data_of, error, with};
use crate::client::Answer;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

fn store() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    (dir, server)
}

const CREATE: &str = "mutation($fields: CreatePartFieldsInput!) {
    createPart(input: {fields: $fields, clientMutationId: \"c\"}) {
        clientMutationId
        part { id objectId name stock tags { ... on Element { value } } fits { count edges { node { name } } } }
    }
}";

fn create(server: &Server, fields: Value) -> Answer {
    ask_with(&at_root(server), CREATE, json!({"fields": fields}))
}

#[test]
fn an_object_is_created_changed_and_deleted() {
    let (_dir, server) = store();
    let created = data_of(&create(
        &server,
        json!({"name": "nut", "stock": 3, "tags": ["a", 1]}),
    ));
    let part = &created["createPart"]["part"];
    assert_eq!(created["createPart"]["clientMutationId"], "c");
    assert_eq!(part["tags"], json!([{"value": "a"}, {"value": 1}]));
    let id = part["objectId"].as_str().expect("an id");
    assert_eq!(server.object("Part", id)["stock"], 3);

    let client = at_root(&server);
    let update = "mutation($input: UpdatePartInput!) {
        updatePart(input: $input) { part { name stock createdAt } }
    }";
    let input = json!({"input": {"id": part["id"], "fields": {"stock": 4, "tags": null}}});
    let updated = data_of(&ask_with(&client, update, input));
    assert_eq!(updated["updatePart"]["part"]["stock"], 4);
    assert_eq!(updated["updatePart"]["part"]["name"], "nut");
    assert_eq!(server.object("Part", id).get("tags"), None);

    // It is told as it was last.
    let delete = "mutation($id: ID!) { deletePart(input: {id: $id}) { part { name stock } } }";
    let deleted = data_of(&ask_with(&client, delete, json!({"id": id})));
    assert_eq!(
        deleted["deletePart"]["part"],
        json!({"name": "nut", "stock": 4})
    );
    let again = ask_with(&client, delete, json!({"id": id}));
    assert_eq!(error(&again)["extensions"]["code"], 101);
    assert_eq!(again.status, 200);
}

#[test]
fn what_is_created_beside_is_created_with_it_or_not_at_all() {
    let (_dir, server) = store();
    let fits = |names: &[&str]| {
        let parts: Vec<_> = names.iter().map(|name| json!({"name": name})).collect();
        json!({"createAndAdd": parts})
    };
    let created = data_of(&create(
        &server,
        json!({"name": "bolt", "fits": fits(&["nut", "washer"])}),
    ));
    let found = &created["createPart"]["part"]["fits"];
    assert_eq!(found["count"], 2);
    assert_eq!(found["edges"].as_array().map(Vec::len), Some(2));

    // The second of them has a name that is taken.
    let refused = create(
        &server,
        json!({"name": "rod", "fits": fits(&["ring", "nut"])}),
    );
    assert_eq!(error(&refused)["extensions"]["code"], 137);
    assert_eq!(refused.json()["data"], json!({"createPart": null}));
    let names = server.results("Part", &[("order", "name"), ("keys", "name")]);
    let names: Vec<_> = names.iter().map(|part| part["name"].clone()).collect();
    assert_eq!(names, [json!("bolt"), json!("nut"), json!("washer")]);
}

#[test]
fn a_relation_takes_and_loses_objects() {
    let (_dir, server) = store();
    let [nut, ring] = ["nut", "ring"].map(|name| server.create("Part", json!({"name": name})));
    let created = data_of(&create(
        &server,
        json!({"name": "bolt", "fits": {"add": [nut]}}),
    ));
    let id = &created["createPart"]["part"]["objectId"];
    let update = "mutation($input: UpdatePartInput!) {
        updatePart(input: $input) { part { fits { edges { node { name } } } } }
    }";
    let input = json!({"input": {"id": id, "fields": {"fits": {"add": [ring], "remove": [nut]}}}});
    let updated = data_of(&ask_with(&at_root(&server), update, input));
    let edges = &updated["updatePart"]["part"]["fits"]["edges"];
    assert_eq!(*edges, json!([{"node": {"name": "ring"}}]));
    let input = json!({"input": {"id": id, "fields": {"fits": {}}}});
    let refused = ask_with(&at_root(&server), update, input);
    assert_eq!(error(&refused)["extensions"]["code"], 106);
}

#[test]
fn several_mutations_are_done_in_turn_and_fail_alone() {
    let (_dir, server) = store();
    let document = "mutation {
        one: createPart(input: {fields: {name: \"nut\"}}) { part { name } }
        two: createPart(input: {fields: {name: \"nut\"}}) { part { name } }
        three: createPart(input: {fields: {name: \"bolt\", stock: -1}}) { part { name } }
        four: createPart(input: {fields: {name: \"ring\"}}) { part { name } }
    }";
    let body = ask_with(&at_root(&server), document, json!({})).json();
    assert_eq!(body["data"]["one"], json!({"part": {"name": "nut"}}));
    assert_eq!(body["data"]["four"], json!({"part": {"name": "ring"}}));
    let errors = body["errors"].as_array().expect("errors").iter();
    let errors: Vec<_> = errors
        .map(|error| {
            (
                error["path"][0].clone(),
                error["extensions"]["code"].clone(),
            )
        })
        .collect();
    assert_eq!(
        errors,
        [(json!("two"), json!(137)), (json!("three"), json!(142))]
    );
}

#[test]
fn a_repeat_is_given_the_first_answer() {
    let (_dir, server) = store();
    let client = at_root(&server).with_header("Idempotency-Key", "a-key-of-twenty-letters");
    let send = || ask_with(&client, CREATE, json!({"fields": {"name": "nut"}}));
    let (first, second) = (send(), send());
    assert_eq!(first.json(), second.json());
    assert_eq!(first.header("Idempotent-Replayed"), "");
    assert_eq!(second.header("Idempotent-Replayed"), "true");
    assert_eq!(server.results("Part", &[]).len(), 1);
    // The same key with something else is another's.
    let other = ask_with(&client, CREATE, json!({"fields": {"name": "bolt"}}));
    assert_eq!(error(&other)["extensions"]["code"], 159);
}

#[test]
fn a_mutation_writes_no_more_than_a_batch_may() {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path())
        .env("BATCH_LIMIT", "3")
        .start();
    let parts = |count: usize| {
        let parts: Vec<_> = (0..count)
            .map(|at| json!({"name": format!("part {count} {at}")}))
            .collect();
        json!({"name": format!("all {count}"), "fits": {"createAndAdd": parts}})
    };
    data_of(&create(&server, parts(2)));
    let refused = create(&server, parts(3));
    assert_eq!(error(&refused)["extensions"]["code"], 142);
    assert_eq!(server.results("Part", &[]).len(), 3);
}

#[test]
fn who_may_not_read_what_he_creates_learns_its_id() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let box_ = "mutation { createBox(input: {fields: {number: 1}}) { box { objectId createdAt number } } }";
    let client = at_root(&server).stranger();
    let created = data_of(&ask_with(&client, box_, json!({})));
    let object = &created["createBox"]["box"];
    assert_eq!(object["number"], Value::Null);
    let id = object["objectId"].as_str().expect("an id");
    assert_eq!(server.object("Box", id)["number"], 1);
}

#[test]
fn attempts_to_sign_up_and_in_are_counted() {
    let (_dir, server) = with(|launch| {
        launch
            .env("RATE_LIMIT_SIGN_IN", "2")
            .env("RATE_LIMIT_EXEMPT", "")
    });
    let client = at_root(&server).stranger();
    let log_in = "mutation {
        a: logIn(input: {username: \"a\", password: \"b\"}) { viewer { sessionToken } }
        b: logIn(input: {username: \"a\", password: \"c\"}) { viewer { sessionToken } }
        c: logIn(input: {username: \"a\", password: \"d\"}) { viewer { sessionToken } }
    }";
    let body = ask_with(&client, log_in, json!({})).json();
    let codes = body["errors"].as_array().expect("errors").iter();
    let codes: Vec<_> = codes
        .map(|error| error["extensions"]["code"].clone())
        .collect();
    assert_eq!(codes, [json!(101), json!(101), json!(100)]);
}
