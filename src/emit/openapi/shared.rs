//! What every document has, whatever the schema: the encodings of Parse, the query parameters, errors and keys.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub fn schemas() -> Map<String, Value> {
    let tagged = |tag: &str, description: &str, mut properties: Value, required: &[&str]| {
        properties["__type"] = json!({"const": tag});
        let required: Vec<&str> = ["__type"].iter().chain(required).copied().collect();
        json!({"type": "object", "description": description, "properties": properties, "required": required})
    };
    let operation = |name: &str, description: &str, mut properties: Value, required: &[&str]| {
        properties["__op"] = json!({"const": name});
        let required: Vec<&str> = ["__op"].iter().chain(required).copied().collect();
        json!({"type": "object", "description": description, "properties": properties, "required": required})
    };
    let entries = [
        (
            "Created",
            json!({
                "type": "object",
                "description": "The object that was created.",
                "properties": {"objectId": {"type": "string"}, "createdAt": {"type": "string", "format": "date-time"}},
                "required": ["objectId", "createdAt"],
            }),
        ),
        (
            "Updated",
            json!({
                "type": "object",
                "description": "When the object was changed, and fields that the server changed with it.",
                "properties": {"updatedAt": {"type": "string", "format": "date-time"}},
                "required": ["updatedAt"],
            }),
        ),
        (
            "Deleted",
            json!({"type": "object", "description": "Nothing: the object is gone."}),
        ),
        (
            "ACL",
            json!({
                "type": "object",
                "description": "Who may read and write one object: `*`, an objectId of a user, or `role:NAME`.",
                "additionalProperties": {
                    "type": "object",
                    "properties": {"read": {"const": true}, "write": {"const": true}},
                    "additionalProperties": false,
                },
                "examples": [{"*": {"read": true}}],
            }),
        ),
        (
            "Date",
            tagged(
                "Date",
                "An instant.",
                json!({"iso": {"type": "string", "format": "date-time"}}),
                &["iso"],
            ),
        ),
        (
            "GeoPoint",
            tagged(
                "GeoPoint",
                "A place on earth.",
                json!({
                    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
                    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
                }),
                &["latitude", "longitude"],
            ),
        ),
        (
            "Polygon",
            tagged(
                "Polygon",
                "An area on earth: its corners, each a latitude and a longitude.",
                json!({"coordinates": {
                    "type": "array",
                    "minItems": 3,
                    "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
                }}),
                &["coordinates"],
            ),
        ),
        (
            "File",
            tagged(
                "File",
                "A stored file.",
                json!({"name": {"type": "string"}, "url": {"type": "string", "format": "uri"}}),
                &["name"],
            ),
        ),
        (
            "Bytes",
            tagged(
                "Bytes",
                "Bytes in base64.",
                json!({"base64": {"type": "string", "contentEncoding": "base64"}}),
                &["base64"],
            ),
        ),
        (
            "DeleteField",
            operation("Delete", "Unsets the field.", json!({}), &[]),
        ),
        (
            "Increment",
            operation(
                "Increment",
                "Adds to the number, atomically.",
                json!({"amount": {"type": "number"}}),
                &["amount"],
            ),
        ),
        (
            "ArrayChange",
            json!({
                "type": "object",
                "description": "Adds elements to the array or removes them, atomically.",
                "properties": {
                    "__op": {"enum": ["Add", "AddUnique", "Remove"]},
                    "objects": {"type": "array", "items": {}},
                },
                "required": ["__op", "objects"],
            }),
        ),
        (
            "RelationChange",
            json!({
                "type": "object",
                "description": "Adds objects to the relation or removes them, atomically.",
                "properties": {
                    "__op": {"enum": ["AddRelation", "RemoveRelation"]},
                    "objects": {"type": "array", "items": {"type": "object"}},
                },
                "required": ["__op", "objects"],
            }),
        ),
        (
            "Constraint",
            json!({
                "type": "object",
                "description": "What a field is compared with.",
                "properties": {
                    "$eq": {}, "$ne": {}, "$lt": {}, "$lte": {}, "$gt": {}, "$gte": {},
                    "$in": {"type": "array", "items": {}},
                    "$nin": {"type": "array", "items": {}},
                    "$all": {"type": "array", "items": {}},
                    "$exists": {"type": "boolean"},
                    "$regex": {"type": "string"},
                    "$options": {"type": "string"},
                },
            }),
        ),
    ];
    entries
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

/// Drops the shared schemas and those of `optional` that nothing refers to.
pub fn drop_unused(
    optional: Vec<String>,
    all: &mut Map<String, Value>,
    paths: &Map<String, Value>,
) {
    let mut used = BTreeSet::new();
    all.values()
        .chain(paths.values())
        .for_each(|value| references(value, &mut used));
    let mut unused: BTreeSet<String> = schemas()
        .into_iter()
        .map(|(name, _)| name)
        .chain(optional)
        .collect();
    unused.retain(|name| !used.contains(name));
    all.retain(|name, _| !unused.contains(name));
}

fn references(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members
                .get("$ref")
                .and_then(|to| to.as_str()?.strip_prefix("#/components/schemas/"))
            {
                used.insert(name.to_owned());
            }
            members.values().for_each(|member| references(member, used));
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| references(element, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub fn server(url: &str, description: &str) -> Value {
    json!({
        "url": url,
        "description": description,
        "variables": {"origin": {"default": "http://localhost:1337", "description": "Scheme, host and port."}},
    })
}

pub fn parameters() -> Value {
    json!({
        "objectId": {
            "name": "objectId", "in": "path", "required": true,
            "description": "Which object.",
            "schema": {"type": "string"},
        },
        "limit": {
            "name": "limit", "in": "query",
            "description": "How many results at most.",
            "schema": {"type": "integer", "minimum": 0, "default": 100},
        },
        "skip": {
            "name": "skip", "in": "query",
            "description": "How many results to pass over.",
            "schema": {"type": "integer", "minimum": 0, "default": 0},
        },
        "count": {
            "name": "count", "in": "query",
            "description": "1 to be told how many objects match, whatever the limit.",
            "schema": {"type": "integer", "enum": [0, 1]},
        },
        "keys": {
            "name": "keys", "in": "query", "style": "form", "explode": false,
            "description": "The fields to return; all of them by default.",
            "schema": {"type": "array", "items": {"type": "string"}},
        },
    })
}
