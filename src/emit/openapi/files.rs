//! The paths of files: up, down, gone.

use super::answers::{json_of, or_error};
use super::operation::{About, operation};
use crate::model::Principal;
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Stored files";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "Bytes that a field of type File leads to."})
}

pub fn paths() -> Map<String, Value> {
    let path = |name: &str, description: &str| {
        json!({
            "name": name, "in": "path", "required": true,
            "description": description,
            "schema": {"type": "string"},
        })
    };
    let application = path("applicationId", "As in `X-Parse-Application-Id`.");
    let name = path("fileName", "The name of the file, with its extension.");
    [
        (
            "/files/{fileName}",
            json!({"parameters": [name], "post": upload(), "delete": delete()}),
        ),
        (
            "/files/{applicationId}/{fileName}",
            json!({"parameters": [application, name], "get": download()}),
        ),
        (
            "/files/{applicationId}/metadata/{fileName}",
            json!({"parameters": [application, name], "get": details()}),
        ),
    ]
    .into_iter()
    .map(|(path, operations)| (path.to_owned(), operations))
    .collect()
}

fn upload() -> Value {
    let file = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "What the file is called now: nobody guesses it."},
            "url": {"type": "string", "format": "uri"},
        },
        "required": ["name", "url"],
        "examples": [{
            "name": "0b7e5f1c9a3d4e6f8a1b2c3d4e5f6a7b_receipt.pdf",
            "url": "http://localhost:1337/parse/files/app/0b7e5f1c9a3d4e6f8a1b2c3d4e5f6a7b_receipt.pdf",
        }],
    });
    let mut stored = json_of("It is kept.", file);
    stored["headers"] = json!({"Location": {
        "description": "Where it is.",
        "schema": {"type": "string", "format": "uri"},
    }});
    let mut upload = of_files(
        "uploadFile",
        "Store a file",
        "The body is the file as it is.",
        &[Principal::Public],
        or_error("201", stored),
    );
    let header = |name: &str, description: &str| {
        json!({
            "name": name, "in": "header",
            "description": description,
            "content": {"application/json": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}},
        })
    };
    upload["parameters"] = json!([
        header("X-Parse-File-Metadata", "What is said of the file."),
        header("X-Parse-File-Tags", "What the file is tagged with."),
    ]);
    upload["requestBody"] =
        json!({"required": true, "content": {"application/octet-stream": {"schema": {}}}});
    upload
}

fn download() -> Value {
    let bytes = json!({"*/*": {"schema": {}}});
    let empty = |description: &str| json!({"description": description});
    let mut answers = or_error("200", json!({"description": "The file.", "content": bytes}));
    answers["206"] = json!({"description": "The part that `Range` asked for.", "content": bytes});
    answers["304"] = empty("It is as the client has it.");
    answers["404"] = json!({
        "description": "There is no such file.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    });
    answers["412"] = empty("It is not as the client wants it.");
    answers["416"] = empty("It has no such part.");
    let mut download = of_files(
        "downloadFile",
        "Read a file",
        "Whole, or the part that `Range` asks for. Who knows its name may read it, unless the server wants a session.",
        &[Principal::Public],
        answers,
    );
    download["parameters"] = json!([{
        "name": "Range", "in": "header",
        "description": "Which part.",
        "schema": {"type": "string"},
        "example": "bytes=0-1023",
    }]);
    // Browsers ask for pictures without any header.
    if let Some(ways) = download["security"].as_array_mut() {
        ways.insert(0, json!({}));
    }
    download
}

fn details() -> Value {
    let details = json!({
        "type": "object",
        "properties": {"metadata": {"type": "object"}, "tags": {"type": "object"}},
    });
    let mut answers = or_error("200", json_of("What is said of it.", details));
    answers["404"] = json!({
        "description": "There is no such file.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    });
    let mut operation = of_files(
        "describeFile",
        "Read what is said of a file",
        "Its metadata and tags.",
        &[Principal::Public],
        answers,
    );
    if let Some(ways) = operation["security"].as_array_mut() {
        ways.insert(0, json!({}));
    }
    operation
}

fn delete() -> Value {
    of_files(
        "deleteFile",
        "Delete a file",
        "Fields that lead to it are left as they are.",
        &[],
        or_error("200", json!({"description": "It is gone."})),
    )
}

fn of_files(
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
