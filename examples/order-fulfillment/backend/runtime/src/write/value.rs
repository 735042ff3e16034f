//! A value on the wire → the value that a store keeps in the field's columns.

use super::check;
use crate::Result;
use crate::class::{ClassDef, FieldDef, Kind};
use crate::error::{Code, Error};
use crate::query::Place;
use crate::wire::{
    self, Acl, Bytes, File, GeoPoint, MAX_INTEGER, Polygon, Rights, Value, Wire, mismatch,
    parse_date, pointer_id,
};

/// A value as a store keeps it; a null is what is not set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stored {
    Null,
    Text(String),
    Number(f64),
    Integer(i64),
    Blob(Vec<u8>),
    /// Latitude and longitude, in two columns.
    Point(f64, f64),
    /// An ACL, in three columns.
    Acl(AclColumns),
}

/// An ACL as it is on the wire, and who may read and write as text to search in: a line each, newlines around it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AclColumns {
    pub json: String,
    pub read: String,
    pub write: String,
}

/// A value of a place, of the right type. Its checks are not made: a query may ask for what no object may hold.
///
/// # Errors
/// Code 111, 121 or 123: it is of another type, or malformed.
pub(crate) fn stored(class: &ClassDef, place: Place, value: &Value) -> Result<Stored> {
    match place {
        Place::Id => String::from_wire(value.clone()).map(Stored::Text),
        Place::CreatedAt | Place::UpdatedAt => parse_date(value).map(Stored::Integer),
        Place::Acl => acl(value).map(Stored::Acl),
        Place::Field(index) => of_kind(&class.fields[index], value),
    }
}

/// A value of a field that an object is to hold: of the right type, and passing the field's checks.
///
/// # Errors
/// Codes 111, 121, 123 as [`stored`]; 142 where a check fails.
pub(crate) fn checked(class: &ClassDef, index: usize, value: &Value) -> Result<Stored> {
    let field = &class.fields[index];
    let stored = of_kind(field, value).map_err(|error| match error.code {
        Code::INCORRECT_TYPE => {
            let message = format!(
                "schema mismatch for {}.{}; {}",
                class.name, field.name, error.message
            );
            Error::new(error.code, message)
        }
        _ => error,
    })?;
    check::check(field, value, field.name)?;
    Ok(stored)
}

pub(super) fn acl(value: &Value) -> Result<AclColumns> {
    let acl = Acl::from_wire(value.clone())?;
    if acl.0.keys().any(|who| who.contains(['\n', '\0'])) {
        return Err(Error::new(
            Code::INVALID_ACL,
            "an ACL names users, roles and *",
        ));
    }
    let lines = |has: fn(&Rights) -> bool| {
        let who = acl
            .0
            .iter()
            .filter(|(_, rights)| has(rights))
            .map(|(who, _)| who.as_str());
        who.fold("\n".to_owned(), |lines, who| lines + who + "\n")
    };
    let (read, write) = (lines(|rights| rights.read), lines(|rights| rights.write));
    Ok(AclColumns {
        json: acl.into_wire().to_string(),
        read,
        write,
    })
}

fn of_kind(field: &FieldDef, value: &Value) -> Result<Stored> {
    Ok(match &field.kind {
        Kind::String => match value {
            Value::String(text) if text.contains('\0') => {
                return Err(Error::new(
                    Code::INCORRECT_TYPE,
                    "expected a String without the character U+0000",
                ));
            }
            Value::String(text) => Stored::Text(text.clone()),
            other => return Err(mismatch("String", other)),
        },
        Kind::Number => Stored::Number(value.as_f64().ok_or_else(|| mismatch("Number", value))?),
        Kind::Boolean => Stored::Integer(i64::from(
            value.as_bool().ok_or_else(|| mismatch("Boolean", value))?,
        )),
        // Only `createdAt` and `updatedAt` are plain text on the wire.
        Kind::Date if value.is_string() => return Err(mismatch("Date", value)),
        Kind::Date => Stored::Integer(parse_date(value)?),
        Kind::Object(_) => match value {
            // An object that has a type of its own on the wire is not an Object.
            Value::Object(map) if map.contains_key("__type") => {
                return Err(mismatch("Object", value));
            }
            Value::Object(_) => Stored::Text(element(value)?),
            other => return Err(mismatch("Object", other)),
        },
        Kind::Array(_) if value.is_array() => Stored::Text(element(value)?),
        Kind::Array(_) => return Err(mismatch("Array", value)),
        Kind::GeoPoint => {
            let GeoPoint {
                latitude,
                longitude,
            } = GeoPoint::from_wire(value.clone())?;
            Stored::Point(latitude, longitude)
        }
        Kind::Polygon => {
            Polygon::from_wire(value.clone())?;
            Stored::Text(element(&value["coordinates"])?)
        }
        Kind::File => Stored::Text(File::from_wire(value.clone())?.name),
        Kind::Bytes => Stored::Blob(Bytes::from_wire(value.clone())?.0),
        Kind::Pointer { class, .. } => Stored::Text(pointer_id(value, class)?.to_owned()),
        Kind::Relation { class } => return Err(mismatch(&format!("Relation<{class}>"), value)),
        Kind::Acl => Stored::Text(acl(value)?.json),
    })
}

/// A JSON value in the one form in which it is stored and compared: keys sorted, whole numbers without a fraction.
///
/// # Errors
/// Code 121 for a key with `$` or `.`, 111 for the character U+0000.
pub(crate) fn element(value: &Value) -> Result<String> {
    Ok(canonical(value)?.to_string())
}

pub(crate) fn canonical(value: &Value) -> Result<Value> {
    Ok(match value {
        Value::Number(number) => match number.as_f64() {
            Some(double) if double.fract() == 0.0 && double.abs() <= MAX_INTEGER => {
                Value::from(double as i64)
            }
            // Every number on the wire is a double, however it is written.
            Some(double) => Value::from(double),
            None => value.clone(),
        },
        Value::String(text) if text.contains('\0') => {
            return Err(Error::new(
                Code::INCORRECT_TYPE,
                "expected a String without the character U+0000",
            ));
        }
        Value::Array(values) => values.iter().map(canonical).collect::<Result<_>>()?,
        Value::Object(map) => {
            // The keys of a Pointer written whole (`__type`: `Object`) and of other typed values are the protocol's own.
            if let Some(bad) = map.keys().find(|key| key.contains(['$', '.', '\0'])) {
                tracing::debug!(key = bad, "nested key refused");
                let message = "Nested keys should not contain the '$' or '.' characters";
                return Err(Error::new(Code::INVALID_NESTED_KEY, message));
            }
            // A map keeps the order in which its keys were sent wherever some crate asks that of `serde_json`.
            let mut members = map
                .iter()
                .map(|(key, value)| Ok((key.clone(), canonical(value)?)))
                .collect::<Result<Vec<_>>>()?;
            members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            members.into_iter().collect()
        }
        other => other.clone(),
    })
}

/// The type of a field as Parse names it in its error messages.
pub(super) fn kind_name(kind: &Kind) -> String {
    match kind {
        Kind::Pointer { class, .. } => format!("Pointer<{class}>"),
        Kind::Relation { class } => format!("Relation<{class}>"),
        other => other.name().into(),
    }
}

/// The error for a value of another type than the field's.
pub(super) fn schema_mismatch(
    class: &ClassDef,
    field: &str,
    expected: &str,
    value: &Value,
) -> Error {
    let got = wire::type_name(value);
    let message = format!(
        "schema mismatch for {}.{field}; expected {expected} but got {got}",
        class.name
    );
    Error::new(Code::INCORRECT_TYPE, message)
}
