//! Objects and queries of every kind. Values come from small sets, so that they meet.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Query {
    pub filter: Value,
    pub order: String,
    pub skip: usize,
    pub limit: usize,
}

const FIELDS: [&str; 11] = [
    "text", "number", "flag", "when", "data", "list", "place", "area", "file", "bytes", "owner",
];
/// Those that can be compared and ordered.
const ORDERED: [&str; 4] = ["text", "number", "flag", "when"];

/// Some objects, and some queries over them.
pub fn cases() -> impl Strategy<Value = (Vec<Value>, Vec<Query>)> {
    (vec(object(), 0..7), vec(query(), 1..6))
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

fn query() -> impl Strategy<Value = Query> {
    (
        filter(),
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

fn filter() -> impl Strategy<Value = Value> {
    terms().prop_recursive(3, 12, 3, |inner| {
        let combined = (
            select(vec!["$or", "$and", "$nor"]),
            vec(inner, 1..4),
            terms(),
        );
        combined.prop_map(|(operator, filters, mut terms)| {
            terms[operator] = filters.into();
            terms
        })
    })
}

/// Up to two fields, each with what must hold for it.
fn terms() -> BoxedStrategy<Value> {
    let term = select(FIELDS.to_vec())
        .prop_flat_map(|name| constraint(name).prop_map(move |constraint| (name, constraint)));
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

fn constraint(field: &'static str) -> BoxedStrategy<Value> {
    let operators = vec(operator(field), 1..3);
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
    let values = if field == "list" {
        prop_oneof![
            value(field),
            element().prop_filter("an operator is no value", |value| !value.is_object()
                || value.get("__type").is_some())
        ]
        .boxed()
    } else {
        value(field)
    };
    prop_oneof![1 => Just(Value::Null), 6 => values].boxed()
}

fn operator(field: &'static str) -> BoxedStrategy<(&'static str, Value)> {
    let equal = (select(vec!["$eq", "$ne"]), sought(field)).boxed();
    let list = (
        select(vec!["$in", "$nin"]),
        vec(sought(field), 0..4).prop_map(Value::from),
    )
        .boxed();
    let exists = any::<bool>()
        .prop_map(|exists| ("$exists", exists.into()))
        .boxed();
    if ORDERED.contains(&field) {
        let compared = (select(vec!["$lt", "$lte", "$gt", "$gte"]), value(field));
        prop_oneof![equal, list, exists, compared].boxed()
    } else {
        prop_oneof![equal, list, exists].boxed()
    }
}
