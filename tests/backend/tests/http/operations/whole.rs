//! Operations on fields, Relations, and ids that a client chooses.

use super::{pointer, put, writes};
use crate::server::{Launch, folder};
use serde_json::{Value, json};

#[test]
fn each_operation_on_what_is_there_and_what_is_not() {
    let (_dir, server) = writes();
    let full = json!({"name": "full", "stock": 5, "tags": ["a", "b", "a"], "data": {"k": 1}});
    let cases = [
        (
            "stock",
            json!({"__op": "Increment", "amount": 2}),
            json!(7),
            json!(2),
        ),
        (
            "stock",
            json!({"__op": "Increment", "amount": -5}),
            json!(0),
            Value::Null,
        ),
        (
            "stock",
            json!({"__op": "SetOnInsert", "amount": 3}),
            json!(5),
            json!(3),
        ),
        ("stock", json!({"__op": "Delete"}), Value::Null, Value::Null),
        (
            "tags",
            json!({"__op": "Add", "objects": ["a", 1]}),
            json!(["a", "b", "a", "a", 1]),
            json!(["a", 1]),
        ),
        (
            "tags",
            json!({"__op": "AddUnique", "objects": ["a", "c", "c"]}),
            json!(["a", "b", "a", "c"]),
            json!(["a", "c"]),
        ),
        (
            "tags",
            json!({"__op": "Remove", "objects": ["a"]}),
            json!(["b"]),
            json!([]),
        ),
        ("data", json!({"__op": "Delete"}), Value::Null, Value::Null),
    ];
    for (index, (field, operation, of_full, of_nothing)) in cases.into_iter().enumerate() {
        let unset = operation["__op"] == "Delete";
        // A SetOnInsert of an update sets nothing, and is answered with what is there.
        let id = server.create("Part", &full);
        let answer = put(&server, "Part", &id, json!({field: operation}));
        assert_eq!(
            answer.get(field),
            Some(&of_full).filter(|_| !unset),
            "{operation}"
        );
        assert_eq!(server.object("Part", &id)[field], of_full, "{operation}");
        server.delete(&format!("/classes/Part/{id}"));

        let body = json!({"name": format!("new{index}"), field: operation});
        let answer = server.post("/classes/Part", &body);
        if field == "stock" && of_nothing.is_null() && !unset {
            assert_eq!(answer.is_refused(142), "stock must be at least 0");
            continue;
        }
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(
            server.object("Part", &answer.id())[field],
            of_nothing,
            "{operation}"
        );
    }
}

#[test]
fn a_relation_is_joined_and_left() {
    let (_dir, server) = writes();
    let [one, two, three] =
        ["1", "2", "3"].map(|name| server.create("Part", json!({"name": name})));
    let fits = json!({"__op": "AddRelation", "objects": [pointer(&one)]});
    let id = server.create("Part", json!({"name": "hub", "fits": fits}));
    let members = || {
        let related = json!({"$relatedTo": {"object": pointer(&id), "key": "fits"}}).to_string();
        let mut names: Vec<_> = server
            .results("Part", &[("where", &related)])
            .iter()
            .map(|part| part["name"].as_str().unwrap_or_default().to_owned())
            .collect();
        names.sort();
        names
    };
    let change = |change: Value| put(&server, "Part", &id, json!({ "fits": change }));
    let add = json!({"__op": "AddRelation", "objects": [pointer(&two), pointer(&three)]});
    let remove = json!({"__op": "RemoveRelation", "objects": [pointer(&one)]});
    assert_eq!(
        change(json!({"__op": "Batch", "ops": [add, remove]})),
        json!({})
    );
    assert_eq!(members(), ["2", "3"]);
    // Whoever sends the Relation as he read it changes nothing.
    change(json!({"__type": "Relation", "className": "Part"}));
    change(json!({"__op": "RemoveRelation", "objects": [pointer(&two)]}));
    assert_eq!(members(), ["3"]);
    let path = format!("/classes/Part/{id}");
    let other = json!({"__type": "Pointer", "className": "Account", "objectId": "x"});
    let wrong = json!({"__op": "AddRelation", "objects": [other]});
    server.put(&path, json!({"fits": wrong})).is_refused(111);
    server.put(&path, json!({"fits": [one]})).is_refused(111);
}

#[test]
fn an_id_is_chosen_where_that_is_allowed() {
    let (_dir, server) = writes();
    server
        .post("/classes/Part", json!({"name": "a", "objectId": "mine"}))
        .is_refused(105);
    let dir = folder();
    let server = Launch::fixture("writes", dir.path())
        .env("ALLOW_CUSTOM_OBJECT_ID", "true")
        .start();
    let id = "0b5ee0a2-2a6c-4b6e-9d9c-0123456789ab";
    let created = server.post("/classes/Part", json!({"name": "a", "objectId": id}));
    assert_eq!((created.status.as_u16(), created.id().as_str()), (201, id));
    assert_eq!(
        created.location.as_deref(),
        Some(format!("{}/classes/Part/{id}", server.url).as_str())
    );
    assert_eq!(server.object("Part", id)["name"], "a");
    server
        .post("/classes/Part", json!({"name": "b", "objectId": id}))
        .is_refused(137);
    for empty in [json!(""), json!(null)] {
        server
            .post("/classes/Part", json!({"name": "b", "objectId": empty}))
            .is_refused(104);
    }
    for bad in [
        json!("a/b"),
        json!("\"}"),
        json!("ä"),
        json!("x".repeat(65)),
    ] {
        server
            .post("/classes/Part", json!({"name": "b", "objectId": bad}))
            .is_refused(142);
    }
    server
        .post("/classes/Part", json!({"name": "b", "objectId": 7}))
        .is_refused(111);
    server
        .put(&format!("/classes/Part/{id}"), json!({"objectId": "other"}))
        .is_refused(105);
    assert_eq!(server.create("Part", json!({"name": "c"})).len(), 10);
    let ann = json!({"username": "ann", "password": "secret", "objectId": "ann"});
    assert_eq!(server.post("/users", ann).id(), "ann");
    assert_eq!(
        server.get("/users/ann").json()["ACL"],
        json!({"ann": {"read": true, "write": true}})
    );
}
