//! Pushes are checked, handed to the provider a batch at a time, and counted.

use crate::client::Answer;
use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};
use tempfile::TempDir;

fn courier() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("pushes", dir.path()).start();
    (dir, server)
}

fn device(server: &Server, kind: &str, token: &str, more: Value) -> String {
    let mut body = json!({"deviceType": kind, "deviceToken": token, "installationId": format!("{kind}-{token}")});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    server.create("_Installation", body)
}

/// The row that tells how a push went, once it has ended.
fn ended(server: &Server, taken: &Answer) -> Value {
    taken.is(200, r#"{"result":true}"#);
    let id = taken.header("x-parse-push-status-id");
    loop {
        let row = server.object("_PushStatus", id);
        if row["status"] != "running" {
            return row;
        }
    }
}

#[test]
fn a_push_reaches_the_devices_of_its_query() {
    let (_dir, server) = courier();
    device(
        &server,
        "ios",
        "one",
        json!({"channels": ["news"], "badge": 4}),
    );
    device(
        &server,
        "android",
        "two",
        json!({"channels": ["news", "sport"]}),
    );
    device(&server, "android", "three", json!({"channels": ["sport"]}));
    device(&server, "android", "bad one", json!({"channels": ["news"]}));
    server.create(
        "_Installation",
        json!({"deviceType": "web", "installationId": "no token", "channels": ["news"]}),
    );
    let push = json!({"channels": ["news", "weather"], "data": {"alert": "Hello", "title": "News", "badge": "Increment"}});
    let row = ended(&server, &server.post("/push", push));
    assert_eq!(row["status"], "succeeded", "{row}");
    assert_eq!((&row["numSent"], &row["numFailed"]), (&json!(2), &json!(1)));
    assert_eq!(row["sentPerType"], json!({"android": 1, "ios": 1}));
    assert_eq!(row["failedPerType"], json!({"android": 1}));
    assert_eq!(
        (&row["title"], &row["source"]),
        (&json!("News"), &json!("rest"))
    );
    let payload: Value =
        serde_json::from_str(row["payload"].as_str().expect("text")).expect("JSON");
    assert_eq!(payload["alert"], "Hello");
    let log = server.log();
    assert!(log.contains(r#"ios one gets "Hello" Some(5)"#), "{log}");
    assert!(log.contains(r#"android two gets "Hello" Some(1)"#), "{log}");
    assert!(!log.contains("three"), "{log}");
    let badges = server.results("_Installation", &[("where", r#"{"deviceToken":"one"}"#)]);
    assert_eq!(badges[0]["badge"], 5);
    let push = json!({"where": {"deviceType": "android", "channels": {"$ne": "news"}}, "data": {"alert": "Hi"}});
    let row = ended(&server, &server.post("/push", push));
    assert_eq!((&row["numSent"], &row["numFailed"]), (&json!(1), &json!(0)));
}

#[test]
fn many_devices_are_reached_in_batches_each_once() {
    let (_dir, server) = courier();
    std::thread::scope(|scope| {
        for part in 0..6 {
            let server = &server;
            scope.spawn(move || {
                for number in 0..100 {
                    device(server, "ios", &format!("{part}.{number}."), json!({}));
                }
            });
        }
    });
    let row = ended(
        &server,
        &server.post("/push", json!({"where": {}, "data": {"badge": 7}})),
    );
    assert_eq!(row["numSent"], 600);
    let log = server.log();
    for token in ["0.0.", "3.99.", "5.50."] {
        assert_eq!(
            log.matches(&format!("ios {token} gets")).count(),
            1,
            "{token}"
        );
    }
    let count = server.find(
        "_Installation",
        &[("where", r#"{"badge":7}"#), ("count", "1"), ("limit", "0")],
    );
    assert_eq!(count.json()["count"], 600);
}

#[test]
fn a_provider_that_fails_takes_nothing_else_with_it() {
    let (_dir, server) = courier();
    let push = json!({"where": {}, "data": {"alert": "a"}});
    device(&server, "ios", "silent", json!({}));
    let row = ended(&server, &server.post("/push", &push));
    assert_eq!((&row["numSent"], &row["numFailed"]), (&json!(0), &json!(1)));
    device(&server, "ios", "panic", json!({}));
    let row = ended(&server, &server.post("/push", &push));
    assert_eq!(row["status"], "failed");
    assert!(row["errorMessage"]["message"].is_string(), "{row}");
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn what_is_no_push_is_refused() {
    let (_dir, server) = kinds();
    let push = |body: Value| server.post("/push", body);
    let data = json!({"alert": "a"});
    for (body, told) in [
        (
            json!({"data": data}),
            "Sending a push requires either \"channels\" or a \"where\" query.",
        ),
        (
            json!({"where": {}, "channels": [], "data": data}),
            "Channels and query can not be set at the same time.",
        ),
        (
            json!({"where": {}}),
            "Sending a push requires data, an Object.",
        ),
        (
            json!({"where": [], "data": data}),
            "where must be an Object.",
        ),
        (
            json!({"channels": "news", "data": data}),
            "channels must be an Array of Strings.",
        ),
        (
            json!({"where": {}, "data": data, "expiration_time": 1_900_000_000, "expiration_interval": 5}),
            "Both expiration_time and expiration_interval cannot be set.",
        ),
        (
            json!({"where": {}, "data": data, "expiration_time": "soon"}),
            "\"soon\" is not valid time.",
        ),
        (
            json!({"where": {}, "data": {"badge": "more"}}),
            "Invalid value for badge, expected number or 'Increment' or {increment: number}",
        ),
    ] {
        assert_eq!(push(body).is_refused(115), told);
    }
    push(json!({"where": {}, "data": data, "expiration_interval": -1})).is_refused(115);
    push(json!({"where": {}, "data": data, "push_time": "2100-01-01T00:00:00.000Z"}))
        .is_refused(152);
    push(json!({"where": {"deviceType": {"$near": 1}}, "data": data})).is_refused(102);
    server
        .stranger()
        .post("/push", json!({"where": {}, "data": data}))
        .is(403, r#"{"error":"Permission denied"}"#);
    assert_eq!(server.results("_PushStatus", &[]), Vec::<Value>::new());
    assert!(server.stranger().results("_PushStatus", &[]).is_empty());
}

#[test]
fn a_push_that_has_expired_is_not_sent() {
    let (_dir, server) = courier();
    device(&server, "ios", "late", json!({}));
    let push = json!({"where": {}, "data": {"alert": "a"}, "expiration_time": 1_000_000_000});
    let row = ended(&server, &server.post("/push", push));
    assert_eq!(
        (&row["status"], &row["numSent"]),
        (&json!("failed"), &json!(0))
    );
    assert_eq!(row["errorMessage"]["message"], "the push expired");
    assert!(!server.log().contains("late"));
}

#[test]
fn without_a_provider_pushes_go_to_the_log() {
    let (_dir, server) = kinds();
    device(&server, "ios", "a secret token", json!({}));
    let row = ended(
        &server,
        &server.post(
            "/push",
            json!({"where": {}, "data": {"alert": "Hello log"}}),
        ),
    );
    assert_eq!(
        (&row["status"], &row["numSent"]),
        (&json!("succeeded"), &json!(1))
    );
    let log = server.log();
    assert!(
        log.contains("Hello log") && !log.contains("a secret token"),
        "{log}"
    );
}

#[test]
fn an_audience_is_a_query_with_a_name() {
    let (_dir, server) = kinds();
    let audience = json!({"name": "Phones", "query": r#"{"deviceType":"ios"}"#});
    let id = server.post("/push_audiences", audience).id();
    let listed = server.get("/push_audiences?limit=5").json();
    assert_eq!(listed["results"][0]["name"], "Phones");
    server
        .delete(&format!("/push_audiences/{id}"))
        .is(200, "{}");
    server
        .stranger()
        .post("/push_audiences", json!({"name": "a", "query": "{}"}))
        .is_refused(119);
}
