//! What a query means, written as plainly as it can be: over all objects, one after another.

use serde_json::Value;
use std::cmp::Ordering;

/// Whether an object is one that a `where` document asks for.
pub fn matches(object: &Value, filter: &Value) -> bool {
    members(filter).all(|(key, value)| match key.as_str() {
        "$or" => elements(value).iter().any(|filter| matches(object, filter)),
        "$and" => elements(value).iter().all(|filter| matches(object, filter)),
        "$nor" => !elements(value).iter().any(|filter| matches(object, filter)),
        name => field_matches(set(object, name), value),
    })
}

/// The value of a field, where it is set.
fn set<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

fn field_matches(value: Option<&Value>, constraint: &Value) -> bool {
    if !members(constraint).any(|(key, _)| key.starts_with('$')) {
        return equal(value, constraint);
    }
    members(constraint).all(|(operator, operand)| match operator.as_str() {
        "$eq" => equal(value, operand),
        "$ne" => !equal(value, operand),
        "$in" => elements(operand)
            .iter()
            .any(|operand| equal(value, operand)),
        "$nin" => !elements(operand)
            .iter()
            .any(|operand| equal(value, operand)),
        "$exists" => value.is_some() == operand.as_bool().unwrap_or_default(),
        "$lt" => is(value, operand, Ordering::is_lt),
        "$lte" => is(value, operand, Ordering::is_le),
        "$gt" => is(value, operand, Ordering::is_gt),
        "$gte" => is(value, operand, Ordering::is_ge),
        other => panic!("no operator {other}"),
    })
}

/// An Array is equal to another, and to each value that it holds.
fn equal(value: Option<&Value>, sought: &Value) -> bool {
    match (value, sought) {
        (None, sought) => sought.is_null(),
        (Some(Value::Array(held)), sought) if !sought.is_array() => held
            .iter()
            .any(|held| !sought.is_null() && same(held, sought)),
        (Some(value), sought) => same(value, sought),
    }
}

/// Numbers are equal whatever their spelling, and a File is its name.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}

fn is(value: Option<&Value>, operand: &Value, holds: impl Fn(Ordering) -> bool) -> bool {
    value.is_some_and(|value| holds(compare(value, operand)))
}

/// Text by its code points, dates by the time, numbers and Booleans as everybody does.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one
            .as_f64()
            .partial_cmp(&other.as_f64())
            .unwrap_or(Ordering::Equal),
        (Value::String(one), Value::String(other)) => one.chars().cmp(other.chars()),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        // All dates here are written alike, so their text is in the order of time.
        (one, other) => one["iso"].as_str().cmp(&other["iso"].as_str()),
    }
}

/// Puts objects in the order that `order` asks for; what is not set comes before all else, and what it leaves open is
/// settled by the order of creation, in the direction of the last key.
pub fn sort(objects: &mut [Value], order: &str) {
    let keys: Vec<_> = order.split(',').filter(|key| !key.is_empty()).collect();
    if keys.last().is_some_and(|key| key.starts_with('-')) {
        objects.reverse();
    }
    objects.sort_by(|one, other| {
        let compared = keys.iter().map(|key| {
            let name = key.trim_start_matches('-');
            let compared = match (set(one, name), set(other, name)) {
                (Some(one), Some(other)) => compare(one, other),
                (one, other) => one.is_some().cmp(&other.is_some()),
            };
            if key.starts_with('-') {
                compared.reverse()
            } else {
                compared
            }
        });
        compared.fold(Ordering::Equal, Ordering::then)
    });
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
