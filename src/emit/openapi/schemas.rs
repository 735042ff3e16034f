//! The component schemas of a class: the object as it is read, the body that creates one, and the types that its fields
//! declare.

use super::types::{Types, Use};
use super::{ClassNames, Names, reference};
use crate::model::{Field, SystemClass};
use crate::plan::{Class, OBJECT_ID, Plan, TIMESTAMPS, description, example};
use serde_json::{Map, Value, json};

pub fn of(class: &Class, plan: &Plan, names: &Names) -> Map<String, Value> {
    let writer = Writer::new(class, plan, names);
    let own = writer.own;
    let mut schemas = Map::new();
    schemas.insert(own.object.clone(), writer.object());
    schemas.insert(own.create.clone(), writer.create());
    schemas.insert(own.pointer.clone(), pointer(class));
    let words = |field: &Field| Some(description(class.class, field));
    schemas.extend(writer.types.declared(&class.nested, Use::Read, &words));
    schemas
}

/// Writes the types of one class.
pub struct Writer<'a> {
    pub class: &'a Class<'a>,
    pub names: &'a Names,
    pub own: &'a ClassNames,
    pub types: Types<'a>,
}

impl<'a> Writer<'a> {
    pub fn new(class: &'a Class<'a>, plan: &'a Plan<'a>, names: &'a Names) -> Self {
        Self {
            class,
            names,
            own: &names.classes[class.id],
            types: Types {
                plan,
                names,
                nested: &names.classes[class.id].nested,
            },
        }
    }

    /// As it is read.
    fn object(&self) -> Value {
        let mut properties = Map::new();
        let (id, _, about) = OBJECT_ID;
        properties.insert(
            id.to_owned(),
            json!({"type": "string", "readOnly": true, "description": about}),
        );
        for field in self.class.visible_fields() {
            properties.insert(
                field.name.wire.clone(),
                self.described(
                    field,
                    self.types.value(&field.shape, &field.name.wire, Use::Read),
                ),
            );
        }
        if self.is_user() {
            let identities = self.class.class.fields.iter();
            let identities = identities.filter(|field| field.name.wire == "authData");
            properties.extend(identities.map(|field| {
                let schema = self.described(field, identities_read());
                (field.name.wire.clone(), schema)
            }));
        }
        for (name, _, about) in TIMESTAMPS {
            let schema = json!({"type": "string", "format": "date-time", "readOnly": true, "description": about});
            properties.insert(name.to_owned(), schema);
        }
        properties.insert("ACL".to_owned(), reference("ACL"));
        // A query with `keys` returns less, so only what always comes is required.
        let required = ["objectId", "createdAt", "updatedAt"];
        let mut object = object(
            self.class.class.description.as_deref().unwrap_or_default(),
            properties,
            &required,
        );
        if let Some(example) = example::object(self.class, self.types.plan) {
            object["examples"] = json!([example]);
        }
        object
    }

    /// The body of a create.
    fn create(&self) -> Value {
        let fields = || {
            self.class
                .class
                .fields
                .iter()
                .filter(|field| !field.read_only)
        };
        let mut properties: Map<String, Value> = fields()
            .map(|field| {
                let value = self.types.value(&field.shape, &field.name.wire, Use::Write);
                let mut schema = self.described(field, value);
                if let Some(default) = &field.default {
                    schema["default"] = default.clone();
                }
                (field.name.wire.clone(), schema)
            })
            .collect();
        properties.insert("ACL".to_owned(), reference("ACL"));
        // Whoever has an account elsewhere needs no name and no password here.
        let own = ["username", "password"];
        let by_provider = |name: &&str| self.is_user() && own.contains(name);
        let required: Vec<&str> = fields()
            .filter(|field| field.required && field.default.is_none())
            .map(|field| field.name.wire.as_str())
            .filter(|name| !by_provider(name))
            .collect();
        let mut create = object(
            &format!("What it takes to create one of {}.", self.class.title()),
            properties,
            &required,
        );
        create["additionalProperties"] = false.into();
        if self.is_user() {
            create["anyOf"] = json!([{"required": own}, {"required": ["authData"]}]);
        }
        create
    }

    fn is_user(&self) -> bool {
        self.class.class.system == Some(SystemClass::User)
    }

    pub fn described(&self, field: &Field, mut schema: Value) -> Value {
        schema["description"] = description(self.class.class, field).into();
        if field.read_only {
            schema["readOnly"] = true.into();
        }
        if field.hidden && !(self.is_user() && field.name.wire == "authData") {
            schema["writeOnly"] = true.into();
        }
        schema
    }
}

/// What providers know a user as, each by its name.
fn identities_read() -> Value {
    json!({
        "type": "object",
        "additionalProperties": {"type": "object", "properties": {"id": {"type": "string"}}},
    })
}

/// A Pointer to an object of the class.
fn pointer(class: &Class) -> Value {
    json!({
        "type": "object",
        "description": format!("Points at one of {}.", class.title()),
        "properties": {
            "__type": {"const": "Pointer"},
            "className": {"const": class.wire()},
            "objectId": {"type": "string"},
        },
        "required": ["__type", "className", "objectId"],
    })
}

pub fn object(description: &str, properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    if !description.is_empty() {
        schema.insert("description".to_owned(), description.into());
    }
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.into()
}
