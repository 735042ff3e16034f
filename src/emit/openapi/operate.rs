//! The paths of work that is done for no client: jobs, and questions about many objects at once.

use super::answers::{json_of, or_error};
use super::operation::{About, body, operation};
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Jobs and aggregates";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "With the master key: work that no client waits for, and sums over many objects."})
}

pub fn paths() -> Map<String, Value> {
    let job = json!({
        "name": "jobName", "in": "path", "required": true,
        "description": "Which job.",
        "schema": {"type": "string"},
    });
    let class = json!({
        "name": "className", "in": "path", "required": true,
        "description": "Over which class, as the wire has it: `_User`.",
        "schema": {"type": "string"},
        "example": "_User",
    });
    [
        ("/jobs", json!({"post": start_by_body()})),
        (
            "/jobs/{jobName}",
            json!({"parameters": [job], "post": start()}),
        ),
        ("/cloud_code/jobs/data", json!({"get": names()})),
        (
            "/aggregate/{className}",
            json!({"parameters": [class], "get": aggregate()}),
        ),
    ]
    .into_iter()
    .map(|(path, operations)| (path.to_owned(), operations))
    .collect()
}

fn start() -> Value {
    let mut start = master(
        "startJob",
        "Start a job",
        "It runs beside requests; how it ends stands in an object of `_JobStatus`.",
        or_error("200", started()),
    );
    start["requestBody"] = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
    start
}

fn start_by_body() -> Value {
    let mut start = master(
        "startNamedJob",
        "Start a job that the body names",
        "The other members of the body are its parameters.",
        or_error("200", started()),
    );
    start["requestBody"] = body(json!({
        "type": "object",
        "properties": {"jobName": {"type": "string"}},
        "required": ["jobName"],
    }));
    start
}

fn started() -> Value {
    let mut started = json_of("It has begun.", json!({"type": "object"}));
    started["headers"] = json!({"X-Parse-Job-Status-Id": {
        "description": "The objectId of its `_JobStatus`.",
        "schema": {"type": "string"},
    }});
    started
}

fn names() -> Value {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let names = json!({
        "type": "object",
        "properties": {"in_use": list, "jobs": list},
        "required": ["in_use", "jobs"],
    });
    master(
        "listJobs",
        "List the jobs",
        "What there is to start.",
        or_error("200", json_of("Their names.", names)),
    )
}

fn aggregate() -> Value {
    let in_json = |name: &str, description: &str, schema: Value| {
        json!({
            "name": name, "in": "query",
            "description": description,
            "content": {"application/json": {"schema": schema}},
        })
    };
    let results = json!({
        "type": "object",
        "properties": {"results": {"type": "array", "items": {}}},
        "required": ["results"],
    });
    let mut aggregate = master(
        "aggregate",
        "Ask for sums, groups or different values",
        "A pipeline of stages, or the different values of one field. Stages may also stand in parameters of their own: `$match`, `$group`, `$sort`.",
        or_error("200", json_of("What came out of the last stage.", results)),
    );
    let stages = json!({
        "type": "array",
        "items": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "examples": [[{"$group": {"_id": null, "count": {"$sum": 1}}}]],
    });
    aggregate["parameters"] = json!([
        in_json("pipeline", "The stages, one after another.", stages),
        in_json(
            "where",
            "Of which objects; as in a list.",
            json!({"type": "object"})
        ),
        {
            "name": "distinct", "in": "query",
            "description": "The field whose different values are asked for.",
            "schema": {"type": "string"},
        },
    ]);
    aggregate
}

fn master(id: &str, summary: &str, description: &str, answers: Value) -> Value {
    let about = About {
        id,
        summary,
        description,
        tag: TAG,
        who: &[],
    };
    operation(about, answers)
}
