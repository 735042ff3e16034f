//! What a server says of itself to those who watch it.

use crate::client::{Answer, Client, MASTER_KEY, raw};
use crate::server::{Launch, folder, kinds};
use rusqlite::Connection;
use serde_json::json;
use std::net::TcpListener;
use std::thread;

const TOKEN: &str = "a-token-to-watch-with";

/// The server's own paths, which lie beside the API.
fn at_root(server: &crate::server::Server) -> Client {
    Client::new(&format!("http://{}", server.address()))
}

#[track_caller]
fn has(metrics: &Answer, line: &str) {
    let found = metrics.body.lines().any(|found| found == line);
    assert!(found, "{line} is not in\n{}", metrics.body);
}

#[test]
fn what_a_server_counts() {
    let (_dir, server) = kinds();
    let keyed = server.with_header("Idempotency-Key", "once");
    keyed.post("/classes/Thing", "{}");
    keyed.post("/classes/Thing", "{}");
    let id = server.create("Thing", "{}");
    server.get(&format!("/classes/Thing/{id}"));
    server.get("/classes/Thing/nothing");
    server.post(
        &format!("/classes/Thing/{id}"),
        json!({"_method": "PUT", "_ApplicationId": "shop", "text": "a"}),
    );
    server.get("/no/such/route");
    let metrics = at_root(&server).get("/metrics");
    assert_eq!(metrics.status, 200, "{}", metrics.body);
    let kind = metrics.header("content-type");
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    let [list, one] = ["/parse/classes/{class}", "/parse/classes/{class}/{id}"];
    for (route, method, status, count) in [
        (list, "POST", 201, 3),
        (one, "GET", 200, 1),
        (one, "GET", 404, 1),
        (one, "PUT", 200, 1),
        ("none", "GET", 404, 1),
    ] {
        let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
        has(
            &metrics,
            &format!("http_requests_total{{{labels}}} {count}"),
        );
    }
    let labels = format!("route=\"{list}\",method=\"POST\"");
    let bucket = format!("http_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} 3");
    has(&metrics, &bucket);
    for line in [
        "# TYPE http_requests_total counter",
        "# TYPE http_request_duration_seconds histogram",
        "http_requests_in_flight 1",
        "http_requests_replayed_total 1",
        "http_requests_limited_total 0",
        "sessions_cached 0",
        "store_writes_waiting 0",
        "store_slow_queries_total 0",
    ] {
        has(&metrics, line);
    }
    let number = |name: &str| -> u64 {
        let mut lines = metrics.body.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.and_then(|value| value.parse().ok()).expect(name)
    };
    assert!(number("http_connections") >= 1);
    assert!(number("store_bytes") > 0);
    // What was written when it came up, and three writes since.
    assert!(number("store_commit_writes_sum") >= 3);
    assert!(number("store_commit_writes_count") >= 1);
}

#[test]
fn a_slow_query_is_counted() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "1")
        .start();
    let query = crate::hostile::endless(&server);
    server.get(&query).is_refused(124);
    has(
        &at_root(&server).get("/metrics"),
        "store_slow_queries_total 1",
    );
}

#[test]
fn only_the_master_and_who_has_the_token_read_it() {
    let dir = folder();
    let read = |client: &Client| client.get("/metrics").status.as_u16();
    let with = |client: &Client, token: &str| {
        client
            .stranger()
            .with_header("Authorization", &format!("Bearer {token}"))
    };
    let server = Launch::fixture("kinds", dir.path()).start();
    let root = at_root(&server);
    assert_eq!(read(&root), 200);
    root.stranger()
        .get("/metrics")
        .is(403, r#"{"error":"unauthorized"}"#);
    assert_eq!(read(&with(&root, "")), 403);
    assert_eq!(server.get("/metrics").status, 404, "it is not of the API");
    server.kill();
    let server = Launch::fixture("kinds", dir.path())
        .env("METRICS_TOKEN", TOKEN)
        .env("MASTER_KEY_IPS", "203.0.113.9")
        .start();
    let root = at_root(&server);
    assert_eq!(read(&with(&root, TOKEN)), 200);
    assert_eq!(read(&with(&root, "another-token-to-watch-with")), 403);
    assert_eq!(read(&with(&root, MASTER_KEY)), 403);
    assert_eq!(read(&root), 403);
    let refusal = Launch::fixture("kinds", dir.path())
        .env("METRICS_TOKEN", "short")
        .refusal();
    let sentence = "METRICS_TOKEN must be 16 characters or more";
    assert!(refusal.log.contains(sentence), "{}", refusal.log);
    assert!(!refusal.log.contains("short"), "{}", refusal.log);
}

#[test]
fn a_server_is_ready_until_it_is_told_to_stop() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("DRAIN_SECONDS", "3")
        .start();
    let root = at_root(&server);
    for asked in [&root, &server.stranger()] {
        asked.get("/ready").is(200, r#"{"status":"ready"}"#);
    }
    server.terminate();
    let mut answers = std::iter::repeat_with(|| root.get("/ready"));
    let unready = answers.find(|answer| answer.status != 200);
    unready
        .expect("an answer")
        .is(503, r#"{"status":"stopping"}"#);
    // Who is sent here all the same is answered.
    assert_eq!(server.post("/classes/Thing", "{}").status, 201);
    root.get("/health").is(200, r#"{"status":"ok"}"#);
    assert_eq!(server.ended().0.code(), Some(0));
}

#[test]
fn a_server_that_starts_says_so() {
    let dir = folder();
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("its address").port()
    };
    Launch::fixture("kinds", dir.path()).start().kill();
    // Whoever writes to the database keeps a server from bringing it up to the schema.
    let database = Connection::open(dir.path().join("shop.db")).expect("the database");
    database.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let launch = Launch::fixture("kinds", dir.path()).env("PORT", port.to_string());
    thread::scope(|scope| {
        let started = scope.spawn(|| launch.start());
        let address = format!("127.0.0.1:{port}");
        for path in ["/ready", "/health", "/parse/classes/Thing"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            while std::net::TcpStream::connect(&address).is_err() {
                thread::yield_now();
            }
            let answer = raw(&address, request.as_bytes());
            assert!(answer.starts_with("HTTP/1.1 503 "), "{path}: {answer}");
            assert!(answer.ends_with(r#"{"status":"starting"}"#), "{answer}");
            assert!(answer.contains("\r\nretry-after: 1\r\n"), "{answer}");
        }
        database.execute_batch("ROLLBACK").expect("unlocked");
        let server = started.join().expect("it comes up");
        at_root(&server)
            .get("/ready")
            .is(200, r#"{"status":"ready"}"#);
    });
}
