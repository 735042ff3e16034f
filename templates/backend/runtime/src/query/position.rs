//! Where a page of a list ends ↔ the text that a client hands back to go on from there.

use super::Key;
use crate::Result;
use crate::class::{ClassDef, Direction};
use crate::error::Error;
use crate::wire::Value;
use crate::write::Stored;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

/// How long a cursor may be: it travels in a query string.
const MAX_CURSOR: usize = 4096;

/// Where a page begins. One that goes backwards begins at the other end, and has its objects in the turned order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    First,
    /// After this position, be the object that had it still there or not.
    After(Position),
    Last,
    Before(Position),
}

/// The place of an object in an order: the values of its keys, and what settles the rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Position {
    pub values: Vec<Stored>,
    pub sequence: i64,
}

impl Start {
    /// The position that it begins at, and whether it goes backwards from there.
    pub(crate) fn parts(&self) -> (Option<&Position>, bool) {
        match self {
            Self::First => (None, false),
            Self::After(position) => (Some(position), false),
            Self::Last => (None, true),
            Self::Before(position) => (Some(position), true),
        }
    }

    /// The same, going backwards.
    #[must_use]
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::First | Self::Last => Self::Last,
            Self::After(position) | Self::Before(position) => Self::Before(position),
        }
    }

    /// Reads a cursor; one that is empty is the beginning.
    ///
    /// # Errors
    /// Code 102 for one that is none, or is of another class or order.
    pub(crate) fn read(cursor: &str, class: &ClassDef, order: &[(Key, Direction)]) -> Result<Self> {
        if cursor.is_empty() {
            return Ok(Self::First);
        }
        let parts = parts(cursor).ok_or_else(|| Error::query("`after` is no cursor"))?;
        let [of_class, of_order, rest @ ..] = parts.as_slice() else {
            return Err(Error::query("`after` is no cursor"));
        };
        if of_class.as_str() != Some(class.name) || of_order.as_str() != Some(&name(class, order)) {
            return Err(Error::query("`after` is a cursor of another query"));
        }
        let mut values: Vec<_> = rest.iter().map_while(value).collect();
        match values.pop() {
            Some(Stored::Integer(sequence))
                if values.len() == order.len() && values.len() + 1 == rest.len() =>
            {
                Ok(Self::After(Position { values, sequence }))
            }
            _ => Err(Error::query("`after` is no cursor")),
        }
    }
}

impl Position {
    /// # Errors
    /// Code 102 where the values are longer than a cursor may be.
    pub(crate) fn write(&self, class: &ClassDef, order: &[(Key, Direction)]) -> Result<String> {
        let mut parts = vec![Value::from(class.name), Value::from(name(class, order))];
        parts.extend(self.values.iter().map(text));
        parts.push(text(&Stored::Integer(self.sequence)));
        let cursor = BASE64.encode(Value::from(parts).to_string());
        if cursor.len() > MAX_CURSOR {
            return Err(Error::query(
                "there is no cursor where the values that a list is ordered by are as long as these",
            ));
        }
        Ok(cursor)
    }
}

fn parts(cursor: &str) -> Option<Vec<Value>> {
    let json = BASE64.decode(cursor).ok()?;
    serde_json::from_slice(&json).ok()
}

/// An order by the names on the wire, because a place in a class's table changes with its schema.
fn name(class: &ClassDef, order: &[(Key, Direction)]) -> String {
    let name = |(key, direction): &(Key, Direction)| {
        let sign = match direction {
            Direction::Ascending => "",
            Direction::Descending => "-",
        };
        format!("{sign}{}", key.name(class))
    };
    order.iter().map(name).collect::<Vec<_>>().join(",")
}

/// Numbers are text, so that each comes back exactly as it was.
fn text(value: &Stored) -> Value {
    match value {
        Stored::Text(text) => Value::from(format!("t{text}")),
        Stored::Number(number) => Value::from(format!("n{number:?}")),
        Stored::Integer(integer) => Value::from(format!("i{integer}")),
        Stored::Blob(bytes) => Value::from(format!("b{}", BASE64.encode(bytes))),
        // No order has these for keys.
        Stored::Null | Stored::Point(..) | Stored::Acl(_) => Value::Null,
    }
}

fn value(text: &Value) -> Option<Stored> {
    let Some(text) = text.as_str() else {
        return text.is_null().then_some(Stored::Null);
    };
    let mut letters = text.chars();
    let kind = letters.next()?;
    let text = letters.as_str();
    match kind {
        't' => Some(Stored::Text(text.to_owned())),
        'n' => text.parse().ok().map(Stored::Number),
        'i' => text.parse().ok().map(Stored::Integer),
        'b' => BASE64.decode(text).ok().map(Stored::Blob),
        _ => None,
    }
}
