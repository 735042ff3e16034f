//! An object in what a function answers.

use crate::Result;
use crate::class::{Class, Kind};
use crate::wire::{Id, Object, Ref, Value, Wire};
use serde_json::json;

/// A Pointer to an object, or the whole of it. Clients read either where a Pointer stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked<C> {
    Pointer(Ref<C>),
    Object(Box<C>),
}

impl<C> From<Ref<C>> for Linked<C> {
    fn from(pointer: Ref<C>) -> Self {
        Self::Pointer(pointer)
    }
}

impl<C> From<Id<C>> for Linked<C> {
    fn from(id: Id<C>) -> Self {
        Self::Pointer(id.into())
    }
}

impl<C: Class> From<C> for Linked<C> {
    fn from(object: C) -> Self {
        Self::Object(Box::new(object))
    }
}

impl<C: Class> Wire for Linked<C> {
    fn from_wire(value: Value) -> Result<Self> {
        match value.get("createdAt") {
            Some(_) => C::from_wire(value).map(Self::from),
            None => Ref::from_wire(value).map(Self::Pointer),
        }
    }

    fn into_wire(self) -> Value {
        match self {
            Self::Pointer(pointer) => pointer.into_wire(),
            Self::Object(object) => whole::<C>(*object),
        }
    }
}

/// An object as the protocol has it inside of something else.
fn whole<C: Class>(object: C) -> Value {
    let Value::Object(map) = object.into_wire() else {
        return Value::Null;
    };
    let mut whole = Object(map);
    // At the top of an object these are plain text.
    for name in ["createdAt", "updatedAt"] {
        if let Some(text) = whole.0.get_mut(name).and_then(|date| date.get_mut("iso")) {
            let text = text.take();
            whole.0.insert(name.to_owned(), text);
        }
    }
    for field in C::DEF.fields {
        if let Kind::Relation { class } = field.kind {
            whole.put(
                field.name,
                json!({"__type": "Relation", "className": class}),
            );
        }
    }
    whole.put("__type", "Object".to_owned());
    whole.put("className", C::DEF.name.to_owned());
    whole.into()
}
