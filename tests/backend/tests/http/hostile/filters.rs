//! Queries that mean harm, or too much work.

use super::{goes_on, nested};
use crate::client::raw;
use crate::server::kinds;
use serde_json::{Value, json};

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
