//! What must hold inside a JSON value: an Array as a whole, or what a path such as `address.city` or `products.0.price`
//! leads to.

use super::{Compare, Pattern};
use crate::wire::{Value, parse_date};
use crate::write::Stored;
use std::cmp::Ordering;

/// What must hold for a value; of an array it is enough that it holds for an element.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    IsSet,
    /// An array is equal to another as a whole.
    Equal(Value),
    OneOf(Vec<Value>),
    /// With a String, a Number, a Boolean or a Date, of a value of the same type.
    Compare(Compare, Value),
    /// Text.
    Matches(Pattern),
    /// An array whose elements all are among these.
    ContainedBy(Vec<Value>),
}

impl Test {
    /// Whether it holds for anything that the steps lead to. Of an array they lead to an element by its number, and into
    /// each element that is an object.
    pub(crate) fn holds(&self, value: &Value, steps: &[String]) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return self.holds_for(value);
        };
        match value {
            Value::Object(members) => members
                .get(step)
                .is_some_and(|value| self.holds(value, rest)),
            Value::Array(elements) => {
                let numbered = step.parse().ok().and_then(|n: usize| elements.get(n));
                numbered.is_some_and(|value| self.holds(value, rest))
                    || elements
                        .iter()
                        .any(|element| element.is_object() && self.holds(element, steps))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    fn holds_for(&self, value: &Value) -> bool {
        match self {
            Self::IsSet => !value.is_null(),
            Self::Equal(sought) => equal(value, sought),
            Self::OneOf(sought) => sought.iter().any(|sought| equal(value, sought)),
            Self::Compare(compare, with) => any(value, |value| {
                ordering(value, with).is_some_and(|ordering| compare.holds(ordering))
            }),
            Self::Matches(pattern) => any(value, |value| {
                value.as_str().is_some_and(|text| pattern.is_match(text))
            }),
            Self::ContainedBy(sought) => value.as_array().is_some_and(|elements| {
                elements
                    .iter()
                    .all(|element| sought.iter().any(|sought| same(element, sought)))
            }),
        }
    }
}

impl Compare {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// Whether it holds for a value, or for an element of it.
fn any(value: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    holds(value) || value.as_array().is_some_and(|all| all.iter().any(holds))
}

fn equal(value: &Value, sought: &Value) -> bool {
    if sought.is_array() {
        same(value, sought)
    } else {
        any(value, |value| same(value, sought))
    }
}

/// Numbers are the same whatever their spelling.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
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

/// `None` where the two are not of one type, or of one that has no order.
fn ordering(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64()?.partial_cmp(&other.as_f64()?),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Object(_), Value::Object(_)) => {
            Some(parse_date(one).ok()?.cmp(&parse_date(other).ok()?))
        }
        _ => None,
    }
}

/// The one value that the steps lead to; a number leads to an element of an array.
pub(crate) fn value_at<'v>(value: &'v Value, steps: &[String]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match value {
        Value::Object(members) => members.get(step),
        Value::Array(elements) => elements.get(step.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// A value as one that a store can order: a date by its time, a Pointer by the id that it holds, and what has no order of
/// its own by its text.
pub(crate) fn orderable(value: &Value) -> Stored {
    match value {
        Value::Null => Stored::Null,
        Value::Bool(flag) => Stored::Integer(i64::from(*flag)),
        Value::Number(number) => number.as_f64().map_or(Stored::Null, Stored::Number),
        Value::String(text) => Stored::Text(text.clone()),
        Value::Array(_) => Stored::Text(value.to_string()),
        Value::Object(members) => match members.get("__type").and_then(Value::as_str) {
            Some("Date") => parse_date(value).map_or(Stored::Null, Stored::Integer),
            Some("Pointer") => {
                let id = members.get("objectId").and_then(Value::as_str);
                id.map_or(Stored::Null, |id| Stored::Text(id.to_owned()))
            }
            _ => Stored::Text(value.to_string()),
        },
    }
}
