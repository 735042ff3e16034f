//! What a client asks for in GraphQL → `where` and `order` of the Parse protocol, which the service reads as from every door.

use super::ids;
use super::model::{Class, Enum, Field, Model, Shape};
use crate::Result;
use crate::error::Error;
use crate::wire::Value;
use serde_json::{Map, json};
use std::sync::Arc;

/// The operators of an input, and those of the protocol.
const OPERATORS: [(&str, &str); 19] = [
    ("equalTo", "$eq"),
    ("notEqualTo", "$ne"),
    ("lessThan", "$lt"),
    ("lessThanOrEqualTo", "$lte"),
    ("greaterThan", "$gt"),
    ("greaterThanOrEqualTo", "$gte"),
    ("in", "$in"),
    ("notIn", "$nin"),
    ("exists", "$exists"),
    ("matchesRegex", "$regex"),
    ("options", "$options"),
    ("containedBy", "$containedBy"),
    ("contains", "$all"),
    ("nearSphere", "$nearSphere"),
    ("maxDistance", "$maxDistance"),
    ("maxDistanceInRadians", "$maxDistanceInRadians"),
    ("maxDistanceInMiles", "$maxDistanceInMiles"),
    ("maxDistanceInKilometers", "$maxDistanceInKilometers"),
    ("text", "$text"),
];

/// How deep conditions may nest; the query language has a limit of its own that is lower.
const MAX_DEPTH: usize = 32;

/// A `where` input of a class as a `where` document.
///
/// # Errors
/// Code 102 for a value that no such field has.
pub(super) fn filter(model: &Model, class: &Class, input: &Value) -> Result<Value> {
    Reader { model }.conditions(class, input, 0)
}

/// An `order` input as the text of an order.
pub(super) fn order(class: &Class, input: &Value) -> String {
    let keys: Vec<_> = list(input)
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|key| order_key(class, key))
        .collect();
    keys.join(",")
}

fn order_key(class: &Class, key: &str) -> Option<String> {
    let (name, sign) = match key.strip_suffix("_DESC") {
        Some(name) => (name, "-"),
        None => (key.strip_suffix("_ASC")?, ""),
    };
    // No field is called so; the rule puts it before some values.
    let wire = match name.strip_prefix('_').unwrap_or(name) {
        "id" | "objectId" => "objectId",
        "createdAt" | "updatedAt" => name,
        name => class.field(name)?.def.name,
    };
    Some(format!("{sign}{wire}"))
}

/// A list, or the one value that may stand for a list of one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

struct Reader<'m> {
    model: &'m Model,
}

impl Reader<'_> {
    fn conditions(&self, class: &Class, input: &Value, depth: usize) -> Result<Value> {
        if depth > MAX_DEPTH {
            return Err(Error::query(format!("where nests deeper than {MAX_DEPTH}")));
        }
        let mut document = Map::new();
        for (name, value) in members(input) {
            if value.is_null() {
                continue;
            }
            match name.as_str() {
                "OR" | "AND" | "NOR" => {
                    let each = list(value).iter();
                    let each = each.map(|input| self.conditions(class, input, depth + 1));
                    let operator = format!("${}", name.to_lowercase());
                    document.insert(operator, each.collect::<Result<_>>()?);
                }
                "id" | "objectId" => {
                    let id = |value: &Value| id(class, value);
                    self.field("objectId", value, &id, &mut document)?;
                }
                "createdAt" | "updatedAt" => self.field(name, value, &date, &mut document)?,
                "ACL" => members_of_object("ACL", value, &mut document),
                name => {
                    let field = class.field(name).ok_or_else(|| {
                        Error::query(format!("`{name}` is no field of {}", class.name))
                    })?;
                    self.of_shape(field, value, depth, &mut document)?;
                }
            }
        }
        Ok(document.into())
    }

    fn of_shape(
        &self,
        field: &Field,
        value: &Value,
        depth: usize,
        document: &mut Map<String, Value>,
    ) -> Result<()> {
        let wire = field.def.name;
        match &field.shape {
            Shape::String
            | Shape::Number
            | Shape::Boolean
            | Shape::Array(_)
            | Shape::Polygon
            | Shape::Acl => self.field(wire, value, &|value| Ok(value.clone()), document),
            Shape::Enum(one) => self.field(wire, value, &|value| named(one, value), document),
            Shape::Date => self.field(wire, value, &date, document),
            Shape::Bytes => self.field(wire, value, &bytes, document),
            Shape::File => self.field(wire, value, &file, document),
            Shape::GeoPoint => self.field(wire, value, &point, document),
            Shape::Object | Shape::Record(_) => {
                members_of_object(wire, value, document);
                self.selects(wire, value, document)
            }
            Shape::Pointer(class) | Shape::Relation(class) => {
                let found = self.leads_to(class, value, depth)?;
                document.insert(wire.to_owned(), found);
                Ok(())
            }
        }
    }

    /// What a Pointer or Relation leads to.
    fn leads_to(&self, class: &str, input: &Value, depth: usize) -> Result<Value> {
        let target = self.model.class(class);
        let target = target
            .ok_or_else(|| Error::query(format!("objects of {class} are not asked for here")))?;
        let query = |input: &Value| -> Result<Value> {
            let conditions = self.conditions(target, input, depth + 1)?;
            Ok(json!({"className": target.def.name, "where": conditions}))
        };
        let mut operators = Map::new();
        for (name, value) in members(input) {
            match name.as_str() {
                _ if value.is_null() => {}
                "have" => _ = operators.insert("$inQuery".to_owned(), query(value)?),
                "haveNot" => _ = operators.insert("$notInQuery".to_owned(), query(value)?),
                _ => _ = operators.insert("$exists".to_owned(), value.clone()),
            }
        }
        Ok(operators.into())
    }

    /// The operators of one field, each value as `on_wire` has it.
    fn field(
        &self,
        wire: &str,
        input: &Value,
        on_wire: &dyn Fn(&Value) -> Result<Value>,
        document: &mut Map<String, Value>,
    ) -> Result<()> {
        let mut operators = Map::new();
        for (name, value) in members(input) {
            let operand = match name.as_str() {
                "in" | "notIn" | "containedBy" | "contains" => {
                    let each = list(value).iter().map(on_wire);
                    Value::Array(each.collect::<Result<_>>()?)
                }
                "within" => json!({"$box": boxed(value)?}),
                "geoWithin" => within(value)?,
                "geoIntersects" => json!({"$point": point(part(value, "point"))?}),
                "text" => search(part(value, "search")),
                "inQueryKey" | "notInQueryKey" => continue,
                "equalTo" | "notEqualTo" if value.is_null() => Value::Null,
                _ if value.is_null() => continue,
                "nearSphere" => point(value)?,
                _ => on_wire(value)?,
            };
            operators.insert(operator(name).to_owned(), operand);
        }
        if !operators.is_empty() {
            document.insert(wire.to_owned(), operators.into());
        }
        self.selects(wire, input, document)
    }

    /// `inQueryKey` and `notInQueryKey`: equal to a value that another query finds, or to none of those.
    fn selects(&self, wire: &str, input: &Value, document: &mut Map<String, Value>) -> Result<()> {
        for (name, operator) in [("inQueryKey", "$select"), ("notInQueryKey", "$dontSelect")] {
            let select = part(input, name);
            if select.is_null() {
                continue;
            }
            let query = part(select, "query");
            let class = part(query, "className").as_str().unwrap_or_default();
            let mut classes = self.model.classes.iter();
            let known = classes.find(|known| known.name == class);
            let class = known.map_or(class, |known| known.def.name);
            let operand = json!({
                "query": {"className": class, "where": part(query, "where")},
                "key": part(select, "key"),
            });
            let operators = document.entry(wire).or_insert_with(|| json!({}));
            operators[operator] = operand;
        }
        Ok(())
    }
}

static NULL: Value = Value::Null;

fn members(input: &Value) -> impl Iterator<Item = (&String, &Value)> {
    input.as_object().into_iter().flatten()
}

fn part<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&NULL)
}

fn operator(name: &str) -> &str {
    match name {
        "within" => "$within",
        "geoWithin" => "$geoWithin",
        "geoIntersects" => "$geoIntersects",
        name => {
            let mut operators = OPERATORS.iter();
            let known = operators.find(|(known, _)| *known == name);
            known.map_or(name, |(_, operator)| operator)
        }
    }
}

/// `{"equalTo": {"key": "city", "value": "Rome"}}` is about `address.city`.
fn members_of_object(wire: &str, input: &Value, document: &mut Map<String, Value>) {
    for (name, value) in members(input) {
        match name.as_str() {
            "exists" if !value.is_null() => {
                let operators = document.entry(wire).or_insert_with(|| json!({}));
                operators["$exists"] = value.clone();
            }
            "in" | "notIn" => {
                // Of each key its own list.
                for pair in list(value) {
                    let operators = key_of(wire, pair, document);
                    let values = &mut operators[operator(name)];
                    match values.as_array_mut() {
                        Some(values) => values.push(part(pair, "value").clone()),
                        None => *values = json!([part(pair, "value")]),
                    }
                }
            }
            "inQueryKey" | "notInQueryKey" => {}
            _ if value.is_null() => {}
            name => {
                let operators = key_of(wire, value, document);
                operators[operator(name)] = part(value, "value").clone();
            }
        }
    }
}

fn key_of<'d>(wire: &str, pair: &Value, document: &'d mut Map<String, Value>) -> &'d mut Value {
    let key = part(pair, "key").as_str().unwrap_or_default();
    let place = format!("{wire}.{key}");
    document.entry(place).or_insert_with(|| json!({}))
}

fn id(class: &Class, value: &Value) -> Result<Value> {
    Ok(match value.as_str() {
        Some(id) => ids::local(class, id).into(),
        None => value.clone(),
    })
}

fn named(one: &Arc<Enum>, value: &Value) -> Result<Value> {
    let Some(name) = value.as_str() else {
        return Ok(value.clone());
    };
    let wire = one.wire(name);
    let wire = wire.ok_or_else(|| Error::query(format!("`{name}` is no value of {}", one.name)))?;
    Ok(wire.into())
}

/// A text as a value of the protocol; anything else as it is.
fn typed(value: &Value, ty: &str, member: &str) -> Result<Value> {
    Ok(match value {
        Value::String(text) => json!({"__type": ty, member: text}),
        other => other.clone(),
    })
}

fn date(value: &Value) -> Result<Value> {
    typed(value, "Date", "iso")
}

fn bytes(value: &Value) -> Result<Value> {
    typed(value, "Bytes", "base64")
}

fn file(value: &Value) -> Result<Value> {
    typed(value, "File", "name")
}

fn point(value: &Value) -> Result<Value> {
    let (Some(latitude), Some(longitude)) = (value.get("latitude"), value.get("longitude")) else {
        return Ok(value.clone());
    };
    Ok(json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude}))
}

fn boxed(value: &Value) -> Result<Value> {
    let corners = part(value, "box");
    Ok(json!([
        point(part(corners, "bottomLeft"))?,
        point(part(corners, "upperRight"))?
    ]))
}

fn within(value: &Value) -> Result<Value> {
    let sphere = part(value, "centerSphere");
    if !sphere.is_null() {
        let center = point(part(sphere, "center"))?;
        return Ok(json!({"$centerSphere": [center, part(sphere, "distance")]}));
    }
    let corners = list(part(value, "polygon")).iter().map(point);
    Ok(json!({"$polygon": corners.collect::<Result<Vec<_>>>()?}))
}

fn search(value: &Value) -> Value {
    let mut search = Map::new();
    for (name, operand) in members(value).filter(|(_, operand)| !operand.is_null()) {
        search.insert(format!("${name}"), operand.clone());
    }
    json!({"$search": search})
}
