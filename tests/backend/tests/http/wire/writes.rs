//! What a write is answered.

use crate::server::kinds;
use serde_json::json;

#[test]
fn a_create_answers_the_id_the_time_and_the_address() {
    let (_dir, server) = kinds();
    let created = server.post("/classes/Thing", json!({"text": "a"}));
    let id = created.id();
    let at = created.json()["createdAt"]
        .as_str()
        .expect("a time")
        .to_owned();
    created.is(201, &format!(r#"{{"objectId":"{id}","createdAt":"{at}"}}"#));
    assert!(
        id.len() == 10 && id.chars().all(|letter| letter.is_ascii_alphanumeric()),
        "{id}"
    );
    assert!(at.len() == 24 && at.ends_with('Z'), "{at}");
    assert_eq!(
        created.location,
        Some(format!("{}/classes/Thing/{id}", server.url))
    );
    let friends = r#""friends":{"__type":"Relation","className":"Thing"}"#;
    let object = format!(
        r#"{{"objectId":"{id}","createdAt":"{at}","updatedAt":"{at}","text":"a",{friends}}}"#
    );
    server.get(&format!("/classes/Thing/{id}")).is(200, &object);
    server.get(&format!("/classes/Thing/{id}?keys=number")).is(
        200,
        &format!(r#"{{"objectId":"{id}","createdAt":"{at}","updatedAt":"{at}"}}"#),
    );
    server
        .get("/classes/Thing")
        .is(200, &format!(r#"{{"results":[{object}]}}"#));
    // An empty body is an object with nothing in it.
    assert_eq!(server.post("/classes/Thing", "").status, 201);
}

#[test]
fn an_update_answers_what_operations_made() {
    let (_dir, server) = kinds();
    let id = server.create(
        "Thing",
        json!({"number": 1337, "list": ["a", "b"], "text": "a"}),
    );
    let path = format!("/classes/Thing/{id}");
    let answer = server.put(
        &path,
        json!({"list": {"__op": "AddUnique", "objects": ["c", "a"]}, "number": {"__op": "Increment", "amount": 2}}),
    );
    let at = answer.json()["updatedAt"]
        .as_str()
        .expect("a time")
        .to_owned();
    answer.is(
        200,
        &format!(r#"{{"list":["a","b","c"],"number":1339,"updatedAt":"{at}"}}"#),
    );
    let results = [
        (
            json!({"list": {"__op": "Add", "objects": ["a", {"k": 1}]}}),
            json!({"list": ["a", "b", "c", "a", {"k": 1}]}),
        ),
        (
            json!({"list": {"__op": "Remove", "objects": ["a", {"k": 1}]}}),
            json!({"list": ["b", "c"]}),
        ),
        (
            json!({"number": {"__op": "Increment", "amount": -0.5}}),
            json!({"number": 1338.5}),
        ),
        (json!({"text": "b"}), json!({})),
        (json!({"text": {"__op": "Delete"}}), json!({})),
        (json!({"flag": null}), json!({})),
    ];
    for (body, mut expected) in results {
        let answer = server.put(&path, &body);
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        let answer = answer.json();
        expected["updatedAt"] = answer["updatedAt"].clone();
        assert_eq!(answer, expected, "{body}");
    }
    assert_eq!(server.object("Thing", &id).get("text"), None);
    // On an object that has no value yet, each starts from nothing.
    let id = server.create(
        "Thing",
        json!({"number": {"__op": "Increment", "amount": 5}}),
    );
    assert_eq!(server.object("Thing", &id)["number"], 5);
    let list = json!({"list": {"__op": "AddUnique", "objects": [1, 1.0, "1"]}});
    assert_eq!(
        server.put(&format!("/classes/Thing/{id}"), list).json()["list"],
        json!([1, "1"])
    );
}

#[test]
fn each_write_of_an_object_is_later_than_the_one_before() {
    let (_dir, server) = kinds();
    let id = server.create("Thing", json!({}));
    let mut last = String::new();
    for number in 0..20 {
        let answer = server
            .put(&format!("/classes/Thing/{id}"), json!({"number": number}))
            .json();
        let at = answer["updatedAt"].as_str().expect("a time").to_owned();
        assert!(at > last, "{at} is not after {last}");
        last = at;
    }
}
