//! Functions of the engine that statements call: what is evaluated in memory and in the database is the same code.

use super::{passed, reader};
use crate::query::{covers, distance, orderable, value_at};
use crate::wire::{GeoPoint, Value, write_date};
use crate::write::{Stored, element};
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::{self, ToSql, ValueRef};
use rusqlite::{Connection, Error, Result, ffi};
use serde_json::json;
use std::borrow::Cow;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// `(json, steps and test)`: whether the test holds inside the JSON.
pub(super) const HOLDS_INSIDE: &str = "holds_inside";
/// `(json, steps)`: what they lead to, as a value that can be ordered.
pub(super) const VALUE_INSIDE: &str = "value_inside";
/// `(json, steps)`: what they lead to, as JSON.
pub(super) const JSON_INSIDE: &str = "json_inside";
/// `(column, kind)`: the value of a column as JSON.
pub(super) const JSON_OF: &str = "json_of";
/// `(array)`: its elements, each as the text of its JSON.
pub(super) const ELEMENTS: &str = "elements_of";
/// `(array, class)`: the ids of the Pointers to the class in it.
pub(super) const POINTERS: &str = "pointers_in";

/// `(value)` of a group: that of its first row.
pub(super) const FIRST: &str = "first_of";

/// `(text, pattern)`: whether the pattern finds something in the text.
pub(super) const MATCHES: &str = "matches";

/// `(text, search)`: how much of the text is what is sought.
pub(super) const SCORE: &str = "score";
/// `(latitude, longitude, latitude, longitude)`: how far apart they are, in radians.
pub(super) const DISTANCE: &str = "distance";
/// `(latitude, longitude, ring)`: whether the place is in it.
pub(super) const IN_POLYGON: &str = "in_polygon";
/// `(ring, latitude, longitude)`: the same of a ring in a column.
pub(super) const POLYGON_COVERS: &str = "polygon_covers";

pub(super) fn register(connection: &Connection) -> Result<()> {
    connection.create_aggregate_function(FIRST, 1, FLAGS, First)?;
    define(connection, MATCHES, 2, |call| {
        let pattern = call.passed(passed::read_pattern)?;
        Ok(call.text().map(|text| pattern.is_match(&text)))
    })?;
    define(connection, SCORE, 2, |call| {
        let search = call.passed(passed::read_search)?;
        Ok(call.text().map(|text| search.score(&text)))
    })?;
    define(connection, DISTANCE, 4, |call| {
        let pair = call.point(0)?.zip(call.point(2)?);
        Ok(pair.map(|(one, other)| distance(one, other)))
    })?;
    define(connection, IN_POLYGON, 3, |call| {
        let ring = call.passed(passed::read_ring)?;
        Ok(call.point(0)?.map(|point| covers(&ring, point)))
    })?;
    define(connection, POLYGON_COVERS, 3, |call| {
        let ring = call
            .text()
            .and_then(|text| passed::read_ring(text.as_bytes()));
        let pair = ring.zip(call.point(1)?);
        Ok(pair.map(|(ring, point)| covers(&ring, point)))
    })?;
    define(connection, HOLDS_INSIDE, 2, |call| {
        let inside = call.passed(passed::read_inside)?;
        let (steps, test) = &*inside;
        Ok(call.json().map(|json| test.holds(&json, steps)))
    })?;
    define(connection, VALUE_INSIDE, 2, |call| {
        let steps = call.passed(passed::read_steps)?;
        let json = call.json();
        let value = json.as_ref().and_then(|json| value_at(json, &steps));
        Ok(value.map_or(Stored::Null, orderable))
    })?;
    define(connection, JSON_INSIDE, 2, |call| {
        let steps = call.passed(passed::read_steps)?;
        let json = call.json();
        let value = json.as_ref().and_then(|json| value_at(json, &steps));
        Ok(value.filter(|value| !value.is_null()).map(Value::to_string))
    })?;
    define(connection, JSON_OF, 2, |call| {
        let kind = call.passed(|text| std::str::from_utf8(text).ok().map(str::to_owned))?;
        json_of(call.value(), &kind)
    })?;
    define(connection, ELEMENTS, 1, |call| {
        let Some(Value::Array(elements)) = call.json() else {
            return Ok(None);
        };
        let texts: Value = elements.iter().map(Value::to_string).collect();
        Ok(Some(texts.to_string()))
    })?;
    define(connection, POINTERS, 2, |call| {
        let class = call.passed(|text| std::str::from_utf8(text).ok().map(str::to_owned))?;
        let Some(Value::Array(elements)) = call.json() else {
            return Ok(None);
        };
        let pointers = elements
            .iter()
            .filter(|element| element.get("className").and_then(Value::as_str) == Some(&class));
        let ids: Value = pointers
            .filter_map(|pointer| pointer.get("objectId"))
            .cloned()
            .collect();
        Ok(Some(ids.to_string()))
    })
}

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_DIRECTONLY);

struct First;

impl Aggregate<Option<types::Value>, types::Value> for First {
    fn init(&self, _: &mut Context<'_>) -> Result<Option<types::Value>> {
        Ok(None)
    }

    fn step(&self, context: &mut Context<'_>, first: &mut Option<types::Value>) -> Result<()> {
        if first.is_none() {
            *first = Some(context.get(0)?);
        }
        Ok(())
    }

    fn finalize(
        &self,
        _: &mut Context<'_>,
        first: Option<Option<types::Value>>,
    ) -> Result<types::Value> {
        Ok(first.flatten().unwrap_or(types::Value::Null))
    }
}

fn define<T: ToSql>(
    connection: &Connection,
    name: &str,
    arguments: i32,
    function: impl Fn(&Call<'_, '_>) -> Result<T> + Send + UnwindSafe + RefUnwindSafe + 'static,
) -> Result<()> {
    connection.create_scalar_function(name, arguments, FLAGS, move |context| {
        if reader::is_out_of_time() {
            return Err(interrupted());
        }
        function(&Call(context))
    })
}

/// A call with a column and, mostly, something that is the same for the whole statement.
struct Call<'c, 's>(&'c Context<'s>);

impl Call<'_, '_> {
    fn value(&self) -> ValueRef<'_> {
        self.0.get_raw(0)
    }

    /// The column, where it holds text. In a file that someone else wrote it may not be UTF-8.
    fn text(&self) -> Option<Cow<'_, str>> {
        match self.value() {
            ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
        }
    }

    /// The column, where it holds JSON.
    fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.text()?).ok()
    }

    /// Two numbers, where they are set.
    fn point(&self, first: usize) -> Result<Option<GeoPoint>> {
        let (latitude, longitude): (Option<f64>, Option<f64>) =
            (self.0.get(first)?, self.0.get(first + 1)?);
        Ok(latitude
            .zip(longitude)
            .map(|(latitude, longitude)| GeoPoint {
                latitude,
                longitude,
            }))
    }

    /// What was passed last, read once for all rows.
    fn passed<T: Send + Sync + 'static>(&self, read: fn(&[u8]) -> Option<T>) -> Result<Arc<T>> {
        let last = i32::try_from(self.0.len() - 1).unwrap_or_default();
        self.0.get_or_create_aux(last, |text| {
            let read = read(text.as_bytes()?);
            read.ok_or_else(|| Error::UserFunctionError("a parameter that cannot be read".into()))
        })
    }
}

fn interrupted() -> Error {
    Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None)
}

/// As an Array would hold the value of a column of this kind.
fn json_of(value: ValueRef<'_>, kind: &str) -> Result<Option<String>> {
    let text = || value.as_str().map_err(Error::from);
    let value = match kind.split_once(' ') {
        _ if value == ValueRef::Null => return Ok(None),
        Some((_, class)) => json!({"__type": "Pointer", "className": class, "objectId": text()?}),
        None => match kind {
            "String" => json!(text()?),
            "Number" => json!(value.as_f64()?),
            "Boolean" => json!(value != ValueRef::Integer(0)),
            "Date" => {
                let mut iso = Vec::with_capacity(24);
                write_date(&mut iso, value.as_i64()?);
                json!({"__type": "Date", "iso": String::from_utf8_lossy(&iso)})
            }
            // An Object and an Array are kept as canonical JSON.
            _ => return Ok(Some(text()?.to_owned())),
        },
    };
    element(&value)
        .map(Some)
        .map_err(|error| Error::UserFunctionError(error.into()))
}
