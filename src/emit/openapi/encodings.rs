//! The schemas that every document has, whatever the schema: values as the protocol encodes them, answers of writes.

use serde_json::{Map, Value, json};

pub fn schemas() -> Map<String, Value> {
    let tagged = |tag: &str, description: &str, mut properties: Value, required: &[&str]| {
        properties["__type"] = json!({"const": tag});
        let required: Vec<&str> = ["__type"].iter().chain(required).copied().collect();
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
            "Page",
            json!({
                "type": "object",
                "description": "Objects that were found, in order.",
                "properties": {
                    "results": {"type": "array", "items": {"type": "object"}},
                    "count": {"type": "integer", "description": "How many match, where `count` asked for it."},
                    "cursor": {"type": "string", "description": "What `after` takes to go on, where the page was asked for with `after`."},
                    "hasMore": {"type": "boolean", "description": "Whether there is a next page, where `after` asked."},
                },
                "required": ["results"],
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
            "Pointer",
            tagged(
                "Pointer",
                "Leads to an object of any class.",
                json!({"className": {"type": "string"}, "objectId": {"type": "string"}}),
                &["className", "objectId"],
            ),
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
    ];
    entries
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}
