//! The checks that a schema declares for a value: ranges, lengths, patterns, enums, and the shape of what is nested.

use crate::Result;
use crate::class::{Checks, FieldDef, Format, Kind};
use crate::error::Error;
use crate::wire::{
    Bytes, File, GeoPoint, MAX_INTEGER, Value, Wire, parse_date, pointer_id, type_name,
};
use regex_lite::Regex;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// `path` names the value in the message.
///
/// # Errors
/// Code 142: what the value must be.
pub(crate) fn check(field: &FieldDef, value: &Value, path: &str) -> Result<()> {
    let Checks {
        minimum,
        maximum,
        integer,
        ..
    } = field.checks;
    match (value, &field.kind) {
        (Value::Number(number), Kind::Number) => {
            let number = number.as_f64().unwrap_or_default();
            if integer && (number.fract() != 0.0 || number.abs() > MAX_INTEGER) {
                return failed(path, "must be a whole number");
            }
            if minimum.is_some_and(|least| number < least) {
                return failed(
                    path,
                    format!("must be at least {}", minimum.unwrap_or_default()),
                );
            }
            if maximum.is_some_and(|most| number > most) {
                return failed(
                    path,
                    format!("must be at most {}", maximum.unwrap_or_default()),
                );
            }
        }
        (Value::String(text), Kind::String) => check_text(&field.checks, text, path)?,
        (Value::Array(elements), Kind::Array(element)) => {
            check_length(&field.checks, elements.len(), "elements", path)?;
            if let Some(element) = element {
                for (index, value) in elements.iter().enumerate() {
                    check_nested(element, value, &format!("{path}[{index}]"))?;
                }
            }
        }
        (Value::Object(map), Kind::Object(Some(fields))) => {
            for field in *fields {
                let path = format!("{path}.{}", field.name);
                match map.get(field.name) {
                    None | Some(Value::Null) if field.required => {
                        return failed(&path, "is required");
                    }
                    None | Some(Value::Null) => {}
                    Some(value) => check_nested(field, value, &path)?,
                }
            }
            if let Some(unknown) = map
                .keys()
                .find(|key| fields.iter().all(|field| field.name != key.as_str()))
            {
                return failed(
                    &format!("{path}.{unknown}"),
                    "is not a field of this object",
                );
            }
        }
        _ => {}
    }
    Ok(())
}

/// A value inside another has not been through the type check of a field.
pub(crate) fn check_nested(field: &FieldDef, value: &Value, path: &str) -> Result<()> {
    match misfit(field, value) {
        Some(expected) => failed(
            path,
            format!("must be {expected}, not {}", type_name(value)),
        ),
        None => check(field, value, path),
    }
}

/// What the value must be, where it is of another type.
pub(crate) fn misfit(field: &FieldDef, value: &Value) -> Option<String> {
    let (fits, expected) = match &field.kind {
        Kind::String => (value.is_string(), "a String"),
        Kind::Number => (value.is_number(), "a Number"),
        Kind::Boolean => (value.is_boolean(), "a Boolean"),
        Kind::Date => (parse_date(value).is_ok(), "a Date"),
        Kind::Object(_) => (value.is_object(), "an Object"),
        Kind::Array(_) => (value.is_array(), "an Array"),
        Kind::GeoPoint => (GeoPoint::from_wire(value.clone()).is_ok(), "a GeoPoint"),
        Kind::Polygon => (value.get("coordinates").is_some(), "a Polygon"),
        Kind::File => (File::from_wire(value.clone()).is_ok(), "a File"),
        Kind::Bytes => (Bytes::from_wire(value.clone()).is_ok(), "Bytes"),
        Kind::Pointer { class, .. } => (pointer_id(value, class).is_ok(), *class),
        Kind::Relation { .. } | Kind::Acl => (true, ""),
    };
    match field.kind {
        _ if fits => None,
        Kind::Pointer { .. } => Some(format!("a Pointer to {expected}")),
        _ => Some(expected.to_owned()),
    }
}

fn check_text(checks: &Checks, text: &str, path: &str) -> Result<()> {
    check_length(checks, text.chars().count(), "characters", path)?;
    if !checks.one_of.is_empty() && !checks.one_of.contains(&text) {
        return failed(path, format!("must be one of {}", checks.one_of.join(", ")));
    }
    if let Some(pattern) = checks.pattern
        && !regex(pattern)?.is_match(text)
    {
        return failed(path, format!("must match {pattern}"));
    }
    let expected = match checks.format {
        Some(Format::Email) if !is_email(text) => "an e-mail address",
        Some(Format::Url) if !is_url(text) => "an http or https URL",
        Some(Format::Uuid) if !regex(UUID)?.is_match(text) => "a UUID",
        Some(Format::Phone) if !regex(PHONE)?.is_match(text) => {
            "a telephone number such as +14155550123"
        }
        _ => return Ok(()),
    };
    failed(path, format!("must be {expected}"))
}

fn check_length(checks: &Checks, length: usize, unit: &str, path: &str) -> Result<()> {
    if let Some(least) = checks.min_length.filter(|least| length < *least as usize) {
        return failed(path, format!("must have at least {least} {unit}"));
    }
    if let Some(most) = checks.max_length.filter(|most| length > *most as usize) {
        return failed(path, format!("must have at most {most} {unit}"));
    }
    Ok(())
}

fn failed(path: &str, reason: impl std::fmt::Display) -> Result<()> {
    Err(Error::validation(format!("{path} {reason}")))
}

const UUID: &str = "^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// E.164: a plus, then at most 15 digits.
const PHONE: &str = r"^\+[1-9][0-9]{1,14}$";

/// One `@` with something before it and a dotted or plain host after it; whether mail arrives, only mail can tell.
pub(crate) fn is_email(text: &str) -> bool {
    text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Patterns are few and live as long as the program, so each is compiled once.
fn regex(pattern: &'static str) -> Result<Arc<Regex>> {
    static COMPILED: RwLock<Option<HashMap<&'static str, Arc<Regex>>>> = RwLock::new(None);
    let known = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
        .and_then(|all| all.get(pattern).cloned());
    if let Some(regex) = known {
        return Ok(regex);
    }
    let regex = Regex::new(pattern)
        .map_err(|error| Error::internal(format!("pattern {pattern}: {error}")))?;
    let regex = Arc::new(regex);
    let mut compiled = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    compiled
        .get_or_insert_default()
        .insert(pattern, Arc::clone(&regex));
    Ok(regex)
}
