//! The `fields` of a mutation → the writes that they ask for: bodies as they are on the wire, those of objects that are
//! created beside first. It knows neither who asks nor what the database holds.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::{ClassDef, FieldDef, Schema};
    use crate::store::Catalog;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static PRODUCT: ClassDef = ClassDef::new("Product", &[FieldDef::string("name")]);
    static ORDER: ClassDef = ClassDef::new(
        "Order",
        &[
            FieldDef::pointer("user", "_User"),
            FieldDef::pointer("parent", "Order"),
            FieldDef::relation("products", "Product"),
            FieldDef::array_of(
                "lines",
                &FieldDef::object_of(
                    "",
                    &[
                        FieldDef::pointer("product", "Product"),
                        FieldDef::string("size").one_of(&["x-large", "small"]),
                        FieldDef::date("due"),
                    ],
                ),
            ),
            FieldDef::string("state").one_of(&["in-transit", "done"]),
            FieldDef::date("due"),
            FieldDef::bytes("seal"),
            FieldDef::file("bill"),
            FieldDef::geo_point("place"),
            FieldDef::polygon("area"),
            FieldDef::object("anything"),
            FieldDef::array("tags"),
        ],
    );
    static SCHEMA: Schema = Schema {
        name: "test",
        roles: &[],
        classes: &[&PRODUCT, &ORDER],
    };

    /// The writes as text, `None` where one has no id.
    fn writes(fields: Value) -> Result<Vec<(String, Option<String>, Value)>> {
        let model = Model::new(&Catalog::new(&SCHEMA));
        let made = AtomicUsize::new(1);
        let new_id = move || format!("new{}", made.fetch_add(1, Ordering::Relaxed));
        let mut writes = Writes::new(&model, &new_id, 4);
        let order = model.class("Order").expect("a class");
        writes.create(order, fields)?;
        let requests = writes.into_requests().into_iter();
        let requests = requests.map(|request| match request {
            Request::Create { class, id, sent } => (class, id, sent.into()),
            other => panic!("{other:?}"),
        });
        Ok(requests.collect())
    }

    fn sent(fields: Value) -> Value {
        let mut writes = writes(fields).expect("they can be");
        assert_eq!(writes.len(), 1);
        writes.remove(0).2
    }

    fn product(id: &str) -> Value {
        json!({"__type": "Pointer", "className": "Product", "objectId": id})
    }

    #[test]
    fn values_become_what_they_are_on_the_wire() {
        let fields = json!({
            "user": {"link": "VXNlcjph"},
            "lines": [{
                "product": {"link": "p1"}, "size": "X_LARGE", "due": "2026-01-31T12:00:00.000Z",
            }],
            "state": "IN_TRANSIT",
            "due": "2026-01-31T12:00:00.000Z",
            "seal": "AAEC",
            "bill": {"file": "bill.pdf"},
            "place": {"latitude": 1.5, "longitude": -2.0},
            "area": [
                {"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 1}, {"latitude": 1, "longitude": 1},
            ],
            "anything": {"a": [1, {"b": null}]},
            "tags": ["a", 1],
            "parent": null,
        });
        let date = json!({"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"});
        let expected = json!({
            "user": {"__type": "Pointer", "className": "_User", "objectId": "a"},
            "lines": [{"product": product("p1"), "size": "x-large", "due": date}],
            "state": "in-transit",
            "due": date,
            "seal": {"__type": "Bytes", "base64": "AAEC"},
            "bill": {"__type": "File", "name": "bill.pdf"},
            "place": {"__type": "GeoPoint", "latitude": 1.5, "longitude": -2.0},
            "area": {"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1]]},
            "anything": {"a": [1, {"b": null}]},
            "tags": ["a", 1],
            "parent": null,
        });
        assert_eq!(sent(fields), expected);
    }

    #[test]
    fn an_acl_names_users_roles_and_everybody() {
        let fields = json!({"ACL": {
            "users": [{"userId": "X1VzZXI6YW5h", "read": true, "write": false}],
            "roles": [{"roleName": "staff", "read": true, "write": true}],
            "public": {"read": true, "write": false},
        }});
        let expected = json!({"ACL": {
            "ana": {"read": true, "write": false},
            "role:staff": {"read": true, "write": true},
            "*": {"read": true, "write": false},
        }});
        assert_eq!(sent(fields), expected);
        assert_eq!(sent(json!({"ACL": null})), json!({"ACL": null}));
        assert_eq!(sent(json!({"ACL": {}})), json!({"ACL": {}}));
    }

    #[test]
    fn what_is_created_beside_comes_first_and_is_pointed_at() {
        let fields = json!({
            "parent": {"createAndLink": {"parent": {"createAndLink": {"state": "DONE"}}}},
            "products": {
                "add": ["UHJvZHVjdDpwMQ=="], "remove": ["p2"], "createAndAdd": [{"name": "nut"}],
            },
        });
        let order = |id: &str| json!({"__type": "Pointer", "className": "Order", "objectId": id});
        let expected = [
            ("Order", Some("new1"), json!({"state": "done"})),
            ("Order", Some("new2"), json!({"parent": order("new1")})),
            ("Product", Some("new3"), json!({"name": "nut"})),
            (
                "Order",
                None,
                json!({
                    "parent": order("new2"),
                    "products": {"__op": "Batch", "ops": [
                        {"__op": "AddRelation", "objects": [product("p1"), product("new3")]},
                        {"__op": "RemoveRelation", "objects": [product("p2")]},
                    ]},
                }),
            ),
        ];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(class, id, body)| (class.to_owned(), id.map(str::to_owned), body))
            .collect();
        assert_eq!(writes(fields).expect("they can be"), expected);
    }

    #[test]
    fn a_pointer_says_one_thing_and_a_mutation_writes_so_much() {
        let code = |fields| {
            writes(fields)
                .map_err(|error| error.code)
                .expect_err("refused")
        };
        for fields in [
            json!({"user": {}}),
            json!({"parent": {"link": "a", "createAndLink": {}}}),
            json!({"products": {}}),
            json!({"products": {"add": []}}),
        ] {
            assert_eq!(code(fields), Code::INVALID_POINTER);
        }
        let many = json!({"products": {"createAndAdd": [{}, {}, {}, {}]}});
        assert_eq!(code(many), Code::VALIDATION);
        assert_eq!(code(json!({"nothing": 1})), Code::INVALID_FIELD_NAME);
    }
}
