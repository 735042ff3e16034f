//! What whoever makes a mistake is told.

use super::NOT_FOUND;
use crate::server::kinds;
use serde_json::json;

#[test]
fn what_is_not_there_is_not_found() {
    let (_dir, server) = kinds();
    for path in [
        "/classes/Thing/doesnotexist",
        "/users/doesnotexist",
        "/classes/Thing/%00",
        "/classes/Thing/a%20b",
    ] {
        server.get(path).is(404, NOT_FOUND);
        server.put(path, json!({})).is(404, NOT_FOUND);
        server.put(path, json!({"ACL": {}})).is(404, NOT_FOUND);
        server.delete(path).is(404, NOT_FOUND);
    }
    let id = server.create("Thing", json!({}));
    server.delete(&format!("/classes/Thing/{id}")).is(200, "{}");
    server
        .get(&format!("/classes/Thing/{id}"))
        .is(404, NOT_FOUND);
    let answer = server.get("/nosuchroute");
    assert_eq!(answer.status, 404);
    for path in [
        "/classes/NoSuchClass",
        "/classes/_Field",
        "/classes/sqlite_master",
        "/classes/thing",
    ] {
        server
            .get(path)
            .is(400, r#"{"code":119,"error":"Permission denied"}"#);
        server
            .post(path, json!({}))
            .is(400, r#"{"code":119,"error":"Permission denied"}"#);
    }
}

#[test]
fn a_wrong_body_is_told_what_is_wrong() {
    let (_dir, server) = kinds();
    let nested =
        r#"{"code":121,"error":"Nested keys should not contain the '$' or '.' characters"}"#;
    let cases = [
        (
            json!({"objectId": "abc", "number": 1}),
            r#"{"code":105,"error":"objectId is an invalid field name."}"#,
        ),
        (
            json!({"createdAt": "x"}),
            r#"{"code":111,"error":"schema mismatch for Thing.createdAt; expected Date but got String"}"#,
        ),
        (
            json!({"bad key": 1}),
            r#"{"code":105,"error":"Invalid field name: bad key."}"#,
        ),
        (
            json!({"unknown": 1}),
            r#"{"code":119,"error":"Permission denied"}"#,
        ),
        (json!({"data": {"$bad": 1}}), nested),
        (json!({"data": {"a": [{"b.c": 1}]}}), nested),
        (json!({"list": [{"$bad": 1}]}), nested),
        (
            json!({"number": "str"}),
            r#"{"code":111,"error":"schema mismatch for Thing.number; expected Number but got String"}"#,
        ),
        (
            json!({"text": 1}),
            r#"{"code":111,"error":"schema mismatch for Thing.text; expected String but got Number"}"#,
        ),
        (
            json!({"flag": []}),
            r#"{"code":111,"error":"schema mismatch for Thing.flag; expected Boolean but got Array"}"#,
        ),
        (
            json!({"list": {}}),
            r#"{"code":111,"error":"schema mismatch for Thing.list; expected Array but got Object"}"#,
        ),
        (
            json!({"data": true}),
            r#"{"code":111,"error":"schema mismatch for Thing.data; expected Object but got Boolean"}"#,
        ),
        (
            json!({"when": "2024-01-02T03:04:05.678Z"}),
            r#"{"code":111,"error":"schema mismatch for Thing.when; expected Date but got String"}"#,
        ),
        (
            json!({"owner": {"__type": "Pointer", "className": "Other", "objectId": "x"}}),
            r#"{"code":111,"error":"schema mismatch for Thing.owner; expected Pointer<_User> but got Pointer<Other>"}"#,
        ),
    ];
    let id = server.create("Thing", json!({}));
    for (body, expected) in cases {
        server.post("/classes/Thing", &body).is(400, expected);
        server
            .put(&format!("/classes/Thing/{id}"), &body)
            .is(400, expected);
    }
    let refused = [
        (
            json!({"when": {"__type": "Date", "iso": "not-a-date"}}),
            111,
        ),
        (
            json!({"when": {"__type": "Date", "iso": "99999-01-01T00:00:00.000Z"}}),
            111,
        ),
        (json!({"when": {"__type": "Date"}}), 111),
        (
            json!({"place": {"__type": "GeoPoint", "latitude": 91, "longitude": 0}}),
            111,
        ),
        (
            json!({"area": {"__type": "Polygon", "coordinates": [[0, 0], [1, 1]]}}),
            111,
        ),
        (
            json!({"area": {"__type": "Polygon", "coordinates": [[0, 0], [1, "1"], [2, 2]]}}),
            111,
        ),
        (
            json!({"bytes": {"__type": "Bytes", "base64": "not base64"}}),
            111,
        ),
        (json!({"file": {"__type": "File"}}), 111),
        (
            json!({"owner": {"__type": "Pointer", "className": "_User"}}),
            106,
        ),
        (json!({"friends": [1]}), 111),
        (json!({"ACL": {"*": {"read": 1}}}), 123),
        (json!({"ACL": []}), 123),
        (json!({"number": {"__op": "Frobnicate"}}), 108),
        (json!({"text": {"__op": "Increment", "amount": 1}}), 111),
        (
            json!({"number": {"__op": "AddUnique", "objects": [1]}}),
            111,
        ),
        (json!({"list": {"__op": "Add"}}), 107),
        (json!({"number": {"__op": "Increment"}}), 107),
    ];
    for (body, code) in refused {
        server
            .put(&format!("/classes/Thing/{id}"), &body)
            .is_refused(code);
    }
    server
        .post("/classes/Thing", r#"{"a":"#)
        .is(400, r#"{"error":"Unexpected end of JSON input"}"#);
    server
        .post("/classes/Thing", "[1,2]")
        .is(400, r#"{"code":105,"error":"Invalid field name: 0."}"#);
    for body in ["7", "\"a\"", "null", "{]", "{\"a\":tru}"] {
        assert_eq!(server.post("/classes/Thing", body).status, 400, "{body}");
    }
    assert_eq!(server.results("Thing", &[]).len(), 1);
}

#[test]
fn a_wrong_query_is_told_what_is_wrong() {
    let (_dir, server) = kinds();
    server.create("Thing", json!({"text": "a"}));
    server.find("Thing", &[("where", "{bad")]).is(
        400,
        r#"{"code":107,"error":"where parameter is not valid JSON"}"#,
    );
    server.find("Thing", &[("bogus", "1")]).is(
        400,
        r#"{"code":102,"error":"Invalid parameter for query: bogus"}"#,
    );
    server
        .find("Thing", &[("where", r#"{"unknown":1}"#)])
        .is(200, r#"{"results":[]}"#);
    server
        .find("Thing", &[("count", "1"), ("limit", "0")])
        .is(200, r#"{"results":[],"count":1}"#);
    assert_eq!(
        server.results("Thing", &[("order", "unknown,-text")]).len(),
        1
    );
    for (name, value, code) in [
        ("limit", "-1", 102),
        ("limit", "a", 102),
        ("skip", "-1", 102),
        ("where", "[]", 107),
        ("where", r#"{"text":{"$foo":1}}"#, 102),
        ("where", r#"{"$foo":[]}"#, 102),
        ("where", r#"{"$or":[]}"#, 102),
        ("where", r#"{"$or":{}}"#, 102),
        ("where", r#"{"text":{"$in":"a"}}"#, 102),
        ("where", r#"{"text":{"$exists":1}}"#, 102),
        ("where", r#"{"text":1}"#, 102),
        ("where", r#"{"number":"1"}"#, 102),
        ("where", r#"{"when":{"$gt":7}}"#, 102),
        ("where", r#"{"list":{"$gt":7}}"#, 102),
        ("order", "place", 102),
    ] {
        server.find("Thing", &[(name, value)]).is_refused(code);
    }
    let id = server.create("Thing", json!({}));
    server.get(&format!("/classes/Thing/{id}?where={{}}")).is(
        400,
        r#"{"code":102,"error":"Improper encode of parameter"}"#,
    );
}

#[test]
fn only_the_right_application_id_is_let_in() {
    let (_dir, server) = kinds();
    for (application, path) in [
        ("wrong", "/classes/Thing"),
        ("", "/classes/Thing"),
        ("wrong", "/users"),
        ("shop2", "/classes/No"),
    ] {
        let answer = server
            .send_as(application, "GET", path, "")
            .expect("the server answers");
        answer.is(403, r#"{"error":"unauthorized"}"#);
    }
    let answer = server
        .send_as("", "GET", "/health", "")
        .expect("the server answers");
    answer.is(200, r#"{"status":"ok"}"#);
}
