//! The paths of server functions, typed as the schema declares them.

use super::answers::{json_of, or_error};
use super::operation::{About, operation, parameters};
use super::schemas::object;
use super::types::{Types, Use};
use super::{FunctionNames, Names, reference};
use crate::model::{Field, Principal};
use crate::plan::{Function, Plan, example};
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Server functions";

pub fn tag(plan: &Plan) -> Option<Value> {
    let some = !plan.functions.is_empty();
    some.then(|| json!({"name": TAG, "description": "What the server does by name."}))
}

pub fn paths(plan: &Plan, names: &Names) -> Map<String, Value> {
    plan.functions
        .iter()
        .zip(&names.functions)
        .map(|(function, own)| {
            let path = format!("/functions/{}", super::path_segment(function.wire()));
            (path, json!({"post": call(function, own, plan, names)}))
        })
        .collect()
}

/// The parameters of each function, and the types that they and the results declare.
pub fn schemas(plan: &Plan, names: &Names) -> Map<String, Value> {
    let mut schemas = Map::new();
    for (function, own) in plan.functions.iter().zip(&names.functions) {
        let (params, result) = types(own, plan, names);
        let words = |field: &Field| field.description.clone();
        schemas.extend(params.declared(&function.params, Use::Write, &words));
        schemas.extend(result.declared(&function.result, Use::Read, &words));
        schemas.insert(own.params.clone(), of_params(function, &params));
    }
    schemas
}

fn types<'a>(own: &'a FunctionNames, plan: &'a Plan, names: &'a Names) -> (Types<'a>, Types<'a>) {
    let of = |nested| Types {
        plan,
        names,
        nested,
    };
    (of(&own.nested_params), of(&own.nested_result))
}

fn of_params(function: &Function, types: &Types) -> Value {
    let params = &function.function.params;
    let properties = params.iter().map(|param| {
        let wire = &param.name.wire;
        let mut schema = types.value(&param.shape, wire, Use::Write);
        if let Some(description) = &param.description {
            schema["description"] = description.as_str().into();
        }
        if let Some(default) = &param.default {
            schema["default"] = default.clone();
        }
        (wire.clone(), schema)
    });
    let required: Vec<&str> = params
        .iter()
        .filter(|param| param.required && param.default.is_none())
        .map(|param| param.name.wire.as_str())
        .collect();
    let description = format!("What {} takes.", function.wire());
    object(&description, properties.collect(), &required)
}

fn call(function: &Function, own: &FunctionNames, plan: &Plan, names: &Names) -> Value {
    let declared = function.function;
    let words: Vec<String> = declared.access.iter().map(Principal::to_string).collect();
    let may = if words.is_empty() {
        "Who may: nobody but the master key.".to_owned()
    } else {
        format!("Who may: {}.", words.join(", "))
    };
    let description = match declared.description.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => format!("{text}\n\n{may}"),
        _ => may,
    };
    let about = About {
        id: &own.operation,
        summary: &format!("Call {}", function.wire()),
        description: &description,
        tag: TAG,
        who: &declared.access,
    };
    let answers = or_error(
        "200",
        json_of("What it answers.", answer(function, own, plan, names)),
    );
    let mut call = operation(about, answers);
    let mut content = json!({"schema": reference(&own.params)});
    if let Some(example) = example::params(&declared.params, plan) {
        content["example"] = example;
    }
    call["parameters"] = parameters(&["idempotencyKey"]).into();
    call["requestBody"] = json!({"content": {"application/json": content}});
    call
}

fn answer(function: &Function, own: &FunctionNames, plan: &Plan, names: &Names) -> Value {
    let (_, types) = types(own, plan, names);
    let mut properties = Map::new();
    if let Some(result) = &function.function.result {
        // An object or an enum that the result declares stands under an empty path.
        properties.insert("result".to_owned(), types.value(result, "", Use::Read));
    }
    let mut answer = object("", properties, &[]);
    if function.function.result.is_none() {
        answer["description"] = "Nothing.".into();
    }
    answer
}
