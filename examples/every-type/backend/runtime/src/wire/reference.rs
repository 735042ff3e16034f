//! Objects by reference: ids, Pointers, Relations.

use super::{Value, Wire, mismatch};
use crate::Result;
use crate::class::Class;
use crate::error::{Code, Error};
use serde_json::json;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The objectId of an object of class `C`.
pub struct Id<C> {
    text: String,
    class: PhantomData<fn() -> C>,
}

impl<C> Id<C> {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            class: PhantomData,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

// By hand, because a derive would ask the same of `C`.
impl<C> Clone for Id<C> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<C> PartialEq for Id<C> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<C> Eq for Id<C> {}

impl<C> Hash for Id<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<C> fmt::Debug for Id<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<C> fmt::Display for Id<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<C> AsRef<Id<C>> for Id<C> {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<C> Wire for Id<C> {
    fn from_wire(value: Value) -> Result<Self> {
        String::from_wire(value).map(Self::new)
    }

    fn into_wire(self) -> Value {
        self.text.into()
    }
}

/// A Pointer to an object of class `C`, which need not exist.
pub struct Ref<C> {
    pub id: Id<C>,
}

impl<C> Ref<C> {
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: Id::new(id) }
    }
}

impl<C> Clone for Ref<C> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
        }
    }
}

impl<C> PartialEq for Ref<C> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<C> Eq for Ref<C> {}

impl<C> fmt::Debug for Ref<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.id, f)
    }
}

impl<C> fmt::Display for Ref<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

impl<C> AsRef<Id<C>> for Ref<C> {
    fn as_ref(&self) -> &Id<C> {
        &self.id
    }
}

impl<C> From<Id<C>> for Ref<C> {
    fn from(id: Id<C>) -> Self {
        Self { id }
    }
}

impl<C> From<&Id<C>> for Ref<C> {
    fn from(id: &Id<C>) -> Self {
        Self { id: id.clone() }
    }
}

impl<C: Class> Wire for Ref<C> {
    fn from_wire(value: Value) -> Result<Self> {
        pointer_id(&value, C::DEF.name).map(Self::new)
    }

    fn into_wire(self) -> Value {
        json!({"__type": "Pointer", "className": C::DEF.name, "objectId": self.id.text})
    }
}

/// The objectId in a Pointer to `class`, or in an object of it that a client sends whole.
pub(crate) fn pointer_id<'v>(value: &'v Value, class: &str) -> Result<&'v str> {
    let expected = || mismatch(&format!("Pointer<{class}>"), value);
    let map = value.as_object().ok_or_else(expected)?;
    if !matches!(
        map.get("__type").and_then(Value::as_str),
        Some("Pointer" | "Object")
    ) || map.get("className").and_then(Value::as_str) != Some(class)
    {
        return Err(expected());
    }
    match map.get("objectId").and_then(Value::as_str) {
        Some(id) if !id.is_empty() => Ok(id),
        _ => Err(Error::new(
            Code::INVALID_POINTER,
            format!("a Pointer to {class} needs an objectId"),
        )),
    }
}

/// The objects of class `C` that an object is related to; they are read by a query, never with the object.
pub struct Relation<C>(PhantomData<fn() -> C>);

impl<C: Class> Wire for Relation<C> {
    fn from_wire(value: Value) -> Result<Self> {
        match value.get("__type").and_then(Value::as_str) {
            Some("Relation") => Ok(Self(PhantomData)),
            _ => Err(mismatch(&format!("Relation<{}>", C::DEF.name), &value)),
        }
    }

    fn into_wire(self) -> Value {
        json!({"__type": "Relation", "className": C::DEF.name})
    }
}
