//! The paths of the server itself.

use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "The server";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "How the server is."})
}

pub fn paths() -> Map<String, Value> {
    let metrics = json!({
        "200": {
            "description": "The counters in the text format of Prometheus.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        "403": {"$ref": "#/components/responses/Unauthorized"},
        "4XX": {"$ref": "#/components/responses/Refused"},
        "5XX": {"$ref": "#/components/responses/Failure"},
    });
    [
        (
            "/health",
            get(
                "health",
                "Is the server well?",
                "Answers once the server can answer other requests.",
                json!([{}]),
                status("ok"),
            ),
        ),
        (
            "/ready",
            get(
                "ready",
                "Does the server take requests?",
                "No longer as soon as it is told to stop, and while its database takes no writes.",
                json!([{}]),
                status("ready"),
            ),
        ),
        (
            "/metrics",
            get(
                "metrics",
                "What the server counts",
                "For Prometheus, with the token of `METRICS_TOKEN` or the master key.",
                json!([{"metricsToken": []}, {"masterKey": []}]),
                metrics,
            ),
        ),
    ]
    .into_iter()
    .map(|(path, operations)| (path.to_owned(), operations))
    .collect()
}

fn get(id: &str, summary: &str, description: &str, security: Value, answers: Value) -> Value {
    json!({
        "servers": [address("{origin}", "It is asked at the root.")],
        "get": {
            "operationId": id,
            "summary": summary,
            "description": description,
            "tags": [TAG],
            "security": security,
            "responses": answers,
        },
    })
}

fn status(word: &str) -> Value {
    let answer = |description: &str, example: &str| {
        json!({
            "description": description,
            "content": {"application/json": {"schema": {
                "type": "object",
                "properties": {"status": {"type": "string"}},
                "required": ["status"],
                "examples": [{"status": example}],
            }}},
        })
    };
    json!({
        "200": answer("Yes.", word),
        "4XX": {"$ref": "#/components/responses/Refused"},
        "503": answer("No.", "error"),
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
