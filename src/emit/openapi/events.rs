//! The stream of events of a class, for clients that read live queries without a socket.

use super::answers::or_error;
use super::operation::{About, operation, parameters};
use crate::model::Principal;
use crate::plan::Plan;
use serde_json::{Map, Value, json};

const TAG: &str = "Live queries";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "What happens to the objects that a query finds, as it happens."})
}

pub fn paths(plan: &Plan) -> Map<String, Value> {
    let classes: Vec<&str> = plan.classes.iter().map(|class| class.wire()).collect();
    let about = About {
        id: "watchClass",
        summary: "Be told of events",
        description: "Server-sent events of the objects of a class that a query finds and the caller may read: `create`, \
            `enter`, `update`, `leave` and `delete`, with `{\"object\": …, \"original\": …}` as data. The `id` of each is a \
            position; `Last-Event-ID` goes on after it, or `requery` says that what came since is no longer kept. Each \
            event is one that the caller may see at that moment. The stream goes on until the client ends it, its session \
            ends or the server stops. The same is told on a WebSocket at the mount path.",
        tag: TAG,
        who: &[Principal::Public],
    };
    let stream = json!({
        "description": "What happens, as it happens.",
        "content": {"text/event-stream": {
            "schema": {"type": "string"},
            "examples": {"update": {"value": "event: update\nid: 1024\ndata: {\"object\":{\"objectId\":\"Xb3uTh1vQf\"},\"original\":{\"objectId\":\"Xb3uTh1vQf\"}}\n\n"}},
        }},
    });
    let names = |name: &str, description: &str| {
        json!({
            "name": name, "in": "query", "style": "form", "explode": false,
            "description": description,
            "schema": {"type": "array", "items": {"type": "string"}},
        })
    };
    let mut asked = vec![
        json!({
            "name": "name", "in": "path", "required": true,
            "description": "The class, as the wire has it.",
            "schema": {"type": "string", "enum": classes},
        }),
        json!({
            "name": "where", "in": "query",
            "description": "Which objects, as in a list; all of them by default.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }),
        names(
            "watch",
            "The fields of which one must have changed for an `update`; all of them by default.",
        ),
        names("include", "The Pointers to put objects in the place of."),
        json!({
            "name": "Last-Event-ID", "in": "header",
            "description": "The `id` of the last event that was seen.",
            "schema": {"type": "string", "pattern": "^[!-~]*$"},
        }),
    ];
    asked.extend(parameters(&["keys"]));
    let mut watch = operation(about, or_error("200", stream));
    watch["parameters"] = asked.into();
    [("/events/{name}".to_owned(), json!({"get": watch}))]
        .into_iter()
        .collect()
}
