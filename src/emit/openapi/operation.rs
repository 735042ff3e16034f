//! One operation of the document, whatever it is about.

use super::security;
use crate::model::Principal;
use serde_json::{Value, json};

/// What an operation is, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub id: &'a str,
    pub summary: &'a str,
    pub description: &'a str,
    pub tag: &'a str,
    pub who: &'a [Principal],
}

pub fn operation(about: About, answers: Value) -> Value {
    let principals: Vec<String> = about.who.iter().map(Principal::to_string).collect();
    json!({
        "operationId": about.id,
        "summary": about.summary,
        "description": about.description,
        "tags": [about.tag],
        "security": security::of(about.who),
        "x-principals": principals,
        "responses": answers,
    })
}

/// What a request carries in JSON.
pub fn body(schema: Value) -> Value {
    json!({"required": true, "content": {"application/json": {"schema": schema}}})
}

/// Parameters that are the same wherever they are taken.
pub fn parameters(names: &[&str]) -> Vec<Value> {
    names
        .iter()
        .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}))
        .collect()
}

/// What stands in `components.parameters`.
pub fn components() -> Value {
    let list = |name: &str, description: &str| {
        json!({
            "name": name, "in": "query", "style": "form", "explode": false,
            "description": description,
            "schema": {"type": "array", "items": {"type": "string"}},
        })
    };
    json!({
        "objectId": {
            "name": "objectId", "in": "path", "required": true,
            "description": "Which object.",
            "schema": {"type": "string"},
            "example": "Xb3uTh1vQf",
        },
        "limit": {
            "name": "limit", "in": "query",
            "description": "How many results at most; the server has a limit of its own, too.",
            "schema": {"type": "integer", "minimum": 0, "default": 100},
        },
        "skip": {
            "name": "skip", "in": "query",
            "description": "How many results to pass over.",
            "schema": {"type": "integer", "minimum": 0, "default": 0},
        },
        "after": {
            "name": "after", "in": "query",
            "description": "The `cursor` of the page before, empty for the first page: pages that no change moves, however far one goes. Not with `skip`.",
            "schema": {"type": "string"},
        },
        "redirectClassNameForKey": {
            "name": "redirectClassNameForKey", "in": "query",
            "description": "A Pointer or Relation of the class: then the query is one of the class that it leads to, which the answer names in `className`.",
            "schema": {"type": "string"},
        },
        "includeAll": {
            "name": "includeAll", "in": "query",
            "description": "Whether to follow every Pointer of the class.",
            "schema": {"type": "boolean"},
        },
        "count": {
            "name": "count", "in": "query",
            "description": "1 to be told how many objects match, whatever the limit.",
            "schema": {"type": "integer", "enum": [0, 1]},
        },
        "keys": list("keys", "The fields to return; all of them by default. With dots, fields of what is included."),
        "excludeKeys": list("excludeKeys", "The fields to leave out."),
        "ifUpdatedAt": {
            "name": "X-Parse-If-Updated-At", "in": "header",
            "description": "The `updatedAt` with which the object was read: where it has another by now, nothing is changed, and the answer is 409. A member `_ifUpdatedAt` of the body means the same.",
            "schema": {"type": "string", "format": "date-time"},
        },
        "idempotencyKey": {
            "name": "Idempotency-Key", "in": "header",
            "description": "Made up once for what is to be done once: a request that is sent again with it is answered as the first was. `X-Parse-Request-Id` means the same.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        },
    })
}
