//! The `fields` of a mutation → the writes that they ask for: bodies as they are on the wire, those of objects that are
//! created beside first. It knows neither who asks nor what the database holds.

#[cfg(test)]
mod tests;

use super::super::ids;
use super::super::model::{Class, Field, Model, Shape};
use crate::Result;
use crate::error::{Code, Error};
use crate::service::Request;
use crate::wire::{Object, Value, mismatch};
use crate::write::unknown_class;
use serde_json::{Map, json};

/// The writes of one mutation, each after those that it points at.
pub(super) struct Writes<'a> {
    model: &'a Model,
    new_id: &'a (dyn Fn() -> String + Send + Sync),
    /// How many there may be.
    most: usize,
    requests: Vec<Request>,
}

impl<'a> Writes<'a> {
    pub(super) fn new(
        model: &'a Model,
        new_id: &'a (dyn Fn() -> String + Send + Sync),
        most: usize,
    ) -> Self {
        Self {
            model,
            new_id,
            most,
            requests: Vec::new(),
        }
    }

    /// # Errors
    /// Code 106 for a Pointer or a Relation that says nothing or too much, 111 for a value of another type, 142 where more
    /// is to be written than one mutation may.
    pub(super) fn create(&mut self, class: &Class, fields: Value) -> Result<()> {
        let sent = self.body(class, fields)?;
        self.push(Request::Create {
            class: class.def.name.to_owned(),
            id: None,
            sent,
        })
    }

    /// # Errors
    /// As [`Writes::create`].
    pub(super) fn update(&mut self, class: &Class, id: String, fields: Value) -> Result<()> {
        let sent = self.body(class, fields)?;
        self.push(Request::Update {
            class: class.def.name.to_owned(),
            id,
            sent,
            unchanged: None,
        })
    }

    /// The mutation's own write is the last.
    pub(super) fn into_requests(self) -> Vec<Request> {
        self.requests
    }

    fn push(&mut self, request: Request) -> Result<()> {
        if self.requests.len() >= self.most {
            let most = self.most;
            return Err(Error::validation(format!(
                "a mutation writes at most {most} objects"
            )));
        }
        self.requests.push(request);
        Ok(())
    }

    /// The parameters of a function, as they are on the wire.
    pub(super) fn values(&mut self, fields: &[Field], given: Value) -> Result<Object> {
        let mut values = Object::new();
        for (name, value) in members(given)? {
            let field = named(fields, &name)?;
            let value = self.value(&name, &field.shape, value)?;
            values.0.insert(field.def.name.to_owned(), value);
        }
        Ok(values)
    }

    /// The body of a write, as REST has it.
    fn body(&mut self, class: &Class, fields: Value) -> Result<Object> {
        let mut body = Object::new();
        for (name, value) in members(fields)? {
            if name == "ACL" {
                body.0.insert(name, self.acl(value)?);
                continue;
            }
            let field = named(&class.fields, &name)?;
            let value = self.member(field, value)?;
            body.0.insert(field.def.name.to_owned(), value);
        }
        Ok(body)
    }

    fn member(&mut self, field: &Field, value: Value) -> Result<Value> {
        match field.shape {
            Shape::Relation(class) => self.relation(&field.name, class, value),
            _ => self.value(&field.name, &field.shape, value),
        }
    }

    /// A value as it is on the wire; a null is a null.
    fn value(&mut self, name: &str, shape: &Shape, value: Value) -> Result<Value> {
        if value.is_null() {
            return Ok(value);
        }
        Ok(match shape {
            Shape::Pointer(class) => self.pointer(name, class, value)?,
            Shape::Record(record) => self.values(&record.fields, value)?.into(),
            Shape::Array(Some(element)) => {
                let Value::Array(elements) = value else {
                    return Err(mismatch("Array", &value));
                };
                let elements = elements.into_iter();
                elements
                    .map(|value| self.value(name, element, value))
                    .collect::<Result<_>>()?
            }
            Shape::Enum(values) => match value.as_str().and_then(|name| values.wire(name)) {
                Some(wire) => wire.into(),
                None => value,
            },
            Shape::Date => typed(value, |text| json!({"__type": "Date", "iso": text})),
            Shape::Bytes => typed(value, |text| json!({"__type": "Bytes", "base64": text})),
            Shape::File => file(value),
            Shape::GeoPoint => geo_point(value),
            Shape::Polygon => polygon(value)?,
            Shape::Acl => self.acl(value)?,
            Shape::String | Shape::Number | Shape::Boolean | Shape::Object | Shape::Array(None) => {
                value
            }
            Shape::Relation(class) => {
                return Err(mismatch(&format!("Relation<{class}>"), &value));
            }
        })
    }

    /// `{link}` or `{createAndLink}`.
    fn pointer(&mut self, name: &str, to: &str, value: Value) -> Result<Value> {
        let class = self.class(to)?;
        if let Value::String(id) = &value {
            return Ok(pointer(class, id));
        }
        let mut asked = members(value)?;
        match (asked.remove("link"), asked.remove("createAndLink")) {
            (Some(Value::String(id)), None) => Ok(pointer(class, &id)),
            (Some(Value::Null), None) => Ok(Value::Null),
            (None, Some(fields)) => Ok(reference(class, &self.create_beside(class, fields)?)),
            _ => Err(Error::new(
                Code::INVALID_POINTER,
                format!("{name}: expected either link or createAndLink"),
            )),
        }
    }

    /// Any of `{add, remove, createAndAdd}`.
    fn relation(&mut self, name: &str, to: &str, value: Value) -> Result<Value> {
        let class = self.class(to)?;
        let mut asked = members(value)?;
        let mut list = |name: &str| match asked.remove(name) {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let [add, remove, create] = ["add", "remove", "createAndAdd"].map(&mut list);
        let pointers = |ids: Vec<Value>| {
            let ids = ids.iter().filter_map(Value::as_str);
            ids.map(|id| pointer(class, id)).collect::<Vec<_>>()
        };
        let (mut add, remove) = (pointers(add), pointers(remove));
        for fields in create {
            let id = self.create_beside(class, fields)?;
            add.push(reference(class, &id));
        }
        let operations = [("AddRelation", add), ("RemoveRelation", remove)];
        let operations: Vec<_> = operations
            .into_iter()
            .filter(|(_, objects)| !objects.is_empty())
            .map(|(operation, objects)| json!({"__op": operation, "objects": objects}))
            .collect();
        if operations.is_empty() {
            return Err(Error::new(
                Code::INVALID_POINTER,
                format!("{name}: expected add, remove or createAndAdd"),
            ));
        }
        Ok(json!({"__op": "Batch", "ops": operations}))
    }

    /// `{users, roles, public}`; a null is no ACL.
    fn acl(&self, value: Value) -> Result<Value> {
        if value.is_null() {
            return Ok(value);
        }
        let mut asked = members(value)?;
        let mut acl = Map::new();
        let rights = |entry: &Value| json!({"read": entry["read"], "write": entry["write"]});
        let mut list = |name: &str| match asked.remove(name) {
            Some(Value::Array(entries)) => entries,
            Some(Value::Object(entry)) => vec![entry.into()],
            _ => Vec::new(),
        };
        let users = self.class("_User")?;
        for user in list("users") {
            let id = user["userId"].as_str().unwrap_or_default();
            acl.insert(ids::local(users, id), rights(&user));
        }
        for role in list("roles") {
            let name = role["roleName"].as_str().unwrap_or_default();
            acl.insert(format!("role:{name}"), rights(&role));
        }
        for public in list("public") {
            acl.insert("*".to_owned(), rights(&public));
        }
        Ok(acl.into())
    }

    /// Has an object created before whatever points at it, and gives the id that it will have.
    fn create_beside(&mut self, class: &Class, fields: Value) -> Result<String> {
        let sent = self.body(class, fields)?;
        let id = (self.new_id)();
        self.push(Request::Create {
            class: class.def.name.to_owned(),
            id: Some(id.clone()),
            sent,
        })?;
        Ok(id)
    }

    fn class(&self, name: &str) -> Result<&'a Class> {
        let class = self.model.class(name);
        class.map(AsRef::as_ref).ok_or_else(|| unknown_class(name))
    }
}

/// The field that has this name in GraphQL.
fn named<'f>(fields: &'f [Field], name: &str) -> Result<&'f Field> {
    let mut fields = fields.iter();
    let field = fields.find(|field| field.name == name);
    field.ok_or_else(|| {
        let message = format!("there is no field `{name}`");
        Error::new(Code::INVALID_FIELD_NAME, message)
    })
}

fn members(value: Value) -> Result<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Map::new()),
        other => Err(mismatch("Object", &other)),
    }
}

/// A Pointer to the object of this id, which may be a global one.
fn pointer(class: &Class, id: &str) -> Value {
    reference(class, &ids::local(class, id))
}

fn reference(class: &Class, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class.def.name, "objectId": id})
}

/// A scalar that is text in GraphQL, and may be written as on the wire too.
fn typed(value: Value, wire: impl FnOnce(&str) -> Value) -> Value {
    match &value {
        Value::String(text) => wire(text),
        _ => value,
    }
}

/// `{file}`, where a file is its name or as it is on the wire. What was uploaded is one by now.
fn file(value: Value) -> Value {
    let named = |name: &str| json!({"__type": "File", "name": name});
    let file = match value {
        Value::Object(mut members) if !members.contains_key("__type") => {
            members.remove("file").unwrap_or_default()
        }
        value => value,
    };
    typed(file, named)
}

fn geo_point(value: Value) -> Value {
    match value {
        Value::Object(mut degrees) => {
            degrees.insert("__type".to_owned(), "GeoPoint".into());
            degrees.into()
        }
        value => value,
    }
}

fn polygon(value: Value) -> Result<Value> {
    let Value::Array(points) = value else {
        return Err(mismatch("Polygon", &value));
    };
    let ring = points
        .iter()
        .map(|point| json!([point["latitude"], point["longitude"]]));
    let ring: Vec<_> = ring.collect();
    Ok(json!({"__type": "Polygon", "coordinates": ring}))
}
