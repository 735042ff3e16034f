//! What the server answers: the errors that any request may meet, each once for the whole document.

use super::reference;
use serde_json::{Map, Value, json};

/// What stands in `components.responses`.
pub fn components() -> Value {
    json!({
        "BadRequest": failed(
            "The request is wrong, or it is not allowed.",
            "Error",
            json!({
                "query": {"summary": "A parameter that does not exist.", "value": {"code": 102, "error": "Invalid parameter for query: limits"}},
                "type": {"summary": "A value of another type.", "value": {"code": 111, "error": "schema mismatch for Product.price; expected Number but got String"}},
                "rule": {"summary": "A value that a rule of the schema forbids.", "value": {"code": 142, "error": "price: must be 0 or more"}},
                "duplicate": {"summary": "A value that another object has.", "value": {"code": 137, "error": "A duplicate value for a field with unique values was provided"}},
                "access": {"summary": "What the caller may not do.", "value": {"code": 119, "error": "Permission denied"}},
                "session": {"summary": "A session that has ended.", "value": {"code": 209, "error": "Invalid session token"}},
                "json": {"summary": "A body that is no JSON has no code.", "value": {"error": "Unexpected end of JSON input"}},
            }),
        ),
        "Unauthorized": failed(
            "The keys of the application are missing or wrong.",
            "Error",
            json!({"keys": {"value": {"error": "unauthorized"}}}),
        ),
        "NotFound": failed(
            "There is no such object, or it may not be seen.",
            "Error",
            json!({"object": {"value": {"code": 101, "error": "Object not found."}}}),
        ),
        "Conflict": failed(
            "The object has changed since it was read; `updatedAt` is what it has now.",
            "Error",
            json!({"changed": {"value": {
                "code": 158,
                "error": "The object has changed since 2026-01-31T12:00:00.000Z.",
                "updatedAt": "2026-01-31T12:00:05.250Z",
            }}}),
        ),
        "Refused": failed(
            "Too slow (408), too large (413, 431) or too often (429): `Retry-After` says how many seconds to wait.",
            "Error",
            json!({
                "large": {"value": {"error": "request entity too large"}},
                "often": {"value": {"code": 100, "error": "Too many requests."}},
            }),
        ),
        "Failure": failed(
            "The server is busy or has failed; the same request may be sent again.",
            "Failure",
            json!({
                "busy": {"value": {"code": 155, "error": "The server is busy; try again."}},
                "failed": {"value": {"code": 1, "message": "Internal server error."}},
            }),
        ),
    })
}

/// The schemas of [`components`].
pub fn schemas() -> Map<String, Value> {
    let code = || {
        json!({
            "type": "integer",
            "description": "The number that Parse gives to this kind of error; absent where the request was refused before it was read.",
        })
    };
    let text = || json!({"type": "string", "description": "What to tell a developer."});
    let error = json!({
        "type": "object",
        "description": "What is wrong with the request.",
        "properties": {"code": code(), "error": text()},
        "required": ["error"],
    });
    let failure = json!({
        "type": "object",
        "description": "What went wrong in the server.",
        "properties": {"code": code(), "error": text(), "message": text()},
    });
    [("Error", error), ("Failure", failure)]
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

/// The answers of an operation: the one that is hoped for, and those that any request may get.
pub fn or_error(status: &str, success: Value) -> Value {
    let shared = |name: &str| json!({"$ref": format!("#/components/responses/{name}")});
    json!({
        status: success,
        "400": shared("BadRequest"),
        "403": shared("Unauthorized"),
        "404": shared("NotFound"),
        "4XX": shared("Refused"),
        "5XX": shared("Failure"),
    })
}

/// The answers of an operation that changes an object which is there: it may have changed since it was read.
pub fn or_conflict(success: Value) -> Value {
    let mut answers = or_error("200", success);
    answers["409"] = json!({"$ref": "#/components/responses/Conflict"});
    answers
}

/// An answer in JSON.
pub fn json_of(description: &str, schema: Value) -> Value {
    json!({"description": description, "content": {"application/json": {"schema": schema}}})
}

fn failed(description: &str, schema: &str, examples: Value) -> Value {
    json!({
        "description": description,
        "content": {"application/json": {"schema": reference(schema), "examples": examples}},
    })
}
