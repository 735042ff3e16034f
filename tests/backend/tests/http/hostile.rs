//! What no honest client sends: the server answers each with its fault, and goes on.

use crate::client::{Client, raw};
use crate::server::{Launch, Server, folder, kinds};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::thread;

/// Still there, and as good as before.
#[track_caller]
fn goes_on(server: &Server) {
    let id = server.create("Thing", json!({"text": "after"}));
    assert_eq!(server.object("Thing", &id)["text"], "after");
}

fn nested(open: &str, middle: &str, close: &str, depth: usize) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

/// Puts as much into the database as it takes to keep a query busy for longer than anybody waits, and gives the path of
/// one that is.
pub fn endless(client: &Client) -> String {
    let list: Vec<_> = (0..20_000).collect();
    for _ in 0..20 {
        client.create("Thing", json!({"list": list}));
    }
    let sought: Vec<_> = (0..1_500).map(|number| -1 - number).collect();
    let filter = json!({"list": {"$in": sought}}).to_string();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("where", &filter)
        .finish();
    format!("/classes/Thing?{query}")
}

#[test]
fn json_that_is_no_json_or_too_much_of_it() {
    let (_dir, server) = kinds();
    for body in [
        nested("[", "1", "]", 100_000),
        nested("{\"a\":", "1", "}", 100_000),
        format!("{{\"data\":{}}}", nested("{\"a\":", "1", "}", 500)),
        format!("{{\"list\":{}}}", nested("[", "", "]", 500)),
        r#"{"number":1e400}"#.to_owned(),
        r#"{"number":-1e999999999}"#.to_owned(),
        format!("{{\"number\":{}}}", "9".repeat(400)),
        r#"{"number":NaN}"#.to_owned(),
        r#"{"text":"\ud800"}"#.to_owned(),
        r#"{"text":"\ude00\ud83d"}"#.to_owned(),
        r#"{"text":"a\u0000b"}"#.to_owned(),
        r#"{"data":{"a\u0000b":1}}"#.to_owned(),
        r#"{"list":["a\u0000b"]}"#.to_owned(),
        "{\"text\":\"\u{1}\"}".to_owned(),
        "\u{feff}{}".to_owned(),
        "{\"number\":0x10}".to_owned(),
    ] {
        let answer = server.post("/classes/Thing", &body);
        assert_eq!(answer.status, 400, "{:.80}: {}", body, answer.body);
        assert!(answer.json().get("error").is_some(), "{}", answer.body);
    }
    let text = b"POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\
        Content-Length: 13\r\n\r\n{\"text\":\"\xff\xfe\"}";
    assert!(raw(server.address(), text).starts_with("HTTP/1.1 400 "));
    assert!(server.results("Thing", &[]).is_empty());
    goes_on(&server);
}

#[test]
fn a_number_stays_a_number() {
    let (_dir, server) = kinds();
    let id = server.create(
        "Thing",
        json!({"number": 1e308, "list": [1e300, 9_007_199_254_740_993_u64, -0.0]}),
    );
    let path = format!("/classes/Thing/{id}");
    server
        .put(
            &path,
            json!({"number": {"__op": "Increment", "amount": 1e308}}),
        )
        .is_refused(142);
    assert_eq!(
        server
            .put(
                &path,
                json!({"number": {"__op": "Increment", "amount": -2e307}})
            )
            .json()["number"],
        8e307
    );
    assert_eq!(server.object("Thing", &id)["number"], 8e307);
    let filter = r#"{"list":9007199254740992.0}"#;
    assert_eq!(server.results("Thing", &[("where", filter)]).len(), 1);
    let id = server.create("Checked", json!({"name": "a", "count": 9}));
    let path = format!("/classes/Checked/{id}");
    server
        .put(&path, json!({"count": {"__op": "Increment", "amount": 1}}))
        .is_refused(142);
    server
        .put(
            &path,
            json!({"count": {"__op": "Increment", "amount": -0.5}}),
        )
        .is_refused(142);
    server
        .put(
            &path,
            json!({"count": {"__op": "Increment", "amount": -10}}),
        )
        .is_refused(142);
    assert_eq!(server.object("Checked", &id)["count"], 9);
}

#[test]
fn sql_in_every_place_where_text_can_be() {
    let (_dir, server) = kinds();
    let sql = "x'; DROP TABLE \"Thing\"; --\" OR 1=1) /* ? ?1 :a @b $c %";
    let kept = server.create("Thing", json!({"text": "kept"}));
    let id = server.create(
        "Thing",
        json!({
            "text": sql,
            "data": {sql.replace(['$', '.'], "").as_str(): sql},
            "list": [sql, [sql]],
            "file": {"__type": "File", "name": sql},
            "owner": {"__type": "Pointer", "className": "_User", "objectId": sql},
            "ACL": {sql: {"read": true}},
        }),
    );
    let object = server.object("Thing", &id);
    assert_eq!(
        (
            &object["text"],
            &object["list"][0],
            &object["owner"]["objectId"]
        ),
        (&json!(sql), &json!(sql), &json!(sql))
    );
    for filter in [
        json!({"text": sql}),
        json!({"list": sql}),
        json!({"list": {"$in": [sql]}}),
        json!({"text": {"$gte": sql, "$lte": sql}}),
        json!({"owner": object["owner"]}),
    ] {
        let found = server.results("Thing", &[("where", &filter.to_string())]);
        assert_eq!(found, std::slice::from_ref(&object), "{filter}");
    }
    server
        .post("/classes/Thing", json!({sql: 1}))
        .is_refused(105);
    let encoded: String = form_urlencoded::byte_serialize(sql.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20");
    server.get(&format!("/classes/{encoded}")).is_refused(119);
    server
        .get(&format!("/classes/Thing/{encoded}"))
        .is_refused(101);
    server
        .delete(&format!("/classes/Thing/{encoded}"))
        .is_refused(101);
    server
        .put(&format!("/classes/Thing/{encoded}"), json!({"text": sql}))
        .is_refused(101);
    assert_eq!(server.results("Thing", &[("order", sql)]).len(), 2);
    assert_eq!(server.results("Thing", &[("keys", sql)]).len(), 2);
    assert_eq!(
        server
            .results("Thing", &[("where", &json!({sql: 1}).to_string())])
            .len(),
        0
    );
    for name in ["limit", "skip", sql] {
        server.find("Thing", &[(name, sql)]).is_refused(102);
    }
    server.find("Thing", &[("where", sql)]).is_refused(107);
    assert_eq!(server.object("Thing", &kept)["text"], "kept");
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("MAX_BODY_BYTES", "1000")
        .start();
    let head = "POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n";
    let announced = format!("{head}Content-Length: 5000000000\r\n\r\n{{");
    assert!(raw(server.address(), announced.as_bytes()).starts_with("HTTP/1.1 413 "));
    let chunk = format!("{:x}\r\n{}\r\n", 2_000, " ".repeat(2_000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n");
    assert!(raw(server.address(), chunked.as_bytes()).starts_with("HTTP/1.1 413 "));
    let fits = format!("{{\"text\":\"{}\"}}", "a".repeat(900));
    assert_eq!(server.post("/classes/Thing", fits).status, 201);
    goes_on(&server);
}

#[test]
fn a_filter_that_is_too_large() {
    let (_dir, server) = kinds();
    let id = server.create("Thing", json!({"number": 7, "list": [7], "text": "7"}));
    // As large as it may be, in each of the ways in which one grows.
    let posted = |filter: &Value| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("where", &filter.to_string())
            .finish();
        server.get(&format!("/classes/Thing?{query}"))
    };
    let branches: Vec<_> = (0..1_200).map(|number| json!({"number": number})).collect();
    for filter in [
        json!({"$or": branches}),
        json!({"$nor": branches[10..]}),
        json!({"$and": (100..1_200).map(|number| json!({"number": {"$ne": number}})).collect::<Vec<_>>()}),
        json!({"number": {"$in": (0..5_000).collect::<Vec<_>>()}}),
        json!({"list": {"$in": (0..500).collect::<Vec<_>>()}}),
    ] {
        let answer = posted(&filter);
        assert_eq!(answer.status, 200, "{filter:.80}: {:.300}", answer.body);
        assert_eq!(
            answer.json()["results"][0]["objectId"],
            json!(id),
            "{filter:.80}"
        );
    }
    let order = "text,-number,".repeat(1_500);
    assert_eq!(
        server
            .results("Thing", &[("order", &order), ("keys", &order)])
            .len(),
        1
    );
    // And larger.
    posted(&json!({"number": {"$in": vec![1; 10_001]}})).is_refused(102);
    server
        .find("Thing", &[("where", &nested("{\"$or\":[", "{}", "]}", 17))])
        .is_refused(102);
    server
        .find(
            "Thing",
            &[("where", &nested("{\"$or\":[", "{}", "]}", 500))],
        )
        .is_refused(107);
    server
        .find("Thing", &[("where", &nested("{\"data\":", "1", "}", 500))])
        .is_refused(107);
    let long = format!(
        "GET /parse/classes/Thing?where={} HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        "a".repeat(200_000)
    );
    assert!(raw(server.address(), long.as_bytes()).starts_with("HTTP/1.1 4"));
    goes_on(&server);
}

/// Waits until the server answers while a slow query is under way.
pub fn until_busy(server: &Server) {
    for _ in 0..20 {
        server.get("/health").is(200, r#"{"status":"ok"}"#);
        assert_eq!(
            server
                .results("Thing", &[("limit", "1"), ("keys", "text")])
                .len(),
            1
        );
    }
}

#[test]
fn a_slow_query_holds_up_nobody() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "3600")
        .start();
    let query = endless(&server);
    let client = server.client();
    thread::scope(|scope| {
        // More of them than there are threads for such.
        let slow: Vec<_> = (0..6)
            .map(|_| {
                let (client, query) = (client.clone(), query.clone());
                scope.spawn(move || {
                    client
                        .send("GET", &query, "")
                        .map(|answer| answer.status.as_u16())
                })
            })
            .collect();
        until_busy(&server);
        goes_on(&server);
        assert!(
            slow.iter().all(|slow| !slow.is_finished()),
            "the queries have no end"
        );
        server.kill();
        for slow in slow {
            assert_eq!(slow.join().expect("a client"), None);
        }
    });
}

#[test]
fn a_slow_query_is_given_up() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "1")
        .start();
    let query = endless(&server);
    server.get(&query).is_refused(124);
    goes_on(&server);
}

#[test]
fn requests_that_come_one_after_another_on_one_connection() {
    let (_dir, server) = kinds();
    let mut requests = String::new();
    for number in 0..20 {
        let body = json!({"number": number}).to_string();
        let close = if number == 19 {
            "Connection: close\r\n"
        } else {
            ""
        };
        let _ = write!(
            requests,
            "POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\n{close}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
    }
    let answers = raw(server.address(), requests.as_bytes());
    assert_eq!(
        answers.matches("HTTP/1.1 201 Created").count(),
        20,
        "{answers}"
    );
    let numbers: Vec<_> = server
        .results("Thing", &[("order", "createdAt")])
        .iter()
        .map(|object| object["number"].clone())
        .collect();
    assert_eq!(numbers.len(), 20);
}

#[test]
fn http_that_is_no_http() {
    let (_dir, server) = kinds();
    for bytes in [
        b"\0\x01\x02\x03\r\n\r\n".as_slice(),
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /parse/classes/Thing%zz HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"GET /parse/classes/%ff%fe HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"GET /parse/../../etc/passwd HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
    ] {
        let answer = raw(server.address(), bytes);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    goes_on(&server);
}
