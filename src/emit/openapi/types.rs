//! Types of the schema → JSON Schema: what a value of a shape looks like, and the types that fields declare.

use super::schemas::object;
use super::{Names, reference};
use crate::model::{Checks, Field, FieldType, Format, Shape};
use crate::plan::{Nested, NestedKind, Plan, element_path};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a value is for: a Pointer may be read as the object that it leads to, a Relation is written by operations.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    Read,
    Write,
}

/// Writes the types of a class, or of one end of a function.
#[derive(Clone, Copy, Debug)]
pub struct Types<'a> {
    pub plan: &'a Plan<'a>,
    pub names: &'a Names,
    /// The components of the types that are declared here, by path.
    pub nested: &'a BTreeMap<String, String>,
}

impl Types<'_> {
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
        self.nested
            .get(path)
            .map_or_else(|| json!({}), |component| reference(component))
    }

    /// The schemas of declared types; `words` describes a field of one.
    pub fn declared(
        &self,
        nested: &[Nested],
        used: Use,
        words: &dyn Fn(&Field) -> Option<String>,
    ) -> Map<String, Value> {
        nested
            .iter()
            .filter_map(|nested| {
                let component = self.nested.get(&nested.path)?;
                Some((component.clone(), self.declaration(nested, used, words)))
            })
            .collect()
    }

    fn declaration(
        &self,
        nested: &Nested,
        used: Use,
        words: &dyn Fn(&Field) -> Option<String>,
    ) -> Value {
        let fields = match &nested.kind {
            NestedKind::Enum(values) => {
                let values: Vec<&str> = values
                    .values
                    .iter()
                    .map(|value| value.name.wire.as_str())
                    .collect();
                return json!({"type": "string", "enum": values});
            }
            NestedKind::Record(fields) => fields,
        };
        let properties = fields.iter().map(|field| {
            let mut schema = self.value(&field.shape, &nested.field_path(field), used);
            if let Some(words) = words(field) {
                schema["description"] = words.into();
            }
            (field.name.wire.clone(), schema)
        });
        let description = nested.description.unwrap_or_default();
        let mut record = object(description, properties.collect(), &required(fields));
        record["additionalProperties"] = false.into();
        record
    }
}

/// The fields that must be given.
fn required(fields: &[Field]) -> Vec<&str> {
    fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name.wire.as_str())
        .collect()
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
