//! What may be asked beyond the fields of an object, what may not, and what the user's own code makes of it.

use super::socket::Socket;
use crate::access::world::{pointer, sign_up};
use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};

fn thing(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Thing", "objectId": id})
}

fn put(server: &Server, class: &str, id: &str, body: Value) {
    let answer = server.put(&format!("/classes/{class}/{id}"), body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[test]
fn what_other_objects_say_counts_as_it_is_when_the_object_changes() {
    let (_dir, server) = kinds();
    let [red, blue] = ["red", "blue"].map(|text| server.create("Thing", json!({"text": text})));
    let mut socket = Socket::master(&server);
    let reds = json!({"className": "Thing", "where": {"text": "red"}});
    socket.follow(1, "Note", json!({"kept": {"$inQuery": reds}}));
    socket.follow(
        2,
        "Note",
        json!({"kept": {"$notInQuery": reds, "$exists": true}}),
    );
    let id = server.create("Note", json!({"kept": thing(&red)}));
    socket.event("create", 1);
    server.create("Note", json!({}));
    put(&server, "Note", &id, json!({"kept": thing(&blue)}));
    let mut both = [1, 2].map(|_| socket.next());
    both.sort_by_key(|frame| frame["requestId"].as_u64());
    assert_eq!([&both[0]["op"], &both[1]["op"]], ["leave", "enter"]);
    // A change of the other object is none of this one; from then on it counts.
    put(&server, "Thing", &blue, json!({"text": "red"}));
    put(&server, "Note", &id, json!({"kept": thing(&red)}));
    socket.event("update", 1);
}

#[test]
fn members_of_a_relation_can_be_followed() {
    let (_dir, server) = kinds();
    let friend = server.create("Thing", json!({"text": "friend"}));
    let other = server.create("Thing", json!({"text": "other"}));
    let add = json!({"__op": "AddRelation", "objects": [thing(&friend)]});
    let owner = server.create("Thing", json!({"friends": add}));
    let mut socket = Socket::master(&server);
    let related = json!({"$relatedTo": {"object": thing(&owner), "key": "friends"}});
    socket.follow(1, "Thing", related);
    put(&server, "Thing", &other, json!({"number": 1}));
    put(&server, "Thing", &friend, json!({"number": 2}));
    assert_eq!(socket.event("update", 1)["object"]["number"], 2);
    let both = json!({"__op": "AddRelation", "objects": [thing(&other)]});
    put(&server, "Thing", &owner, json!({"friends": both}));
    put(&server, "Thing", &other, json!({"number": 3}));
    assert_eq!(socket.event("update", 1)["object"]["number"], 3);
}

#[test]
fn what_no_change_of_an_object_decides_is_refused_by_name() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    let all = json!({"className": "Thing", "where": {}});
    let many = json!({"className": "Thing", "where": {}, "limit": 1001});
    for (filter, named) in [
        (json!({"friends": thing("a")}), "friends"),
        (json!({"friends": {"$inQuery": all}}), "friends"),
        (
            json!({"$or": [{"number": 1}, {"friends": thing("a")}]}),
            "friends",
        ),
        (
            json!({"when": {"$lt": {"$relativeTime": "now"}}}),
            "$relativeTime",
        ),
        (json!({"owner": {"$inQuery": many}}), ""),
        (
            json!({"text": {"$select": {"query": many, "key": "text"}}}),
            "limit",
        ),
    ] {
        let answer = socket.subscribe(1, "Thing", filter.clone());
        if named.is_empty() {
            // A Pointer to users leads to no thing.
            assert_eq!(answer["op"], "subscribed", "{filter}: {answer}");
            continue;
        }
        assert_eq!(answer["code"], 102, "{filter}: {answer}");
        let sentence = answer["error"].as_str().expect("a sentence");
        assert!(sentence.contains(named), "{sentence}");
    }
}

#[test]
fn who_owns_what_goes_with_another_object_is_told_that_it_is_gone() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let (ana, client) = sign_up(&server, "ana");
    let login = json!({"username": "ana", "password": "password"});
    let token = server.post("/login", login).json()["sessionToken"].take();
    let mut socket = Socket::of(&server, token.as_str().expect("a token"));
    socket.follow(1, "Shipment", json!({}));
    let order = server.create("Order", json!({"owner": pointer(&ana)}));
    let to = json!({"__type": "Pointer", "className": "Order", "objectId": order});
    let shipment = server.create("Shipment", json!({"order": to, "number": 1}));
    assert_eq!(socket.event("create", 1)["object"]["number"], 1);
    assert_eq!(client.results("Shipment", &[]).len(), 1);
    let delete = |class: &str, id: &str| json!({"method": "DELETE", "path": format!("/parse/classes/{class}/{id}")});
    let together = json!([delete("Order", &order), delete("Shipment", &shipment)]);
    let answer = server.post("/batch", json!({"transaction": true, "requests": together}));
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(socket.event("delete", 1)["object"]["objectId"], *shipment);
}

#[test]
fn hooks_narrow_and_change_what_is_told_and_write_nothing() {
    let dir = folder();
    let server = Launch::fixture("reads", dir.path()).start();
    let mut stranger = Socket::stranger(&server);
    assert_eq!(stranger.subscribe(1, "Diary", json!({}))["code"], 4242);
    let (_, client) = sign_up(&server, "ana");
    let login = json!({"username": "ana", "password": "password"});
    let token = server.post("/login", login).json()["sessionToken"].take();
    let mut socket = Socket::of(&server, token.as_str().expect("a token"));
    socket.follow(1, "Diary", json!({}));
    let bad = server.create("Diary", json!({"text": "rain", "mood": -1}));
    let private = json!({"text": "hush", "mood": 1, "secret": "private"});
    server.create("Diary", private);
    let good = server.create("Diary", json!({"text": "sun", "mood": 9}));
    let created = socket.event("create", 1);
    assert_eq!(created["object"]["objectId"], *good);
    assert_eq!(created["object"]["text"], "SUN");
    assert_eq!(created["object"].get("mood"), None);
    put(&server, "Diary", &bad, json!({"mood": 2}));
    let entered = socket.event("enter", 1);
    assert_eq!(entered["object"]["text"], "RAIN");
    assert_eq!(entered.get("original"), None);
    // A list counts its looks, and that is a change; an event does not, or there would be no end of them.
    assert_eq!(server.object("Diary", &good)["looks"], Value::Null);
    assert_eq!(
        client
            .results("Diary", &[("where", r#"{"text":"sun"}"#)])
            .len(),
        1
    );
    let looked = socket.event("update", 1);
    assert_eq!(looked["object"]["objectId"], *good);
    put(&server, "Diary", &good, json!({"mood": -2}));
    let left = socket.event("leave", 1);
    assert_eq!(left["original"]["text"], "SUN");
    assert_eq!(left["object"].get("text"), None);
}

#[test]
fn who_has_missed_more_than_his_queue_takes_is_told_to_query_again() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path()).env("LIVE_QUEUE_MESSAGES", "5");
    let server = launch.start();
    let query = json!({"className": "Thing", "where": {}});
    let mut socket = Socket::master(&server);
    let begun = socket.subscribe_with(1, query.clone(), json!({"after": ""}));
    for number in 0..3 {
        server.create("Thing", json!({"number": number}));
        socket.event("create", 1);
    }
    let mut again = Socket::master(&server);
    let few = again.subscribe_with(1, query.clone(), json!({"after": begun["position"]}));
    assert_eq!(few.get("requery"), None, "{few}");
    again.event("create", 1);
    for number in 3..9 {
        server.create("Thing", json!({"number": number}));
        socket.event("create", 1);
    }
    let mut late = Socket::master(&server);
    let many = late.subscribe_with(1, query, json!({"after": begun["position"]}));
    assert_eq!(many["requery"], true, "{many}");
    server.create("Thing", json!({"number": 9}));
    assert_eq!(late.event("create", 1)["object"]["number"], 9);
}
