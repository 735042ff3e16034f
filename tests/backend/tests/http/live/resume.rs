//! Nothing lost: whoever comes back with the last position that he has seen is told what came since, or that he must ask
//! again.

use super::socket::Socket;
use crate::server::{Launch, PATIENCE, Server, folder, kinds};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn text(value: &Value) -> String {
    let text = value.as_str();
    text.unwrap_or_else(|| panic!("no position: {value}"))
        .to_owned()
}

/// Subscribes to all things from this position on.
fn after(socket: &mut Socket, position: &str) -> Value {
    let query = json!({"className": "Thing", "where": {}});
    let answer = socket.subscribe_with(1, query, json!({"after": position}));
    assert_eq!(answer["op"], "subscribed", "{answer}");
    answer
}

fn number(frame: &Value) -> u64 {
    frame["object"]["number"].as_u64().expect("a number")
}

#[test]
fn positions_are_told_to_those_who_ask_for_them() {
    let (_dir, server) = kinds();
    let mut asks = Socket::master(&server);
    let subscribed = after(&mut asks, "");
    text(&subscribed["position"]);
    assert_eq!(subscribed.get("requery"), None);
    let mut other = Socket::master(&server);
    other.follow(1, "Thing", json!({}));
    server.create("Thing", json!({"number": 1}));
    text(&asks.event("create", 1)["position"]);
    assert_eq!(other.event("create", 1).get("position"), None);
}

#[test]
fn who_reconnects_is_told_what_he_has_missed_in_order() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    let begun = text(&after(&mut socket, "")["position"]);
    let id = server.create("Thing", json!({"number": 1}));
    let seen = text(&socket.event("create", 1)["position"]);
    drop(socket);
    let path = format!("/classes/Thing/{id}");
    server.put(&path, json!({"number": 2}));
    server.create("Thing", json!({"number": 3}));
    server.delete(&path);
    let mut socket = Socket::master(&server);
    assert_eq!(after(&mut socket, &seen).get("requery"), None);
    assert_eq!(number(&socket.event("update", 1)), 2);
    assert_eq!(number(&socket.event("create", 1)), 3);
    let deleted = socket.event("delete", 1);
    assert_eq!(number(&deleted), 2);
    // And then goes on.
    server.create("Thing", json!({"number": 4}));
    assert_eq!(number(&socket.event("create", 1)), 4);
    // Whoever has seen all is told nothing twice, and whoever has seen nothing all of it.
    let mut socket = Socket::master(&server);
    after(&mut socket, &text(&deleted["position"]));
    assert_eq!(number(&socket.event("create", 1)), 4);
    let mut socket = Socket::master(&server);
    after(&mut socket, &begun);
    let told: Vec<_> = (0..5).map(|_| text(&socket.next()["op"])).collect();
    assert_eq!(told, ["create", "update", "create", "delete", "create"]);
}

#[test]
fn a_server_that_is_killed_has_lost_nothing_of_what_it_answered() {
    let dir = folder();
    let start = || -> Server { Launch::fixture("kinds", dir.path()).start() };
    let server = start();
    let mut socket = Socket::master(&server);
    after(&mut socket, "");
    server.create("Thing", json!({"number": 0}));
    let mut seen = text(&socket.event("create", 1)["position"]);
    let mut made = 0;
    let mut server = server;
    for _ in 0..3 {
        for _ in 0..10 {
            made += 1;
            server.create("Thing", json!({"number": made}));
        }
        server.kill();
        drop(socket);
        server = start();
        socket = Socket::master(&server);
        assert_eq!(after(&mut socket, &seen).get("requery"), None);
        for number_of in made - 9..=made {
            let frame = socket.event("create", 1);
            assert_eq!(number(&frame), number_of);
            seen = text(&frame["position"]);
        }
    }
}

#[test]
fn what_is_no_position_is_refused() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    let query = json!({"className": "Thing", "where": {}});
    let answer = socket.subscribe_with(1, query, json!({"after": "yesterday"}));
    assert_eq!(answer["op"], "error", "{answer}");
    assert_eq!(answer["requestId"], 1, "{answer}");
}

#[test]
fn who_was_away_for_too_long_is_told_to_ask_again() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let server = launch.env("LIVE_WINDOW_CHANGES", "10").start();
    let mut stays = Socket::master(&server);
    let begun = text(&after(&mut stays, "")["position"]);
    let mut positions = vec![begun];
    for number_of in 0..50 {
        server.create("Thing", json!({"number": number_of}));
        positions.push(text(&stays.event("create", 1)["position"]));
    }
    let mut late = Socket::master(&server);
    let answer = after(&mut late, &positions[0]);
    assert_eq!(answer["requery"], true, "{answer}");
    // From now on it is told again, with positions that are good.
    server.create("Thing", json!({"number": 50}));
    assert_eq!(number(&late.event("create", 1)), 50);
    let mut soon = Socket::master(&server);
    assert_eq!(after(&mut soon, &positions[47]).get("requery"), None);
    for expected in 47..=50 {
        assert_eq!(number(&soon.event("create", 1)), expected);
    }
    // Nobody knows what came after a position of another database.
    let (_other_dir, other) = kinds();
    let mut elsewhere = Socket::master(&other);
    let answer = after(&mut elsewhere, &positions[50]);
    assert_eq!(answer["requery"], true, "{answer}");
}

#[test]
fn a_subscription_to_which_nothing_is_due_is_told_where_it_stands() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let launch = launch.env("LIVE_WINDOW_CHANGES", "10");
    let server = launch.env("LIVE_WINDOW_SECONDS", "4").start();
    let query = json!({"className": "Thing", "where": {"number": {"$gt": 100}}});
    let ask = |socket: &mut Socket, position: &str| {
        socket.subscribe_with(1, query.clone(), json!({"after": position}))
    };
    let mut quiet = Socket::master(&server);
    let begun = text(&ask(&mut quiet, "")["position"]);
    let mut of_parse = Socket::master(&server);
    of_parse.follow(1, "Thing", json!({"number": {"$gt": 100}}));
    let mut busy = Socket::master(&server);
    after(&mut busy, "");
    let mut last = Value::Null;
    for number_of in 0..50 {
        server.create("Thing", json!({"number": number_of}));
        last = busy.event("create", 1)["position"].take();
    }
    let told = loop {
        let mut frame = quiet.next();
        let position = frame["position"].take();
        let client = frame["clientId"].take();
        assert!(client.is_string());
        let bare = json!({"op": "position", "clientId": null, "requestId": 1, "position": null});
        assert_eq!(frame, bare);
        if position == last {
            break text(&position);
        }
    };
    // What it began with is gone by now; with what it was told it misses nothing.
    let mut late = Socket::master(&server);
    assert_eq!(ask(&mut late, &begun)["requery"], true);
    let mut soon = Socket::master(&server);
    assert_eq!(ask(&mut soon, &told).get("requery"), None);
    server.create("Thing", json!({"number": 101}));
    for socket in [&mut quiet, &mut soon] {
        assert_eq!(number(&socket.event("create", 1)), 101);
    }
    // Who asks for no positions is told none.
    let frame = of_parse.next();
    assert_eq!((&frame["op"], number(&frame)), (&json!("create"), 101));
}

#[test]
fn a_server_that_writes_nothing_forgets_what_is_too_old() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let server = launch.env("LIVE_WINDOW_SECONDS", "1").start();
    let mut socket = Socket::master(&server);
    let begun = text(&after(&mut socket, "")["position"]);
    // More than go at a time.
    let create = json!({"method": "POST", "path": "/parse/classes/Thing", "body": {"number": 1}});
    for _ in 0..6 {
        let requests = vec![create.clone(); 50];
        let answer = server.post("/batch", json!({"requests": requests}));
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let mut last = String::new();
    for _ in 0..300 {
        last = text(&socket.event("create", 1)["position"]);
    }
    let database = rusqlite::Connection::open(dir.path().join("shop.db")).expect("a database");
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let count = database.query_row(&sql, [], |row| row.get::<_, i64>(0));
        count.expect("a number")
    };
    let becomes = |table: &str, expected: i64| {
        let started = Instant::now();
        while count(table) != expected {
            assert!(started.elapsed() < PATIENCE, "{table}: {}", count(table));
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    // The newest stays: its number is where numbers go on.
    becomes("_Change", 1);
    let mut late = Socket::master(&server);
    assert_eq!(after(&mut late, &begun)["requery"], true);
    let mut soon = Socket::master(&server);
    assert_eq!(after(&mut soon, &last).get("requery"), None);
    // Nor is a class recorded for ever that nobody watches any more.
    drop((socket, late, soon));
    becomes("_Recorded", 0);
    let created = server.create("Thing", json!({"number": 2}));
    assert_eq!(server.object("Thing", &created)["number"], 2);
}

#[test]
fn what_came_meanwhile_is_told_as_far_as_one_may_see_it_now() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let (ana, as_ana) = crate::access::world::sign_up(&server, "ana");
    let token = as_ana.session().expect("a session");
    let query = json!({"className": "Open", "where": {}});
    let mut socket = Socket::of(&server, token);
    let begun = socket.subscribe_with(1, query.clone(), json!({"after": ""}));
    drop(socket);
    let id = server.create("Open", json!({"number": 1, "ACL": {&ana: {"read": true}}}));
    server.create("Open", json!({"number": 2, "ACL": {}}));
    let path = format!("/classes/Open/{id}");
    server.put(&path, json!({"number": 3}));
    server.put(&path, json!({"number": 4, "ACL": {}}));
    server.create("Open", json!({"number": 5}));
    let mut socket = Socket::of(&server, token);
    let answer = socket.subscribe_with(1, query, json!({"after": begun["position"]}));
    assert_eq!(answer["op"], "subscribed", "{answer}");
    assert_eq!(number(&socket.event("create", 1)), 1);
    assert_eq!(number(&socket.event("update", 1)), 3);
    let left = socket.event("leave", 1);
    assert!(!left.to_string().contains("\"number\":4"), "{left}");
    assert_eq!(number(&socket.event("create", 1)), 5);
}
