//! The paths of the server itself.

use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "The server";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "How the server is."})
}

pub fn paths() -> Map<String, Value> {
    let health = state(
        "health",
        "Is the server well?",
        "Answers once the server can answer other requests.",
        "ok",
    );
    let ready = state(
        "ready",
        "Is the server to be asked?",
        "Not while it starts, once it is told to stop, or where it cannot write.",
        "ready",
    );
    [("/health".to_owned(), health), ("/ready".to_owned(), ready)]
        .into_iter()
        .collect()
}

fn state(id: &str, question: &str, about: &str, yes: &str) -> Value {
    json!({
        "servers": [address("{origin}", "The server itself is asked at the root.")],
        "get": {
            "operationId": id,
            "summary": question,
            "description": about,
            "tags": [TAG],
            "security": [{}],
            "responses": {
                "200": {
                    "description": "It is.",
                    "content": {"application/json": {"schema": {
                        "type": "object",
                        "properties": {"status": {"type": "string"}},
                        "required": ["status"],
                        "examples": [{"status": yes}],
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
