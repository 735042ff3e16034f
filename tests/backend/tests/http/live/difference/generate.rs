//! Queries, and writes one after the other, over any of the classes that have a rule. Values come from small sets, so that
//! they meet.

use crate::access::world::pointer;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// What there is to point at.
#[derive(Clone, Debug)]
pub struct Things {
    pub users: Vec<String>,
    pub orders: Vec<String>,
}

/// What happens to the objects of a class, and who is told what of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub class: &'static str,
    pub filter: Value,
    pub keys: Option<Vec<&'static str>>,
    pub watch: Option<Vec<&'static str>>,
    pub writes: Vec<Write>,
}

/// A write of one object; those that are there are counted round.
#[derive(Clone, Debug)]
pub enum Write {
    Create(Value),
    Update(usize, Value),
    Delete(usize),
}

const CLASSES: [&str; 21] = [
    "Open",
    "Members",
    "Private",
    "Staffed",
    "Closed",
    "Desk",
    "Board",
    "Wiki",
    "Box",
    "Shipment",
    "Line",
    "Parcel",
    "Listed",
    "Roles",
    "SignedIn",
    "Pointed",
    "Friendly",
    "UserFields",
    "Several",
    "Withheld",
    "Both",
];
const FIELDS: [&str; 6] = ["owner", "friends", "order", "number", "secret", "state"];

pub fn case(things: &Things) -> impl Strategy<Value = Case> + use<> {
    let fields = || option::weighted(0.3, subsequence(FIELDS.to_vec(), 1..=3));
    (
        select(CLASSES.to_vec()),
        filter(things),
        fields(),
        fields(),
        vec(write(things), 1..6),
    )
        .prop_map(|(class, filter, keys, watch, writes)| Case {
            class,
            filter,
            keys,
            watch,
            writes,
        })
}

fn write(things: &Things) -> impl Strategy<Value = Write> + use<> {
    let at = || 0..8_usize;
    prop_oneof![
        3 => object(things, false).prop_map(Write::Create),
        4 => (at(), object(things, true)).prop_map(|(at, body)| Write::Update(at, body)),
        1 => at().prop_map(Write::Delete),
    ]
}

fn object(things: &Things, unsets: bool) -> impl Strategy<Value = Value> + use<> {
    let members = FIELDS.into_iter().chain(["ACL"]).map(|name| {
        let value = value(things, name).boxed();
        let value = match unsets {
            true => prop_oneof![3 => value, 1 => Just(json!({"__op": "Delete"}))].boxed(),
            false => value,
        };
        option::weighted(0.5, value).prop_map(move |value| (name, value))
    });
    let members: Vec<_> = members.map(Strategy::boxed).collect();
    members.prop_map(|members| {
        let set = members
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(set.collect())
    })
}

fn value(things: &Things, name: &str) -> BoxedStrategy<Value> {
    let user = || select(things.users.clone()).prop_map(|id| pointer(&id));
    match name {
        "owner" => user().boxed(),
        "friends" => vec(user(), 0..3).prop_map(Value::from).boxed(),
        "order" => select(things.orders.clone())
            .prop_map(|id| order(&id))
            .boxed(),
        "state" => select(vec!["new", "paid", "sent", "done"])
            .prop_map(Value::from)
            .boxed(),
        "ACL" => {
            let mut who = things.users.clone();
            who.extend([
                "*".to_owned(),
                "role:staff".to_owned(),
                "role:boss".to_owned(),
            ]);
            subsequence(who, 0..3)
                .prop_map(|who| {
                    let rights = who.into_iter().map(|who| (who, json!({"read": true})));
                    Value::Object(rights.collect())
                })
                .boxed()
        }
        _ => (0..4_i32).prop_map(Value::from).boxed(),
    }
}

fn order(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Order", "objectId": id})
}

fn filter(things: &Things) -> impl Strategy<Value = Value> + use<> {
    let terms = terms(things);
    terms.clone().prop_recursive(2, 6, 3, move |inner| {
        let combined = (
            select(vec!["$or", "$and", "$nor"]),
            vec(inner, 1..3),
            terms.clone(),
        );
        combined.prop_map(|(operator, filters, mut terms)| {
            terms[operator] = filters.into();
            terms
        })
    })
}

/// Up to two fields, each with what must hold for it.
fn terms(things: &Things) -> BoxedStrategy<Value> {
    let constraints = FIELDS.map(|name| {
        let constraint = constraint(things, name);
        constraint
            .prop_map(move |constraint| (name, constraint))
            .boxed()
    });
    // What may be withheld is seldom asked for: that refuses the whole query.
    let weights = [3, 2, 3, 3, 1, 2];
    let term =
        proptest::strategy::Union::new_weighted(weights.into_iter().zip(constraints).collect());
    vec(term, 0..3)
        .prop_map(|terms| {
            let terms = terms.into_iter();
            terms
                .map(|(name, constraint)| (name.to_owned(), constraint))
                .collect::<Map<_, _>>()
                .into()
        })
        .boxed()
}

fn constraint(things: &Things, name: &'static str) -> BoxedStrategy<Value> {
    let one = match name {
        "friends" => value(things, "owner"),
        name => value(things, name),
    };
    let listed = vec(one.clone(), 0..3).prop_map(Value::from);
    let plain = prop_oneof![
        4 => one.clone(),
        1 => Just(Value::Null),
        1 => one.clone().prop_map(|value| json!({"$ne": value})),
        1 => (select(vec!["$in", "$nin"]), listed).prop_map(|(name, values)| json!({name: values})),
        1 => any::<bool>().prop_map(|exists| json!({"$exists": exists})),
    ];
    match name {
        "number" | "secret" => {
            let compared = (select(vec!["$lt", "$gte"]), 0..4_i32)
                .prop_map(|(name, number)| json!({name: number}));
            let selected = select(vec!["$select", "$dontSelect"]).prop_map(|name| {
                json!({name: {"query": {"className": "Order", "where": {}}, "key": "number"}})
            });
            prop_oneof![4 => plain, 2 => compared, 1 => selected].boxed()
        }
        "order" => {
            let led = (
                select(vec!["$inQuery", "$notInQuery"]),
                0..4_i32,
                option::of(0..2_u32),
            );
            let led = led.prop_map(|(name, number, limit)| {
                let mut query =
                    json!({"className": "Order", "where": {"number": {"$gte": number}}});
                if let Some(limit) = limit {
                    query["limit"] = limit.into();
                    query["order"] = "-number".into();
                }
                json!({name: query})
            });
            prop_oneof![2 => plain, 1 => led].boxed()
        }
        _ => plain.boxed(),
    }
}
