//! Operators on what is inside: elements of Arrays, and what paths lead to; and dates beside now.

use super::{found, refused, texts};
use crate::server::kinds;
use serde_json::json;

#[test]
fn an_array_holds_all_of_some_values_or_no_others() {
    let (_dir, server) = kinds();
    let lists = [
        ("none", json!([])),
        ("one", json!(["a"])),
        ("two", json!(["a", "b"])),
        ("nested", json!([["a"], {"k": 1}, null, "abc"])),
        ("numbers", json!([1, 2.5, "1"])),
    ];
    for (text, list) in lists {
        server.create("Thing", json!({"text": text, "list": list}));
    }
    server.create("Thing", json!({"text": "unset"}));
    let cases = [
        (json!({"$all": ["a"]}), vec!["one", "two"]),
        (json!({"$all": ["b", "a"]}), vec!["two"]),
        (json!({"$all": ["a", "c"]}), vec![]),
        (json!({"$all": [["a"], null]}), vec!["nested"]),
        (json!({"$all": [1.0]}), vec!["numbers"]),
        (json!({"$all": []}), vec![]),
        (
            json!({"$all": [{"$regex": "^\\Qa\\E"}]}),
            vec!["one", "two", "nested"],
        ),
        (
            json!({"$all": [{"$regex": "^\\Qa\\E"}, {"$regex": "^\\Qb\\E"}]}),
            vec!["two"],
        ),
        (
            json!({"$containedBy": ["a", "b", "c"]}),
            vec!["none", "one", "two"],
        ),
        (json!({"$containedBy": []}), vec!["none"]),
        (
            json!({"$containedBy": [1, 2.5, "1", "x"]}),
            vec!["none", "numbers"],
        ),
        (json!({"$regex": "^ab"}), vec!["nested"]),
    ];
    for (constraint, expected) in cases {
        assert_eq!(
            found(&server, json!({"list": constraint})),
            expected,
            "{constraint}"
        );
    }
    for filter in [
        json!({"list": {"$all": "a"}}),
        json!({"list": {"$all": ["a", {"$regex": "^a"}]}}),
        json!({"list": {"$containedBy": {"a": 1}}}),
        json!({"text": {"$all": ["a"]}}),
        json!({"text": {"$containedBy": ["a"]}}),
        json!({"friends": {"$all": []}}),
        json!({"list": {"$in": vec![0; 10_001]}}),
        json!({"list": {"$containedBy": vec![0; 10_001]}}),
    ] {
        refused(&server, &filter);
    }
}

#[test]
fn a_path_leads_into_objects_and_arrays() {
    let (_dir, server) = kinds();
    let data = [
        (
            "a",
            json!({"city": "Bonn", "size": {"width": 2, "tags": ["x", "y"]}}),
        ),
        ("b", json!({"city": "Rome", "size": {"width": 10}})),
        (
            "c",
            json!({"lines": [{"sku": "k1", "count": 1}, {"sku": "k2", "count": 5}]}),
        ),
        (
            "d",
            json!({"city": null, "when": {"__type": "Date", "iso": "2026-01-02T00:00:00.000Z"}}),
        ),
    ];
    for (text, data) in data {
        server.create("Thing", json!({"text": text, "data": data}));
    }
    let list = json!([{"sku": "k3", "count": 7}, [1, 2], "x"]);
    server.create("Thing", json!({"text": "e", "list": list}));
    let before = json!({"__type": "Date", "iso": "2026-06-01T00:00:00.000Z"});
    let cases = [
        (json!({"data.city": "Bonn"}), vec!["a"]),
        (
            json!({"data.city": {"$ne": "Bonn"}}),
            vec!["b", "c", "d", "e"],
        ),
        (json!({"data.city": {"$in": ["Rome", "Oslo"]}}), vec!["b"]),
        (json!({"data.city": null}), vec!["c", "d", "e"]),
        (json!({"data.city": {"$exists": true}}), vec!["a", "b"]),
        (
            json!({"data.city": {"$regex": "^r", "$options": "i"}}),
            vec!["b"],
        ),
        (json!({"data.size.width": {"$gt": 2}}), vec!["b"]),
        (
            json!({"data.size.width": {"$gte": 2, "$lt": 11}}),
            vec!["a", "b"],
        ),
        (json!({"data.size.width": {"$lt": "z"}}), vec![]),
        (json!({"data.size": {"width": 10.0}}), vec!["b"]),
        (json!({"data.size.tags": "y"}), vec!["a"]),
        (json!({"data.size.tags.1": "y"}), vec!["a"]),
        (json!({"data.size.tags": {"$all": ["x", "y"]}}), vec!["a"]),
        (json!({"data.lines.sku": "k2"}), vec!["c"]),
        (json!({"data.lines.1.sku": "k2"}), vec!["c"]),
        (json!({"data.lines.0.sku": "k2"}), vec![]),
        (json!({"data.lines.count": {"$gt": 4}}), vec!["c"]),
        (json!({"data.when": {"$lt": before}}), vec!["d"]),
        (json!({"list.sku": "k3"}), vec!["e"]),
        (json!({"list.0.count": 7}), vec!["e"]),
        (json!({"list.1": 2}), vec!["e"]),
        (
            json!({"list.9": null, "text": {"$gt": "c"}}),
            vec!["d", "e"],
        ),
        (
            json!({"unknown.path": {"$exists": false}, "text": "a"}),
            vec!["a"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&server, filter.clone()), expected, "{filter}");
    }
    // What is not there comes first.
    assert_eq!(
        texts(&server, &[("order", "-data.size.width,text")]),
        ["b", "a", "c", "d", "e"]
    );
    assert_eq!(
        texts(&server, &[("order", "data.city,-text")]),
        ["e", "d", "c", "a", "b"]
    );
    for filter in [
        json!({"text.a": 1}),
        json!({"owner.name": "x"}),
        json!({"data.city": {"$gt": ["x"]}}),
        json!({"data.city": {"$gt": null}}),
        json!({"data.city": {"$foo": 1}}),
        json!({"data.city": {"$inQuery": {"className": "Thing"}}}),
        json!({ (format!("list{}", ".0".repeat(17))): 1 }),
    ] {
        refused(&server, &filter);
    }
}

#[test]
fn a_date_is_compared_with_now() {
    let (_dir, server) = kinds();
    let date = |iso: &str| json!({"__type": "Date", "iso": iso});
    server.create(
        "Thing",
        json!({"text": "past", "when": date("2001-01-01T00:00:00.000Z")}),
    );
    server.create(
        "Thing",
        json!({"text": "future", "when": date("2999-01-01T00:00:00.000Z")}),
    );
    let when = |operator: &str, time: &str| json!({"when": {operator: {"$relativeTime": time}}});
    assert_eq!(found(&server, when("$lt", "now")), ["past"]);
    assert_eq!(found(&server, when("$gt", "in 3 weeks 2 days")), ["future"]);
    assert_eq!(
        found(&server, when("$lte", "1 year 2 hrs 30 minutes ago")),
        ["past"]
    );
    let created = json!({"createdAt": {"$gte": {"$relativeTime": "1 hour ago"}}});
    assert_eq!(found(&server, created), ["past", "future"]);
    for time in [
        "",
        "ago",
        "in",
        "3 days",
        "in 3 days ago",
        "in days",
        "in 1e99 days",
        "in 3 moons",
        "9999999 years ago",
    ] {
        refused(&server, &when("$gt", time));
    }
    refused(&server, &json!({"when": {"$gt": {"$relativeTime": 3}}}));
    refused(
        &server,
        &json!({"number": {"$gt": {"$relativeTime": "now"}}}),
    );
}
