//! Parts of Objects, by keys with dots.

use super::{pointer, put, writes};
use serde_json::json;
use std::thread;

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
