//! What a socket may not do: say too much, too seldom or in another language, come from a foreign page, listen too slowly,
//! outlive the server.

use super::socket::{Socket, upgrade};
use crate::client::MASTER_KEY;
use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use tempfile::TempDir;

fn server(settings: &[(&str, &str)]) -> (TempDir, Server) {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let launch = settings
        .iter()
        .fold(launch, |launch, (name, value)| launch.env(name, *value));
    let server = launch.start();
    (dir, server)
}

/// A number that the server counts.
fn counted(server: &Server, name: &str) -> u64 {
    let root = server.url.trim_end_matches("/parse");
    let page = crate::client::Client::new(root).get("/metrics");
    let line = page.body.lines().find_map(|line| line.strip_prefix(name));
    let value = line.and_then(|value| value.trim().parse().ok());
    value.unwrap_or_else(|| panic!("no {name} in {}", page.body))
}

fn until(what: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !what() {
        assert!(began.elapsed() < crate::server::PATIENCE, "it never came");
        std::thread::yield_now();
    }
}

#[test]
fn a_message_has_such_a_size() {
    let (_dir, server) = server(&[("LIVE_MESSAGE_BYTES", "1024")]);
    let mut socket = Socket::master(&server);
    let filter = json!({"text": "a".repeat(500)});
    socket.follow(1, "Thing", filter);
    socket.say(&json!({"op": "unsubscribe", "requestId": "a".repeat(1024)}).to_string());
    assert_eq!(socket.closed(), 1009);
}

#[test]
fn what_is_no_text_ends_the_conversation() {
    let (_dir, server) = kinds();
    let mut socket = Socket::master(&server);
    socket.say_bytes(b"{}");
    assert_eq!(socket.closed(), 1003);
    let mut socket = Socket::master(&server);
    // A text of two bytes that is not masked, as a client's must be.
    socket
        .stream()
        .write_all(&[0x81, 2, b'{', b'}'])
        .expect("sent");
    assert_eq!(socket.closed(), 1002);
    let mut socket = Socket::master(&server);
    // A text of one byte that is not UTF-8.
    socket
        .stream()
        .write_all(&[0x81, 0x81, 0, 0, 0, 0, 0xff])
        .expect("sent");
    assert_eq!(socket.closed(), 1007);
    let mut socket = Socket::master(&server);
    socket.stream().write_all(&[0xff; 64]).expect("sent");
    assert_eq!(socket.closed(), 1002);
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn who_does_not_say_who_he_is_is_left() {
    let (_dir, server) = server(&[("LIVE_CONNECT_SECONDS", "1")]);
    let mut connected = Socket::master(&server);
    let mut silent = Socket::open(&server);
    assert_eq!(silent.closed(), 1008);
    connected.follow(1, "Thing", json!({}));
}

#[test]
fn who_answers_no_ping_is_left_and_who_answers_stays() {
    let (_dir, server) = server(&[("LIVE_HEARTBEAT_SECONDS", "1")]);
    let mut answers = Socket::master(&server);
    answers.follow(1, "Thing", json!({}));
    let mut silent = Socket::master(&server);
    // The socket answers pings as it reads on, which it does until there is something else than a ping.
    let stays = std::thread::spawn(move || {
        answers.event("create", 1);
        answers
    });
    let mut bytes = Vec::new();
    silent
        .stream()
        .read_to_end(&mut bytes)
        .expect("the server closes");
    // An empty ping, and a close with its code.
    assert!(bytes.starts_with(&[0x89, 0]), "{bytes:?}");
    assert_eq!(bytes[2] & 0x8f, 0x88, "{bytes:?}");
    assert_eq!(bytes[4..6], 1008_u16.to_be_bytes(), "{bytes:?}");
    server.create("Thing", json!({}));
    let mut answers = stays.join().expect("it was told");
    answers.follow(2, "Thing", json!({}));
}

#[test]
fn who_reads_too_slowly_is_told_so_and_takes_no_memory() {
    let (_dir, server) = server(&[
        ("LIVE_QUEUE_BYTES", "1000000"),
        ("WRITE_TIMEOUT_SECONDS", "600"),
    ]);
    let mut slow = Socket::master(&server);
    slow.follow(1, "Thing", json!({}));
    let before = server.most_memory();
    let text = "a".repeat(100_000);
    const OBJECTS: usize = 200;
    for _ in 0..OBJECTS {
        server.create("Thing", json!({"text": text}));
    }
    let grown = server.most_memory() - before;
    assert!(grown < 15_000, "{grown} KiB for 20 MB that nobody reads");
    let mut told = 0;
    let last = loop {
        let frame = slow.next();
        if frame["op"] != "create" {
            break frame;
        }
        told += 1;
    };
    assert!(told < OBJECTS, "all was told");
    assert_eq!(last["op"], "error", "{last}");
    assert_eq!(last["code"], 155, "{last}");
    assert_eq!(last["reconnect"], true, "{last}");
    assert_eq!(slow.closed(), 1013);
    assert_eq!(counted(&server, "live_connections_too_slow_total"), 1);
}

#[test]
fn who_reads_nothing_is_left() {
    let (_dir, server) = server(&[
        ("WRITE_TIMEOUT_SECONDS", "1"),
        ("LIVE_QUEUE_BYTES", "1000000"),
    ]);
    let mut slow = Socket::master(&server);
    slow.follow(1, "Thing", json!({}));
    assert_eq!(counted(&server, "live_connections"), 1);
    assert_eq!(counted(&server, "live_subscriptions"), 1);
    let text = "a".repeat(1_000_000);
    for _ in 0..20 {
        server.create("Thing", json!({"text": text}));
    }
    until(|| counted(&server, "live_connections") == 0);
    until(|| counted(&server, "live_subscriptions") == 0);
}

#[test]
fn there_are_so_many_connections_and_so_many_subscriptions() {
    let (_dir, server) = server(&[
        ("LIVE_CONNECTIONS", "2"),
        ("LIVE_SUBSCRIPTIONS_PER_CONNECTION", "2"),
        ("LIVE_SUBSCRIPTIONS", "3"),
    ]);
    let [mut one, mut two] = [1, 2].map(|_| Socket::master(&server));
    assert_eq!(Socket::opened(&server, upgrade(&server)).err(), Some(503));
    one.follow(1, "Thing", json!({}));
    one.follow(2, "Thing", json!({}));
    assert_eq!(one.subscribe(3, "Thing", json!({}))["code"], 155);
    two.follow(1, "Thing", json!({}));
    assert_eq!(two.subscribe(2, "Thing", json!({}))["code"], 155);
    one.send(json!({"op": "unsubscribe", "requestId": 1}));
    assert_eq!(one.next()["op"], "unsubscribed");
    two.follow(2, "Thing", json!({}));
    drop(one);
    until(|| counted(&server, "live_connections") == 1);
    Socket::master(&server).follow(1, "Thing", json!({}));
    assert_eq!(counted(&server, "live_connections_refused_total"), 1);
}

#[test]
fn a_server_that_stops_says_so() {
    let (_dir, server) = kinds();
    let mut idle = Socket::open(&server);
    let mut busy = Socket::master(&server);
    busy.follow(1, "Thing", json!({}));
    // One that reads nothing must not hold up the rest.
    let _deaf = Socket::master(&server);
    server.terminate();
    assert_eq!([idle.closed(), busy.closed()], [1001, 1001]);
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    assert!(!log.contains("still under way"), "{log}");
}

#[test]
fn a_page_asks_where_its_origin_may() {
    let (_dir, server) = server(&[("ALLOW_ORIGIN", "https://shop.example.com")]);
    let from = |origin: &str| {
        let mut request = upgrade(&server);
        let origin = origin.parse().expect("a header");
        request.headers_mut().insert("Origin", origin);
        Socket::opened(&server, request).err()
    };
    assert_eq!(from("https://shop.example.com"), None);
    assert_eq!(from("https://shop.example.org"), Some(403));
    assert_eq!(from("null"), Some(403));
    assert_eq!(Socket::opened(&server, upgrade(&server)).err(), None);
}

#[test]
fn frames_count_as_requests() {
    let (_dir, server) = server(&[("RATE_LIMIT_ADDRESS", "20"), ("RATE_LIMIT_EXEMPT", "")]);
    let mut socket = Socket::stranger(&server);
    let answers = std::iter::repeat_with(|| {
        socket.send(json!({"op": "unsubscribe", "requestId": 1}));
        socket.next()
    });
    let refused = answers.take(100).find(|answer| answer["code"] != 2);
    let refused = refused.expect("100 are too many for a limit of 20");
    assert_eq!(refused["code"], 100);
    assert_eq!(refused["error"], "Too many requests.");
}

#[test]
fn a_request_that_is_no_socket_finds_no_route() {
    let (_dir, server) = kinds();
    let none = |path: &str| format!("{{\"error\":\"Cannot GET /parse{path}\"}}");
    server.get("").is(404, &none(""));
    server.get("/").is(404, &none("/"));
    let mut request = upgrade(&server);
    request
        .headers_mut()
        .insert("Sec-WebSocket-Version", "12".parse().expect("a header"));
    assert_eq!(Socket::opened(&server, request).err(), Some(400));
}

#[test]
fn no_secret_of_a_conversation_is_logged() {
    let (_dir, server) = server(&[("LOG_LEVEL", "trace"), ("JAVASCRIPT_KEY", "hushed-key")]);
    let mut socket = Socket::open(&server);
    let mut says = |frame: Value| {
        socket.send(frame);
        socket.next()
    };
    let secrets = json!({"op": "connect", "applicationId": "shop", "masterKey": "hushed-master", "javascriptKey": "hushed-js"});
    assert_eq!(says(secrets)["code"], 4);
    let good = json!({"op": "connect", "applicationId": "shop", "masterKey": MASTER_KEY, "sessionToken": "r:hushed"});
    assert_eq!(says(good)["op"], "connected");
    let good = json!({"op": "connect", "applicationId": "shop", "javascriptKey": "hushed-key"});
    assert_eq!(says(good)["op"], "connected");
    let query = json!({"className": "Thing", "where": {}});
    let bad =
        json!({"op": "subscribe", "requestId": 1, "query": query, "sessionToken": "r:hushed"});
    assert_eq!(says(bad)["code"], 209);
    server.terminate();
    let (_, log) = server.ended();
    assert!(
        !log.contains("hushed") && !log.contains(MASTER_KEY),
        "{log}"
    );
}
