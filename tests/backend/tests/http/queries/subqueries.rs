//! Queries within queries: what they find, and that they find no more than their caller would with them.

use crate::access::world::{World, pointer};
use crate::client::Client;
use crate::server::kinds;
use serde_json::{Value, json};

fn thing(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Thing", "objectId": id})
}

/// The texts of the things that are found, oldest first.
#[track_caller]
fn found(client: &Client, filter: Value) -> Vec<String> {
    texts(client.results("Thing", &[("where", &filter.to_string())]))
}

fn texts(results: Vec<Value>) -> Vec<String> {
    results
        .into_iter()
        .map(|object| object["text"].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[test]
fn a_pointer_leads_to_what_a_query_finds() {
    let (_dir, server) = kinds();
    let [red, blue, none] = ["red", "blue", "none"].map(|text| {
        let number = text.len();
        server.create("Thing", json!({"text": text, "number": number}))
    });
    let of = |id: &str| server.create("Note", json!({"kept": thing(id)}));
    let notes = [
        of(&red),
        of(&blue),
        of(&blue),
        of("gone"),
        server.create("Note", "{}"),
    ];
    let notes_where = |filter: Value| -> Vec<usize> {
        let found = server.results("Note", &[("where", &filter.to_string())]);
        let place = |note: &Value| notes.iter().position(|id| note["objectId"] == id.as_str());
        found.iter().filter_map(place).collect()
    };
    let query = |filter: Value| json!({"className": "Thing", "where": filter});
    let blue_things = query(json!({"text": "blue"}));
    assert_eq!(
        notes_where(json!({"kept": {"$inQuery": blue_things}})),
        [1, 2]
    );
    assert_eq!(
        notes_where(json!({"kept": {"$notInQuery": blue_things}})),
        [0, 3, 4]
    );
    // What the SDKs send along makes no difference.
    let said =
        json!({"className": "Thing", "where": {}, "keys": "text", "include": "owner", "count": 1});
    assert_eq!(notes_where(json!({"kept": {"$inQuery": said}})), [0, 1, 2]);
    let last = json!({"className": "Thing", "order": "-number", "skip": 1, "limit": 1});
    assert_eq!(notes_where(json!({"kept": {"$inQuery": last}})), [1, 2]);
    let nested = json!({"className": "Note", "where": {"kept": {"$inQuery": blue_things}}});
    server.put(
        &format!("/classes/Note/{}", notes[4]),
        json!({"parent": {"__type": "Pointer", "className": "Note", "objectId": notes[2]}}),
    );
    assert_eq!(notes_where(json!({"parent": {"$inQuery": nested}})), [4]);
    // A Pointer to another class leads to none of its objects.
    let users = json!({"className": "_User", "where": {}});
    assert_eq!(notes_where(json!({"kept": {"$inQuery": users}})), [0; 0]);
    let either = json!({"$or": [{"kept": thing(&red)}, {"kept": {"$inQuery": blue_things}}]});
    assert_eq!(notes_where(either), [0, 1, 2]);
    let _ = none;
}

#[test]
fn arrays_and_relations_hold_pointers_too() {
    let (_dir, server) = kinds();
    let red = server.create("Thing", json!({"text": "red"}));
    let blue = server.create("Thing", json!({"text": "blue"}));
    let lists = [
        json!([thing(&red), "red", 1, null, {"objectId": blue}]),
        json!([[thing(&blue)], thing("gone")]),
        json!([{"__type": "Pointer", "className": "Note", "objectId": red}, thing(&blue)]),
    ];
    for (number, list) in lists.into_iter().enumerate() {
        server.create("Thing", json!({"text": number.to_string(), "list": list}));
    }
    let query = |text: &str| json!({"$inQuery": {"className": "Thing", "where": {"text": text}}});
    assert_eq!(found(&server, json!({"list": query("red")})), ["0"]);
    assert_eq!(found(&server, json!({"list": query("blue")})), ["2"]);
    let not =
        json!({"$notInQuery": {"className": "Thing", "where": {"text": "blue"}}, "$exists": true});
    assert_eq!(found(&server, json!({"list": not})), ["0", "1"]);

    let add = json!({"__op": "AddRelation", "objects": [thing(&red), thing(&blue)]});
    let parent = server.create("Thing", json!({"text": "parent", "friends": add}));
    let one = json!({"__op": "AddRelation", "objects": [thing(&blue)]});
    server.create("Thing", json!({"text": "other", "friends": one}));
    let related = json!({"$relatedTo": {"object": thing(&parent), "key": "friends"}});
    assert_eq!(found(&server, related.clone()), ["red", "blue"]);
    let narrowed = json!({"$relatedTo": related["$relatedTo"], "text": {"$ne": "red"}});
    assert_eq!(found(&server, narrowed), ["blue"]);
    let nobody = json!({"$relatedTo": {"object": thing("gone"), "key": "friends"}});
    assert_eq!(found(&server, nobody), [""; 0]);
    // The other way about: who is related to an object.
    assert_eq!(found(&server, json!({"friends": thing(&red)})), ["parent"]);
    assert_eq!(
        found(
            &server,
            json!({"friends": {"$in": [thing(&red), thing(&blue)]}})
        ),
        ["parent", "other"]
    );
    let but = json!({"friends": {"$ne": thing(&red)}, "text": {"$in": ["parent", "other"]}});
    assert_eq!(found(&server, but), ["other"]);
    assert_eq!(found(&server, json!({"friends": query("red")})), ["parent"]);
}

#[test]
fn a_value_is_one_that_another_query_finds() {
    let (_dir, server) = kinds();
    for (text, number) in [("a", 1), ("b", 2), ("c", 3)] {
        server.create(
            "Thing",
            json!({"text": text, "number": number, "data": {"in": {"text": text}}}),
        );
    }
    server.create(
        "Thing",
        json!({"text": "d", "list": ["b", 3, "x"], "number": 3}),
    );
    server.create("Thing", json!({"data": {"in": {"text": "b"}}}));
    let of = |filter: Value, key: &str| json!({"query": {"className": "Thing", "where": filter}, "key": key});
    let b = || json!({"number": 2});
    let cases = [
        (json!({"text": {"$select": of(b(), "text")}}), vec!["b"]),
        (
            json!({"text": {"$dontSelect": of(b(), "text")}}),
            vec!["a", "c", "d", "-"],
        ),
        (
            json!({"number": {"$select": of(json!({"text": {"$gt": "b"}}), "number")}}),
            vec!["c", "d"],
        ),
        // Of another type, or nowhere: equal to nothing.
        (json!({"text": {"$select": of(b(), "number")}}), vec![]),
        (json!({"text": {"$select": of(b(), "unknown")}}), vec![]),
        (
            json!({"unknown": {"$dontSelect": of(b(), "text")}}),
            vec!["a", "b", "c", "d", "-"],
        ),
        // An Array holds it; and what is inside an Object is compared as what it is.
        (json!({"list": {"$select": of(b(), "text")}}), vec!["d"]),
        (
            json!({"list": {"$select": of(json!({"text": "c"}), "number")}}),
            vec!["d"],
        ),
        (
            json!({"data.in.text": {"$select": of(b(), "text")}}),
            vec!["b", "-"],
        ),
        (
            json!({"text": {"$select": of(b(), "data.in.text")}}),
            vec!["b"],
        ),
        (
            json!({"data.in": {"$select": of(b(), "data.in")}}),
            vec!["b", "-"],
        ),
        (
            json!({"data": {"$select": of(b(), "data")}}),
            vec!["b", "-"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&server, filter.clone()), expected, "{filter}");
    }
}

#[test]
fn an_id_is_one_that_a_pointer_leads_to() {
    let (_dir, server) = kinds();
    let red = server.create("Thing", json!({"text": "red"}));
    server.create("Thing", json!({"text": "blue"}));
    server.create("Note", json!({"kept": thing(&red)}));
    let noted = |key: &str| json!({"query": {"className": "Note", "where": {}}, "key": key});
    let of = |key: &str| found(&server, json!({"objectId": {"$select": noted(key)}}));
    assert_eq!(of("kept.objectId"), ["red"]);
    assert_eq!(of("kept"), [""; 0]);
    let others = json!({"objectId": {"$dontSelect": noted("kept.objectId")}});
    assert_eq!(found(&server, others), ["blue"]);
}

#[test]
fn a_caller_finds_with_it_what_he_finds_without_it() {
    let world = World::start();
    let (ana, bob) = (world.id("ana"), world.id("bob"));
    let order = |owner: &str, number: i32| {
        world
            .server
            .create("Order", json!({"owner": pointer(owner), "number": number}))
    };
    let (hers, his) = (order(ana, 1), order(bob, 2));
    let to = |id: &str| json!({"__type": "Pointer", "className": "Order", "objectId": id});
    for (id, number) in [(&hers, 1), (&his, 2)] {
        world
            .server
            .create("Open", json!({"order": to(id), "number": number}));
    }
    let numbers = |person: &str, filter: Value| -> Vec<Value> {
        let found = world
            .person(person)
            .client
            .results("Open", &[("where", &filter.to_string())]);
        found
            .into_iter()
            .map(|mut object| object["number"].take())
            .collect()
    };
    let orders = json!({"className": "Order", "where": {}});
    let leads = json!({"order": {"$inQuery": orders}});
    assert_eq!(numbers("ana", leads.clone()), [1]);
    assert_eq!(numbers("the master", leads), [1, 2]);
    let selects = json!({"number": {"$select": {"query": orders, "key": "number"}}});
    assert_eq!(numbers("bob", selects.clone()), [2]);
    assert_eq!(numbers("cara", selects), [0; 0].map(Value::from));
    // What he cannot see he cannot exclude by either.
    let excludes = json!({"number": {"$dontSelect": {"query": orders, "key": "number"}}});
    assert_eq!(numbers("bob", excludes), [1]);
    // Where he may find nothing at all, the query says so, as a query for that class does.
    let denied = |person: &str, filter: Value| {
        let answer = world
            .person(person)
            .client
            .find("Open", &[("where", &filter.to_string())]);
        answer.json()["code"].clone()
    };
    for class in ["Roles", "Nothing"] {
        let closed = json!({"order": {"$inQuery": {"className": class, "where": {}}}});
        assert_eq!(denied("ana", closed), 119, "{class}");
    }
    // A field that is withheld from him he names nowhere: not as a key, in a condition or in an order.
    let withheld = [
        json!({"query": {"className": "Withheld", "where": {}}, "key": "secret"}),
        json!({"query": {"className": "Withheld", "where": {"secret": 1}}, "key": "number"}),
        json!({"query": {"className": "Withheld", "where": {"$or": [{"secret": 1}]}}, "key": "number"}),
        json!({"query": {"className": "Withheld", "where": {}, "order": "-secret", "limit": 1}, "key": "number"}),
        json!({"query": {"className": "Withheld", "where": {}}, "key": "password"}),
        json!({"query": {"className": "_User", "where": {"password": "x"}}, "key": "username"}),
        json!({"query": {"className": "_User", "where": {}}, "key": "authData.anonymous.id"}),
    ];
    for select in withheld {
        let filter = json!({"number": {"$select": select}});
        assert_eq!(denied("ana", filter.clone()), 119, "{filter}");
        let filter = json!({"number": {"$dontSelect": select}});
        assert_eq!(denied("ana", filter), 119);
    }
}

#[test]
fn the_members_of_a_relation_are_for_those_who_may_read_it() {
    let world = World::start();
    let roles = world
        .server
        .results("_Role", &[("where", r#"{"name":"staff"}"#)]);
    let role = json!({"__type": "Pointer", "className": "_Role", "objectId": roles[0]["objectId"]});
    let members = json!({"$relatedTo": {"object": role, "key": "users"}}).to_string();
    let count = |person: &str| {
        let client = &world.person(person).client;
        client.results("_User", &[("where", &members)]).len()
    };
    assert_eq!(count("the master"), 1);
    assert_eq!(count("cara"), 0);
    assert_eq!(count("a stranger"), 0);
}

#[test]
fn what_is_no_query_is_refused() {
    let (_dir, server) = kinds();
    let query = json!({"className": "Thing", "where": {}});
    let mut deep = json!({"className": "Note", "where": {}});
    for _ in 0..40 {
        deep = json!({"className": "Note", "where": {"parent": {"$inQuery": deep}}});
    }
    let many: Vec<_> = (0..17)
        .map(|_| json!({"kept": {"$inQuery": query}}))
        .collect();
    let limited = |name: &str, value: Value| {
        let mut query = query.clone();
        query[name] = value;
        json!({"kept": {"$inQuery": query}})
    };
    for filter in [
        json!({"kept": {"$inQuery": 1}}),
        json!({"kept": {"$inQuery": []}}),
        json!({"kept": {"$inQuery": {}}}),
        json!({"kept": {"$inQuery": {"className": 1}}}),
        json!({"kept": {"$inQuery": null}}),
        limited("limit", json!(-1)),
        limited("limit", json!("1")),
        limited("skip", json!(1.5)),
        limited("order", json!(["text"])),
        limited("bogus", json!(1)),
        limited("where", json!({"text": {"$foo": 1}})),
        json!({"objectId": {"$inQuery": query}}),
        json!({"kept": {"$select": query}}),
        json!({"kept": {"$select": {"query": query}}}),
        json!({"kept": {"$select": {"query": query, "key": 1}}}),
        json!({"kept": {"$dontSelect": {"key": "text"}}}),
        json!({"$relatedTo": 1}),
        json!({"$relatedTo": {"key": "friends"}}),
        json!({"$relatedTo": {"object": thing("a"), "key": 1}}),
        json!({"$relatedTo": {"object": thing("a"), "key": "friends"}}),
        json!({"$relatedTo": {"object": thing("a"), "key": "text"}}),
        json!({"$relatedTo": {"object": {"className": "Thing"}, "key": "friends"}}),
        json!({"parent": {"$inQuery": deep}}),
        json!({"$and": many}),
    ] {
        let answer = server.find("Note", &[("where", &filter.to_string())]);
        assert_eq!(answer.json()["code"], 102, "{filter}: {}", answer.body);
    }
    let nested = limited("where", json!([])).to_string();
    assert_eq!(
        server.find("Note", &[("where", &nested)]).json()["code"],
        107
    );
}
