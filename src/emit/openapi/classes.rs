//! The paths of a class: what may be asked of it, and who may ask.

use super::answers::{json_of, or_conflict, or_error};
use super::operation::{About, operation, parameters};
use super::{ClassNames, Names, escaped, path_segment, reference};
use crate::model::{FieldType, Principal, Shape, SystemClass};
use crate::plan::{AccessRow, Class, Plan, example};
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
    let path = path(class);
    let mut of_class = Map::new();
    // A session is listed and opened, and a user signs up, among the accounts.
    if class.class.system != Some(SystemClass::Session) {
        of_class.insert("get".to_owned(), list(class, access, own));
        if !class.is_user() {
            of_class.insert("post".to_owned(), create(class, access, plan, own));
        }
    }
    let of_object = json!({
        "parameters": parameters(&["objectId"]),
        "get": get(class, access, own),
        "put": update(class, access, own),
        "delete": delete(class, access, own),
    });
    let mut paths = Map::new();
    paths.insert(format!("{path}/{{objectId}}"), of_object);
    if !of_class.is_empty() {
        paths.insert(path, of_class.into());
    }
    paths
}

/// System classes have paths of their own.
fn path(class: &Class) -> String {
    match class.class.system {
        Some(SystemClass::User) => "/users".to_owned(),
        Some(SystemClass::Role) => "/roles".to_owned(),
        Some(SystemClass::Session) => "/sessions".to_owned(),
        Some(SystemClass::Installation) => "/installations".to_owned(),
        None => format!("/classes/{}", path_segment(class.wire())),
    }
}

fn create(class: &Class, access: &AccessRow, plan: &Plan, names: &ClassNames) -> Value {
    let created = json!({
        "description": "It was created.",
        "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string", "format": "uri"}}},
        "content": {"application/json": {"schema": reference("Created")}},
        "links": links(names),
    });
    let mut operation = of_class(
        class,
        ("create", &format!("Create {}", named(class))),
        (&access.create, &class.access.create),
        names,
        or_error("201", created),
    );
    operation["parameters"] = parameters(&["idempotencyKey"]).into();
    operation["requestBody"] = body(&names.create, example::create(class, plan));
    operation
}

/// Where an object that was created can be asked for.
fn links(names: &ClassNames) -> Value {
    let link = |verb: &str| {
        json!({
            "operationId": format!("{verb}{}", names.object),
            "parameters": {"objectId": "$response.body#/objectId"},
        })
    };
    json!({"get": link("get"), "update": link("update"), "delete": link("delete")})
}

fn get(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = of_class(
        class,
        ("get", &format!("Read {}", named(class))),
        (&access.read, &class.access.read),
        names,
        or_error("200", json_of("The object.", reference(&names.object))),
    );
    let mut asked = include(class);
    asked.extend(parameters(&["keys", "excludeKeys"]));
    operation["parameters"] = asked.into();
    operation
}

fn list(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let results = json!({"allOf": [reference("Page"), {"properties": {
        "results": {"items": reference(&names.object)},
    }}]});
    let mut operation = of_class(
        class,
        ("list", &format!("Find objects of {}", class.title())),
        (&access.read, &class.access.read),
        names,
        or_error("200", json_of("What matches.", results)),
    );
    let mut asked = vec![
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
    asked.extend(include(class));
    asked.extend(parameters(&[
        "keys",
        "excludeKeys",
        "includeAll",
        "limit",
        "skip",
        "after",
        "count",
        "redirectClassNameForKey",
    ]));
    operation["parameters"] = asked.into();
    operation
}

fn update(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = of_class(
        class,
        ("update", &format!("Change {}", named(class))),
        (&access.update, &class.access.update),
        names,
        or_conflict(json_of("It was changed.", reference("Updated"))),
    );
    operation["parameters"] = parameters(&["ifUpdatedAt", "idempotencyKey"]).into();
    operation["requestBody"] = body(&names.update, None);
    operation
}

fn delete(class: &Class, access: &AccessRow, names: &ClassNames) -> Value {
    let mut operation = of_class(
        class,
        ("delete", &format!("Delete {}", named(class))),
        (&access.delete, &class.access.delete),
        names,
        or_conflict(json_of("It was deleted.", reference("Deleted"))),
    );
    operation["parameters"] = parameters(&["ifUpdatedAt"]).into();
    operation
}

fn of_class(
    class: &Class,
    (verb, summary): (&str, &str),
    (words, who): (&str, &[Principal]),
    names: &ClassNames,
    answers: Value,
) -> Value {
    operation(
        About {
            id: &format!("{verb}{}", names.object),
            summary,
            description: &format!("Who may: {words}."),
            tag: class.title(),
            who,
        },
        answers,
    )
}

fn body(component: &str, example: Option<Value>) -> Value {
    let mut content = json!({"schema": reference(component)});
    if let Some(example) = example {
        content["example"] = example;
    }
    json!({"required": true, "content": {"application/json": content}})
}

/// The parameter that asks for the objects that Pointers lead to, where the class has some.
fn include(class: &Class) -> Vec<Value> {
    let leads = |shape: &Shape| match &shape.ty {
        FieldType::Pointer(_) | FieldType::Array(_) | FieldType::Object(_) => true,
        FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Relation(_)
        | FieldType::Acl => false,
    };
    let ways: Vec<String> = class
        .visible_fields()
        .filter(|field| leads(&field.shape))
        .map(|field| escaped(&field.name.wire))
        .collect();
    if ways.is_empty() {
        return Vec::new();
    }
    let pattern = format!("^(\\*|({})(\\.[^.,]+)*)$", ways.join("|"));
    vec![json!({
        "name": "include", "in": "query", "style": "form", "explode": false,
        "description": "The Pointers to follow, with dots between one and the next; `*` for all of this class. What may not be read stays out.",
        "schema": {"type": "array", "items": {"type": "string", "pattern": pattern}},
    })]
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
