//! The REST interface as OpenAPI 3.1, typed per class: a value is built and serialised, without a template.

mod accounts;
mod answers;
mod example;
mod operations;
mod schemas;
mod security;
mod shared;

use crate::plan::{Plan, Scope};
use crate::tree::{Owner, Tree};
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub fn emit(plan: &Plan, name: &str, tree: &mut Tree) {
    let mut text = serde_json::to_string_pretty(&document(plan, name)).unwrap_or_default();
    text.push('\n');
    tree.add("openapi.json", text, Owner::Generator);
}

fn document(plan: &Plan, name: &str) -> Value {
    let names = Names::of(plan);
    let access = plan.access_table();
    let mut paths = Map::new();
    let mut schemas = shared::schemas();
    let mut tags = Vec::new();
    for (class, row) in plan.classes.iter().zip(&access) {
        tags.push(operations::tag(class));
        paths.extend(operations::paths(class, row, plan, &names));
        schemas.extend(schemas::of(class, plan, &names));
    }
    tags.push(accounts::tag());
    paths.extend(accounts::paths(plan, &names));
    tags.push(json!({"name": "Server", "description": "The server itself."}));
    paths.insert("/health".to_owned(), operations::health());
    let optional = names
        .classes
        .iter()
        .map(|class| class.pointer.clone())
        .collect();
    shared::drop_unused(optional, &mut schemas, &paths);
    schemas.extend(answers::schemas());
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": name,
            "version": plan.model.version.as_deref().unwrap_or("1.0.0"),
            "description": format!("The REST interface of {name}: create, read, update, delete and query, class by class."),
            "contact": {"name": name, "url": "http://localhost:1337"},
            "license": {"name": "Proprietary", "identifier": "LicenseRef-Proprietary"},
        },
        "servers": [shared::server("{origin}/parse", "Where the backend runs.")],
        "security": security::anybody(),
        "tags": tags,
        "paths": {},
        "components": {
            "schemas": {},
            "parameters": shared::parameters(),
            "responses": answers::components(),
            "securitySchemes": security::schemes(),
        },
    });
    // Moved in, since `json!` copies what it is given.
    document["paths"] = paths.into();
    document["components"]["schemas"] = schemas.into();
    document
}

/// What the components of each class are called.
#[derive(Clone, Debug)]
struct Names {
    classes: Vec<ClassNames>,
}

#[derive(Clone, Debug)]
struct ClassNames {
    object: String,
    create: String,
    update: String,
    filter: String,
    pointer: String,
    /// By the path of the nested type.
    nested: BTreeMap<String, String>,
}

impl Names {
    fn of(plan: &Plan) -> Self {
        let (shared, answers) = (shared::schemas(), answers::schemas());
        let taken = shared.keys().chain(answers.keys());
        let mut scope = Scope::without(taken.map(String::as_str));
        let objects: Vec<String> = plan
            .classes
            .iter()
            .map(|class| scope.claim(&class.class.name.code.to_upper_camel_case(), "Class"))
            .collect();
        let mut classes: Vec<ClassNames> = objects
            .into_iter()
            .map(|object| ClassNames {
                create: scope.claim(&format!("{object}Create"), "Body"),
                update: scope.claim(&format!("{object}Update"), "Body"),
                filter: scope.claim(&format!("{object}Filter"), "Query"),
                pointer: scope.claim(&format!("{object}Pointer"), "Reference"),
                nested: BTreeMap::new(),
                object,
            })
            .collect();
        for (names, class) in classes.iter_mut().zip(&plan.classes) {
            for nested in &class.nested {
                names
                    .nested
                    .insert(nested.path.clone(), scope.claim(&nested.name, "Value"));
            }
        }
        Self { classes }
    }
}

/// A reference to a component schema.
fn reference(component: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{component}")})
}
