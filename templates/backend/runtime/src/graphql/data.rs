//! What was found, before it takes the shape of what was asked.

use super::model::{Class, Shape};
use crate::Result;
use crate::error::Error;
use crate::wire::Value;
use serde_json::Map;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Debug)]
pub(super) enum Data {
    Null,
    /// As it is, whatever was picked of it.
    Whole(Value),
    /// A value that has no fields, or whose fields are called as they are picked.
    Plain(&'static str, Value),
    /// A value on the wire.
    Typed(Shape, Value),
    /// An object on the wire.
    Object(Arc<Class>, Map<String, Value>),
    Connection(Connection),
    /// A type with its fields.
    Members(String, Vec<(String, Data)>),
}

/// A page of a list.
#[derive(Debug)]
pub(super) struct Connection {
    pub class: Arc<Class>,
    pub objects: Vec<Map<String, Value>>,
    /// One for each object, where they were asked for.
    pub cursors: Vec<String>,
    pub count: Option<u64>,
    pub next: bool,
    pub previous: bool,
}

/// What the Relations that were asked for hold.
#[derive(Debug, Default)]
pub(super) struct Relations {
    found: HashMap<Place, Result<Connection, Error>>,
}

/// A Relation of one object, at one place of the answer: the keys that lead there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub way: String,
    pub owner: String,
}

impl Connection {
    /// What was found from the other end, in the order that was asked for.
    pub(super) fn turn(&mut self) {
        self.objects.reverse();
        self.cursors.reverse();
        std::mem::swap(&mut self.next, &mut self.previous);
    }
}

impl Relations {
    pub(super) fn at(&self, place: &Place) -> Option<&Result<Connection, Error>> {
        self.found.get(place)
    }

    /// Those of another field of the root too.
    pub(super) fn join(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    pub(super) fn put(&mut self, place: Place, found: Result<Connection, Error>) {
        self.found.insert(place, found);
    }
}

/// The objectId of an object on the wire.
pub(super) fn id_of(object: &Map<String, Value>) -> &str {
    let id = object.get("objectId").and_then(Value::as_str);
    id.unwrap_or_default()
}
