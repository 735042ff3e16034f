//! Batches, functions, files, places and pages that no honest client asks for.

use super::{goes_on, nested};
use crate::client::Answer;
use crate::server::{Launch, folder, kinds};
use serde_json::{Value, json};

/// An error of the protocol, and no other: a code and a sentence, with the status that belongs to a mistake of the client.
#[track_caller]
fn is_mistake(answer: &Answer, of: &str) {
    let status = answer.status.as_u16();
    assert!(
        (400..500).contains(&status),
        "{of:.200}: {status} {:.300}",
        answer.body
    );
    assert!(
        answer.json()["error"].is_string(),
        "{of:.200}: {:.300}",
        answer.body
    );
}

#[test]
fn a_batch_that_is_none() {
    let (_dir, server) = kinds();
    let item = |method: Value, path: Value, body: Value| json!({"requests": [{"method": method, "path": path, "body": body}]});
    let create = "/parse/classes/Thing";
    let many = vec![json!({"method": "POST", "path": create, "body": {}}); 10_000];
    for body in [
        json!({}),
        json!({"requests": null}),
        json!({"requests": {"0": {}}}),
        json!({"requests": [null]}),
        json!({"requests": [[]]}),
        json!({"requests": [1, "GET"]}),
        json!({"requests": many}),
        item(json!("PATCH"), json!(create), json!({})),
        item(json!(1), json!(create), json!({})),
        item(json!("POST"), json!(1), json!({})),
        item(json!("POST"), json!("classes/Thing"), json!({})),
        item(json!("POST"), json!(create), json!([])),
        item(json!("POST"), json!(create), json!("{}")),
        item(
            json!("POST"),
            json!("/parse/batch"),
            json!({"requests": []}),
        ),
        item(json!("POST"), json!("/batch?a=b"), json!({"requests": []})),
    ] {
        is_mistake(&server.post("/batch", &body), &body.to_string());
    }
    let deep = nested("{\"requests\":[{\"body\":", "{}", "}]}", 200);
    is_mistake(&server.post("/batch", deep), "a deep batch");
    assert!(server.results("Thing", &[]).is_empty());
    // What is wrong with one request is that one's answer.
    let paths = [
        "/parse/classes/Thing%zz",
        "/parse/../../etc/passwd",
        "/parse/classes/Thing/%2e%2e%2f",
        "/parse/classes/\u{0}",
        "/parse//",
        "/parse/classes/Thing\r\nX-Parse-Master-Key: a",
        "http://127.0.0.1:1/parse/classes/Thing",
    ];
    for path in paths {
        let answer = server.post("/batch", item(json!("GET"), json!(path), json!({})));
        let status = answer.status.as_u16();
        assert!(status < 500, "{path:?}: {}", answer.body);
        if status == 200 {
            assert!(
                answer.json()[0]["error"]["code"].is_number(),
                "{path:?}: {}",
                answer.body
            );
        }
    }
    goes_on(&server);
}

#[test]
fn parameters_of_a_function_that_are_none() {
    let dir = folder();
    let server = Launch::fixture("functions", dir.path()).start();
    for params in [
        json!({}).to_string(),
        json!({"text": 1}).to_string(),
        json!({"text": "a", "count": 1e300}).to_string(),
        json!({"text": "a", "count": 0.5}).to_string(),
        json!({"text": "a", "date": {"__type": "Date", "iso": "+999999-99-99"}}).to_string(),
        json!({"text": "a", "point": {"__type": "GeoPoint", "latitude": 91, "longitude": 0}}).to_string(),
        json!({"text": "a", "product": {"__type": "Pointer", "className": "_User", "objectId": "x"}}).to_string(),
        json!({"text": "a", "tags": [["a"]]}).to_string(),
        json!({"text": "a", "line": {"size": null}}).to_string(),
        json!({"text": "a", "mode": {"$ne": ""}}).to_string(),
        json!({"text": "a".repeat(1_000_000)}).to_string(),
        nested("{\"text\":", "1", "}", 500),
        "[]".to_owned(),
        "null".to_owned(),
    ] {
        is_mistake(&server.post("/functions/echo", &params), &params);
    }
    for name in [
        "nothing",
        "__proto__",
        "a%00b",
        "..%2f..",
        "who%20is%20it%3f%3f",
    ] {
        is_mistake(&server.post(&format!("/functions/{name}"), "{}"), name);
    }
    // A panic is the server's own fault, and nobody else's trouble.
    assert_eq!(server.post("/functions/panic", "{}").status, 500);
    assert_eq!(
        server
            .post("/functions/echo", json!({"text": "here"}))
            .status,
        200
    );
}

#[test]
fn files_that_lead_elsewhere() {
    let (_dir, server) = kinds();
    for name in [
        "..",
        "..%2fpasswd.txt",
        "%2e%2e%2f%2e%2e%2fshop.db",
        "a%00.txt",
        "%ff.txt",
        ".hidden",
        "a%5cb.txt",
        "%0d%0aSet-Cookie:a",
        &"a".repeat(2_000),
    ] {
        let answer = server.post(&format!("/files/{name}"), "text");
        assert!(
            (400..500).contains(&answer.status.as_u16()),
            "{name}: {} {}",
            answer.status,
            answer.body
        );
        let answer = server.get(&format!("/files/shop/{name}"));
        assert!(
            (400..500).contains(&answer.status.as_u16()),
            "{name}: {} {}",
            answer.status,
            answer.body
        );
    }
    for value in [
        json!({"__type": "File"}),
        json!({"__type": "File", "name": 1}),
        json!({"__type": "File", "name": {"$ne": ""}}),
        json!("picture.png"),
        json!([]),
    ] {
        let body = json!({"file": value});
        is_mistake(&server.post("/classes/Thing", &body), &body.to_string());
    }
    goes_on(&server);
}

#[test]
fn places_that_are_not_on_earth() {
    let (_dir, server) = kinds();
    let point = |latitude: Value, longitude: Value| json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude});
    for value in [
        point(json!(91), json!(0)),
        point(json!(0), json!(-180.5)),
        point(json!("0"), json!(0)),
        point(json!(null), json!(null)),
        point(json!(1e300), json!(1e-300)),
        json!({"__type": "GeoPoint"}),
        json!({"latitude": 1, "longitude": 1}),
        json!([1, 1]),
    ] {
        let body = json!({"place": value});
        is_mistake(&server.post("/classes/Thing", &body), &body.to_string());
        let filter = json!({"place": {"$nearSphere": value}}).to_string();
        is_mistake(&server.find("Thing", &[("where", &filter)]), &filter);
    }
    for corners in [
        json!(null),
        json!([]),
        json!([[0, 0], [1, 1]]),
        json!([[0, 0], [1, 1], [2]]),
        json!([[0, 0], [1, 1], [91, 0]]),
        json!([["0", 0], [1, 1], [2, 0]]),
    ] {
        let body = json!({"area": {"__type": "Polygon", "coordinates": corners}});
        is_mistake(&server.post("/classes/Thing", &body), &body.to_string());
    }
    let here = point(json!(1), json!(1));
    for constraint in [
        json!({"$nearSphere": here, "$maxDistance": -1}),
        json!({"$nearSphere": here, "$maxDistance": "far"}),
        json!({"$within": {"$box": [here]}}),
        json!({"$within": {"$box": here}}),
        json!({"$geoWithin": {"$polygon": [here, here]}}),
        json!({"$geoWithin": {"$centerSphere": [here, -1]}}),
        json!({"$geoWithin": {"$centerSphere": [[200, 0], 1]}}),
        json!({"$geoWithin": {}}),
    ] {
        let filter = json!({"place": constraint}).to_string();
        is_mistake(&server.find("Thing", &[("where", &filter)]), &filter);
    }
    goes_on(&server);
}

#[test]
fn pages_that_begin_before_the_first_object() {
    let (_dir, server) = kinds();
    server.create("Thing", json!({"number": 1}));
    for name in ["limit", "skip"] {
        for value in [
            "-1",
            "1.5",
            "1e3",
            "0x10",
            "NaN",
            "",
            "99999999999999999999999",
            "٣",
        ] {
            let answer = server.find("Thing", &[(name, value)]);
            answer.is_refused(102);
        }
    }
    // As far as a number goes.
    let far = u64::MAX.to_string();
    assert!(server.results("Thing", &[("skip", &far)]).is_empty());
    assert_eq!(server.results("Thing", &[("limit", &far)]).len(), 1);
    for cursor in ["a", "!", "eyJhIjoxfQ==", &"A".repeat(20_000)] {
        is_mistake(&server.find("Thing", &[("after", cursor)]), cursor);
    }
    goes_on(&server);
}
