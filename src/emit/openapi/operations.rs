//! The paths of a class: what may be asked of it, and who may ask.

use super::answers::or_error;
use super::{ClassNames, Names, example, reference, security, shared};
use crate::model::{FieldType, Principal};
use crate::plan::{AccessRow, Class, Plan};
use serde_json::{Map, Value, json};

pub fn tag(class: &Class) -> Value {
    let description = class
        .class
        .description
        .clone()
        .unwrap_or_else(|| format!("Objects of the class {}.", class.title()));
    json!({"name": class.title(), "description": description})
}

pub fn paths(class: &Class, access: &AccessRow, plan: &Plan, names: &Names) -> Map<String, Value> {
    let own = &names.classes[class.id];
    let path = format!("/classes/{}", encoded(class.wire()));
    let object_id = json!({"$ref": "#/components/parameters/objectId"});
    let operations = |entries: Vec<(&str, Value)>| -> Value {
        entries
            .into_iter()
            .map(|(method, operation)| (method.to_owned(), operation))
            .collect()
    };
    let class_path = operations(vec![
        ("get", list(class, access, own)),
        ("post", create(class, access, plan, own)),
    ]);
    let object_path = operations(vec![
        ("parameters", json!([object_id])),
        ("get", get(class, access, own)),
        ("put", update(class, access, own)),
        ("delete", delete(class, access, own)),
    ]);
    let mut paths = Map::new();
    paths.insert(path.clone(), class_path);
    paths.insert(format!("{path}/{{objectId}}"), object_path);
    paths
}

pub fn health() -> Value {
    json!({
        "servers": [shared::server("{origin}", "Health is asked at the root.")],
        "get": {
            "operationId": "health",
            "summary": "Is the server well?",
            "description": "Answers once the server can answer other requests.",
            "tags": ["Server"],
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

fn create(class: &Class, access: &AccessRow, plan: &Plan, names: &ClassNames) -> Value {
    let mut operation = operation(
        class,
        "create",
        &format!("Create {}", named(class)),
        (&access.create, &class.access.create),
        names,
    );
    operation["requestBody"] = json!({"required": true, "content": {"application/json": body(&names.create, example::create(class, plan))}});
    operation["responses"] = or_error(
        "201",
        json!({
            "description": "It was created.",
            "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string", "format": "uri"}}},
            "content": {"application/json": {"schema": reference("Created")}},
        }),
    );
    operation
}

fn get(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = operation(
        class,
        "get",
        &format!("Read {}", named(class)),
        (&access.read, &class.access.read),
        names,
    );
    operation["parameters"] = json!([{"$ref": "#/components/parameters/keys"}]);
    operation["responses"] = or_error(
        "200",
        json!({"description": "The object.", "content": {"application/json": {"schema": reference(&names.object)}}}),
    );
    operation
}

fn list(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = operation(
        class,
        "list",
        &format!("Find objects of {}", class.title()),
        (&access.read, &class.access.read),
        names,
    );
    let shared = ["limit", "skip", "count", "keys"]
        .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let mut parameters = vec![
        json!({
            "name": "where", "in": "query",
            "description": "Which objects: fields with the values or constraints they must meet.",
            "content": {"application/json": {"schema": reference(&names.filter)}},
        }),
        json!({
            "name": "order", "in": "query", "style": "form", "explode": false,
            "description": "The fields to sort by, `-` before one for descending.",
            "schema": {"type": "array", "items": {"type": "string", "enum": orders(class)}},
        }),
    ];
    parameters.extend(shared);
    operation["parameters"] = parameters.into();
    let results = json!({
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": reference(&names.object)},
            "count": {"type": "integer", "description": "How many match, where `count=1` asked for it."},
        },
        "required": ["results"],
    });
    operation["responses"] = or_error(
        "200",
        json!({"description": "What matches.", "content": {"application/json": {"schema": results}}}),
    );
    operation
}

fn update(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = operation(
        class,
        "update",
        &format!("Change {}", named(class)),
        (&access.update, &class.access.update),
        names,
    );
    operation["requestBody"] =
        json!({"required": true, "content": {"application/json": body(&names.update, None)}});
    operation["responses"] = or_error(
        "200",
        json!({"description": "It was changed.", "content": {"application/json": {"schema": reference("Updated")}}}),
    );
    operation
}

fn delete(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = operation(
        class,
        "delete",
        &format!("Delete {}", named(class)),
        (&access.delete, &class.access.delete),
        names,
    );
    operation["responses"] = or_error(
        "200",
        json!({"description": "It was deleted.", "content": {"application/json": {"schema": reference("Deleted")}}}),
    );
    operation
}

fn operation(
    class: &Class,
    verb: &str,
    summary: &str,
    (words, who): (&str, &[Principal]),
    names: &ClassNames,
) -> Value {
    let principals: Vec<String> = who.iter().map(Principal::to_string).collect();
    json!({
        "operationId": format!("{verb}{}", names.object),
        "summary": summary,
        "description": format!("Who may: {words}."),
        "tags": [class.title()],
        "security": security::of(who),
        "x-principals": principals,
    })
}

pub fn body(component: &str, example: Option<Value>) -> Value {
    match example {
        Some(example) => json!({"schema": reference(component), "example": example}),
        None => json!({"schema": reference(component)}),
    }
}

fn named(class: &Class) -> String {
    let article = if class.title().starts_with(['A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", class.title())
}

/// What `order` may name: each field that has an order, either way.
fn orders(class: &Class) -> Vec<String> {
    let sortable = class.visible_fields().filter(|field| match field.shape.ty {
        FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Pointer(_) => true,
        FieldType::Object(_)
        | FieldType::Array(_)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Relation(_)
        | FieldType::Acl => false,
    });
    let names = ["objectId", "createdAt", "updatedAt"]
        .into_iter()
        .chain(sortable.map(|field| field.name.wire.as_str()));
    names
        .flat_map(|name| [name.to_owned(), format!("-{name}")])
        .collect()
}

/// A class name as a part of a path template. Clients encode what a URL cannot hold; what would end the name or begin a
/// parameter is encoded here.
fn encoded(name: &str) -> String {
    let mut path = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '/' | '?' | '#' | '%' | '{' | '}' => {
                path.push_str(&format!("%{:02X}", u32::from(letter)))
            }
            letter => path.push(letter),
        }
    }
    path
}
