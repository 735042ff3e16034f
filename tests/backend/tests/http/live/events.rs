//! Every kind of event, and how much of an object each tells.

use super::socket::Socket;
use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};

fn put(server: &Server, class: &str, id: &str, body: Value) {
    let answer = server.put(&format!("/classes/{class}/{id}"), body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn delete(server: &Server, class: &str, id: &str) {
    server
        .delete(&format!("/classes/{class}/{id}"))
        .is(200, "{}");
}

#[test]
fn an_object_is_followed_as_it_comes_in_changes_goes_out_and_ends() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    socket.follow(1, "Thing", json!({"number": {"$gt": 2}}));
    socket.follow(2, "Thing", json!({"text": "X"}));

    let id = server.create("Thing", json!({"number": 3, "text": "X"}));
    let both = [1, 2].map(|_| socket.next());
    let mut to: Vec<_> = both
        .iter()
        .map(|frame| frame["requestId"].as_u64())
        .collect();
    to.sort();
    assert_eq!(to, [Some(1), Some(2)]);
    for frame in &both {
        assert_eq!(frame["op"], "create");
        assert_eq!(frame["object"]["className"], "Thing");
        assert_eq!(frame["object"]["objectId"], *id);
        assert_eq!(frame.get("original"), None);
    }

    put(&server, "Thing", &id, json!({"text": "Y"}));
    let mut both = [1, 2].map(|_| socket.next());
    both.sort_by_key(|frame| frame["requestId"].as_u64());
    assert_eq!(both[0]["op"], "update");
    assert_eq!(both[0]["original"]["text"], "X");
    assert_eq!(both[0]["object"]["text"], "Y");
    assert_eq!(both[1]["op"], "leave");
    assert_eq!(both[1]["original"]["text"], "X");

    put(&server, "Thing", &id, json!({"number": 1}));
    assert_eq!(socket.event("leave", 1)["original"]["number"], 3);
    put(&server, "Thing", &id, json!({"flag": true}));
    put(&server, "Thing", &id, json!({"number": 9}));
    let entered = socket.event("enter", 1);
    assert_eq!(entered["original"]["number"], 1);
    assert_eq!(entered["object"]["number"], 9);
    delete(&server, "Thing", &id);
    let deleted = socket.event("delete", 1);
    assert_eq!(deleted["object"]["number"], 9);
    assert_eq!(deleted.get("original"), None);
}

#[test]
fn keys_say_how_much_and_watch_says_when() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    let query = json!({"className": "Thing", "where": {}, "keys": ["number"], "watch": ["number"]});
    assert_eq!(
        socket.subscribe_with(1, query, json!({}))["op"],
        "subscribed"
    );
    let id = server.create("Thing", json!({"number": 1, "text": "a"}));
    let created = socket.event("create", 1);
    let mut names: Vec<_> = created["object"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["className", "createdAt", "number", "objectId", "updatedAt"]
    );
    put(&server, "Thing", &id, json!({"text": "b"}));
    put(&server, "Thing", &id, json!({"number": 2, "text": "c"}));
    let updated = socket.event("update", 1);
    assert_eq!(updated["object"]["number"], 2);
    assert_eq!(updated["original"]["number"], 1);
    assert_eq!(updated["original"].get("text"), None);
}

#[test]
fn what_is_pointed_at_can_be_included() {
    let dir = folder();
    let server = Launch::fixture("reads", dir.path()).start();
    let country = server.create("Country", json!({"name": "Portugal"}));
    let mut socket = Socket::stranger(&server);
    let query = json!({"className": "City", "where": {}, "include": ["country"]});
    assert_eq!(
        socket.subscribe_with(1, query, json!({}))["op"],
        "subscribed"
    );
    let country = json!({"__type": "Pointer", "className": "Country", "objectId": country});
    let id = server.create("City", json!({"name": "Porto", "country": country}));
    let created = socket.event("create", 1);
    assert_eq!(created["object"]["country"]["name"], "Portugal");
    assert_eq!(created["object"]["country"]["__type"], "Object");
    put(&server, "City", &id, json!({"name": "Oporto"}));
    let updated = socket.event("update", 1);
    assert_eq!(updated["object"]["country"]["name"], "Portugal");
    assert_eq!(updated["original"]["name"], "Porto");
}

#[test]
fn who_unsubscribes_is_told_no_more_and_who_asks_for_something_else_is_told_that() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    socket.follow(1, "Thing", json!({"number": 1}));
    socket.follow(2, "Thing", json!({"number": 2}));
    socket.send(json!({"op": "unsubscribe", "requestId": 1}));
    assert_eq!(socket.next()["op"], "unsubscribed");
    server.create("Thing", json!({"number": 1}));
    server.create("Thing", json!({"number": 2}));
    socket.event("create", 2);
    let query = json!({"className": "Thing", "where": {"number": 3}});
    socket.send(json!({"op": "update", "requestId": 2, "query": query}));
    let answer = socket.next();
    assert_eq!(
        (&answer["op"], &answer["requestId"]),
        (&json!("subscribed"), &json!(2))
    );
    server.create("Thing", json!({"number": 2}));
    server.create("Thing", json!({"number": 3}));
    assert_eq!(socket.event("create", 2)["object"]["number"], 3);
    // A query that cannot be leaves the one before it.
    let query = json!({"className": "Thing", "where": {"number": {"$bogus": 1}}});
    socket.send(json!({"op": "update", "requestId": 2, "query": query}));
    assert_eq!(socket.next()["code"], 102);
    server.create("Thing", json!({"number": 3}));
    socket.event("create", 2);
    // Whoever connects again begins anew.
    socket.send(
        json!({"op": "connect", "applicationId": "shop", "masterKey": crate::client::MASTER_KEY}),
    );
    assert_eq!(socket.next()["op"], "connected");
    server.create("Thing", json!({"number": 3}));
    socket.follow(7, "Thing", json!({"number": 4}));
    server.create("Thing", json!({"number": 4}));
    socket.event("create", 7);
}

#[test]
fn what_is_refused_or_taken_back_is_no_event_and_what_is_done_together_comes_in_order() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    socket.follow(1, "Checked", json!({}));
    let create = |name: &str, code: &str| json!({"method": "POST", "path": "/parse/classes/Checked", "body": {"name": name, "code": code}});
    let batch =
        |requests: Value| server.post("/batch", json!({"transaction": true, "requests": requests}));
    // The second is no other than the first, so that neither is made.
    let answer = batch(json!([create("a", "same"), create("b", "same")]));
    assert_ne!(answer.status, 200, "{}", answer.body);
    server
        .post("/classes/Checked", json!({"name": "far too long a name"}))
        .is_refused(142);
    let answer = batch(json!([
        create("c", "1"),
        create("d", "2"),
        create("e", "3")
    ]));
    assert_eq!(answer.status, 200, "{}", answer.body);
    for name in ["c", "d", "e"] {
        assert_eq!(socket.event("create", 1)["object"]["name"], name);
    }
}

#[test]
fn rows_that_others_drag_along_are_told_too() {
    let (_dir, server) = kinds();
    let thing = server.create("Thing", json!({"text": "a"}));
    let pointer = json!({"__type": "Pointer", "className": "Thing", "objectId": thing});
    let mut socket = Socket::master(&server);
    socket.follow(1, "Note", json!({}));
    let bound = server.create("Note", json!({"bound": pointer}));
    let cleared = server.create("Note", json!({"cleared": pointer}));
    socket.event("create", 1);
    socket.event("create", 1);
    delete(&server, "Thing", &thing);
    let mut both = [1, 2].map(|_| socket.next());
    both.sort_by_key(|frame| frame["op"].to_string());
    assert_eq!(both[0]["op"], "delete");
    assert_eq!(both[0]["object"]["objectId"], *bound);
    assert_eq!(both[1]["op"], "update");
    assert_eq!(both[1]["object"]["objectId"], *cleared);
    assert_eq!(both[1]["object"].get("cleared"), None);
}

/// More waits at once than is sent together.
#[test]
fn of_much_that_happens_at_once_nothing_is_lost() {
    const SUBSCRIPTIONS: u64 = 40;
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    for request in 0..SUBSCRIPTIONS {
        socket.follow(request, "Thing", json!({}));
    }
    let numbers = 1..=10;
    let create = |number: u64| json!({"method": "POST", "path": "/parse/classes/Thing", "body": {"number": number}});
    let requests: Vec<_> = numbers.clone().map(create).collect();
    let answer = server.post("/batch", json!({"transaction": true, "requests": requests}));
    assert_eq!(answer.status, 200, "{}", answer.body);
    for number in numbers {
        for _ in 0..SUBSCRIPTIONS {
            assert_eq!(socket.next()["object"]["number"], number);
        }
    }
}
