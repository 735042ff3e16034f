//! Values of fields: scalars, enums, Objects and Arrays.

use super::super::ids;
use super::super::model::{Enum, Model, Shape};
use super::super::picks::Pick;
use super::writer::{Outcome, Writer};
use crate::error::Code;
use crate::wire::Value;
use serde_json::json;
use std::sync::Arc;

impl Writer<'_> {
    /// JSON whose members are called as they are picked.
    pub(super) fn plain(&mut self, ty: &str, value: &Value, pick: &Pick) -> Outcome {
        match value {
            Value::Array(values) if !pick.inner.is_empty() => {
                self.list(values, |writer, value| writer.plain(ty, value, pick))
            }
            Value::Object(members) if !pick.inner.is_empty() => {
                self.fields(&pick.inner, |writer, pick| {
                    if pick.name == "__typename" {
                        return writer.text(ty);
                    }
                    match members.get(&pick.name) {
                        Some(value) => writer.plain(&member_type(ty, &pick.name), value, pick),
                        None => writer.null(),
                    }
                })
            }
            value => {
                self.json(value);
                Ok(())
            }
        }
    }

    pub(super) fn value(&mut self, shape: &Shape, value: &Value, pick: &Pick) -> Outcome {
        match (shape, value) {
            (_, Value::Null) => self.missing(),
            (Shape::Enum(one), value) => self.one_of(one, value),
            (Shape::Date, value) => self.member(value, "iso"),
            (Shape::Bytes, value) => self.member(value, "base64"),
            (Shape::Record(record), Value::Object(members)) => {
                self.fields(&pick.inner, |writer, pick| {
                    if pick.name == "__typename" {
                        return writer.text(&record.name);
                    }
                    match record.fields.iter().find(|field| field.name == pick.name) {
                        Some(field) => writer.field(field, field.def.required, members, pick),
                        None => writer.null(),
                    }
                })
            }
            (Shape::Array(Some(element)), Value::Array(values)) => {
                self.list(values, |writer, value| {
                    let write = |writer: &mut Self| writer.value(element, value, pick);
                    if element.always_shows() {
                        write(writer)
                    } else {
                        writer.nullable(write)
                    }
                })
            }
            (Shape::Array(None), Value::Array(values)) => self.list(values, |writer, value| {
                writer.nullable(|writer| writer.element(value, pick))
            }),
            (Shape::GeoPoint, value) => self.plain("GeoPoint", value, pick),
            (Shape::Polygon, value) => self.plain("GeoPoint", &corners(value), pick),
            (Shape::File, value) => self.plain("FileInfo", value, pick),
            (Shape::Pointer(class), Value::Object(object)) => match self.model.class(class) {
                Some(class) => self.object(class, object, &pick.inner),
                None => self.missing(),
            },
            (Shape::Acl, value) => self.plain("ACL", &acl(Some(value), self.model), pick),
            (
                Shape::String | Shape::Number | Shape::Boolean | Shape::Object | Shape::Relation(_),
                value,
            ) => {
                self.json(value);
                Ok(())
            }
            (Shape::Record(_) | Shape::Array(_) | Shape::Pointer(_), _) => {
                self.fail(Code::INCORRECT_TYPE, "the stored value is of another type")
            }
        }
    }

    /// A value of an enum: what is stored may be older than the schema.
    pub(super) fn one_of(&mut self, one: &Enum, value: &Value) -> Outcome {
        match value.as_str().and_then(|wire| one.named(wire)) {
            Some(name) => self.text(name),
            None => {
                let message = format!("the stored value {value} is none of {}", one.name);
                self.fail(Code::INCORRECT_TYPE, &message)
            }
        }
    }

    /// A value that is written as an object with a type on the wire, and as text here.
    pub(super) fn member(&mut self, value: &Value, name: &str) -> Outcome {
        self.json(value.get(name).unwrap_or(value));
        Ok(())
    }

    /// What an Array of anything holds.
    pub(super) fn element(&mut self, value: &Value, pick: &Pick) -> Outcome {
        match self.model.object(value) {
            Some((class, object)) => {
                let class = Arc::clone(class);
                self.object(&class, object, &pick.inner)
            }
            None => {
                let own = pick.inner.iter().filter(|pick| pick.is_of("Element"));
                self.members(
                    own,
                    |pick| pick,
                    |writer, pick| match pick.name.as_str() {
                        "__typename" => writer.text("Element"),
                        _ => {
                            writer.json(value);
                            Ok(())
                        }
                    },
                )
            }
        }
    }
}

/// The type of a member of a type that the schema has always.
fn member_type(ty: &str, member: &str) -> String {
    match (ty, member) {
        ("ACL", "users") => "UserACL",
        ("ACL", "roles") => "RoleACL",
        ("ACL", "public") => "PublicACL",
        _ => "",
    }
    .to_owned()
}

/// `[[latitude, longitude], …]` of a Polygon as GeoPoints.
fn corners(polygon: &Value) -> Value {
    let corners = polygon.get("coordinates").and_then(Value::as_array);
    let corners = corners.into_iter().flatten();
    corners
        .map(|corner| json!({"latitude": corner[0], "longitude": corner[1]}))
        .collect()
}

/// An ACL as GraphQL has it. None at all is open to everybody, as on the wire.
pub(super) fn acl(acl: Option<&Value>, model: &Model) -> Value {
    let Some(Value::Object(entries)) = acl else {
        return json!({"users": null, "roles": null, "public": {"read": true, "write": true}});
    };
    let (mut users, mut roles, mut public) = (Vec::new(), Vec::new(), Value::Null);
    for (name, rights) in entries {
        let right = |right: &str| rights.get(right) == Some(&Value::Bool(true));
        let (read, write) = (right("read"), right("write"));
        if name == "*" {
            public = json!({"read": read, "write": write});
        } else if let Some(role) = name.strip_prefix("role:") {
            roles.push(json!({"roleName": role, "read": read, "write": write}));
        } else {
            let id = model.class("_User").map(|user| ids::global(user, name));
            users.push(json!({"userId": id, "read": read, "write": write}));
        }
    }
    let listed = |list: Vec<Value>| {
        if list.is_empty() {
            Value::Null
        } else {
            list.into()
        }
    };
    json!({"users": listed(users), "roles": listed(roles), "public": public})
}
