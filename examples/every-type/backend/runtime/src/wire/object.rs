//! Objects by key, and what a patch says of each key.

use super::{Value, Wire, mismatch};
use crate::Result;
use crate::error::Error;
use serde_json::{Map, json};

/// A JSON object whose members are read and written by their type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub Map<String, Value>);

impl Object {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a member out; a missing one reads as null, which `Option` and [`Change`] accept.
    ///
    /// # Errors
    /// Code 111, naming the member, where it is of another type.
    pub fn take<T: Wire>(&mut self, name: &str) -> Result<T> {
        let value = self.0.remove(name).unwrap_or(Value::Null);
        T::from_wire(value)
            .map_err(|error| Error::new(error.code, format!("{name}: {}", error.message)))
    }

    /// Puts a member in; what encodes as null puts nothing.
    pub fn put(&mut self, name: &str, value: impl Wire) {
        let value = value.into_wire();
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

impl Wire for Object {
    fn from_wire(value: Value) -> Result<Self> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            other => Err(mismatch("Object", &other)),
        }
    }

    fn into_wire(self) -> Value {
        self.into()
    }
}

/// What a patch does to a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change<T> {
    /// Leaves it as it is.
    #[default]
    Keep,
    Set(T),
    Unset,
    /// Applies an operation to what is stored, such as `{"__op":"Increment","amount":1}`.
    Apply(Value),
}

impl<T> Change<T> {
    /// The value it sets, if it sets one.
    pub fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Unset | Self::Apply(_) => None,
        }
    }
}

impl<T: Wire> Wire for Change<T> {
    fn from_wire(value: Value) -> Result<Self> {
        match value.get("__op").and_then(Value::as_str) {
            Some("Delete") => Ok(Self::Unset),
            Some(_) => Ok(Self::Apply(value)),
            None if value.is_null() => Ok(Self::Keep),
            None => T::from_wire(value).map(Self::Set),
        }
    }

    fn into_wire(self) -> Value {
        match self {
            Self::Keep => Value::Null,
            Self::Set(value) => value.into_wire(),
            Self::Unset => json!({"__op": "Delete"}),
            Self::Apply(operation) => operation,
        }
    }
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

/// The one of `all` that a String names.
///
/// # Errors
/// Code 111 where it names none.
pub fn choose<T: Copy>(all: &[(&str, T)], value: Value) -> Result<T> {
    let found = value
        .as_str()
        .and_then(|name| all.iter().find(|(known, _)| *known == name));
    found.map(|(_, one)| *one).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
        mismatch(&format!("one of {}", names.join(", ")), &value)
    })
}

/// The name of `one` in `all`.
pub fn name_of<T: Copy + PartialEq>(all: &[(&str, T)], one: T) -> Value {
    all.iter()
        .find(|(_, known)| *known == one)
        .map_or(Value::Null, |(name, _)| Value::from(*name))
}
