//! Values come back as they were sent, and can be asked for.

use super::whole;
use crate::server::kinds;
use serde_json::{Value, json};

#[test]
fn every_type_comes_back_as_it_was_sent() {
    let (_dir, server) = kinds();
    let sent = whole();
    let id = server.create("Thing", &sent);
    let mut expected = sent;
    expected["file"]["url"] = format!("{}/files/shop/a%20b.txt", server.url).into();
    expected["friends"] = json!({"__type": "Relation", "className": "Thing"});
    let mut got = server.object("Thing", &id);
    let object = got.as_object_mut().expect("an object");
    assert_eq!(object.remove("objectId"), Some(json!(id)));
    assert_eq!(object.remove("createdAt"), object.remove("updatedAt"));
    assert_eq!(got, expected);
    // Each on its own can be unset, and stays so.
    for (name, _) in expected
        .as_object()
        .expect("an object")
        .iter()
        .filter(|(name, _)| *name != "friends")
    {
        let unset = json!({name: {"__op": "Delete"}});
        assert_eq!(
            server.put(&format!("/classes/Thing/{id}"), unset).status,
            200,
            "{name}"
        );
        assert_eq!(server.object("Thing", &id).get(name), None, "{name}");
    }
}

#[test]
fn null_is_a_value_that_is_not_set() {
    let (_dir, server) = kinds();
    for body in [
        json!({"batch": 0}),
        json!({"batch": 1, "text": null}),
        json!({"batch": 2, "text": "a"}),
    ] {
        server.create("Thing", body);
    }
    let found = |filter: Value| {
        let objects = server.results(
            "Thing",
            &[("where", &filter.to_string()), ("order", "batch")],
        );
        let batches = objects.iter().map(|object| object["batch"].as_i64());
        batches
            .map(|batch| batch.expect("a number"))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"text": null})), [0, 1]);
    assert_eq!(found(json!({"text": {"$ne": "a"}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$ne": null}})), [2]);
    assert_eq!(found(json!({"text": {"$nin": ["a"]}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$in": ["a", null]}})), [0, 1, 2]);
    assert_eq!(found(json!({"text": {"$nin": [null]}})), [2]);
    assert_eq!(found(json!({"text": {"$exists": false}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$gt": ""}})), [2]);
    assert_eq!(found(json!({"unknown": null})), [0, 1, 2]);
    assert_eq!(found(json!({"$nor": [{"text": "a"}]})), [0, 1]);
}

#[test]
fn what_every_object_has_can_be_asked_for() {
    let (_dir, server) = kinds();
    let ids: Vec<_> = (0..5)
        .map(|number| server.create("Thing", json!({"number": number})))
        .collect();
    assert_eq!(
        server
            .put(
                &format!("/classes/Thing/{}", ids[0]),
                json!({"text": "later"})
            )
            .status,
        200
    );
    let objects: Vec<_> = ids.iter().map(|id| server.object("Thing", id)).collect();
    let found = |filter: Value, order: &str| {
        let objects = server.results("Thing", &[("where", &filter.to_string()), ("order", order)]);
        objects
            .iter()
            .map(|object| object["number"].as_u64().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"objectId": ids[3]}), ""), [3]);
    assert_eq!(
        found(json!({"objectId": {"$in": [ids[3], ids[1], "none"]}}), ""),
        [1, 3]
    );
    assert_eq!(
        found(json!({"objectId": {"$nin": [ids[3]]}}), "-createdAt"),
        [4, 2, 1, 0]
    );
    let at = &objects[0]["updatedAt"];
    for date in [at.clone(), json!({"__type": "Date", "iso": at})] {
        assert_eq!(
            found(json!({"updatedAt": date}), "number").first(),
            Some(&0)
        );
        assert_eq!(found(json!({"updatedAt": {"$gt": date}}), ""), [0_u64; 0]);
        assert_eq!(
            found(json!({"createdAt": {"$lte": date}}), "createdAt"),
            [0, 1, 2, 3, 4]
        );
    }
    let mut sorted = ids.clone();
    sorted.sort_by(|one, other| other.cmp(one));
    let listed = server.results("Thing", &[("order", "-objectId")]);
    assert_eq!(
        listed
            .iter()
            .map(|object| object["objectId"].clone())
            .collect::<Vec<_>>(),
        sorted
    );
}
