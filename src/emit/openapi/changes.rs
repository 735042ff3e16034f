//! The type of a change: for each field the value it may take, and the operations on the one that is there.

use super::schemas::{Writer, object};
use super::types::Use;
use super::{ClassNames, Names, reference};
use crate::model::{Field, FieldType};
use crate::plan::{Class, NestedKind, Plan, element_path, example};
use serde_json::{Map, Value, json};

/// The body of an update of the class, and the change of a Relation that holds its objects.
pub fn of(class: &Class, plan: &Plan, names: &Names) -> Map<String, Value> {
    let own = &names.classes[class.id];
    let writer = Writer::new(class, plan, names);
    let mut schemas = Map::new();
    schemas.insert(own.update.clone(), update(&writer));
    schemas.insert(own.relation_change.clone(), of_relation(class, own));
    schemas
}

fn update(writer: &Writer) -> Value {
    let class = writer.class;
    let fields = class
        .class
        .fields
        .iter()
        .filter(|field| !field.read_only && !field.immutable);
    let mut properties = Map::new();
    let mut open = Map::new();
    for field in fields {
        let wire = &field.name.wire;
        let change = writer.described(field, change(field, wire, writer));
        properties.insert(wire.clone(), change);
        // Inside an Object that has no shape, anything may be set.
        if matches!(&field.shape.ty, FieldType::Object(fields) if fields.as_ref().is_none_or(Vec::is_empty))
        {
            open.insert(format!("^{}\\.", super::escaped(wire)), json!({}));
        }
    }
    for nested in &class.nested {
        let NestedKind::Record(fields) = &nested.kind else {
            continue;
        };
        let root = nested.path.split('.').next().unwrap_or_default();
        if nested.path.contains("[]") || !properties.contains_key(root) {
            continue;
        }
        for field in *fields {
            let path = nested.field_path(field);
            let change = change(field, &path, writer);
            properties.insert(path, change);
        }
    }
    properties.insert("ACL".to_owned(), reference("ACL"));
    let mut update = object(
        &format!("What may be changed of {}.", class.title()),
        properties,
        &[],
    );
    update["additionalProperties"] = false.into();
    if let Some(example) = example::update(class, writer.types.plan) {
        update["examples"] = json!([example]);
    }
    if !open.is_empty() {
        update["patternProperties"] = open.into();
    }
    update
}

/// A new value, or an operation.
fn change(field: &Field, path: &str, writer: &Writer) -> Value {
    let operation = match &field.shape.ty {
        FieldType::Relation(class) => {
            return reference(&writer.names.classes[*class].relation_change);
        }
        FieldType::Number => Some(reference("Increment")),
        FieldType::Array(None) => Some(reference("ArrayChange")),
        FieldType::Array(Some(element)) => Some(of_array(writer.types.value(
            element,
            &element_path(path),
            Use::Write,
        ))),
        FieldType::String
        | FieldType::Enum(_)
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Object(_)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Acl => None,
    };
    let unset = (!field.required).then(|| reference("DeleteField"));
    let ways: Vec<Value> = [
        Some(writer.types.value(&field.shape, path, Use::Write)),
        operation,
        unset,
    ]
    .into_iter()
    .flatten()
    .collect();
    match <[Value; 1]>::try_from(ways) {
        Ok([value]) => value,
        Err(ways) => json!({"anyOf": ways}),
    }
}

fn of_relation(class: &Class, names: &ClassNames) -> Value {
    let change = json!({
        "type": "object",
        "properties": {
            "__op": {"enum": ["AddRelation", "RemoveRelation"]},
            "objects": {"type": "array", "items": reference(&names.pointer)},
        },
        "required": ["__op", "objects"],
    });
    json!({
        "description": format!("Adds objects of {} to the Relation or removes them, or both.", class.title()),
        "anyOf": [change, {
            "type": "object",
            "properties": {"__op": {"const": "Batch"}, "ops": {"type": "array", "items": change}},
            "required": ["__op", "ops"],
        }],
    })
}

fn of_array(element: Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "__op": {"enum": ["Add", "AddUnique", "Remove"]},
            "objects": {"type": "array", "items": element},
        },
        "required": ["__op", "objects"],
    })
}

/// The operations on types that need no schema.
pub fn shared() -> Map<String, Value> {
    let mut of_any = of_array(json!({}));
    of_any["description"] = "Adds elements to the array or removes them, atomically.".into();
    [
        (
            "DeleteField",
            json!({
                "type": "object",
                "description": "Unsets the field.",
                "properties": {"__op": {"const": "Delete"}},
                "required": ["__op"],
            }),
        ),
        (
            "Increment",
            json!({
                "type": "object",
                "description": "Adds to the number, atomically.",
                "properties": {"__op": {"const": "Increment"}, "amount": {"type": "number"}},
                "required": ["__op", "amount"],
                "examples": [{"__op": "Increment", "amount": -1}],
            }),
        ),
        ("ArrayChange", of_any),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}
