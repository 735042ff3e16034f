//! Operators one by one: what each finds, and what each refuses.

use crate::client::Client;
use crate::server::{Server, kinds};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The texts of the things that are found, in the order in which they come.
#[track_caller]
fn texts(client: &Client, parameters: &[(&str, &str)]) -> Vec<String> {
    let found = client.results("Thing", parameters).into_iter();
    found
        .map(|object| object["text"].as_str().unwrap_or("-").to_owned())
        .collect()
}

#[track_caller]
fn found(client: &Client, filter: Value) -> Vec<String> {
    texts(client, &[("where", &filter.to_string())])
}

#[track_caller]
fn refused(client: &Client, filter: &Value) {
    // In a body, as SDKs send what an address has no room for.
    let answer = client.post("/classes/Thing", json!({"_method": "GET", "where": filter}));
    assert_eq!(answer.json()["code"], 102, "{filter}: {}", answer.body);
}

fn things(texts: &[&str]) -> (TempDir, Server) {
    let (dir, server) = kinds();
    for text in texts {
        server.create("Thing", json!({"text": text}));
    }
    (dir, server)
}

fn point(latitude: f64, longitude: f64) -> Value {
    json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude})
}

#[test]
fn a_regular_expression_finds_text() {
    let all = [
        "apple",
        "Apple pie",
        "pine apple",
        "a.b",
        "axb",
        "\u{e4}PFEL",
        "two\nlines",
        "50%",
        "a|b",
        "\\Q",
    ];
    let (_dir, server) = things(&all);
    let cases = [
        ("apple", "", vec!["apple", "pine apple"]),
        ("apple", "i", vec!["apple", "Apple pie", "pine apple"]),
        ("^apple", "", vec!["apple"]),
        ("^\\Qapple\\E", "", vec!["apple"]),
        ("^\\Qapple\\E", "i", vec!["apple", "Apple pie"]),
        ("\\Qapple\\E$", "", vec!["apple", "pine apple"]),
        ("\\Qa.b\\E", "", vec!["a.b"]),
        ("a.b", "", vec!["a.b", "axb", "a|b"]),
        ("^a\\.b$", "", vec!["a.b"]),
        ("^\\Qa|b\\E$", "", vec!["a|b"]),
        ("^apple|^two", "", vec!["apple", "two\nlines"]),
        ("^\\\\Q", "", vec!["\\Q"]),
        ("^\\\\Q|axb", "", vec!["axb", "\\Q"]),
        ("^axc?b", "", vec!["axb"]),
        ("^ax*\\.b", "", vec!["a.b"]),
        ("\u{e4}pfel", "i", vec!["\u{e4}PFEL"]),
        ("^lines", "", vec![]),
        ("^lines$", "m", vec!["two\nlines"]),
        ("two.lines", "", vec![]),
        ("two.lines", "s", vec!["two\nlines"]),
        ("a p p l e # a comment", "x", vec!["apple", "pine apple"]),
        ("\\Q 5\\E", "x", vec![]),
        ("\\Q50%\\E", "x", vec!["50%"]),
        ("^\\d+%", "", vec!["50%"]),
        ("[[a]pp", "u", vec!["apple", "pine apple"]),
        ("\\bpie\\b", "", vec!["Apple pie"]),
        ("", "", all.to_vec()),
    ];
    for (pattern, options, expected) in cases {
        let filter = json!({"text": {"$regex": pattern, "$options": options}});
        assert_eq!(found(&server, filter), expected, "{pattern} {options}");
    }
    let not = json!({"text": {"$regex": "p"}, "$nor": [{"text": {"$regex": "^p"}}]});
    assert_eq!(found(&server, not), ["apple", "Apple pie"]);
    let id = server.results("Thing", &[("limit", "1")])[0]["objectId"].clone();
    let by_id = json!({"objectId": {"$regex": format!("^\\Q{}\\E$", id.as_str().unwrap())}});
    assert_eq!(found(&server, by_id), ["apple"]);
    assert_eq!(found(&server, json!({"unknown": {"$regex": "a"}})), [""; 0]);
}

#[test]
fn a_regular_expression_that_cannot_be_is_refused() {
    let (_dir, server) = things(&["a"]);
    let patterns = [
        "(",
        "[",
        "a{2,1}",
        "(?=a)a",
        "(?<!a)b",
        "(a)\\1",
        "\\",
        "(?P<a>.)(?P<a>.)",
        "(a{1000}){1000}",
        "((((a{9}){9}){9}){9}){9}",
        "\\p{L}{999}",
        "\\p{Nothing}",
    ];
    let long = "a".repeat(2_001);
    let deep = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    for pattern in patterns.into_iter().chain([long.as_str(), deep.as_str()]) {
        refused(&server, &json!({"text": {"$regex": pattern}}));
        refused(&server, &json!({"list": {"$regex": pattern}}));
    }
    for filter in [
        json!({"text": {"$regex": "a", "$options": "g"}}),
        json!({"text": {"$regex": "a", "$options": 1}}),
        json!({"text": {"$regex": 1}}),
        json!({"text": {"$regex": {"$regex": "a"}}}),
        json!({"text": {"$options": "i"}}),
        json!({"number": {"$regex": "1"}}),
        json!({"owner": {"$regex": "1"}}),
        json!({"friends": {"$regex": "1"}}),
        json!({"$or": (0..17).map(|_| json!({"text": {"$regex": "a"}})).collect::<Vec<_>>()}),
    ] {
        refused(&server, &filter);
    }
}

/// What makes other engines try for ages costs this one no more than reading the text; a text that is long is left when
/// the query has had its time.
#[test]
fn no_regular_expression_takes_the_server_down() {
    let (_dir, server) = kinds();
    let long = "ab".repeat(100_000);
    server.create("Thing", json!({"text": long}));
    for pattern in [
        "^(a+)+$",
        "(a|a)*c",
        "(.*)*x",
        "([ab]+)+[^ab]",
        "[ab]*a[ab]{200}[^ab]",
    ] {
        let filter = json!({"text": {"$regex": pattern}}).to_string();
        let answer = server.find("Thing", &[("where", &filter)]);
        assert!(
            answer.status == 200 || answer.json()["code"] == 124,
            "{pattern}"
        );
    }
    assert_eq!(server.get("/health").status, 200);
}

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
fn what_is_near_comes_nearest_first() {
    let (_dir, server) = kinds();
    let places = [
        ("Bonn", 50.73, 7.1),
        ("Berlin", 52.52, 13.4),
        ("Rome", 41.9, 12.5),
        ("Suva", -18.14, 178.44),
        ("Apia", -13.83, -171.77),
    ];
    for (text, latitude, longitude) in places {
        server.create(
            "Thing",
            json!({"text": text, "number": text.len(), "place": point(latitude, longitude)}),
        );
    }
    server.create("Thing", json!({"text": "nowhere"}));
    let potsdam = point(52.4, 13.06);
    let near = |more: Value| {
        let mut constraint = json!({"$nearSphere": potsdam});
        for (name, value) in more.as_object().into_iter().flatten() {
            constraint[name] = value.clone();
        }
        json!({"place": constraint})
    };
    assert_eq!(
        found(&server, near(json!({}))),
        ["Berlin", "Bonn", "Rome", "Apia", "Suva"]
    );
    let limited = |name: &str, limit: f64| found(&server, near(json!({name: limit})));
    assert_eq!(limited("$maxDistance", 0.1), ["Berlin", "Bonn"]);
    assert_eq!(limited("$maxDistanceInRadians", 0.001), [""; 0]);
    assert_eq!(limited("$maxDistanceInKilometers", 30.0), ["Berlin"]);
    assert_eq!(limited("$maxDistanceInMiles", 310.0), ["Berlin", "Bonn"]);
    let beyond = near(json!({"$minDistanceInKilometers": 100, "$maxDistanceInKilometers": 2000}));
    assert_eq!(found(&server, beyond), ["Bonn", "Rome"]);
    // An order of its own comes first; within another query it is the nearest that are taken.
    let filter = near(json!({})).to_string();
    assert_eq!(
        texts(&server, &[("where", &filter), ("order", "-number,text")]),
        ["Berlin", "Apia", "Bonn", "Rome", "Suva"]
    );
    assert_eq!(
        texts(
            &server,
            &[("where", &filter), ("limit", "1"), ("skip", "1")]
        ),
        ["Bonn"]
    );
    let nearest = json!({"className": "Thing", "where": near(json!({})), "limit": 2});
    let nearest = json!({"text": {"$select": {"query": nearest, "key": "text"}}});
    assert_eq!(found(&server, nearest), ["Bonn", "Berlin"]);
    // Over the date line, and around a pole.
    let fiji =
        json!({"place": {"$nearSphere": point(-16.0, -179.5), "$maxDistanceInKilometers": 1000}});
    assert_eq!(found(&server, fiji), ["Suva", "Apia"]);
    let pole = json!({"place": {"$nearSphere": point(90.0, 0.0), "$maxDistance": 0.7}});
    assert_eq!(found(&server, pole), ["Berlin", "Bonn"]);
}

#[test]
fn a_place_is_in_a_box_a_circle_or_a_polygon() {
    let (_dir, server) = kinds();
    for (text, latitude, longitude) in [
        ("a", 0.0, 0.0),
        ("b", 5.0, 5.0),
        ("c", 10.0, 10.0),
        ("d", 0.0, 179.0),
        ("e", 0.0, -179.0),
    ] {
        server.create(
            "Thing",
            json!({"text": text, "place": point(latitude, longitude)}),
        );
    }
    let square = json!([[-1, -1], [-1, 6], [6, 6], [6, -1]]);
    server.create(
        "Thing",
        json!({"text": "area", "area": {"__type": "Polygon", "coordinates": square}}),
    );
    let within = |one: Value, other: Value| json!({"place": {"$within": {"$box": [one, other]}}});
    assert_eq!(
        found(&server, within(point(-1.0, -1.0), point(6.0, 6.0))),
        ["a", "b"]
    );
    assert_eq!(
        found(&server, within(point(6.0, 6.0), point(-1.0, -1.0))),
        ["a", "b"]
    );
    assert_eq!(
        found(&server, within(point(-1.0, 170.0), point(1.0, -170.0))),
        ["d", "e"]
    );
    let circle = |center: Value, radius: f64| json!({"place": {"$geoWithin": {"$centerSphere": [center, radius]}}});
    assert_eq!(found(&server, circle(point(5.0, 5.0), 0.1)), ["b"]);
    // A pair has its longitude first.
    assert_eq!(found(&server, circle(json!([179.9, 0]), 0.02)), ["d", "e"]);
    let polygon = |polygon: Value| json!({"place": {"$geoWithin": {"$polygon": polygon}}});
    let corners = json!([
        point(-1.0, -1.0),
        point(-1.0, 6.0),
        point(5.0, 5.0),
        point(6.0, -1.0)
    ]);
    assert_eq!(found(&server, polygon(corners)), ["a", "b"]);
    assert_eq!(
        found(
            &server,
            polygon(json!({"__type": "Polygon", "coordinates": square}))
        ),
        ["a", "b"]
    );
    let covers = |place: Value| json!({"area": {"$geoIntersects": {"$point": place}}});
    assert_eq!(found(&server, covers(point(3.0, 2.0))), ["area"]);
    assert_eq!(found(&server, covers(point(6.0, 0.0))), ["area"]);
    assert_eq!(found(&server, covers(point(7.0, 0.0))), [""; 0]);
}

#[test]
fn a_place_that_is_none_is_refused() {
    let (_dir, server) = things(&["a"]);
    let corner = point(0.0, 0.0);
    for constraint in [
        json!({"$nearSphere": 1}),
        json!({"$nearSphere": point(91.0, 0.0)}),
        json!({"$nearSphere": {"__type": "GeoPoint", "latitude": 0}}),
        json!({"$nearSphere": corner, "$maxDistance": -1}),
        json!({"$nearSphere": corner, "$maxDistance": "1"}),
        json!({"$nearSphere": corner, "$minDistanceInMiles": null}),
        json!({"$maxDistance": 1}),
        json!({"$within": {}}),
        json!({"$within": {"$box": [corner]}}),
        json!({"$within": {"$box": [corner, corner, corner]}}),
        json!({"$within": {"$box": [corner, [1, 2]]}}),
        json!({"$geoWithin": {}}),
        json!({"$geoWithin": []}),
        json!({"$geoWithin": {"$polygon": [corner, corner]}}),
        json!({"$geoWithin": {"$polygon": [corner, corner, 1]}}),
        json!({"$geoWithin": {"$polygon": {"__type": "Polygon", "coordinates": [[0, 0]]}}}),
        json!({"$geoWithin": {"$polygon": vec![corner.clone(); 1_001]}}),
        json!({"$geoWithin": {"$centerSphere": [corner]}}),
        json!({"$geoWithin": {"$centerSphere": [corner, -1]}}),
        json!({"$geoWithin": {"$centerSphere": [[1], 1]}}),
        json!({"$geoWithin": {"$centerSphere": [[200, 0], 1]}}),
    ] {
        refused(&server, &json!({"place": constraint}));
    }
    for filter in [
        json!({"text": {"$nearSphere": corner}}),
        json!({"area": {"$geoWithin": {"$centerSphere": [corner, 1]}}}),
        json!({"place": {"$geoIntersects": {"$point": corner}}}),
        json!({"area": {"$geoIntersects": {}}}),
        json!({"area": {"$geoIntersects": {"$point": [0, 0]}}}),
        json!({"data.place": {"$nearSphere": corner}}),
    ] {
        refused(&server, &filter);
    }
    let overflow =
        r#"{"place":{"$nearSphere":{"__type":"GeoPoint","latitude":1e999,"longitude":NaN}}}"#;
    assert_eq!(
        server.find("Thing", &[("where", overflow)]).json()["code"],
        107
    );
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

#[test]
fn words_are_found_in_text() {
    let all = [
        "Strong coffee, black",
        "Coffee and black tea",
        "CAF\u{c9} cr\u{e8}me",
        "black",
        "tea; no coffee!",
    ];
    let (_dir, server) = things(&all);
    let search = |term: &str| json!({"text": {"$text": {"$search": {"$term": term}}}});
    let of = |term: &str| {
        let found = found(&server, search(term)).into_iter();
        let place = |text: String| all.iter().position(|known| *known == text);
        found.filter_map(place).collect::<Vec<_>>()
    };
    assert_eq!(of("coffee"), [0, 1, 4]);
    assert_eq!(of("black COFFEE"), [0, 1]);
    assert_eq!(of("cof"), [0; 0]);
    assert_eq!(of("cafe"), [2]);
    assert_eq!(of("\"black tea\""), [1]);
    assert_eq!(of("coffee -tea"), [0]);
    assert_eq!(of(""), [0; 0]);
    assert_eq!(of("-coffee"), [0; 0]);
    let sensitive =
        json!({"text": {"$text": {"$search": {"$term": "coffee", "$caseSensitive": true}}}});
    assert_eq!(found(&server, sensitive).len(), 2);
    let accents = json!({"text": {"$text": {"$search": {"$term": "cafe", "$diacriticSensitive": true, "$language": "fr"}}}});
    assert_eq!(found(&server, accents), [""; 0]);
    let best = search("coffee").to_string();
    let results = server.results(
        "Thing",
        &[
            ("where", &best),
            ("order", "$score"),
            ("keys", "text,$score"),
        ],
    );
    let scored: Vec<_> = results
        .iter()
        .map(|object| (&object["text"], object["score"].as_f64()))
        .collect();
    let [first, second, third] = scored.as_slice() else {
        panic!("{scored:?}")
    };
    assert!(first.1 >= second.1 && second.1 >= third.1, "{scored:?}");
    assert_eq!(third.0, all[1]);
    for filter in [
        json!({"text": {"$text": "coffee"}}),
        json!({"text": {"$text": {}}}),
        json!({"text": {"$text": {"$search": "coffee"}}}),
        json!({"text": {"$text": {"$search": {}}}}),
        json!({"text": {"$text": {"$search": {"$term": 1}}}}),
        json!({"text": {"$text": {"$search": {"$term": "a", "$language": 1}}}}),
        json!({"text": {"$text": {"$search": {"$term": "a", "$caseSensitive": "yes"}}}}),
        json!({"text": {"$text": {"$search": {"$term": "a", "$foo": 1}}}}),
        json!({"number": {"$text": {"$search": {"$term": "a"}}}}),
        search(&"a ".repeat(300)),
    ] {
        refused(&server, &filter);
    }
}

#[test]
fn names_that_only_the_server_gives_are_not_asked_for() {
    let (_dir, server) = things(&["a"]);
    let stranger = server.stranger();
    for name in [
        "_rperm",
        "_hashed_password",
        "_id",
        "$where",
        "a-b",
        " text",
        "text ",
        "",
    ] {
        let answer = stranger.find("Thing", &[("where", &json!({name: 1}).to_string())]);
        let code = &answer.json()["code"];
        assert!(
            *code == 105 || *code == 102 || *code == 119,
            "{name}: {}",
            answer.body
        );
    }
    assert_eq!(found(&server, json!({"_rperm": null})), ["a"]);
}
