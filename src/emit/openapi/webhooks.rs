//! The paths of webhooks: which other servers are asked, and what they could not be told.

use super::answers::{json_of, or_error};
use super::operation::{About, body, operation};
use super::reference;
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Code elsewhere";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "With the master key, in a backend built with the feature `webhooks`: functions that other \
        servers answer, and servers that are asked around writes."})
}

pub fn paths() -> Map<String, Value> {
    let name = |name: &str, about: &str| {
        json!({
            "name": name, "in": "path", "required": true,
            "description": about,
            "schema": {"type": "string"},
        })
    };
    let function = name("functionName", "Which function.");
    let class = name("className", "Of which class, as the wire has it.");
    let trigger = name("triggerName", "Which trigger.");
    let delivery = name("objectId", "Which row of `_WebhookDelivery`.");
    [
        (
            "/hooks/functions",
            json!({
                "get": list("listFunctionWebhooks", "List the functions that other servers answer"),
                "post": register("registerFunctionWebhook", "Have another server answer a function"),
            }),
        ),
        (
            "/hooks/functions/{functionName}",
            json!({
                "parameters": [function],
                "get": one("getFunctionWebhook", "Which server answers a function"),
                "put": change("changeFunctionWebhook", "Have yet another server answer a function, or none"),
            }),
        ),
        (
            "/hooks/triggers",
            json!({
                "get": list("listTriggerWebhooks", "List the servers that are asked around writes"),
                "post": register("registerTriggerWebhook", "Have another server asked around writes"),
            }),
        ),
        (
            "/hooks/triggers/{className}",
            json!({
                "parameters": [class],
                "get": list("listTriggerWebhooksOfClass", "List those of a class"),
            }),
        ),
        (
            "/hooks/triggers/{className}/{triggerName}",
            json!({
                "parameters": [class, trigger],
                "get": one("getTriggerWebhook", "Which server is asked"),
                "put": change("changeTriggerWebhook", "Have yet another server asked, or none"),
            }),
        ),
        (
            "/hooks/deliveries/{objectId}/retry",
            json!({
                "parameters": [delivery],
                "post": master(
                    "retryWebhookDelivery",
                    "Tell a webhook again what it was told in vain",
                    or_error("200", json_of("It is tried again.", json!({"type": "object"}))),
                ),
            }),
        ),
    ]
    .into_iter()
    .map(|(path, operations)| (path.to_owned(), operations))
    .collect()
}

/// The component schemas of these paths.
pub fn schemas() -> Map<String, Value> {
    let webhook = json!({
        "type": "object",
        "description": "A function, or a trigger of a class, and the server that is asked.",
        "properties": {
            "functionName": {"type": "string"},
            "className": {"type": "string"},
            "triggerName": {"enum": ["beforeSave", "afterSave", "beforeDelete", "afterDelete"]},
            "url": {"type": "string"},
        },
        "required": ["url"],
    });
    [("Webhook".to_owned(), webhook)].into_iter().collect()
}

fn list(id: &str, summary: &str) -> Value {
    let webhooks = json!({"type": "array", "items": reference("Webhook")});
    master(
        id,
        summary,
        or_error("200", json_of("Those that are registered.", webhooks)),
    )
}

fn one(id: &str, summary: &str) -> Value {
    let answers = or_error("200", json_of("The webhook.", reference("Webhook")));
    master(id, summary, answers)
}

fn register(id: &str, summary: &str) -> Value {
    let mut register = one(id, summary);
    register["requestBody"] = body(reference("Webhook"));
    register
}

fn change(id: &str, summary: &str) -> Value {
    let changed = json!({"anyOf": [reference("Webhook"), {"type": "object", "maxProperties": 0}]});
    let answers = or_error(
        "200",
        json_of("The webhook, or nothing where it is removed.", changed),
    );
    let mut change = master(id, summary, answers);
    change["requestBody"] = body(json!({"anyOf": [
        {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]},
        {"type": "object", "properties": {"__op": {"const": "Delete"}}, "required": ["__op"]},
    ]}));
    change
}

fn master(id: &str, summary: &str, answers: Value) -> Value {
    let about = About {
        id,
        summary,
        description: "Who may: nobody but the master key.",
        tag: TAG,
        who: &[],
    };
    operation(about, answers)
}
