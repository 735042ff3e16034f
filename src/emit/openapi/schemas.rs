//! The component schemas of a class: the object as it is read, the body that creates one, and the types that its fields
//! declare.

use super::{ClassNames, Names, reference};
use crate::model::{Checks, Field, FieldType, Format, Shape};
use crate::plan::{Class, NestedKind, OBJECT_ID, Plan, TIMESTAMPS, description, element_path};
use serde_json::{Map, Value, json};

pub fn of(class: &Class, plan: &Plan, names: &Names) -> Map<String, Value> {
    let writer = Writer::new(class, plan, names);
    let own = writer.own;
    let mut schemas = Map::new();
    schemas.insert(own.object.clone(), writer.object());
    schemas.insert(own.create.clone(), writer.create());
    schemas.insert(own.pointer.clone(), pointer(class));
    for nested in &class.nested {
        let schema = match &nested.kind {
            NestedKind::Enum(values) => {
                let values: Vec<&str> = values
                    .values
                    .iter()
                    .map(|value| value.name.wire.as_str())
                    .collect();
                json!({"type": "string", "enum": values})
            }
            NestedKind::Record(fields) => {
                let properties = fields.iter().map(|field| {
                    (
                        field.name.wire.clone(),
                        writer.described(
                            field,
                            writer.value(&field.shape, &nested.field_path(field), Use::Read),
                        ),
                    )
                });
                let required: Vec<&str> = fields
                    .iter()
                    .filter(|field| field.required)
                    .map(|field| field.name.wire.as_str())
                    .collect();
                let description = nested.description.unwrap_or_default();
                let mut record = object(description, properties.collect(), &required);
                record["additionalProperties"] = false.into();
                record
            }
        };
        schemas.insert(own.nested[&nested.path].clone(), schema);
    }
    schemas
}

/// What a value is for: a Pointer may be read as the object that it leads to, a Relation is written by operations.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    Read,
    Write,
}

/// Writes the types of one class.
pub struct Writer<'a> {
    pub class: &'a Class<'a>,
    pub names: &'a Names,
    pub own: &'a ClassNames,
    plan: &'a Plan<'a>,
}

impl<'a> Writer<'a> {
    pub fn new(class: &'a Class<'a>, plan: &'a Plan<'a>, names: &'a Names) -> Self {
        Self {
            class,
            names,
            own: &names.classes[class.id],
            plan,
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
                self.described(field, self.value(&field.shape, &field.name.wire, Use::Read)),
            );
        }
        for (name, _, about) in TIMESTAMPS {
            let schema = json!({"type": "string", "format": "date-time", "readOnly": true, "description": about});
            properties.insert(name.to_owned(), schema);
        }
        properties.insert("ACL".to_owned(), reference("ACL"));
        // A query with `keys` returns less, so only what always comes is required.
        let required = ["objectId", "createdAt", "updatedAt"];
        object(
            self.class.class.description.as_deref().unwrap_or_default(),
            properties,
            &required,
        )
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
                let value = self.value(&field.shape, &field.name.wire, Use::Write);
                let mut schema = self.described(field, value);
                if let Some(default) = &field.default {
                    schema["default"] = default.clone();
                }
                (field.name.wire.clone(), schema)
            })
            .collect();
        properties.insert("ACL".to_owned(), reference("ACL"));
        let required: Vec<&str> = fields()
            .filter(|field| field.required && field.default.is_none())
            .map(|field| field.name.wire.as_str())
            .collect();
        let mut create = object(
            &format!("What it takes to create one of {}.", self.class.title()),
            properties,
            &required,
        );
        create["additionalProperties"] = false.into();
        create
    }

    /// A value of a shape that is declared at `path`.
    pub fn value(&self, shape: &Shape, path: &str, used: Use) -> Value {
        let mut schema = match &shape.ty {
            FieldType::String => json!({"type": "string"}),
            FieldType::Enum(_) => self.nested(path),
            FieldType::Number if shape.checks.integer => json!({"type": "integer"}),
            FieldType::Number => json!({"type": "number"}),
            FieldType::Boolean => json!({"type": "boolean"}),
            FieldType::Date => reference("Date"),
            FieldType::Object(Some(fields)) if !fields.is_empty() => self.nested(path),
            FieldType::Object(_) => json!({"type": "object"}),
            FieldType::Array(Some(element)) => {
                json!({"type": "array", "items": self.value(element, &element_path(path), used)})
            }
            FieldType::Array(None) => json!({"type": "array", "items": {}}),
            FieldType::GeoPoint => reference("GeoPoint"),
            FieldType::Polygon => reference("Polygon"),
            FieldType::File => reference("File"),
            FieldType::Bytes => reference("Bytes"),
            FieldType::Acl => reference("ACL"),
            FieldType::Pointer(pointer) => {
                let class = &self.names.classes[pointer.class];
                match used {
                    Use::Write => reference(&class.pointer),
                    // The object itself, where `include` asked for it.
                    Use::Read => {
                        json!({"anyOf": [reference(&class.pointer), reference(&class.object)]})
                    }
                }
            }
            FieldType::Relation(class) => match used {
                Use::Write => reference(&self.names.classes[*class].relation_change),
                Use::Read => {
                    let class = self.plan.wire(*class);
                    json!({
                        "type": "object",
                        "properties": {"__type": {"const": "Relation"}, "className": {"const": class}},
                        "required": ["__type", "className"],
                    })
                }
            },
        };
        constrain(
            &mut schema,
            &shape.checks,
            matches!(shape.ty, FieldType::Array(_)),
        );
        schema
    }

    fn nested(&self, path: &str) -> Value {
        self.own
            .nested
            .get(path)
            .map_or_else(|| json!({}), |component| reference(component))
    }

    pub fn described(&self, field: &Field, mut schema: Value) -> Value {
        schema["description"] = description(self.class.class, field).into();
        if field.read_only {
            schema["readOnly"] = true.into();
        }
        if field.hidden {
            schema["writeOnly"] = true.into();
        }
        schema
    }
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

/// Writes checks as the keywords of JSON Schema that mean the same.
fn constrain(schema: &mut Value, checks: &Checks, array: bool) {
    let Checks {
        minimum,
        maximum,
        integer: _,
        min_length,
        max_length,
        pattern,
        format,
    } = checks;
    let (shortest, longest) = if array {
        ("minItems", "maxItems")
    } else {
        ("minLength", "maxLength")
    };
    let mut set = |keyword: &str, value: Option<Value>| {
        if let Some(value) = value {
            schema[keyword] = value;
        }
    };
    set("minimum", minimum.map(number));
    set("maximum", maximum.map(number));
    set(shortest, min_length.map(Value::from));
    set(longest, max_length.map(Value::from));
    set("pattern", pattern.clone().map(Value::from));
    set("format", format.and_then(format_name).map(Value::from));
    if *format == Some(Format::Phone) && pattern.is_none() {
        schema["pattern"] = "^\\+?[0-9][0-9 ().-]*$".into();
    }
}

/// `1` rather than `1.0`.
fn number(value: f64) -> Value {
    let text = value.to_string();
    text.parse::<i64>()
        .map_or_else(|_| Value::from(value), Value::from)
}

fn format_name(format: Format) -> Option<&'static str> {
    match format {
        Format::Email => Some("email"),
        Format::Url => Some("uri"),
        Format::Uuid => Some("uuid"),
        Format::Phone => None,
    }
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
