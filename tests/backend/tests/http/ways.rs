//! A rule holds whichever way a write comes: alone, in a batch, in a transaction.

use crate::server::{Server, kinds};
use serde_json::{Value, json};

/// Code and sentence of a refusal, or nothing.
type Verdict = Option<(i64, &'static str)>;

/// What an operation on a field comes to, of a create and of an update of what [`FULL`] makes.
const CASES: &[(&str, &str, Verdict, Verdict)] = &[
    // required, length
    ("name", r#""other""#, None, None),
    (
        "name",
        "null",
        Some((142, "name is required")),
        Some((142, "name is required")),
    ),
    (
        "name",
        r#"{"__op":"Delete"}"#,
        Some((142, "name is required")),
        Some((142, "name is required")),
    ),
    (
        "name",
        r#"{"__op":"SetOnInsert","amount":"new"}"#,
        None,
        None,
    ),
    (
        "name",
        r#"{"__op":"SetOnInsert","amount":"much too long"}"#,
        Some((142, "name must have at most 8 characters")),
        None,
    ),
    (
        "name",
        r#"{"__op":"Increment","amount":1}"#,
        Some((111, "cannot Increment `name`, a String")),
        Some((111, "cannot Increment `name`, a String")),
    ),
    // default, enum, transitions
    (
        "status",
        r#""closed""#,
        None,
        Some((142, "status may not become closed from what it is now")),
    ),
    ("status", r#""open""#, None, None),
    (
        "status",
        r#""lost""#,
        Some((142, "status must be one of new, open, closed")),
        Some((142, "status must be one of new, open, closed")),
    ),
    (
        "status",
        r#"{"__op":"Delete"}"#,
        None,
        Some((142, "status may not be unset")),
    ),
    (
        "status",
        r#"{"__op":"SetOnInsert","amount":"lost"}"#,
        Some((142, "status must be one of new, open, closed")),
        None,
    ),
    // unique
    (
        "code",
        r#""taken""#,
        Some((
            137,
            "A duplicate value for a field with unique values was provided",
        )),
        Some((
            137,
            "A duplicate value for a field with unique values was provided",
        )),
    ),
    ("code", r#""free""#, None, None),
    ("code", r#"{"__op":"Delete"}"#, None, None),
    // whole, range
    (
        "count",
        "10",
        Some((142, "count must be at most 9")),
        Some((142, "count must be at most 9")),
    ),
    (
        "count",
        "-1",
        Some((142, "count must be at least 0")),
        Some((142, "count must be at least 0")),
    ),
    (
        "count",
        "1.5",
        Some((142, "count must be a whole number")),
        Some((142, "count must be a whole number")),
    ),
    (
        "count",
        r#"{"__op":"Increment","amount":5}"#,
        None,
        Some((142, "count must be at most 9")),
    ),
    (
        "count",
        r#"{"__op":"Increment","amount":-5}"#,
        Some((142, "count must be at least 0")),
        None,
    ),
    (
        "count",
        r#"{"__op":"Increment","amount":-6}"#,
        Some((142, "count must be at least 0")),
        Some((142, "count must be at least 0")),
    ),
    (
        "count",
        r#"{"__op":"Increment","amount":0.5}"#,
        Some((142, "count must be a whole number")),
        Some((142, "count must be a whole number")),
    ),
    (
        "count",
        r#"{"__op":"Add","objects":[1]}"#,
        Some((111, "cannot Add `count`, a Number")),
        Some((111, "cannot Add `count`, a Number")),
    ),
    // elements, how many
    ("tags", r#"{"__op":"Add","objects":["c"]}"#, None, None),
    (
        "tags",
        r#"{"__op":"Add","objects":["c","d"]}"#,
        None,
        Some((142, "tags must have at most 3 elements")),
    ),
    (
        "tags",
        r#"{"__op":"AddUnique","objects":["a","b","c"]}"#,
        None,
        None,
    ),
    (
        "tags",
        r#"{"__op":"Add","objects":[1]}"#,
        Some((142, "tags[0] must be a String, not Number")),
        Some((142, "tags[2] must be a String, not Number")),
    ),
    ("tags", r#"{"__op":"Remove","objects":["a"]}"#, None, None),
    (
        "tags.1",
        r#""x""#,
        Some((111, "there is no element `tags.1`")),
        None,
    ),
    (
        "tags.1",
        "1",
        Some((111, "there is no element `tags.1`")),
        Some((142, "tags[1] must be a String, not Number")),
    ),
    // of the server alone, once
    (
        "stamp",
        r#""x""#,
        Some((142, "stamp is set by the server alone")),
        Some((142, "stamp is set by the server alone")),
    ),
    (
        "stamp",
        r#"{"__op":"Delete"}"#,
        Some((142, "stamp is set by the server alone")),
        Some((142, "stamp is set by the server alone")),
    ),
    (
        "once",
        r#""x""#,
        None,
        Some((142, "once is set once, and never changed")),
    ),
    (
        "once",
        r#"{"__op":"Delete"}"#,
        None,
        Some((142, "once is set once, and never changed")),
    ),
    // format, pattern
    (
        "mail",
        r#""nobody""#,
        Some((142, "mail must be an e-mail address")),
        Some((142, "mail must be an e-mail address")),
    ),
    (
        "zip",
        r#""1234""#,
        Some((142, "zip must match ^[0-9]{5}$")),
        Some((142, "zip must match ^[0-9]{5}$")),
    ),
    ("zip", r#""12345""#, None, None),
];

/// What is updated.
const FULL: &str =
    r#"{"name":"full","status":"new","count":5,"tags":["a","b"],"once":"set","code":"mine"}"#;

/// How a write is sent.
#[derive(Clone, Copy, Debug)]
enum Way {
    Alone,
    Batch,
    Transaction,
}

/// What a write comes to: `None` where it is done.
fn send(
    server: &Server,
    way: Way,
    method: &str,
    path: &str,
    body: &Value,
) -> Option<(i64, String)> {
    if let Way::Alone = way {
        let answer = server
            .send(method, path, &body.to_string())
            .expect("an answer");
        return refusal(&answer.json(), answer.status.is_success());
    }
    let item = json!({"method": method, "path": path, "body": body});
    let transaction = matches!(way, Way::Transaction);
    let answer = server.post(
        "/batch",
        json!({"requests": [item], "transaction": transaction}),
    );
    let json = answer.json();
    if !answer.status.is_success() {
        let (code, sentence) = refusal(&json, false).expect("a refusal");
        let sentence = sentence
            .strip_prefix("requests[0]: ")
            .expect("the request is named");
        return Some((code, sentence.to_owned()));
    }
    let failed = json[0].get("error");
    failed.and_then(|failed| refusal(failed, false))
}

fn refusal(body: &Value, done: bool) -> Option<(i64, String)> {
    let code = body["code"].as_i64();
    let sentence = body["error"].as_str().unwrap_or_default().to_owned();
    (!done).then(|| (code.expect("a code"), sentence))
}

/// Deletes what a case has made.
fn clear(server: &Server) {
    for object in server.results("Checked", &[("where", r#"{"name":{"$ne":"taken"}}"#)]) {
        let id = object["objectId"].as_str().expect("an id");
        server.delete(&format!("/classes/Checked/{id}"));
    }
}

#[test]
fn a_rule_holds_whichever_way_a_write_comes() {
    let (_dir, server) = kinds();
    server.create(
        "Checked",
        json!({"name": "taken", "code": "taken", "count": 9}),
    );
    for way in [Way::Alone, Way::Batch, Way::Transaction] {
        for (field, value, of_create, of_update) in CASES {
            let value: Value = serde_json::from_str(value).expect("JSON");
            let verdict =
                |expected: &Verdict| expected.map(|(code, sentence)| (code, sentence.to_owned()));
            let body = match *field {
                "name" => json!({"name": value}),
                field => json!({"name": "created", field: value}),
            };
            let told = send(&server, way, "POST", "/classes/Checked", &body);
            assert_eq!(told, verdict(of_create), "{way:?} create {body}");
            clear(&server);

            let id = server.create("Checked", FULL);
            let body = json!({*field: value});
            let before = server.object("Checked", &id);
            let told = send(
                &server,
                way,
                "PUT",
                &format!("/classes/Checked/{id}"),
                &body,
            );
            assert_eq!(told, verdict(of_update), "{way:?} update {body}");
            if told.is_some() {
                assert_eq!(
                    server.object("Checked", &id),
                    before,
                    "{way:?} update {body}"
                );
            }
            clear(&server);
        }
    }
}
