//! Bodies to try an interface with, made from the types of fields.

use super::{Class, Plan};
use crate::model::{Checks, Field, FieldType, Format, Shape};
use serde_json::{Map, Value, json};

/// The most values that an Array shows. Lengths multiply where Arrays lie in Arrays.
const HEAVIEST: usize = 1000;

/// A body that creates an object; `None` where a required field has a pattern, for which nothing can be made up.
pub fn create(class: &Class, plan: &Plan) -> Option<Value> {
    let mut body = Map::new();
    for field in class
        .class
        .fields
        .iter()
        .filter(|field| !field.read_only && field.required)
    {
        body.insert(field.name.wire.clone(), value(field, plan)?);
    }
    Some(body.into())
}

/// An object as it is read.
pub fn object(class: &Class, plan: &Plan) -> Option<Value> {
    let instant = "2026-01-01T12:00:00.000Z";
    let mut object = Map::new();
    object.insert("objectId".to_owned(), "Xb3uTh1vQf".into());
    // Linters take a member of this name for the keyword.
    let fields = class
        .visible_fields()
        .filter(|field| field.name.wire != "default");
    for field in fields {
        let value = match &field.shape.ty {
            // It is written by operations, and read as what it is.
            FieldType::Relation(class) => {
                json!({"__type": "Relation", "className": plan.wire(*class)})
            }
            FieldType::Acl => continue,
            FieldType::String
            | FieldType::Enum(_)
            | FieldType::Number
            | FieldType::Boolean
            | FieldType::Date
            | FieldType::Object(_)
            | FieldType::Array(_)
            | FieldType::GeoPoint
            | FieldType::Polygon
            | FieldType::File
            | FieldType::Bytes
            | FieldType::Pointer(_) => value(field, plan)?,
        };
        object.insert(field.name.wire.clone(), value);
    }
    object.insert("createdAt".to_owned(), instant.into());
    object.insert("updatedAt".to_owned(), instant.into());
    Some(object.into())
}

/// A change of one field, as an operation where its type has one.
pub fn update(class: &Class, plan: &Plan) -> Option<Value> {
    let may_change = |field: &&Field| !field.read_only && !field.immutable && !field.system;
    let fields = || class.class.fields.iter().filter(may_change);
    let counts = |field: &&Field| {
        matches!(field.shape.ty, FieldType::Number) && field.shape.checks == Checks::default()
            || field.shape.checks.integer
    };
    let change = match fields().find(counts) {
        Some(number) => (&number.name, json!({"__op": "Increment", "amount": 1})),
        None => fields()
            .filter(|field| !matches!(field.shape.ty, FieldType::Relation(_)))
            .find_map(|field| Some((&field.name, value(field, plan)?)))?,
    };
    Some(json!({change.0.wire.as_str(): change.1}))
}

/// Which objects: those with a value in a field, and not long ago.
pub fn filter(class: &Class, plan: &Plan) -> Value {
    let since = json!({"$gt": {"__type": "Date", "iso": "2026-01-01T12:00:00.000Z"}});
    let plain = class.visible_fields().find_map(|field| {
        let value = match &field.shape.ty {
            FieldType::Enum(_) | FieldType::Boolean | FieldType::Pointer(_) => value(field, plan)?,
            FieldType::String => json!({"$regex": "^a", "$options": "i"}),
            FieldType::Number => json!({"$gte": number(&field.shape.checks)}),
            FieldType::Date
            | FieldType::Object(_)
            | FieldType::Array(_)
            | FieldType::GeoPoint
            | FieldType::Polygon
            | FieldType::File
            | FieldType::Bytes
            | FieldType::Relation(_)
            | FieldType::Acl => return None,
        };
        Some((field.name.wire.as_str(), value))
    });
    match plain {
        Some((name, value)) => json!({name: value, "createdAt": since}),
        None => json!({"createdAt": since}),
    }
}

/// Parameters to call a function with.
pub fn params(params: &[Field], plan: &Plan) -> Option<Value> {
    let mut body = Map::new();
    for param in params {
        body.insert(param.name.wire.clone(), value(param, plan)?);
    }
    Some(body.into())
}

fn value(field: &Field, plan: &Plan) -> Option<Value> {
    field
        .default
        .clone()
        .map_or_else(|| shape(&field.shape, plan), Some)
}

fn shape(shape_: &Shape, plan: &Plan) -> Option<Value> {
    let checks = &shape_.checks;
    Some(match &shape_.ty {
        FieldType::String => {
            if checks.pattern.is_some() {
                return None;
            }
            text(checks.format, checks.min_length, checks.max_length)?.into()
        }
        FieldType::Enum(values) => values.values.first()?.name.wire.clone().into(),
        FieldType::Number => number(checks),
        FieldType::Boolean => false.into(),
        FieldType::Date => json!({"__type": "Date", "iso": "2026-01-01T12:00:00.000Z"}),
        FieldType::Object(fields) => {
            let mut object = Map::new();
            for field in fields.iter().flatten().filter(|field| field.required) {
                object.insert(field.name.wire.clone(), value(field, plan)?);
            }
            object.into()
        }
        FieldType::Array(element) => {
            let most = checks.max_length.unwrap_or(u32::MAX);
            let length = checks.min_length.unwrap_or(1).max(1).min(most);
            let length = usize::try_from(length).ok()?;
            let element = match element {
                Some(element) => shape(element, plan)?,
                None => json!("text"),
            };
            if length.saturating_mul(weight(&element)) > HEAVIEST {
                return None;
            }
            vec![element; length].into()
        }
        FieldType::GeoPoint => json!({"__type": "GeoPoint", "latitude": 52.52, "longitude": 13.4}),
        FieldType::Polygon => json!({"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1]]}),
        FieldType::File => json!({"__type": "File", "name": "picture.png"}),
        FieldType::Bytes => json!({"__type": "Bytes", "base64": "aGVsbG8="}),
        FieldType::Pointer(pointer) => {
            json!({"__type": "Pointer", "className": plan.wire(pointer.class), "objectId": "Xb3uTh1vQf"})
        }
        FieldType::Relation(class) => json!({"__type": "Relation", "className": plan.wire(*class)}),
        FieldType::Acl => json!({"*": {"read": true}}),
    })
}

/// The least that is allowed, or what is near to one.
fn number(checks: &Checks) -> Value {
    let (least, most) = if checks.integer {
        (
            checks.minimum.map(f64::ceil),
            checks.maximum.map(f64::floor),
        )
    } else {
        (checks.minimum, checks.maximum)
    };
    let number = least.unwrap_or_else(|| most.unwrap_or(1.0).min(1.0));
    let is_exact = number.fract() == 0.0 && number.abs() < 1e15;
    if is_exact {
        json!(number as i64)
    } else {
        json!(number)
    }
}

/// How many values there are in one.
fn weight(value: &Value) -> usize {
    let inside: usize = match value {
        Value::Array(elements) => elements.iter().map(weight).sum(),
        Value::Object(members) => members.values().map(weight).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    inside + 1
}

fn text(format: Option<Format>, shortest: Option<u32>, longest: Option<u32>) -> Option<String> {
    let text = match format {
        Some(Format::Email) => "alice@example.com",
        Some(Format::Url) => "https://example.com/",
        Some(Format::Uuid) => "6f1c3c52-6e5b-4d7b-9d2a-0c3f5a1b7e90",
        Some(Format::Phone) => "+4930901820",
        None => "text",
    };
    let (shortest, longest) = (
        shortest.unwrap_or(0) as usize,
        longest.map_or(usize::MAX, |length| length as usize),
    );
    match format {
        Some(_) => (shortest..=longest)
            .contains(&text.len())
            .then(|| text.to_owned()),
        None if shortest > 1000 => None,
        None => Some(
            text.chars()
                .cycle()
                .take(text.len().clamp(shortest, longest.max(shortest)))
                .collect(),
        ),
    }
}
