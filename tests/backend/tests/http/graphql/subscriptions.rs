//! `graphql-transport-ws`, message by message: who may speak, what runs beside what, and what a subscription is told.

use super::{pointer, user, with};
use crate::client::MASTER_KEY;
use crate::live::socket::Socket;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::HeaderValue;

/// A socket on which nothing has been said.
fn open(server: &Server) -> Socket {
    let url = format!("ws://{}/graphql", server.address());
    let mut request = url.into_client_request().expect("a request");
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocol);
    Socket::opened(server, request).expect("the server accepts")
}

/// A socket of whoever says this of himself.
fn socket(server: &Server, said: Value) -> Socket {
    let mut socket = open(server);
    let mut payload = said;
    payload["X-Parse-Application-Id"] = "shop".into();
    socket.send(json!({"type": "connection_init", "payload": payload}));
    assert_eq!(socket.next(), json!({"type": "connection_ack"}));
    socket
}

fn master(server: &Server) -> Socket {
    socket(server, json!({"X-Parse-Master-Key": MASTER_KEY}))
}

fn subscribe(socket: &mut Socket, id: &str, document: &str) {
    let payload = json!({"query": document});
    socket.send(json!({"type": "subscribe", "id": id, "payload": payload}));
}

/// The next event of the subscription of this name to cities.
#[track_caller]
fn event(socket: &mut Socket, id: &str) -> Value {
    let mut message = socket.next();
    assert_eq!(
        (&message["type"], &message["id"]),
        (&json!("next"), &json!(id)),
        "{message}"
    );
    let payload = &mut message["payload"];
    assert_eq!(payload.get("errors"), None, "{payload}");
    payload["data"]["cities"].take()
}

#[test]
fn a_subscription_is_told_what_it_picks() {
    let (_dir, server) = with(|launch| launch);
    let country = server.create("Country", json!({"name": "Norway"}));
    let mut socket = master(&server);
    let document = "subscription {
        cities(where: {people: {greaterThan: 10}}, after: \"\") {
            event
            node { name people country { name } }
            original { people }
        }
    }";
    subscribe(&mut socket, "a", document);
    assert_eq!(
        event(&mut socket, "a"),
        json!({"event": "OPEN", "node": null, "original": null})
    );
    server.create("City", json!({"name": "Bergen", "people": 9}));
    let oslo = server.create(
        "City",
        json!({"name": "Oslo", "people": 11, "country": pointer("Country", &country)}),
    );
    let node = |people| json!({"name": "Oslo", "people": people, "country": {"name": "Norway"}});
    assert_eq!(
        event(&mut socket, "a"),
        json!({"event": "CREATE", "node": node(11), "original": null})
    );
    for (people, kind) in [(12, "UPDATE"), (10, "LEAVE"), (13, "ENTER")] {
        let path = format!("/classes/City/{oslo}");
        assert_eq!(server.put(&path, json!({"people": people})).status, 200);
        let told = event(&mut socket, "a");
        assert_eq!(told["event"], kind);
        assert_eq!(told["node"], node(people), "{kind}");
    }
    server.delete(&format!("/classes/City/{oslo}"));
    assert_eq!(event(&mut socket, "a")["event"], "DELETE");

    // What the client has had enough of is told no more, and its name is free again.
    socket.send(json!({"type": "complete", "id": "a"}));
    subscribe(&mut socket, "a", "{ health }");
    let health = json!({"type": "next", "id": "a", "payload": {"data": {"health": true}}});
    assert_eq!(socket.next(), health);
    assert_eq!(socket.next(), json!({"type": "complete", "id": "a"}));
}

#[test]
fn a_subscription_with_nothing_to_tell_says_where_it_stands() {
    let (_dir, server) = with(|launch| launch.env("LIVE_WINDOW_SECONDS", "1"));
    let mut socket = master(&server);
    let cities = |after: &str| {
        format!(
            "subscription {{ cities(where: {{people: {{greaterThan: 10}}}}{after}) {{ event node {{ people }} position }} }}"
        )
    };
    subscribe(&mut socket, "a", &cities(", after: \"\""));
    let begun = event(&mut socket, "a");
    let mut other = master(&server);
    subscribe(&mut other, "a", &cities(""));
    server.create("City", json!({"name": "Bergen", "people": 9}));
    let told = event(&mut socket, "a");
    assert_eq!(
        (&told["event"], &told["node"]),
        (&json!("POSITION"), &json!(null))
    );
    assert_ne!(told["position"], begun["position"]);
    // Who did not ask where he begins is told of objects alone.
    server.create("City", json!({"name": "Oslo", "people": 11}));
    assert_eq!(event(&mut other, "a")["event"], "CREATE");
}

#[test]
fn operations_run_side_by_side() {
    let (_dir, server) = with(|launch| launch);
    let mut socket = master(&server);
    for id in ["a", "b"] {
        subscribe(
            &mut socket,
            id,
            "subscription { cities(after: \"\") { event node { name } } }",
        );
        assert_eq!(event(&mut socket, id)["event"], "OPEN");
    }
    let create = "mutation { createCity(input: {fields: {name: \"Oslo\"}}) { city { name } } }";
    subscribe(&mut socket, "c", create);
    let mut told: Vec<_> = (0..4).map(|_| socket.next()).collect();
    told.sort_by_key(|message| (message["id"].to_string(), message["type"].to_string()));
    let kinds: Vec<_> = told
        .iter()
        .map(|message| (message["id"].clone(), message["type"].clone()))
        .collect();
    let expected = [
        ("a", "next"),
        ("b", "next"),
        ("c", "complete"),
        ("c", "next"),
    ];
    let expected = expected.map(|(id, kind)| (json!(id), json!(kind)));
    assert_eq!(kinds, expected);

    socket.send(json!({"type": "ping", "payload": {"n": 1}}));
    assert_eq!(socket.next(), json!({"type": "pong", "payload": {"n": 1}}));
}

#[test]
fn what_cannot_be_run_is_an_error_of_its_operation() {
    let (_dir, server) = with(|launch| launch.env("LIVE_SUBSCRIPTIONS_PER_CONNECTION", "1"));
    let mut socket = master(&server);
    for (document, code) in [
        ("{", json!("GRAPHQL_PARSE_FAILED")),
        ("{ nothing }", json!("GRAPHQL_VALIDATION_FAILED")),
        (
            "subscription { cities { event } trips { event } }",
            json!("GRAPHQL_VALIDATION_FAILED"),
        ),
    ] {
        subscribe(&mut socket, "a", document);
        let message = socket.next();
        assert_eq!(message["type"], "error", "{message}");
        assert_eq!(
            message["payload"][0]["extensions"]["code"], code,
            "{message}"
        );
    }
    subscribe(
        &mut socket,
        "a",
        "subscription { cities(after: \"\") { event } }",
    );
    assert_eq!(event(&mut socket, "a")["event"], "OPEN");
    subscribe(&mut socket, "b", "{ health }");
    let message = socket.next();
    assert_eq!(message["id"], "b");
    assert_eq!(message["payload"][0]["extensions"]["code"], 155);
}

#[test]
fn who_breaks_the_protocol_is_told_so_and_sent_away() {
    let (_dir, server) = with(|launch| launch.env("LIVE_CONNECT_SECONDS", "1"));
    let init = json!({"type": "connection_init", "payload": {"X-Parse-Application-Id": "shop"}});
    let ask = json!({"type": "subscribe", "id": "a", "payload": {"query": "subscription { cities { event } }"}});
    for (messages, code) in [
        (vec![json!({"type": "start"})], 4400),
        (vec![ask.clone()], 4401),
        (vec![json!({"type": "connection_init"})], 4403),
        (
            vec![json!({"type": "connection_init", "payload": {
                "X-Parse-Application-Id": "shop", "X-Parse-Master-Key": "wrong",
            }})],
            4403,
        ),
        (vec![], 4408),
        (vec![init.clone(), ask.clone(), ask], 4409),
        (vec![init.clone(), init], 4429),
    ] {
        let mut socket = open(&server);
        for message in messages {
            socket.send(message);
        }
        assert_eq!(socket.closed(), code);
    }
}

#[test]
fn a_session_that_ends_takes_its_subscriptions_along() {
    let (_dir, server) = with(|launch| launch);
    let (_, token) = user(&server, "ann");
    let mut socket = socket(&server, json!({"X-Parse-Session-Token": token}));
    subscribe(
        &mut socket,
        "a",
        "subscription { cities(after: \"\") { event } }",
    );
    assert_eq!(event(&mut socket, "a")["event"], "OPEN");
    server.with_session(&token).post("/logout", "{}");
    let message = socket.next();
    let error = &message["payload"]["errors"][0];
    assert_eq!(error["extensions"]["code"], 209, "{message}");
    assert_eq!(socket.next(), json!({"type": "complete", "id": "a"}));
    // Nor may whoever had it ask anything else.
    subscribe(&mut socket, "b", "{ health }");
    let message = socket.next();
    assert_eq!(
        message["payload"][0]["extensions"]["code"], 209,
        "{message}"
    );
}

#[test]
fn a_server_that_stops_says_so() {
    let dir = folder();
    let server = Launch::fixture("reads", dir.path()).start();
    let mut socket = master(&server);
    subscribe(
        &mut socket,
        "a",
        "subscription { cities(after: \"\") { event } }",
    );
    assert_eq!(event(&mut socket, "a")["event"], "OPEN");
    server.terminate();
    assert_eq!(socket.closed(), 1001);
}
