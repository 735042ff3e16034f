//! A change that a user is told of → the object of the class `Notification` that tells him.

use super::{Author, Body, parse_create, settle};
use crate::Result;
use crate::access::Principal;
use crate::class::{ClassDef, Kind, Notify};
use crate::wire::{Object, Value};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// The name of the class, on the wire.
pub(crate) const NOTIFICATION: &str = "Notification";

/// Letters of an objectId.
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH: usize = 10;

/// Whether a change from one state of an object to another is told: the field has another value, and has one.
pub(crate) fn is_told(rule: &Notify, before: Option<&Object>, after: &Object) -> bool {
    let now = after.get(rule.when);
    now.is_some() && before.and_then(|before| before.get(rule.when)) != now
}

/// What tells `user` of a change that made an object what it is `after` it: an id and a body.
///
/// # Errors
/// Those of a create, where the class takes no such object.
pub(crate) fn notification(
    into: &'static ClassDef,
    of: &ClassDef,
    rule: &Notify,
    user: &str,
    after: &Object,
) -> Result<(String, Body)> {
    let pointer = json!({"__type": "Pointer", "className": "_User", "objectId": user});
    let mut body = Object::new();
    body.put("user", pointer);
    let message = message(rule.message, after);
    let length = into
        .field("message")
        .map(|(_, field)| field.checks.max_length);
    body.put("message", cut(message, length.flatten()));
    if into
        .field("read")
        .is_some_and(|(_, field)| matches!(field.kind, Kind::Boolean) && field.default.is_none())
    {
        body.put("read", false);
    }
    // Where the class does not keep it to its user by a rule, an ACL does.
    if into.owner != ["user"] || into.access.read.iter().any(is_anybody) {
        let mut acl = Object::new();
        acl.put(user, json!({"read": true, "write": true}));
        body.put("ACL", acl);
    }
    settle(into, &mut body)?;
    let parsed = parse_create(into, &body, Author::Server)?;
    Ok((id(of, rule, after), parsed))
}

fn is_anybody(principal: &Principal) -> bool {
    matches!(principal, Principal::Public | Principal::Authenticated)
}

/// The message, with the values of the object in place of their names.
fn message(template: &str, object: &Object) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                text.push_str(&spoken(object.get(name).unwrap_or(&Value::Null)));
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// A value as it reads in a sentence.
fn spoken(value: &Value) -> String {
    let member = |name| value.get(name).and_then(Value::as_str);
    match (value, member("__type")) {
        (Value::Null, _) => String::new(),
        (Value::String(text), _) => text.clone(),
        (_, Some("Date")) => member("iso").unwrap_or_default().to_owned(),
        (_, Some("Pointer")) => member("objectId").unwrap_or_default().to_owned(),
        (_, Some("File")) => member("name").unwrap_or_default().to_owned(),
        (other, _) => other.to_string(),
    }
}

fn cut(message: String, most: Option<u32>) -> String {
    match most {
        Some(most) => message.chars().take(most as usize).collect(),
        None => message,
    }
}

/// An id that the change alone decides: a transaction that is tried and then made writes the same.
fn id(of: &ClassDef, rule: &Notify, after: &Object) -> String {
    let mut hash = Sha256::new();
    let text = |name| after.get(name).and_then(Value::as_str).unwrap_or_default();
    for part in [
        of.name,
        text("objectId"),
        text("updatedAt"),
        rule.when,
        rule.message,
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for step in rule.to {
        hash.update(step.as_bytes());
        hash.update([0]);
    }
    let letters = hash.finalize();
    let letters = letters.iter().take(ID_LENGTH);
    letters
        .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_values_as_they_read() {
        let object = Object(
            json!({
                "text": "a {flag}", "number": 2.5, "flag": true, "list": [1, "x"],
                "when": {"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"},
                "to": {"__type": "Pointer", "className": "Order", "objectId": "abc"},
            })
            .as_object()
            .cloned()
            .unwrap_or_default(),
        );
        let cases = [
            ("", ""),
            ("{text}, {number}", "a {flag}, 2.5"),
            ("{flag}{none}{to}", "trueabc"),
            ("{list} at {when}", "[1,\"x\"] at 2026-01-31T12:00:00.000Z"),
            ("{ {text", "{ {text"),
            ("}{flag}", "}true"),
        ];
        for (template, expected) in cases {
            assert_eq!(message(template, &object), expected, "{template}");
        }
    }
}
