//! What a query means, written as plainly as it can be: over all objects, one after another.

use serde_json::Value;
use std::cmp::Ordering;

/// Whether an object is one that a `where` document asks for.
pub fn matches(object: &Value, filter: &Value) -> bool {
    members(filter).all(|(key, value)| match key.as_str() {
        "$or" => elements(value).iter().any(|filter| matches(object, filter)),
        "$and" => elements(value).iter().all(|filter| matches(object, filter)),
        "$nor" => !elements(value).iter().any(|filter| matches(object, filter)),
        name if name.contains('.') => {
            let path: Vec<_> = name.split('.').collect();
            field_matches(&inside(object, &path), value)
        }
        name => field_matches(&Vec::from_iter(set(object, name)), value),
    })
}

/// The value of a field, where it is set.
fn set<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// All that a path leads to: of an Array to an element by its number, and into each element that is an Object.
fn inside<'a>(value: &'a Value, path: &[&str]) -> Vec<&'a Value> {
    let Some((step, rest)) = path.split_first() else {
        return if value.is_null() {
            Vec::new()
        } else {
            vec![value]
        };
    };
    let here = match value {
        Value::Array(elements) => step.parse().ok().and_then(|n: usize| elements.get(n)),
        value => value.get(step),
    };
    let mut found: Vec<_> = here
        .into_iter()
        .flat_map(|value| inside(value, rest))
        .collect();
    for element in elements(value).iter().filter(|element| element.is_object()) {
        found.extend(inside(element, path));
    }
    found
}

/// Whether it holds for one of the values.
fn field_matches(values: &[&Value], constraint: &Value) -> bool {
    if !members(constraint).any(|(key, _)| key.starts_with('$')) {
        return equal(values, constraint);
    }
    members(constraint).all(|(operator, operand)| match operator.as_str() {
        "$eq" => equal(values, operand),
        "$ne" => !equal(values, operand),
        "$in" => elements(operand)
            .iter()
            .any(|operand| equal(values, operand)),
        "$nin" => !elements(operand)
            .iter()
            .any(|operand| equal(values, operand)),
        "$all" => {
            let sought = elements(operand);
            !sought.is_empty() && sought.iter().all(|sought| holds(values, sought))
        }
        "$containedBy" => values.iter().any(|value| {
            let among = |held| elements(operand).iter().any(|sought| same(held, sought));
            value.is_array() && elements(value).iter().all(among)
        }),
        "$exists" => values.is_empty() != operand.as_bool().unwrap_or_default(),
        "$regex" => one_of(values, |value| {
            value.as_str().is_some_and(|text| quotes(operand, text))
        }),
        "$lt" => is(values, operand, Ordering::is_lt),
        "$lte" => is(values, operand, Ordering::is_le),
        "$gt" => is(values, operand, Ordering::is_gt),
        "$gte" => is(values, operand, Ordering::is_ge),
        other => panic!("no operator {other}"),
    })
}

/// Of an Array it is enough that it holds for an element.
fn one_of(values: &[&Value], holds: impl Fn(&Value) -> bool) -> bool {
    values
        .iter()
        .any(|value| holds(value) || elements(value).iter().any(&holds))
}

/// Whether a text is, begins with, ends in or holds what is quoted.
fn quotes(pattern: &Value, text: &str) -> bool {
    let pattern = pattern.as_str().unwrap_or_default();
    let start = pattern.strip_prefix('^');
    let end = pattern.strip_suffix('$');
    let quoted = pattern.trim_start_matches('^').trim_end_matches('$');
    let quoted = quoted
        .strip_prefix("\\Q")
        .and_then(|text| text.strip_suffix("\\E"))
        .unwrap_or_default();
    match (start, end) {
        (None, None) => text.contains(quoted),
        (Some(_), None) => text.starts_with(quoted),
        (None, Some(_)) => text.ends_with(quoted),
        (Some(_), Some(_)) => text == quoted,
    }
}

/// An Array is equal to another, and to each value that it holds.
fn equal(values: &[&Value], sought: &Value) -> bool {
    if sought.is_null() {
        return values.is_empty();
    }
    if sought.is_array() {
        return values.iter().any(|value| same(value, sought));
    }
    values.iter().any(|value| match value {
        Value::Array(held) => held.iter().any(|held| same(held, sought)),
        value => same(value, sought),
    })
}

/// Whether an Array holds a value, which may be null or an Array; another value holds what it is.
fn holds(values: &[&Value], sought: &Value) -> bool {
    values.iter().any(|value| match value {
        Value::Array(held) => held.iter().any(|held| same(held, sought)),
        value => same(value, sought),
    })
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

fn is(values: &[&Value], operand: &Value, holds: impl Fn(Ordering) -> bool) -> bool {
    one_of(values, |value| {
        like(value, operand) && holds(compare(value, operand))
    })
}

/// Whether two values can be compared.
fn like(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_))
        | (Value::Bool(_), Value::Bool(_)) => true,
        (one, other) => one["__type"] == "Date" && other["__type"] == "Date",
    }
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
