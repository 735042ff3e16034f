//! The paths of the server itself.

use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "The server";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "How the server is."})
}

pub fn paths() -> Map<String, Value> {
    [("/health".to_owned(), health())].into_iter().collect()
}

fn health() -> Value {
    json!({
        "servers": [address("{origin}", "Health is asked at the root.")],
        "get": {
            "operationId": "health",
            "summary": "Is the server well?",
            "description": "Answers once the server can answer other requests.",
            "tags": [TAG],
            "security": [{}],
            "responses": {
                "200": {
                    "description": "It is.",
                    "content": {"application/json": {"schema": {
                        "type": "object",
                        "properties": {"status": {"type": "string"}},
                        "required": ["status"],
                        "examples": [{"status": "ok"}],
                    }}},
                },
                "4XX": {"$ref": "#/components/responses/Refused"},
                "503": {"$ref": "#/components/responses/Failure"},
            },
        },
    })
}

/// An entry of `servers`.
pub fn address(url: &str, description: &str) -> Value {
    json!({
        "url": url,
        "description": description,
        "variables": {"origin": {"default": "http://localhost:1337", "description": "Scheme, host and port."}},
    })
}
