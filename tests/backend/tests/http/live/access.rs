//! Who is told what: the rules of a find, at each event, as they are at that moment.

use super::socket::Socket;
use crate::access::world::{World, pointer};
use crate::client::Client;
use crate::server::{Launch, Server, folder};
use rusqlite::Connection;
use serde_json::{Value, json};

/// The session of a new user, with his id.
fn sign_up(server: &Server, name: &str) -> (String, String) {
    let body = json!({"username": name, "password": "pw"});
    let answer = server.stranger().post("/users", body);
    let token = answer.json()["sessionToken"].take();
    (answer.id(), token.as_str().expect("a token").to_owned())
}

fn fixture() -> (tempfile::TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    (dir, server)
}

fn put(client: &Client, class: &str, id: &str, body: Value) {
    let answer = client.put(&format!("/classes/{class}/{id}"), body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[test]
fn a_customer_sees_what_is_his_and_a_stranger_nothing() {
    let (_dir, server) = fixture();
    let (ana, token) = sign_up(&server, "ana");
    let (bob, of_bob) = sign_up(&server, "bob");
    let mut his = Socket::of(&server, &token);
    his.follow(1, "Private", json!({}));
    let mut other = Socket::of(&server, &of_bob);
    other.follow(1, "Private", json!({}));
    let mut stranger = Socket::stranger(&server);
    stranger.follow(1, "Private", json!({}));
    stranger.follow(2, "Open", json!({}));
    let id = server.create("Private", json!({"owner": pointer(&ana), "number": 1}));
    let of_his = server.create("Private", json!({"owner": pointer(&bob), "number": 2}));
    server.create("Open", json!({"number": 3}));
    assert_eq!(his.event("create", 1)["object"]["objectId"], *id);
    assert_eq!(other.event("create", 1)["object"]["objectId"], *of_his);
    stranger.event("create", 2);
    // What passes out of his sight leaves, and he is not shown what became of it; whom it passes to, it enters.
    put(
        &server,
        "Private",
        &id,
        json!({"owner": pointer(&bob), "number": 9}),
    );
    let left = his.event("leave", 1);
    assert_eq!(left["object"]["objectId"], *id);
    assert!(!left.to_string().contains("\"number\":9"), "{left}");
    let entered = other.event("enter", 1);
    assert_eq!(entered["object"]["number"], 9);
    assert!(!entered.to_string().contains("\"number\":1}"), "{entered}");
    assert!(!entered.to_string().contains(&ana), "{entered}");
}

#[test]
fn an_acl_that_changes_counts_from_that_change_on() {
    let (_dir, server) = fixture();
    let (ana, token) = sign_up(&server, "ana");
    let mut socket = Socket::of(&server, &token);
    socket.follow(1, "Open", json!({}));
    let hidden = json!({"number": 1, "ACL": {}});
    let id = server.create("Open", hidden);
    put(&server, "Open", &id, json!({"number": 2}));
    put(
        &server,
        "Open",
        &id,
        json!({"number": 3, "ACL": {&ana: {"read": true}}}),
    );
    let entered = socket.event("enter", 1);
    assert_eq!(entered["object"]["number"], 3);
    assert!(!entered.to_string().contains("\"number\":2"), "{entered}");
    put(&server, "Open", &id, json!({"number": 4, "ACL": {}}));
    let left = socket.event("leave", 1);
    assert!(!left.to_string().contains("\"number\":4"), "{left}");
    server.create("Open", json!({"number": 5}));
    assert_eq!(socket.event("create", 1)["object"]["number"], 5);
}

#[test]
fn a_role_that_is_given_or_taken_counts_from_the_next_event_on() {
    let world = World::start();
    let server = &world.server;
    let (dora, token) = sign_up(server, "dora");
    let roles = server.results("_Role", &[("where", r#"{"name":"staff"}"#)]);
    let staff = roles[0]["objectId"].as_str().expect("its id").to_owned();
    let change = |operation: &str| {
        let users = json!({"__op": operation, "objects": [pointer(&dora)]});
        put(server, "_Role", &staff, json!({"users": users}));
    };
    let mut socket = Socket::of(server, &token);
    socket.follow(1, "Staffed", json!({}));
    socket.follow(2, "Open", json!({}));
    // An event of the open class says that the one before it was not told.
    server.create("Staffed", json!({"number": 1}));
    server.create("Open", json!({}));
    socket.event("create", 2);
    change("AddRelation");
    server.create("Staffed", json!({"number": 2}));
    assert_eq!(socket.event("create", 1)["object"]["number"], 2);
    change("RemoveRelation");
    server.create("Staffed", json!({"number": 3}));
    server.create("Open", json!({}));
    socket.event("create", 2);
}

#[test]
fn what_is_withheld_in_a_find_is_withheld_in_an_event() {
    let (_dir, server) = fixture();
    let mut stranger = Socket::stranger(&server);
    stranger.follow(1, "Withheld", json!({}));
    let refused = stranger.subscribe(2, "Withheld", json!({"secret": 1}));
    assert_eq!(refused["code"], 119, "{refused}");
    let query = json!({"className": "Withheld", "where": {}, "watch": ["secret"]});
    let refused = stranger.subscribe_with(2, query, json!({}));
    assert_eq!(refused["op"], "error", "{refused}");
    let id = server.create("Withheld", json!({"secret": 4711, "state": "new"}));
    put(&server, "Withheld", &id, json!({"state": "done"}));
    for kind in ["create", "update"] {
        let event = stranger.event(kind, 1);
        assert!(!event.to_string().contains("4711"), "{event}");
        assert_eq!(event["object"]["className"], "Withheld");
    }
    let closed = stranger.subscribe(3, "SignedIn", json!({}));
    let of_rest = server.stranger().get("/classes/SignedIn").json();
    assert_eq!(closed["code"], of_rest["code"], "{closed}");
    assert_eq!(closed["error"], of_rest["error"], "{closed}");
}

#[test]
fn a_session_that_is_revoked_ends_what_was_asked_with_it_and_nothing_else() {
    let (_dir, server) = fixture();
    let (_, token) = sign_up(&server, "ana");
    let mut socket = Socket::stranger(&server);
    socket.follow(1, "Open", json!({}));
    let query = json!({"className": "Members", "where": {}});
    let answer = socket.subscribe_with(2, query.clone(), json!({"sessionToken": token}));
    assert_eq!(answer["op"], "subscribed", "{answer}");
    server.create("Members", json!({"number": 1}));
    socket.event("create", 2);
    let out = server.with_session(&token).post("/logout", "");
    assert_eq!(out.status, 200, "{}", out.body);
    let ended = socket.next();
    assert_eq!(ended["op"], "error", "{ended}");
    assert_eq!(ended["code"], 209, "{ended}");
    assert_eq!(ended["requestId"], 2, "{ended}");
    assert_eq!(ended["reconnect"], false, "{ended}");
    server.create("Members", json!({"number": 2}));
    server.create("Open", json!({}));
    socket.event("create", 1);
    let again = socket.subscribe_with(2, query, json!({"sessionToken": token}));
    assert_eq!(again["code"], 209, "{again}");
}

#[test]
fn a_new_password_and_a_user_who_is_gone_end_sessions_too() {
    let (_dir, server) = fixture();
    for by in ["password", "deletion"] {
        let (id, token) = sign_up(&server, by);
        let mut socket = Socket::of(&server, &token);
        socket.follow(1, "Members", json!({}));
        let path = format!("/users/{id}");
        let answer = match by {
            "password" => server.put(&path, json!({"password": "another"})),
            _ => server.delete(&path),
        };
        assert_eq!(answer.status, 200, "{}", answer.body);
        server.create("Members", json!({}));
        assert_eq!(socket.next()["code"], 209, "by {by}");
    }
}

#[test]
fn the_master_sees_all_and_hidden_fields_nobody() {
    let (_dir, server) = fixture();
    let mut master = Socket::master(&server);
    master.follow(1, "Closed", json!({}));
    server.create(
        "Closed",
        json!({"number": 1, "password": "never-shown", "ACL": {}}),
    );
    let event = master.event("create", 1);
    assert_eq!(event["object"]["number"], 1);
    assert!(!event.to_string().contains("never-shown"), "{event}");
}

#[test]
fn a_session_that_runs_out_ends_what_was_asked_with_it() {
    let (dir, server) = fixture();
    let (_, token) = sign_up(&server, "ana");
    server.terminate();
    assert!(server.ended().0.success());
    // Sessions last for days, so that one which ends soon is made by hand.
    let database = Connection::open(dir.path().join("shop.db")).expect("a database");
    let soon = jiff::Timestamp::now().as_millisecond() + 10_000;
    let changed = database
        .execute(r#"UPDATE "_Session" SET "expiresAt" = ?1"#, [soon])
        .expect("it is written");
    assert_eq!(changed, 1);
    drop(database);
    let server = Launch::fixture("access", dir.path()).start();
    let mut socket = Socket::of(&server, &token);
    socket.follow(1, "Members", json!({}));
    let ended = socket.next();
    assert_eq!(ended["code"], 209, "{ended}");
    assert_eq!(ended["requestId"], 1, "{ended}");
}
