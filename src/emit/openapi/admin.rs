//! The paths of whoever runs the application, and the config that its clients read.

use super::answers::{json_of, or_error};
use super::operation::{About, body, operation};
use super::reference;
use crate::model::Principal;
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Running the application";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "With the master key: what is there, and what the clients are told."})
}

pub fn paths() -> Map<String, Value> {
    let class = json!({
        "name": "className", "in": "path", "required": true,
        "description": "Which class, as the wire has it: `_User`.",
        "schema": {"type": "string"},
        "example": "_User",
    });
    let schemas = json!({
        "type": "object",
        "properties": {"results": {"type": "array", "items": reference("ClassSchema")}},
        "required": ["results"],
    });
    let mut change = master(
        "changeConfig",
        "Change the config",
        "Sets the parameters that are sent; one whose value is `{\"__op\":\"Delete\"}` is removed. Those that `masterKeyOnly` \
            names are read with the master key alone.",
        or_error("200", json_of("It was changed.", done())),
    );
    change["requestBody"] = body(config());
    let mut track = administration(
        "trackEvent",
        "Report an event",
        "What `Parse.Analytics` sends: heard and not kept.",
        &[Principal::Public],
        or_error("200", json_of("It was heard.", json!({"type": "object"}))),
    );
    track["requestBody"] = body(json!({"type": "object"}));
    let mut sent = json_of("It is on its way.", done());
    sent["headers"] = json!({"X-Parse-Push-Status-Id": {
        "description": "The objectId of its `_PushStatus`.",
        "schema": {"type": "string"},
    }});
    let mut push = master(
        "push",
        "Send a message to devices",
        "To the installations of `where` or `channels`; how it went stands in an object of `_PushStatus`.",
        or_error("200", sent),
    );
    push["requestBody"] = body(message());
    // The path is that of a class's events, too.
    track["parameters"] = json!([{
        "name": "name", "in": "path", "required": true,
        "description": "Of what.",
        "schema": {"type": "string"},
    }]);
    [
        (
            "/config",
            json!({
                "get": administration(
                    "getConfig",
                    "Read the config",
                    "The parameters that applications read when they start.",
                    &[Principal::Public],
                    or_error("200", json_of("The config.", config())),
                ),
                "put": change,
            }),
        ),
        (
            "/schemas",
            json!({"get": master(
                "listSchemas",
                "List the classes",
                "In Parse's own form. They are changed where the backend was generated.",
                or_error("200", json_of("The classes.", schemas)),
            )}),
        ),
        (
            "/schemas/{className}",
            json!({"parameters": [class], "get": master(
                "getSchema",
                "Read a class",
                "In Parse's own form.",
                or_error("200", json_of("The class.", reference("ClassSchema"))),
            )}),
        ),
        (
            "/purge/{className}",
            json!({"parameters": [class], "delete": master(
                "purge",
                "Delete all objects of a class",
                "Without hooks.",
                or_error("200", json_of("They are gone.", json!({"type": "object"}))),
            )}),
        ),
        (
            "/serverInfo",
            json!({"get": master(
                "serverInfo",
                "What the server can do",
                "For tools such as the Parse Dashboard.",
                or_error("200", json_of("What it can.", json!({
                    "type": "object",
                    "properties": {
                        "features": {"type": "object"},
                        "parseServerVersion": {"type": "string", "description": "Of the Parse Server whose protocol it speaks."},
                    },
                    "required": ["features", "parseServerVersion"],
                }))),
            )}),
        ),
        ("/push", json!({"post": push})),
        (
            "/events/{name}",
            json!({"post": track}),
        ),
    ]
    .into_iter()
    .map(|(path, operations)| (path.to_owned(), operations))
    .collect()
}

/// The component schemas of these paths.
pub fn schemas() -> Map<String, Value> {
    let field = json!({
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "targetClass": {"type": "string"},
            "required": {"type": "boolean"},
            "defaultValue": {},
        },
        "required": ["type"],
    });
    let class = json!({
        "type": "object",
        "description": "A class in Parse's own form.",
        "properties": {
            "className": {"type": "string"},
            "fields": {"type": "object", "additionalProperties": field},
            "classLevelPermissions": {"type": "object"},
            "indexes": {"type": "object"},
        },
        "required": ["className", "fields"],
    });
    [("ClassSchema".to_owned(), class)].into_iter().collect()
}

fn config() -> Value {
    json!({
        "type": "object",
        "properties": {
            "params": {"type": "object", "description": "The parameters by name."},
            "masterKeyOnly": {"type": "object", "additionalProperties": {"type": "boolean"}},
        },
        "required": ["params"],
        "examples": [{"params": {"freeShippingFrom": 50}, "masterKeyOnly": {"freeShippingFrom": false}}],
    })
}

fn message() -> Value {
    json!({
        "type": "object",
        "properties": {
            "where": {"type": "object", "description": "Which installations."},
            "channels": {"type": "array", "items": {"type": "string"}},
            "data": {
                "type": "object",
                "properties": {"alert": {"type": "string"}, "badge": {}},
                "description": "What the application is told.",
            },
            "expiration_time": {"description": "Until when: a number of seconds since 1970, or a date."},
            "expiration_interval": {"type": "number", "description": "For how many seconds."},
        },
        "examples": [{"channels": ["news"], "data": {"alert": "It is here."}}],
    })
}

fn done() -> Value {
    json!({"type": "object", "properties": {"result": {"const": true}}, "required": ["result"]})
}

fn master(id: &str, summary: &str, description: &str, answers: Value) -> Value {
    administration(id, summary, description, &[], answers)
}

fn administration(
    id: &str,
    summary: &str,
    description: &str,
    who: &[Principal],
    answers: Value,
) -> Value {
    let about = About {
        id,
        summary,
        description,
        tag: TAG,
        who,
    };
    operation(about, answers)
}
