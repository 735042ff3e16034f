//! The REST interface as OpenAPI 3.1, typed per class: a value is built and serialised, without a template.

mod accounts;
mod admin;
mod answers;
mod batch;
mod changes;
mod classes;
mod encodings;
mod events;
mod files;
mod filters;
mod functions;
mod operate;
mod operation;
mod schemas;
mod security;
mod server;
mod system;
mod types;
mod unused;
mod webhooks;

use crate::plan::{Nested, NestedKind, Plan, Scope};
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
    let mut schemas = components(plan);
    let mut tags = Vec::new();
    for (class, row) in plan.classes.iter().zip(&access) {
        tags.push(classes::tag(class));
        merge(&mut paths, classes::paths(class, row, plan, &names));
        schemas.extend(schemas::of(class, plan, &names));
        schemas.extend(changes::of(class, plan, &names));
        schemas.extend(filters::of(class, plan, &names));
    }
    tags.extend(system::tags(plan));
    tags.extend(functions::tag(plan));
    tags.extend([
        accounts::tag(),
        batch::tag(),
        files::tag(),
        events::tag(),
        admin::tag(),
        operate::tag(),
        webhooks::tag(),
        server::tag(),
    ]);
    schemas.extend(functions::schemas(plan, &names));
    for more in [
        system::paths(plan),
        accounts::paths(plan, &names),
        functions::paths(plan, &names),
        batch::paths(),
        files::paths(),
        events::paths(plan),
        admin::paths(),
        operate::paths(),
        webhooks::paths(),
        server::paths(),
    ] {
        merge(&mut paths, more);
    }
    unused::drop(&mut schemas, &paths);
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
        "servers": [server::address("{origin}/parse", "Where the backend runs.")],
        "security": security::anybody(),
        "tags": tags,
        "paths": {},
        "components": {
            "schemas": {},
            "parameters": operation::components(),
            "responses": answers::components(),
            "securitySchemes": security::schemes(),
        },
    });
    // Moved in, since `json!` copies what it is given.
    document["paths"] = paths.into();
    document["components"]["schemas"] = schemas.into();
    document
}

/// Adds operations, some of them on paths that are there.
fn merge(paths: &mut Map<String, Value>, more: Map<String, Value>) {
    for (path, operations) in more {
        match (paths.get_mut(&path), operations) {
            (Some(Value::Object(there)), Value::Object(operations)) => there.extend(operations),
            (_, operations) => {
                paths.insert(path, operations);
            }
        }
    }
}

/// The component schemas that need no class of the schema.
fn components(plan: &Plan) -> Map<String, Value> {
    let mut schemas = encodings::schemas();
    schemas.extend(system::schemas(plan));
    schemas.extend(admin::schemas());
    schemas.extend(webhooks::schemas());
    schemas.extend(changes::shared());
    schemas.extend(filters::shared());
    schemas
}

/// What the components of each class are called.
#[derive(Clone, Debug)]
struct Names {
    classes: Vec<ClassNames>,
    functions: Vec<FunctionNames>,
}

#[derive(Clone, Debug)]
struct FunctionNames {
    operation: String,
    params: String,
    /// By the path of the nested type.
    nested_params: BTreeMap<String, String>,
    nested_result: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
struct ClassNames {
    object: String,
    create: String,
    update: String,
    filter: String,
    pointer: String,
    /// What filters on fields that lead to one of its objects take.
    pointer_filter: String,
    relation_change: String,
    /// By the path of the nested type.
    nested: BTreeMap<String, String>,
    /// What filters on a nested enum take.
    enum_filters: BTreeMap<String, String>,
}

impl Names {
    fn of(plan: &Plan) -> Self {
        let (shared, answers) = (components(plan), answers::schemas());
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
                pointer_filter: scope.claim(&format!("{object}PointerFilter"), "Query"),
                relation_change: scope.claim(&format!("{object}RelationChange"), "Operation"),
                nested: BTreeMap::new(),
                enum_filters: BTreeMap::new(),
                object,
            })
            .collect();
        for (names, class) in classes.iter_mut().zip(&plan.classes) {
            for nested in &class.nested {
                let name = scope.claim(&nested.name, "Value");
                if let NestedKind::Enum(_) = &nested.kind {
                    let filter = scope.claim(&format!("{name}Filter"), "Query");
                    names.enum_filters.insert(nested.path.clone(), filter);
                }
                names.nested.insert(nested.path.clone(), name);
            }
        }
        let mut operations = Scope::default();
        let functions = plan
            .functions
            .iter()
            .map(|function| {
                let code = function.function.name.code.to_upper_camel_case();
                let mut nested = |types: &[Nested]| {
                    let claim =
                        |nested: &Nested| (nested.path.clone(), scope.claim(&nested.name, "Value"));
                    types.iter().map(claim).collect()
                };
                let (nested_params, nested_result) =
                    (nested(&function.params), nested(&function.result));
                FunctionNames {
                    operation: operations.claim(&format!("call{code}"), "Function"),
                    params: scope.claim(&format!("{code}Params"), "Value"),
                    nested_params,
                    nested_result,
                }
            })
            .collect();
        Self { classes, functions }
    }
}

/// A reference to a component schema.
fn reference(component: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{component}")})
}

/// A path as a regular expression that matches it.
fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, '_' | '-') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A name as a part of a path template. Clients encode what a URL cannot hold; what would end the name or begin a
/// parameter is encoded here.
fn path_segment(name: &str) -> String {
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
