//! Bodies and statuses, byte for byte as Parse Server 9 answers.

use crate::server::kinds;
use serde_json::{Value, json};

const NOT_FOUND: &str = r#"{"code":101,"error":"Object not found."}"#;

/// An object with a value in each field of `Thing`.
fn whole() -> Value {
    json!({
        "text": "Zoë \u{1F680} \"'\\\n\u{2028}",
        "number": 1337.25,
        "flag": false,
        "when": {"__type": "Date", "iso": "2024-01-02T03:04:05.678Z"},
        "data": {"k": 1, "deep": {"list": [1, "two", null, {"three": 3.5}]}, "none": null},
        "list": ["a", 2, true, null, {"b": [1]}, {"__type": "Pointer", "className": "Thing", "objectId": "x"}],
        "place": {"__type": "GeoPoint", "latitude": 40, "longitude": -30.5},
        "area": {"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1.5]]},
        "file": {"__type": "File", "name": "a b.txt"},
        "bytes": {"__type": "Bytes", "base64": "aGk="},
        "owner": {"__type": "Pointer", "className": "_User", "objectId": "Y8nJga5L9u"},
        "batch": 3,
        "ACL": {"*": {"read": true}, "role:admin": {"read": true, "write": true}},
    })
}

#[test]
fn every_type_comes_back_as_it_was_sent() {
    let (_dir, server) = kinds();
    let sent = whole();
    let id = server.create("Thing", &sent);
    let mut expected = sent;
    expected["file"]["url"] = format!("{}/files/shop/a%20b.txt", server.url).into();
    expected["friends"] = json!({"__type": "Relation", "className": "Thing"});
    let mut got = server.object("Thing", &id);
    let object = got.as_object_mut().expect("an object");
    assert_eq!(object.remove("objectId"), Some(json!(id)));
    assert_eq!(object.remove("createdAt"), object.remove("updatedAt"));
    assert_eq!(got, expected);
    // Each on its own can be unset, and stays so.
    for (name, _) in expected
        .as_object()
        .expect("an object")
        .iter()
        .filter(|(name, _)| *name != "friends")
    {
        let unset = json!({name: {"__op": "Delete"}});
        assert_eq!(
            server.put(&format!("/classes/Thing/{id}"), unset).status,
            200,
            "{name}"
        );
        assert_eq!(server.object("Thing", &id).get(name), None, "{name}");
    }
}

#[test]
fn a_create_answers_the_id_the_time_and_the_address() {
    let (_dir, server) = kinds();
    let created = server.post("/classes/Thing", json!({"text": "a"}));
    let id = created.id();
    let at = created.json()["createdAt"]
        .as_str()
        .expect("a time")
        .to_owned();
    created.is(201, &format!(r#"{{"objectId":"{id}","createdAt":"{at}"}}"#));
    assert!(
        id.len() == 10 && id.chars().all(|letter| letter.is_ascii_alphanumeric()),
        "{id}"
    );
    assert!(at.len() == 24 && at.ends_with('Z'), "{at}");
    assert_eq!(
        created.location,
        Some(format!("{}/classes/Thing/{id}", server.url))
    );
    let friends = r#""friends":{"__type":"Relation","className":"Thing"}"#;
    let object = format!(
        r#"{{"objectId":"{id}","createdAt":"{at}","updatedAt":"{at}","text":"a",{friends}}}"#
    );
    server.get(&format!("/classes/Thing/{id}")).is(200, &object);
    server.get(&format!("/classes/Thing/{id}?keys=number")).is(
        200,
        &format!(r#"{{"objectId":"{id}","createdAt":"{at}","updatedAt":"{at}"}}"#),
    );
    server
        .get("/classes/Thing")
        .is(200, &format!(r#"{{"results":[{object}]}}"#));
    // An empty body is an object with nothing in it.
    assert_eq!(server.post("/classes/Thing", "").status, 201);
}

#[test]
fn an_update_answers_what_operations_made() {
    let (_dir, server) = kinds();
    let id = server.create(
        "Thing",
        json!({"number": 1337, "list": ["a", "b"], "text": "a"}),
    );
    let path = format!("/classes/Thing/{id}");
    let answer = server.put(
        &path,
        json!({"list": {"__op": "AddUnique", "objects": ["c", "a"]}, "number": {"__op": "Increment", "amount": 2}}),
    );
    let at = answer.json()["updatedAt"]
        .as_str()
        .expect("a time")
        .to_owned();
    answer.is(
        200,
        &format!(r#"{{"list":["a","b","c"],"number":1339,"updatedAt":"{at}"}}"#),
    );
    let results = [
        (
            json!({"list": {"__op": "Add", "objects": ["a", {"k": 1}]}}),
            json!({"list": ["a", "b", "c", "a", {"k": 1}]}),
        ),
        (
            json!({"list": {"__op": "Remove", "objects": ["a", {"k": 1}]}}),
            json!({"list": ["b", "c"]}),
        ),
        (
            json!({"number": {"__op": "Increment", "amount": -0.5}}),
            json!({"number": 1338.5}),
        ),
        (json!({"text": "b"}), json!({})),
        (json!({"text": {"__op": "Delete"}}), json!({})),
        (json!({"flag": null}), json!({})),
    ];
    for (body, mut expected) in results {
        let answer = server.put(&path, &body);
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        let answer = answer.json();
        expected["updatedAt"] = answer["updatedAt"].clone();
        assert_eq!(answer, expected, "{body}");
    }
    assert_eq!(server.object("Thing", &id).get("text"), None);
    // On an object that has no value yet, each starts from nothing.
    let id = server.create(
        "Thing",
        json!({"number": {"__op": "Increment", "amount": 5}}),
    );
    assert_eq!(server.object("Thing", &id)["number"], 5);
    let list = json!({"list": {"__op": "AddUnique", "objects": [1, 1.0, "1"]}});
    assert_eq!(
        server.put(&format!("/classes/Thing/{id}"), list).json()["list"],
        json!([1, "1"])
    );
}

#[test]
fn each_write_of_an_object_is_later_than_the_one_before() {
    let (_dir, server) = kinds();
    let id = server.create("Thing", json!({}));
    let mut last = String::new();
    for number in 0..20 {
        let answer = server
            .put(&format!("/classes/Thing/{id}"), json!({"number": number}))
            .json();
        let at = answer["updatedAt"].as_str().expect("a time").to_owned();
        assert!(at > last, "{at} is not after {last}");
        last = at;
    }
}

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

#[test]
fn null_is_a_value_that_is_not_set() {
    let (_dir, server) = kinds();
    for body in [
        json!({"batch": 0}),
        json!({"batch": 1, "text": null}),
        json!({"batch": 2, "text": "a"}),
    ] {
        server.create("Thing", body);
    }
    let found = |filter: Value| {
        let objects = server.results(
            "Thing",
            &[("where", &filter.to_string()), ("order", "batch")],
        );
        let batches = objects.iter().map(|object| object["batch"].as_i64());
        batches
            .map(|batch| batch.expect("a number"))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"text": null})), [0, 1]);
    assert_eq!(found(json!({"text": {"$ne": "a"}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$ne": null}})), [2]);
    assert_eq!(found(json!({"text": {"$nin": ["a"]}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$in": ["a", null]}})), [0, 1, 2]);
    assert_eq!(found(json!({"text": {"$nin": [null]}})), [2]);
    assert_eq!(found(json!({"text": {"$exists": false}})), [0, 1]);
    assert_eq!(found(json!({"text": {"$gt": ""}})), [2]);
    assert_eq!(found(json!({"unknown": null})), [0, 1, 2]);
    assert_eq!(found(json!({"$nor": [{"text": "a"}]})), [0, 1]);
}

#[test]
fn what_every_object_has_can_be_asked_for() {
    let (_dir, server) = kinds();
    let ids: Vec<_> = (0..5)
        .map(|number| server.create("Thing", json!({"number": number})))
        .collect();
    assert_eq!(
        server
            .put(
                &format!("/classes/Thing/{}", ids[0]),
                json!({"text": "later"})
            )
            .status,
        200
    );
    let objects: Vec<_> = ids.iter().map(|id| server.object("Thing", id)).collect();
    let found = |filter: Value, order: &str| {
        let objects = server.results("Thing", &[("where", &filter.to_string()), ("order", order)]);
        objects
            .iter()
            .map(|object| object["number"].as_u64().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"objectId": ids[3]}), ""), [3]);
    assert_eq!(
        found(json!({"objectId": {"$in": [ids[3], ids[1], "none"]}}), ""),
        [1, 3]
    );
    assert_eq!(
        found(json!({"objectId": {"$nin": [ids[3]]}}), "-createdAt"),
        [4, 2, 1, 0]
    );
    let at = &objects[0]["updatedAt"];
    for date in [at.clone(), json!({"__type": "Date", "iso": at})] {
        assert_eq!(
            found(json!({"updatedAt": date}), "number").first(),
            Some(&0)
        );
        assert_eq!(found(json!({"updatedAt": {"$gt": date}}), ""), [0_u64; 0]);
        assert_eq!(
            found(json!({"createdAt": {"$lte": date}}), "createdAt"),
            [0, 1, 2, 3, 4]
        );
    }
    let mut sorted = ids.clone();
    sorted.sort_by(|one, other| other.cmp(one));
    let listed = server.results("Thing", &[("order", "-objectId")]);
    assert_eq!(
        listed
            .iter()
            .map(|object| object["objectId"].clone())
            .collect::<Vec<_>>(),
        sorted
    );
}
