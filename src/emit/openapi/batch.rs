//! The path that takes several requests at once.

use super::answers::{json_of, or_error};
use super::operation::{About, body, operation, parameters};
use super::reference;
use crate::model::Principal;
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Several requests at once";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "Each as it would be alone, or all of them or none."})
}

pub fn paths() -> Map<String, Value> {
    let about = About {
        id: "batch",
        summary: "Send several requests in one",
        description: "Each is answered as it would be alone. With `transaction` all of them are done or none: where one fails, \
            the error says in `index` which.",
        tag: TAG,
        who: &[Principal::Public],
    };
    let mut post = operation(
        about,
        or_error("200", json_of("An answer to each, in order.", answers())),
    );
    post["parameters"] = parameters(&["idempotencyKey"]).into();
    post["requestBody"] = body(requests());
    [("/batch".to_owned(), json!({"post": post}))]
        .into_iter()
        .collect()
}

fn requests() -> Value {
    let request = json!({
        "type": "object",
        "properties": {
            "method": {"enum": ["POST", "PUT", "DELETE", "GET"]},
            "path": {"type": "string", "description": "With or without the path that the server is mounted at."},
            "body": {"type": "object"},
        },
        "required": ["method", "path"],
    });
    json!({
        "type": "object",
        "properties": {
            "requests": {"type": "array", "items": request},
            "transaction": {"type": "boolean", "default": false},
        },
        "required": ["requests"],
        "examples": [{
            "transaction": true,
            "requests": [{"method": "DELETE", "path": "/parse/roles/Xb3uTh1vQf"}],
        }],
    })
}

fn answers() -> Value {
    json!({"type": "array", "items": {"type": "object", "properties": {
        "success": {"type": "object", "description": "What the request alone would have been answered."},
        "error": reference("Error"),
    }}})
}
