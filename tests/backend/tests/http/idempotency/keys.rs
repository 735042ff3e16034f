//! What a key is, whose it is, and how long it counts.

use super::{KEY, essence, is_replayed, keyed};
use crate::client::Client;
use crate::server::{Launch, Server, folder, kinds};
use serde_json::json;
use tempfile::TempDir;

fn server(settings: &[(&str, &str)]) -> (TempDir, Server) {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let launch = settings
        .iter()
        .fold(launch, |launch, (name, value)| launch.env(name, *value));
    (dir, launch.start())
}

fn sign_up(server: &Server, name: &str) -> Client {
    let answer = server.post("/users", json!({"username": name, "password": "pw"}));
    let token = answer.json()["sessionToken"].take();
    server.with_session(token.as_str().expect("a token"))
}

#[test]
fn a_key_is_for_one_request() {
    let (_dir, server) = kinds();
    let client = keyed(&server, KEY);
    let first = client.post("/classes/Thing", r#"{"text":"a","data":{"b":1,"c":[1,2]}}"#);
    assert_eq!(first.status, 201, "{}", first.body);
    for (method, path, body) in [
        ("POST", "/classes/Thing", r#"{"text":"b"}"#),
        (
            "POST",
            "/classes/Thing",
            r#"{"text":"a","data":{"b":1,"c":[2,1]}}"#,
        ),
        (
            "POST",
            "/classes/Note",
            r#"{"text":"a","data":{"b":1,"c":[1,2]}}"#,
        ),
        ("DELETE", "/classes/Thing/a", ""),
    ] {
        let answer = client.send(method, path, body).expect("an answer");
        let sentence = answer.is_refused(159);
        assert!(sentence.contains("another request"), "{sentence}");
    }
    let again = client.post("/classes/Thing", r#"{"data":{"c":[1,2],"b":1},"text":"a"}"#);
    assert_eq!(essence(&again), essence(&first));
    assert_eq!(server.results("Thing", &[]).len(), 1);
}

#[test]
fn a_key_is_one_persons() {
    let (_dir, server) = kinds();
    let [ann, bob] = ["ann", "bob"].map(|name| sign_up(&server, name));
    let phone = server
        .stranger()
        .with_header("X-Parse-Installation-Id", "phone");
    let tablet = server
        .stranger()
        .with_header("X-Parse-Installation-Id", "tablet");
    let all = [ann, bob, phone, tablet, server.stranger(), server.client()];
    for (number, one) in all.into_iter().enumerate() {
        let device = json!({"deviceType": "ios", "installationId": format!("device {number}")});
        let answer = keyed(&one, KEY).post("/installations", &device);
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert!(!is_replayed(&answer));
        assert!(is_replayed(
            &keyed(&one, KEY).post("/installations", &device)
        ));
    }
    assert_eq!(server.results("_Installation", &[]).len(), 6);
}

#[test]
fn a_request_that_was_refused_may_be_mended_under_its_key() {
    let (_dir, server) = kinds();
    let client = keyed(&server, KEY);
    client
        .post("/classes/Checked", r#"{"name":"far too long"}"#)
        .is_refused(142);
    client
        .post("/classes/Checked", "{")
        .is(400, r#"{"error":"Unexpected end of JSON input"}"#);
    let mended = client.post("/classes/Checked", r#"{"name":"short"}"#);
    assert_eq!(mended.status, 201, "{}", mended.body);
    client
        .post("/classes/Checked", r#"{"name":"far too long"}"#)
        .is_refused(159);
}

#[test]
fn a_key_that_cannot_be_one_is_refused() {
    let (_dir, server) = kinds();
    for key in [" ", "two words", "ü", &"k".repeat(256)] {
        let answer = keyed(&server, key).post("/classes/Thing", "{}");
        let sentence = answer.is_refused(142);
        assert!(sentence.starts_with("x-parse-request-id: "), "{sentence}");
    }
    let twice = keyed(&keyed(&server, "a"), "b").post("/classes/Thing", "{}");
    twice.is_refused(142);
    // Of two names the one that other protocols know counts.
    let both = keyed(&server, "").with_header("Idempotency-Key", &"k".repeat(255));
    assert_eq!(both.post("/classes/Thing", "{}").status, 201);
    assert_eq!(server.results("Thing", &[]).len(), 1);
}

#[test]
fn reading_needs_no_key_and_heeds_none() {
    let (_dir, server) = kinds();
    let client = keyed(&server, KEY);
    for _ in 0..2 {
        server.create("Thing", "{}");
        let found = client.get("/classes/Thing");
        assert_eq!(found.status, 200);
        assert!(!is_replayed(&found));
    }
    assert_eq!(client.results("Thing", &[]).len(), 2);
    let ann = json!({"username": "ann", "password": "pw"});
    sign_up(&server, "ann");
    let tokens = [0; 2].map(|_| client.post("/login", &ann).json()["sessionToken"].take());
    assert_ne!(tokens[0], tokens[1]);
}

#[test]
fn a_repeat_is_refused_where_that_is_asked_for() {
    let (_dir, server) = server(&[("IDEMPOTENCY_REPEATS", "refuse")]);
    let client = keyed(&server, KEY);
    assert_eq!(client.post("/classes/Thing", "{}").status, 201);
    for body in ["{}", r#"{"text":"another"}"#] {
        client
            .post("/classes/Thing", body)
            .is(400, r#"{"code":159,"error":"Duplicate request"}"#);
    }
    assert_eq!(server.results("Thing", &[]).len(), 1);
}

#[test]
fn a_key_counts_as_long_as_it_is_set() {
    let (dir, server) = server(&[("IDEMPOTENCY_TTL_SECONDS", "1")]);
    let client = keyed(&server, KEY);
    let first = client.post("/classes/Thing", "{}");
    let mut later = std::iter::repeat_with(|| client.post("/classes/Thing", "{}"));
    let later = later
        .find(|answer| !is_replayed(answer))
        .expect("an answer");
    assert_eq!(later.status, 201, "{}", later.body);
    assert_ne!(later.id(), first.id());
    server.kill();

    let server = Launch::fixture("kinds", dir.path())
        .env("IDEMPOTENCY_TTL_SECONDS", "0")
        .start();
    let client = keyed(&server, KEY);
    for _ in 0..2 {
        let answer = client.post("/classes/Thing", "{}");
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert!(!is_replayed(&answer));
    }
    assert_eq!(server.results("Thing", &[]).len(), 4);
    // What was kept goes of itself.
    while !server.results("_Idempotency", &[]).is_empty() {}
}

#[test]
fn nobody_sees_what_is_kept() {
    let (_dir, server) = kinds();
    keyed(&server, KEY).post("/classes/Thing", "{}");
    for one in [server.stranger(), sign_up(&server, "ann")] {
        assert!(one.results("_Idempotency", &[]).is_empty());
    }
    let kept = server.results("_Idempotency", &[]);
    assert_eq!(kept.len(), 1);
    for hidden in ["answer", "outcomes"] {
        assert!(kept[0].get(hidden).is_none(), "{}", kept[0]);
    }
    server
        .stranger()
        .post("/classes/_Idempotency", "{}")
        .is_refused(119);
}
