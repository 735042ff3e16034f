//! Objects by reference: ids, Pointers, Relations.

use super::Class;
use super::types::tagged;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
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

impl<C> From<&Id<C>> for Id<C> {
    fn from(id: &Id<C>) -> Self {
        id.clone()
    }
}

impl<'de, C> Deserialize<'de> for Id<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl<C> Serialize for Id<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

/// A Pointer to an object of class `C`: its id, and the object itself where the query includes it.
pub struct Ref<C> {
    id: Id<C>,
    value: Option<Box<C>>,
}

impl<C> Ref<C> {
    pub fn new(id: impl Into<Id<C>>) -> Self {
        Self {
            id: id.into(),
            value: None,
        }
    }

    pub fn id(&self) -> &Id<C> {
        &self.id
    }

    /// The object, where the query includes it and the caller may read it.
    pub fn get(&self) -> Option<&C> {
        self.value.as_deref()
    }

    /// The object, where the query includes it and the caller may read it.
    pub fn into_inner(self) -> Option<C> {
        self.value.map(|value| *value)
    }
}

impl<C> From<Id<C>> for Ref<C> {
    fn from(id: Id<C>) -> Self {
        Self::new(id)
    }
}

impl<C> From<&Id<C>> for Ref<C> {
    fn from(id: &Id<C>) -> Self {
        Self::new(id.clone())
    }
}

impl<C: Class> From<&C> for Ref<C> {
    fn from(object: &C) -> Self {
        object.id().into()
    }
}

impl<C> AsRef<Id<C>> for Ref<C> {
    fn as_ref(&self) -> &Id<C> {
        &self.id
    }
}

impl<C: Clone> Clone for Ref<C> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            value: self.value.clone(),
        }
    }
}

/// The same object is pointed at, included or not.
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

impl<'de, C: Class> Deserialize<'de> for Ref<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let Some(id) = value.get("objectId").and_then(Value::as_str) else {
            return Err(D::Error::custom(format!("no Pointer to {}", C::NAME)));
        };
        let id = Id::new(id);
        if value.get("__type").and_then(Value::as_str) == Some("Pointer") {
            return Ok(Self { id, value: None });
        }
        let value = serde_json::from_value(value).map_err(D::Error::custom)?;
        Ok(Self {
            id,
            value: Some(Box::new(value)),
        })
    }
}

impl<C: Class> Serialize for Ref<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = [("className", C::NAME), ("objectId", self.id.as_str())];
        tagged(serializer, "Pointer", members)
    }
}

pub(super) fn pointer<C: Class>(id: &Id<C>) -> Value {
    json!({"__type": "Pointer", "className": C::NAME, "objectId": id.as_str()})
}

/// The objects of class `C` that an object is related to. They are read by a query of their own, never with the object: see
/// [`Filter::related_to`](super::Filter::related_to). To be written it holds who joins or who leaves.
pub struct Relation<C> {
    op: &'static str,
    ids: Vec<Id<C>>,
}

impl<C> Relation<C> {
    /// Who joins.
    pub fn adding(ids: impl IntoIterator<Item = impl Into<Id<C>>>) -> Self {
        Self {
            op: "AddRelation",
            ids: ids.into_iter().map(Into::into).collect(),
        }
    }

    /// Who leaves.
    pub fn removing(ids: impl IntoIterator<Item = impl Into<Id<C>>>) -> Self {
        Self {
            op: "RemoveRelation",
            ids: ids.into_iter().map(Into::into).collect(),
        }
    }
}

impl<C> Clone for Relation<C> {
    fn clone(&self) -> Self {
        Self {
            op: self.op,
            ids: self.ids.clone(),
        }
    }
}

impl<C> PartialEq for Relation<C> {
    fn eq(&self, other: &Self) -> bool {
        self.op == other.op && self.ids == other.ids
    }
}

impl<C> fmt::Debug for Relation<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Relation");
        shown.field("op", &self.op).field("ids", &self.ids);
        shown.finish()
    }
}

impl<'de, C> Deserialize<'de> for Relation<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The server tells no more than that there is one.
        IgnoredAny::deserialize(deserializer)?;
        let nobody: [Id<C>; 0] = [];
        Ok(Self::adding(nobody))
    }
}

impl<C: Class> Serialize for Relation<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects: Vec<_> = self.ids.iter().map(pointer).collect();
        json!({"__op": self.op, "objects": objects}).serialize(serializer)
    }
}
