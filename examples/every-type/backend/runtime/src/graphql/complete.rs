//! What was found → the JSON of an answer, in the order and under the names that it was asked for. What cannot be given is
//! null beside an error that says where; where the schema promises a value, what is around it is null instead.

use super::data::{Connection, Data, Place, Relations, id_of};
use super::ids;
use super::model::{Class, Enum, Field, Model, Shape};
use super::picks::Pick;
use crate::error::{Code, Error};
use crate::wire::Value;
use async_graphql::Pos;
use serde_json::{Map, json};
use std::sync::Arc;

/// There is no value where the schema promises one.
pub(super) struct Missing;

type Outcome = Result<(), Missing>;

pub(super) struct Writer<'a> {
    model: &'a Model,
    relations: &'a Relations,
    out: Vec<u8>,
    errors: Vec<Value>,
    path: Vec<Step>,
}

enum Step {
    Key(String, Pos),
    Index(usize),
}

impl<'a> Writer<'a> {
    pub(super) fn new(model: &'a Model, relations: &'a Relations) -> Self {
        Self {
            model,
            relations,
            out: Vec::new(),
            errors: Vec::new(),
            path: Vec::new(),
        }
    }

    /// The answer to an operation. Each field of the root comes with what was found, or why nothing was, and whether it may
    /// be null.
    pub(super) fn answer(mut self, fields: &[(&Pick, Result<Data, Error>, bool)]) -> String {
        self.out.extend_from_slice(b"{\"data\":");
        // The whole of it may be null, so that nothing is missing here.
        let _ = self.nullable(|writer| {
            writer.members(
                fields.iter(),
                |(pick, _, _)| pick,
                |writer, (pick, data, nullable)| {
                    let write = |writer: &mut Self| match data {
                        Ok(data) => writer.data(data, pick),
                        Err(error) => writer.failed(error),
                    };
                    if *nullable {
                        writer.nullable(write)
                    } else {
                        write(writer)
                    }
                },
            )
        });
        if !self.errors.is_empty() {
            self.out.extend_from_slice(b",\"errors\":");
            let errors = Value::Array(std::mem::take(&mut self.errors));
            self.json(&errors);
        }
        self.out.push(b'}');
        // What was written is JSON, and so it is UTF-8.
        String::from_utf8(self.out).unwrap_or_default()
    }

    /// An object that a client sees by itself, such as that of an event.
    fn data(&mut self, data: &Data, pick: &Pick) -> Outcome {
        match data {
            Data::Null => Err(Missing),
            Data::Whole(value) => {
                self.json(value);
                Ok(())
            }
            Data::Plain(ty, value) => self.plain(ty, value, pick),
            Data::Typed(shape, value) => self.value(shape, value, pick),
            Data::Object(class, object) => self.object(class, object, &pick.inner),
            Data::Connection(connection) => self.connection(connection, pick),
            Data::Members(ty, members) => self.fields(&pick.inner, |writer, pick| {
                if pick.name == "__typename" {
                    return writer.text(ty);
                }
                let member = members.iter().find(|(name, _)| *name == pick.name);
                match member {
                    None | Some((_, Data::Null)) => writer.null(),
                    Some((_, data)) => writer.nullable(|writer| writer.data(data, pick)),
                }
            }),
        }
    }

    /// JSON whose members are called as they are picked.
    fn plain(&mut self, ty: &str, value: &Value, pick: &Pick) -> Outcome {
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

    fn object(
        &mut self,
        class: &Arc<Class>,
        object: &Map<String, Value>,
        picks: &[Pick],
    ) -> Outcome {
        let own = picks.iter().filter(|pick| pick.is_of(&class.name));
        self.members(
            own,
            |pick| pick,
            |writer, pick| match pick.name.as_str() {
                "__typename" => writer.text(&class.name),
                "id" => writer.text(&ids::global(class, id_of(object))),
                "objectId" | "createdAt" | "updatedAt" => match object.get(&pick.name) {
                    Some(value) => {
                        writer.json(value);
                        Ok(())
                    }
                    None => writer.missing(),
                },
                "ACL" => writer.plain("ACL", &acl(object.get("ACL"), writer.model), pick),
                name => match class.field(name) {
                    Some(field) if matches!(field.shape, Shape::Relation(_)) => {
                        writer.relation(object, pick)
                    }
                    Some(field) => writer.field(field, class.always(field), object, pick),
                    None => writer.null(),
                },
            },
        )
    }

    fn field(
        &mut self,
        field: &Field,
        always: bool,
        members: &Map<String, Value>,
        pick: &Pick,
    ) -> Outcome {
        let value = members.get(field.def.name).filter(|value| !value.is_null());
        let promised = always && field.shape.always_shows();
        match value {
            None if promised => self.missing(),
            None => self.null(),
            Some(value) if promised => self.value(&field.shape, value, pick),
            Some(value) => self.nullable(|writer| writer.value(&field.shape, value, pick)),
        }
    }

    fn value(&mut self, shape: &Shape, value: &Value, pick: &Pick) -> Outcome {
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
    fn one_of(&mut self, one: &Enum, value: &Value) -> Outcome {
        match value.as_str().and_then(|wire| one.named(wire)) {
            Some(name) => self.text(name),
            None => {
                let message = format!("the stored value {value} is none of {}", one.name);
                self.fail(Code::INCORRECT_TYPE, &message)
            }
        }
    }

    /// A value that is written as an object with a type on the wire, and as text here.
    fn member(&mut self, value: &Value, name: &str) -> Outcome {
        self.json(value.get(name).unwrap_or(value));
        Ok(())
    }

    /// What an Array of anything holds.
    fn element(&mut self, value: &Value, pick: &Pick) -> Outcome {
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

    fn relation(&mut self, object: &Map<String, Value>, pick: &Pick) -> Outcome {
        let place = Place {
            way: self.way(),
            owner: id_of(object).to_owned(),
        };
        let relations = self.relations;
        match relations.at(&place) {
            Some(Ok(connection)) => self.connection(connection, pick),
            Some(Err(error)) => self.failed(error),
            None => self.missing(),
        }
    }

    fn connection(&mut self, connection: &Connection, pick: &Pick) -> Outcome {
        let name = &connection.class.name;
        self.fields(&pick.inner, |writer, pick| match pick.name.as_str() {
            "__typename" => writer.text(&format!("{name}Connection")),
            "count" => {
                writer.json(&connection.count.unwrap_or_default().into());
                Ok(())
            }
            "pageInfo" => {
                let info = json!({
                    "hasNextPage": connection.next,
                    "hasPreviousPage": connection.previous,
                    "startCursor": connection.cursors.first(),
                    "endCursor": connection.cursors.last(),
                });
                writer.plain("PageInfo", &info, pick)
            }
            _ => writer.edges(connection, pick),
        })
    }

    fn edges(&mut self, connection: &Connection, pick: &Pick) -> Outcome {
        let class = &connection.class;
        self.list(0..connection.objects.len(), |writer, index| {
            writer.fields(&pick.inner, |writer, pick| match pick.name.as_str() {
                "__typename" => writer.text(&format!("{}Edge", class.name)),
                "cursor" => match connection.cursors.get(index) {
                    Some(cursor) => writer.text(cursor),
                    None => writer.missing(),
                },
                _ => writer.nullable(|writer| {
                    writer.object(class, &connection.objects[index], &pick.inner)
                }),
            })
        })
    }

    fn fields(
        &mut self,
        picks: &[Pick],
        write: impl FnMut(&mut Self, &Pick) -> Outcome,
    ) -> Outcome {
        self.members(picks.iter(), |pick| pick, write)
    }

    /// An object of JSON, a member for each of `members`, in their order.
    fn members<T: Copy>(
        &mut self,
        members: impl Iterator<Item = T>,
        pick: impl Fn(&T) -> &Pick,
        mut write: impl FnMut(&mut Self, T) -> Outcome,
    ) -> Outcome {
        self.out.push(b'{');
        let first = self.out.len();
        for member in members {
            let pick = pick(&member);
            if self.out.len() > first {
                self.out.push(b',');
            }
            self.json(&pick.key.as_str().into());
            self.out.push(b':');
            self.path.push(Step::Key(pick.key.clone(), pick.at));
            write(self, member)?;
            self.path.pop();
        }
        self.out.push(b'}');
        Ok(())
    }

    fn list<T>(
        &mut self,
        values: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Outcome,
    ) -> Outcome {
        self.out.push(b'[');
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.path.push(Step::Index(index));
            write(self, value)?;
            self.path.pop();
        }
        self.out.push(b']');
        Ok(())
    }

    /// What `write` writes, or null where that misses something.
    fn nullable(&mut self, write: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let (mark, depth) = (self.out.len(), self.path.len());
        if write(self).is_err() {
            self.out.truncate(mark);
            self.path.truncate(depth);
            return self.null();
        }
        Ok(())
    }

    fn null(&mut self) -> Outcome {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn text(&mut self, text: &str) -> Outcome {
        self.json(&text.into());
        Ok(())
    }

    fn json(&mut self, value: &Value) {
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    fn missing(&mut self) -> Outcome {
        self.fail(Code::OBJECT_NOT_FOUND, "there is no value")
    }

    fn fail(&mut self, code: Code, message: &str) -> Outcome {
        self.failed(&Error::new(code, message.to_owned()))
    }

    fn failed(&mut self, error: &Error) -> Outcome {
        let path = self.path.iter().map(|step| match step {
            Step::Key(key, _) => key.as_str().into(),
            Step::Index(index) => Value::from(*index),
        });
        let at = self.path.iter().rev().find_map(|step| match step {
            Step::Key(_, at) => Some(*at),
            Step::Index(_) => None,
        });
        let mut extensions = json!({"code": error.code.0});
        for (name, value) in error.details() {
            extensions[name] = value.clone();
        }
        self.errors.push(json!({
            "message": error.message,
            "locations": at.into_iter().collect::<Vec<_>>(),
            "path": path.collect::<Vec<_>>(),
            "extensions": extensions,
        }));
        Err(Missing)
    }

    /// The keys that lead to where it writes.
    fn way(&self) -> String {
        let keys = self.path.iter().filter_map(|step| match step {
            Step::Key(key, _) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        keys.collect::<Vec<_>>().join("/")
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
fn acl(acl: Option<&Value>, model: &Model) -> Value {
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
