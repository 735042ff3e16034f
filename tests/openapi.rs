//! What OpenAPI documents show is what they describe.

use serde_json::{Value, json};
use std::path::Path;

fn documents() -> Vec<(String, Value)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    ["every-type", "order-delivery", "order-fulfillment"]
        .into_iter()
        .map(|name| {
            let path = examples.join(name).join("openapi.json");
            let text = std::fs::read_to_string(path).expect("a document");
            (name.to_owned(), serde_json::from_str(&text).expect("JSON"))
        })
        .collect()
}

/// Each schema with what is shown of it, wherever in the document.
fn shown<'d>(value: &'d Value, found: &mut Vec<(&'d Value, &'d Value)>) {
    match value {
        Value::Object(members) => {
            if let Some(schema) = members.get("schema") {
                found.extend(members.get("example").map(|example| (schema, example)));
                let named = members.get("examples").and_then(Value::as_object);
                let named = named.into_iter().flat_map(|named| named.values());
                found.extend(named.map(|example| (schema, &example["value"])));
            }
            if members.contains_key("type") || members.contains_key("anyOf") {
                let examples = members.get("examples").and_then(Value::as_array);
                found.extend(
                    examples
                        .into_iter()
                        .flatten()
                        .map(|example| (value, example)),
                );
            }
            members.values().for_each(|member| shown(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| shown(element, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_example_is_valid_against_its_schema() {
    for (name, document) in documents() {
        let mut found = Vec::new();
        shown(&document, &mut found);
        assert!(found.len() > 30, "{name}: {} examples", found.len());
        for (schema, example) in found {
            let mut schema = schema.clone();
            schema["components"] = json!({"schemas": document["components"]["schemas"]});
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            if let Err(error) = validator.validate(example) {
                panic!("{name}: {error}\n{example:#}");
            }
        }
    }
}

#[test]
fn every_class_shows_an_object_a_change_and_a_query() {
    let (_, document) = documents().pop().expect("a document");
    let schemas = &document["components"]["schemas"];
    for component in [
        "Order",
        "OrderUpdate",
        "OrderFilter",
        "Product",
        "ProductFilter",
    ] {
        assert!(schemas[component]["examples"][0].is_object(), "{component}");
    }
    let create = &document["paths"]["/classes/Order"]["post"]["requestBody"];
    assert!(create["content"]["application/json"]["example"]["user"].is_object());
}
