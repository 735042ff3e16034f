//! Values as they are on the wire, and the Rust types that stand for them.
//!
//! The encodings are those of the Parse REST protocol: a Date is `{"__type":"Date","iso":…}`, a Pointer
//! `{"__type":"Pointer","className":…,"objectId":…}`, and so on.

mod object;
mod ordered;
mod reference;
mod types;

pub use object::{Change, Object, choose, name_of};
pub(crate) use ordered::Ordered;
pub(crate) use reference::pointer_id;
pub use reference::{Id, Ref, Relation};
pub use serde_json::Value;
pub use types::{Acl, Bytes, File, GeoPoint, Polygon, Rights, Timestamp};
pub(crate) use types::{parse_date, write_date};

use crate::Result;
use crate::error::{Code, Error};

/// A type with an encoding on the wire.
pub trait Wire: Sized {
    /// # Errors
    /// Code 111 where the value is of another type.
    fn from_wire(value: Value) -> Result<Self>;

    fn into_wire(self) -> Value;
}

/// The type of a value as Parse names it in its error messages.
pub(crate) fn type_name(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "Boolean".into(),
        Value::Number(_) => "Number".into(),
        Value::String(_) => "String".into(),
        Value::Array(_) => "Array".into(),
        Value::Object(map) => match map.get("__type").and_then(Value::as_str) {
            Some(kind @ ("Pointer" | "Relation")) => {
                format!(
                    "{kind}<{}>",
                    map.get("className")
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                )
            }
            Some(kind @ ("Date" | "GeoPoint" | "Polygon" | "File" | "Bytes" | "Object")) => {
                kind.into()
            }
            _ => "Object".into(),
        },
    }
}

/// The error for a value of another type than the one that is read.
pub(crate) fn mismatch(expected: &str, value: &Value) -> Error {
    Error::new(
        Code::INCORRECT_TYPE,
        format!("expected {expected} but got {}", type_name(value)),
    )
}

/// Nothing: what a function without a result answers.
impl Wire for () {
    fn from_wire(_: Value) -> Result<Self> {
        Ok(())
    }

    fn into_wire(self) -> Value {
        Value::Null
    }
}

impl Wire for String {
    fn from_wire(value: Value) -> Result<Self> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(mismatch("String", &other)),
        }
    }

    fn into_wire(self) -> Value {
        self.into()
    }
}

impl Wire for f64 {
    fn from_wire(value: Value) -> Result<Self> {
        value.as_f64().ok_or_else(|| mismatch("Number", &value))
    }

    fn into_wire(self) -> Value {
        self.into()
    }
}

impl Wire for i64 {
    fn from_wire(value: Value) -> Result<Self> {
        // Every number on the wire is a double; one that is whole and exact is an integer.
        let number = value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() <= MAX_INTEGER);
        number
            .map(|number| number as i64)
            .ok_or_else(|| mismatch("integer", &value))
    }

    fn into_wire(self) -> Value {
        self.into()
    }
}

/// The largest whole number that a double holds exactly, 2^53 - 1.
pub(crate) const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

impl Wire for bool {
    fn from_wire(value: Value) -> Result<Self> {
        value.as_bool().ok_or_else(|| mismatch("Boolean", &value))
    }

    fn into_wire(self) -> Value {
        self.into()
    }
}

impl Wire for Value {
    fn from_wire(value: Value) -> Result<Self> {
        Ok(value)
    }

    fn into_wire(self) -> Value {
        self
    }
}

impl<T: Wire> Wire for Option<T> {
    fn from_wire(value: Value) -> Result<Self> {
        if value.is_null() {
            Ok(None)
        } else {
            T::from_wire(value).map(Some)
        }
    }

    fn into_wire(self) -> Value {
        self.map_or(Value::Null, T::into_wire)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn from_wire(value: Value) -> Result<Self> {
        match value {
            Value::Array(values) => values.into_iter().map(T::from_wire).collect(),
            other => Err(mismatch("Array", &other)),
        }
    }

    fn into_wire(self) -> Value {
        self.into_iter().map(T::into_wire).collect()
    }
}
