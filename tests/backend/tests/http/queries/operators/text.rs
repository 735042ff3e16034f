//! Operators on text: regular expressions, and words.

use super::{found, refused, things};
use crate::server::kinds;
use serde_json::json;

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
