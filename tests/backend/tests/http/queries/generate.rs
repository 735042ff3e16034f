//! Objects and queries of every kind. Values come from small sets, so that they meet.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Value,
    pub order: String,
    pub skip: usize,
    pub limit: usize,
}

/// What a query may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// What [`super::reference`] knows.
    Plain,
    Everything,
}

const FIELDS: [&str; 11] = [
    "text", "number", "flag", "when", "data", "list", "place", "area", "file", "bytes", "owner",
];
/// Ways into what the Object and the Array may hold.
const INSIDE: [&str; 10] = [
    "data.a",
    "data.b",
    "data.\u{e9}",
    "data.a.b",
    "data.b.0",
    "data.a.iso",
    "list.0",
    "list.1",
    "list.a",
    "list.0.a",
];
/// Those that can be compared and ordered.
const ORDERED: [&str; 4] = ["text", "number", "flag", "when"];

/// Some objects, and some queries over them.
pub fn cases(breadth: Breadth) -> impl Strategy<Value = (Vec<Value>, Vec<Query>)> {
    (vec(object(), 0..7), vec(query(breadth), 1..6))
}

fn object() -> impl Strategy<Value = Value> {
    let members = FIELDS.map(|name| {
        prop_oneof![1 => Just(Value::Null), 2 => value(name)].prop_map(move |value| (name, value))
    });
    let members = members.into_iter().map(Strategy::boxed).collect::<Vec<_>>();
    // What is null is sometimes said to be, and sometimes left out.
    (members, vec(any::<bool>(), FIELDS.len())).prop_map(|(members, said)| {
        let kept = members
            .into_iter()
            .zip(said)
            .filter(|((_, value), said)| !value.is_null() || *said);
        Value::Object(
            kept.map(|((name, value), _)| (name.to_owned(), value))
                .collect(),
        )
    })
}

fn value(field: &str) -> BoxedStrategy<Value> {
    match field {
        "text" => prop_oneof![
            4 => select(vec!["", "a", "A", "ab", "ä", "a\u{301}", "\u{ffff}", "\u{1f680}", "'", "%", "_", "\"", "\u{1}", "null", "1"])
                .prop_map(Value::from),
            1 => "[^\\x00]{0,6}".prop_map(Value::from),
        ]
        .boxed(),
        "number" => prop_oneof![
            4 => select(vec![0.0, -0.0, 1.0, -1.0, 1.5, 0.1, 1e300, -1e-300, 9_007_199_254_740_991.0]).prop_map(Value::from),
            2 => (-3_i64..4).prop_map(Value::from),
            1 => any::<f64>().prop_filter_map("JSON has no word for it", finite),
        ]
        .boxed(),
        "flag" => any::<bool>().prop_map(Value::from).boxed(),
        "when" => {
            let dates = vec![
                "0001-01-01T00:00:00.000Z",
                "1969-12-31T23:59:59.999Z",
                "1970-01-01T00:00:00.000Z",
                "2026-01-31T12:00:00.001Z",
                "9999-12-30T00:00:00.000Z",
            ];
            select(dates).prop_map(|iso| json!({"__type": "Date", "iso": iso})).boxed()
        }
        "data" => vec((select(vec!["a", "b", "é"]), element()), 0..3)
            .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into())
            .boxed(),
        "list" => vec(element(), 0..4).prop_map(Value::from).boxed(),
        "place" => (select(vec![-90.0, 0.0, 1.5]), select(vec![-180.0, 0.0, 7.25]))
            .prop_map(|(latitude, longitude)| json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude}))
            .boxed(),
        "area" => select(vec![json!([[0, 0], [0, 1], [1, 1]]), json!([[0, 0], [0, 1], [1, 1.5], [2, 2]])])
            .prop_map(|coordinates| json!({"__type": "Polygon", "coordinates": coordinates}))
            .boxed(),
        "file" => select(vec!["a.txt", "b c.txt", "ä"]).prop_map(|name| json!({"__type": "File", "name": name})).boxed(),
        "bytes" => select(vec!["", "aGk=", "AAECAw=="]).prop_map(|base64| json!({"__type": "Bytes", "base64": base64})).boxed(),
        _ => select(vec!["u1", "U1", "u2"])
            .prop_map(|id| json!({"__type": "Pointer", "className": "_User", "objectId": id}))
            .boxed(),
    }
}

fn finite(number: f64) -> Option<Value> {
    serde_json::Number::from_f64(number).map(Value::from)
}

/// What an Array or an Object may hold.
fn element() -> impl Strategy<Value = Value> {
    let plain = select(vec![
        json!(null),
        json!(0),
        json!(1),
        json!(1.0),
        json!(1.5),
        json!("1"),
        json!("a"),
        json!("null"),
        json!("ä\u{1f680}"),
        json!(true),
        json!(false),
    ]);
    prop_oneof![
        6 => plain,
        1 => select(vec![json!([]), json!([1]), json!(["a", null])]),
        1 => select(vec![json!({}), json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1.0})]),
        1 => value("owner"),
        1 => value("when"),
    ]
}

fn query(breadth: Breadth) -> impl Strategy<Value = Query> {
    (
        filter(breadth),
        order(),
        0..3_usize,
        prop_oneof![Just(100), 0..4_usize],
    )
        .prop_map(|(filter, order, skip, limit)| Query {
            filter,
            order,
            skip,
            limit,
        })
}

fn order() -> impl Strategy<Value = String> {
    (
        subsequence(ORDERED.to_vec(), 0..=3).prop_shuffle(),
        vec(any::<bool>(), ORDERED.len()),
    )
        .prop_map(|(names, descending)| {
            let keys = names
                .into_iter()
                .zip(descending)
                .map(|(name, descending)| format!("{}{name}", if descending { "-" } else { "" }));
            keys.collect::<Vec<_>>().join(",")
        })
}

fn filter(breadth: Breadth) -> impl Strategy<Value = Value> {
    terms(breadth).prop_recursive(3, 12, 3, move |inner| {
        let combined = (
            select(vec!["$or", "$and", "$nor"]),
            vec(inner, 1..4),
            terms(breadth),
        );
        combined.prop_map(|(operator, filters, mut terms)| {
            terms[operator] = filters.into();
            terms
        })
    })
}

/// Up to two fields, each with what must hold for it.
fn terms(breadth: Breadth) -> BoxedStrategy<Value> {
    let names = prop_oneof![3 => select(FIELDS.to_vec()), 1 => select(INSIDE.to_vec())];
    let term = names.prop_flat_map(move |name| {
        constraint(name, breadth).prop_map(move |constraint| (name, constraint))
    });
    vec(term, 0..3)
        .prop_map(|terms| {
            terms
                .into_iter()
                .map(|(name, constraint)| (name.to_owned(), constraint))
                .collect::<Map<_, _>>()
                .into()
        })
        .boxed()
}

fn constraint(field: &'static str, breadth: Breadth) -> BoxedStrategy<Value> {
    let operators = vec(operator(field, breadth), 1..3);
    let operators = operators.prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(name, operand)| (name.to_owned(), operand))
            .collect::<Map<_, _>>()
    });
    prop_oneof![1 => sought(field), 2 => operators.prop_map(Value::from)].boxed()
}

/// A value to be compared with, or null; of an Array also one that it may hold.
fn sought(field: &'static str) -> BoxedStrategy<Value> {
    let values = if field.contains('.') {
        held().boxed()
    } else if field == "list" {
        prop_oneof![value(field), held()].boxed()
    } else {
        value(field)
    };
    prop_oneof![1 => Just(Value::Null), 6 => values].boxed()
}

/// An element that can be asked for.
fn held() -> impl Strategy<Value = Value> {
    element().prop_filter("an operator is no value", |value| {
        !value.is_object() || value.get("__type").is_some()
    })
}

fn operator(field: &'static str, breadth: Breadth) -> BoxedStrategy<(&'static str, Value)> {
    let equal = (select(vec!["$eq", "$ne"]), sought(field)).boxed();
    let list = (
        select(vec!["$in", "$nin"]),
        vec(sought(field), 0..4).prop_map(Value::from),
    )
        .boxed();
    let exists = any::<bool>()
        .prop_map(|exists| ("$exists", exists.into()))
        .boxed();
    let mut operators = vec![equal, list, exists];
    if ORDERED.contains(&field) {
        let compared = (select(vec!["$lt", "$lte", "$gt", "$gte"]), value(field));
        operators.push(compared.boxed());
    }
    if field == "list" || field.contains('.') {
        let is_plain =
            move |value: &Value| field == "list" || !value.is_null() && !value.is_array();
        let all = vec(
            held().prop_filter("what an Array alone may hold", is_plain),
            0..3,
        );
        operators.push(all.prop_map(|all| ("$all", all.into())).boxed());
        let among = vec(held(), 0..4);
        operators.push(
            among
                .prop_map(|among| ("$containedBy", among.into()))
                .boxed(),
        );
    }
    if field.contains('.') {
        let ordered = prop_oneof![value("text"), value("number"), value("flag"), value("when")];
        operators.push((select(vec!["$lt", "$lte", "$gt", "$gte"]), ordered).boxed());
    }
    if field == "text" || field == "list" || field.contains('.') {
        operators.push(
            pattern(breadth)
                .prop_map(|pattern| ("$regex", pattern))
                .boxed(),
        );
    }
    if breadth == Breadth::Everything {
        match field {
            "place" => operators.push(area()),
            "area" => operators.push(
                (grid(), grid())
                    .prop_map(|(latitude, longitude)| {
                        (
                            "$geoIntersects",
                            json!({"$point": point(latitude, longitude)}),
                        )
                    })
                    .boxed(),
            ),
            _ => {}
        }
    }
    Union::new(operators).boxed()
}

fn pattern(breadth: Breadth) -> BoxedStrategy<Value> {
    let quoted = (
        value("text"),
        select(vec![("^", ""), ("", "$"), ("", ""), ("^", "$")]),
    )
        .prop_map(|(text, (before, after))| {
            let text = text.as_str().unwrap_or_default().replace("\\E", "");
            format!("{before}\\Q{text}\\E{after}").into()
        });
    if breadth == Breadth::Plain {
        return quoted.boxed();
    }
    let written = select(vec![
        "",
        "^",
        "$",
        "a",
        "^a",
        "^ab?",
        "^ab*",
        "^a|b",
        "[a-b]$",
        "^.$",
        "(?i)A",
        "\\w",
        "^\\d+$",
        "\\W",
        "^\\Qa\\E.",
        "^\\\\Q|a",
        "[^[a]",
        "^a{2}|\u{e4}",
        "\u{1f680}",
        "\\bnull\\b",
        "^\u{ffff}",
        "^[%_]",
        "'",
        "\\x41",
        "^a\\.?",
    ])
    .prop_map(Value::from);
    prop_oneof![1 => quoted, 2 => written].boxed()
}

fn grid() -> impl Strategy<Value = f64> {
    select(vec![-90.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 7.25, 89.0])
}

fn point(latitude: f64, longitude: f64) -> Value {
    json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude})
}

fn area() -> BoxedStrategy<(&'static str, Value)> {
    let east = || prop_oneof![grid(), select(vec![-180.0, 179.0, 180.0, 172.5])];
    let place = || (grid(), east()).prop_map(|(latitude, longitude)| point(latitude, longitude));
    let radius = || prop_oneof![select(vec![0.0, 0.01, 0.2, 1.6, 3.2, 10.0]), 0.0..3.2];
    prop_oneof![
        place().prop_map(|near| ("$nearSphere", near)),
        (place(), place()).prop_map(|(one, other)| ("$within", json!({"$box": [one, other]}))),
        (place(), radius()).prop_map(|(center, radius)| {
            ("$geoWithin", json!({"$centerSphere": [center, radius]}))
        }),
        vec(place(), 3..7).prop_map(|ring| ("$geoWithin", json!({"$polygon": ring}))),
    ]
    .boxed()
}
