//! The parameters that an application reads when it starts.

use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};

const DONE: &str = r#"{"result":true}"#;

fn set(server: &Server, params: Value) {
    server
        .put("/config", json!({"params": params}))
        .is(200, DONE);
}

#[test]
fn clients_read_what_is_not_the_masters_alone() {
    let (_dir, server) = kinds();
    server.stranger().get("/config").is(200, r#"{"params":{}}"#);
    let body = json!({"params": {"a": 1, "secret": "s"}, "masterKeyOnly": {"secret": true}});
    server.put("/config", body).is(200, DONE);
    let open = json!({"params": {"a": 1}, "masterKeyOnly": {"a": false}});
    assert_eq!(server.stranger().get("/config").json(), open);
    let all =
        json!({"params": {"a": 1, "secret": "s"}, "masterKeyOnly": {"a": false, "secret": true}});
    assert_eq!(server.get("/config").json(), all);
    // A new value alone does not publish a secret.
    set(&server, json!({"secret": "t"}));
    assert_eq!(server.stranger().get("/config").json(), open);
    server
        .put(
            "/config",
            json!({"params": {}, "masterKeyOnly": {"secret": false}}),
        )
        .is(200, DONE);
    assert_eq!(
        server.stranger().get("/config").json()["params"]["secret"],
        "t"
    );
}

#[test]
fn parameters_take_operations() {
    let (_dir, server) = kinds();
    set(
        &server,
        json!({"left": 5, "tags": ["a"], "gone": true, "word": "w"}),
    );
    let op = |op: &str, objects: Value| json!({"__op": op, "objects": objects});
    set(
        &server,
        json!({
            "left": {"__op": "Increment", "amount": -2},
            "new": {"__op": "Increment", "amount": 1.5},
            "tags": op("AddUnique", json!(["a", "b"])),
            "list": op("Add", json!([{"b": 1, "a": 2}])),
            "gone": {"__op": "Delete"},
        }),
    );
    set(&server, json!({"tags": op("Remove", json!(["a"]))}));
    let params = server.get("/config").json()["params"].take();
    assert_eq!(
        params,
        json!({"left": 3, "new": 1.5, "tags": ["b"], "list": [{"a": 2, "b": 1}], "word": "w"})
    );
    for (wrong, code) in [
        (json!({"word": {"__op": "Increment", "amount": 1}}), 111),
        (json!({"left": {"__op": "Increment"}}), 107),
        (json!({"left": op("Add", json!([1]))}), 111),
        (json!({"tags": op("Add", json!("a"))}), 107),
        (json!({"left": {"__op": "Double"}}), 108),
        (
            json!({"left": {"__op": "Increment", "amount": 1}, "": 1}),
            105,
        ),
        (json!({"data": {"a.b": 1}}), 121),
    ] {
        let body = json!({"params": wrong});
        server.put("/config", &body).is_refused(code);
    }
    // One that is wrong changes nothing.
    assert_eq!(server.get("/config").json()["params"], params);
}

#[test]
fn values_are_as_they_were_sent_after_a_crash_too() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path()).start();
    let params = json!({
        "text": "Zoë \u{1F680}", "number": -1.25, "flag": false, "none": null,
        "when": {"__type": "Date", "iso": "2026-01-02T03:04:05.678Z"},
        "where": {"__type": "GeoPoint", "latitude": 40, "longitude": -30.5},
        "file": {"__type": "File", "name": "a.txt", "url": "https://example.com/a.txt"},
        "data": {"deep": {"list": [1, "two", null]}},
    });
    set(&server, params.clone());
    server.kill();
    let server = Launch::fixture("kinds", dir.path()).start();
    assert_eq!(server.stranger().get("/config").json()["params"], params);
}

#[test]
fn counting_clients_lose_no_count() {
    let (_dir, server) = kinds();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let client = server.client();
            scope.spawn(move || {
                let body = json!({"params": {"n": {"__op": "Increment", "amount": 1}}});
                for _ in 0..10 {
                    client.put("/config", &body).is(200, DONE);
                }
            });
        }
    });
    assert_eq!(server.get("/config").json()["params"]["n"], 80);
}

#[test]
fn a_config_has_a_size() {
    let (_dir, server) = kinds();
    let put = |params: Value| server.put("/config", json!({"params": params}));
    put(json!({"long": "x".repeat(140_000)})).is_refused(116);
    let many: serde_json::Map<_, _> = (0..501).map(|n| (format!("p{n}"), n.into())).collect();
    put(many.into()).is_refused(116);
    put(json!({"x".repeat(200): 1})).is_refused(105);
    for body in [
        "{}",
        r#"{"params":[1]}"#,
        r#"{"params":{"a":1},"masterKeyOnly":{"a":"yes"}}"#,
    ] {
        server.put("/config", body).is_refused(107);
    }
    server.get("/config").is(200, r#"{"params":{}}"#);
}
