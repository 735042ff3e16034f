//! What `__op` and keys with dots make of an object, and what the answer tells of it.

use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::thread;
use tempfile::TempDir;

fn writes() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    (dir, server)
}

/// The answer to an update, without its time.
fn put(server: &Server, class: &str, id: &str, body: Value) -> Value {
    let answer = server.put(&format!("/classes/{class}/{id}"), &body);
    assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    let mut answer = answer.json();
    let at = answer
        .as_object_mut()
        .and_then(|told| told.remove("updatedAt"));
    assert!(at.is_some(), "{answer}");
    answer
}

fn pointer(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Part", "objectId": id})
}

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
fn parts_are_changed_by_keys_with_dots() {
    let (_dir, server) = writes();
    let id = server.create(
        "Part",
        json!({"name": "a", "data.size.x": 1, "data.tags": {"__op": "Add", "objects": ["new"]}}),
    );
    assert_eq!(
        server.object("Part", &id)["data"],
        json!({"size": {"x": 1}, "tags": ["new"]})
    );
    // A part that is set is as it was sent; what an operation made is told, with the whole that it is in.
    let set = json!({"data.size.y": 2, "data.color": "red"});
    assert_eq!(put(&server, "Part", &id, set), json!({}));
    let counted = put(
        &server,
        "Part",
        &id,
        json!({"data.size.x": {"__op": "Increment", "amount": 4}}),
    );
    let whole = json!({"size": {"x": 5, "y": 2}, "tags": ["new"], "color": "red"});
    assert_eq!(counted, json!({ "data": whole }));
    put(
        &server,
        "Part",
        &id,
        json!({
            "data.color": {"__op": "Delete"},
            "data.size.z": {"__op": "Delete"},
            "data.gone.deep": {"__op": "Delete"},
            "data.tags": {"__op": "AddUnique", "objects": ["new", "old"]},
            "data.seen": {"__op": "Increment", "amount": 1},
        }),
    );
    let whole = json!({"size": {"x": 5, "y": 2}, "tags": ["new", "old"], "seen": 1});
    assert_eq!(server.object("Part", &id)["data"], whole);
    put(&server, "Part", &id, json!({"data.tags.0": "first"}));
    assert_eq!(
        server.object("Part", &id)["data"]["tags"],
        json!(["first", "old"])
    );
}

#[test]
fn a_part_is_refused_that_cannot_be() {
    let (_dir, server) = writes();
    let data = json!({"n": 1, "s": "x", "p": pointer("x"), "list": [1]});
    let id = server.create("Part", json!({"name": "a", "data": data}));
    let deep = format!("data{}", ".x".repeat(33));
    let count = json!({"__op": "Increment", "amount": 1});
    let cases = [
        (json!({"data.$x": 1}), 121),
        (json!({"data.x": {"a.b": 1}}), 121),
        (json!({"data..x": 1}), 105),
        (json!({"data.": 1}), 105),
        (json!({deep: 1}), 105),
        (json!({"data.x": 1, "data": {}}), 105),
        (json!({"name.x": 1}), 111),
        (json!({"data.n.x": 1}), 111),
        (json!({"data.p.objectId": "y"}), 111),
        (json!({"data.s": count}), 111),
        (json!({"data.list": count}), 111),
        (json!({"data.n": {"__op": "Add", "objects": [1]}}), 111),
        (json!({"data.list.1": 2}), 111),
        (json!({"data.list.x": 2}), 111),
        (
            json!({"data.x": {"__op": "AddRelation", "objects": []}}),
            111,
        ),
        (json!({"data.x": {"__op": "Frobnicate"}}), 108),
        (json!({"data.x": {"__op": "Increment"}}), 107),
        (json!({"seal.x": 1}), 142),
        (json!({"nothing.x": 1}), 119),
    ];
    for (body, code) in cases {
        let answer = server.put(&format!("/classes/Part/{id}"), &body);
        assert_eq!(answer.json()["code"], code, "{body}: {}", answer.body);
        let mut new = body.clone();
        new["name"] = "b".into();
        let answer = server.post("/classes/Part", &new);
        // What leads into something of what is there leads, of nothing, into something new.
        let refused = code != 111 || body.get("name.x").is_some();
        assert!(
            !refused || answer.json()["code"].is_number(),
            "{body}: {}",
            answer.body
        );
        if answer.status == 201 {
            server.delete(&format!("/classes/Part/{}", answer.id()));
        }
    }
    assert_eq!(server.object("Part", &id)["data"], data);
    server
        .put("/classes/Part/nope", json!({"data.n": 1}))
        .is_refused(101);
}

#[test]
fn a_part_is_checked_with_the_whole_that_it_is_in() {
    let (_dir, server) = writes();
    let id = server.create(
        "Part",
        json!({"name": "a", "maker": {"name": "Ann"}, "lots": [{"count": 2}]}),
    );
    let path = format!("/classes/Part/{id}");
    let cases = [
        (
            json!({"maker.name": {"__op": "Delete"}}),
            "maker.name is required",
        ),
        (
            json!({"maker.name": "Annabel"}),
            "maker.name must have at most 5 characters",
        ),
        (
            json!({"maker.city": 7}),
            "maker.city must be a String, not Number",
        ),
        (
            json!({"maker.zip": "1"}),
            "maker.zip is not a field of this object",
        ),
        (
            json!({"maker.rating": {"__op": "Increment", "amount": 6}}),
            "maker.rating must be at most 5",
        ),
        (
            json!({"lots.0.count": {"__op": "Increment", "amount": -2}}),
            "lots[0].count must be at least 1",
        ),
        (
            json!({"lots.0.count": {"__op": "Increment", "amount": 0.5}}),
            "lots[0].count must be a whole number",
        ),
    ];
    for (body, sentence) in cases {
        assert_eq!(server.put(&path, &body).is_refused(142), sentence);
    }
    put(
        &server,
        "Part",
        &id,
        json!({"maker.rating": 4.5, "maker.city": "Ulm", "lots.0.shelf": "B"}),
    );
    let part = server.object("Part", &id);
    assert_eq!(
        part["maker"],
        json!({"name": "Ann", "city": "Ulm", "rating": 4.5})
    );
    assert_eq!(part["lots"], json!([{"count": 2, "shelf": "B"}]));
    let bare = server.create("Part", json!({"name": "b"}));
    let answer = server.put(
        &format!("/classes/Part/{bare}"),
        json!({"maker.city": "Ulm"}),
    );
    assert_eq!(answer.is_refused(142), "maker.name is required");
    let answer = server.post("/classes/Part", json!({"name": "c", "maker.city": "Ulm"}));
    assert_eq!(answer.is_refused(142), "maker.name is required");
}

#[test]
fn parts_that_many_change_at_once_are_all_changed() {
    let (_dir, server) = writes();
    let part = server.create("Part", json!({"name": "a"}));
    let account = server.create("Account", json!({"holder": "ann"}));
    thread::scope(|scope| {
        for worker in 0..8 {
            let (server, part, account) = (&server, &part, &account);
            scope.spawn(move || {
                for _ in 0..10 {
                    let count = json!({"__op": "Increment", "amount": 1});
                    put(
                        server,
                        "Part",
                        part,
                        json!({"data.all": count, format!("data.by.w{worker}"): count}),
                    );
                    // The same of a class whose hook sees the whole.
                    put(
                        server,
                        "Account",
                        account,
                        json!({"address.all": count, format!("address.w{worker}"): 1}),
                    );
                }
            });
        }
    });
    let data = server.object("Part", &part)["data"].clone();
    assert_eq!(data["all"], 80);
    assert!(
        (0..8).all(|worker| data["by"][format!("w{worker}")] == 10),
        "{data}"
    );
    let address = server.object("Account", &account)["address"].clone();
    assert_eq!(address["all"], 80);
    assert_eq!(address.as_object().map(serde_json::Map::len), Some(9));
}

#[test]
fn a_provider_is_not_linked_by_a_part() {
    let (_dir, server) = writes();
    let sign_up =
        json!({"username": "ann", "password": "secret", "authData.facebook": {"id": "1"}});
    server.stranger().post("/users", sign_up).is_refused(105);
    let ann = server
        .stranger()
        .post("/users", json!({"username": "ann", "password": "secret"}));
    let token = ann.json()["sessionToken"]
        .as_str()
        .map(str::to_owned)
        .unwrap_or_default();
    let link = json!({"authData.facebook.id": "1"});
    let himself = server.with_session(&token);
    himself
        .put(&format!("/users/{}", ann.id()), link)
        .is_refused(105);
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
