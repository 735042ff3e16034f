//! Keys with dots: changes to parts of an Object or an Array → the whole that they make of what is stored.

use super::Elements;
use super::operation::{self, Operation};
use super::value::{canonical, kind_name};
use crate::Result;
use crate::class::{FieldDef, Kind};
use crate::error::{Code, Error};
use crate::wire::{MAX_INTEGER, Value, type_name};
use serde_json::Map;

/// The most names that a key may have, with dots between them.
const MAX_NAMES: usize = 32;
/// How deep a value may be nested that is made part by part; as deep as it may be, it is read again.
const MAX_DEPTH: usize = 100;

/// A change to one part of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// The names that lead to it from the field; in an Array a name is a place, from 0.
    names: Vec<String>,
    change: Change,
}

#[derive(Clone, Debug, PartialEq)]
enum Change {
    Set(Value),
    Unset,
    Increment(f64),
    Elements(Elements, Vec<Value>),
}

/// Reads a member of a body whose key has dots. `None` where it changes nothing.
///
/// # Errors
/// Code 111 for a field that has no parts, 121 for a name that none may have, 105 where a name is missing or there are too
/// many; 107 and 108 as of any operation.
pub(super) fn parse(field: &FieldDef, key: &str, value: &Value) -> Result<Option<Part>> {
    if !matches!(field.kind, Kind::Object(_) | Kind::Array(_)) {
        let message = format!(
            "cannot change a part of `{}`, a {}",
            field.name,
            kind_name(&field.kind)
        );
        return Err(Error::new(Code::INCORRECT_TYPE, message));
    }
    let names: Vec<_> = key.split('.').skip(1).map(str::to_owned).collect();
    if names.len() > MAX_NAMES || names.iter().any(String::is_empty) {
        return Err(Error::new(
            Code::INVALID_FIELD_NAME,
            format!("Invalid field name: {key}."),
        ));
    }
    if names.iter().any(|name| name.contains(['$', '\0'])) {
        return Err(Error::new(
            Code::INVALID_NESTED_KEY,
            "Nested keys should not contain the '$' or '.' characters",
        ));
    }
    let change = match operation::read(key, value)? {
        Operation::Set(value) => Change::Set(canonical(value)?),
        Operation::Unset => Change::Unset,
        Operation::Increment(amount) => Change::Increment(amount),
        Operation::Elements(elements, objects) => Change::Elements(elements, objects),
        Operation::SetOnInsert(_) => return Ok(None),
        Operation::Relate => {
            let message = format!("cannot change a Relation in `{}`", field.name);
            return Err(Error::new(Code::INCORRECT_TYPE, message));
        }
    };
    Ok(Some(Part { names, change }))
}

impl Part {
    /// Whether only what is stored tells what it will be.
    pub(super) fn is_operation(&self) -> bool {
        matches!(self.change, Change::Increment(_) | Change::Elements(..))
    }
}

/// What the changes make of the whole; what is not set counts as empty.
///
/// # Errors
/// Code 111 where a name leads into something that has no parts, or an operation finds a value of another type.
pub(crate) fn apply(field: &FieldDef, whole: Value, parts: &[Part]) -> Result<Value> {
    let mut whole = match (whole, &field.kind) {
        (Value::Null, Kind::Array(_)) => Value::Array(Vec::new()),
        (Value::Null, _) => Value::Object(Map::new()),
        (whole, _) => whole,
    };
    for part in parts {
        change_at(&mut whole, &part.names, field.name, &part.change)?;
    }
    if depth(&whole) > MAX_DEPTH {
        return Err(Error::validation(format!(
            "{} is nested more than {MAX_DEPTH} deep",
            field.name
        )));
    }
    Ok(whole)
}

/// Goes as deep as a key has names.
fn change_at(value: &mut Value, names: &[String], path: &str, change: &Change) -> Result<()> {
    let Some((name, rest)) = names.split_first() else {
        return change_here(value, path, change);
    };
    let unset = *change == Change::Unset;
    let inner = format!("{path}.{name}");
    match value {
        Value::Null if unset => Ok(()),
        Value::Null => {
            *value = Value::Object(Map::new());
            change_at(value, names, path, change)
        }
        // What has a type of its own on the wire is one value.
        Value::Object(members) if !members.contains_key("__type") => {
            if unset && rest.is_empty() {
                members.remove(name);
                return Ok(());
            }
            if unset && !members.contains_key(name) {
                return Ok(());
            }
            let member = members.entry(name.clone()).or_insert(Value::Null);
            change_at(member, rest, &inner, change)
        }
        Value::Array(elements) => {
            let place = name.parse::<usize>().ok();
            let element = place.and_then(|place| elements.get_mut(place));
            let element = element.ok_or_else(|| {
                let message = format!("there is no element `{inner}`");
                Error::new(Code::INCORRECT_TYPE, message)
            })?;
            change_at(element, rest, &inner, change)
        }
        other => {
            let message = format!("cannot change `{inner}`: {path} is a {}", type_name(other));
            Err(Error::new(Code::INCORRECT_TYPE, message))
        }
    }
}

fn change_here(value: &mut Value, path: &str, change: &Change) -> Result<()> {
    let cannot = |operation: &str, value: &Value| {
        let message = format!("cannot {operation} `{path}`, a {}", type_name(value));
        Err(Error::new(Code::INCORRECT_TYPE, message))
    };
    *value = match (change, &*value) {
        (Change::Set(new), _) => new.clone(),
        (Change::Unset, _) => Value::Null,
        (Change::Increment(amount), Value::Null) => Value::from(*amount),
        (Change::Increment(amount), Value::Number(number)) => {
            let sum = number.as_f64().unwrap_or_default() + amount;
            if !sum.is_finite() || (sum.abs() > MAX_INTEGER && sum.fract() == 0.0) {
                let message = format!("{path} is too large to be counted on");
                return Err(Error::validation(message));
            }
            Value::from(sum)
        }
        (Change::Increment(_), other) => return cannot("Increment", other),
        (Change::Elements(elements, objects), Value::Null) => {
            elements.apply(Vec::new(), objects).into()
        }
        (Change::Elements(elements, objects), Value::Array(array)) => {
            elements.apply(array.clone(), objects).into()
        }
        (Change::Elements(..), other) => return cannot("change the elements of", other),
    };
    Ok(())
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}
