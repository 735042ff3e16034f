//! What `$select` compares: a value of one object with one of another, as the store does where it evaluates it.

use super::{Key, Path, Place, value_at};
use crate::class::{ClassDef, Kind};
use crate::wire::{Object, Value};
use serde_json::json;
use std::borrow::Cow;

/// How two keys are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Whole,
    /// The one is an Array, and the other is sought in it.
    Element,
}

/// `None` where no value of the one is ever equal to one of the other.
pub(super) fn comparison(
    class: &ClassDef,
    subject: &Key,
    of: &ClassDef,
    key: &Key,
) -> Option<Comparison> {
    let (held, sought) = (Form::of(class, subject)?, Form::of(of, key)?);
    if held == sought && matches!(held, Form::Column(_)) {
        return Some(Comparison::Whole);
    }
    if !held.is_json() || !sought.is_json() {
        return None;
    }
    match (held, sought) {
        (Form::Array, Form::Array) => Some(Comparison::Whole),
        (Form::Array, _) => Some(Comparison::Element),
        _ => Some(Comparison::Whole),
    }
}

/// How a value is kept, as far as it decides whether it can be equal to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In a place of its own, with others of its type; ids of one class are never those of another.
    Column(&'static str),
    Array,
    /// Somewhere in a JSON value.
    Inside,
}

impl Form {
    /// `None` where there is nothing to compare.
    fn of(class: &ClassDef, key: &Key) -> Option<Self> {
        let place = match key {
            Key::Place(place) => place,
            Key::Inside(_) => return Some(Self::Inside),
            Key::Target(_) => return Some(Self::Column("String")),
            Key::Distance { .. } | Key::Score { .. } => return None,
        };
        let field = match place {
            Place::Id => return Some(Self::Column("String")),
            Place::CreatedAt | Place::UpdatedAt => return Some(Self::Column("Date")),
            Place::Acl => return Some(Self::Column("ACL")),
            Place::Field(field) => &class.fields[*field],
        };
        match field.kind {
            Kind::Array(_) => Some(Self::Array),
            Kind::Relation { .. } => None,
            Kind::Pointer { class, .. } => Some(Self::Column(class)),
            ref other => Some(Self::Column(other.name())),
        }
    }

    /// Whether it can be compared with what is in a JSON value.
    fn is_json(self) -> bool {
        match self {
            Self::Array | Self::Inside => true,
            Self::Column(kind) => {
                !matches!(kind, "File" | "Bytes" | "Polygon" | "ACL" | "GeoPoint")
            }
        }
    }
}

impl Key {
    /// What an object has there, unless nothing is set.
    pub(crate) fn value<'o>(&self, class: &ClassDef, object: &'o Object) -> Option<Cow<'o, Value>> {
        let value = match self {
            Self::Place(place @ (Place::CreatedAt | Place::UpdatedAt)) => {
                let iso = object.get(place.name(class))?;
                return Some(Cow::Owned(json!({"__type": "Date", "iso": iso})));
            }
            Self::Place(place) => object.get(place.name(class))?,
            Self::Inside(Path { field, steps }) => {
                value_at(object.get(class.fields[*field].name)?, steps)?
            }
            Self::Target(field) => object.get(class.fields[*field].name)?.get("objectId")?,
            Self::Distance { .. } | Self::Score { .. } => return None,
        };
        (!value.is_null()).then_some(Cow::Borrowed(value))
    }
}
