//! The types of one server function: what it takes, and what it answers.

use super::class::{Used, inputs, nested};
use super::text::{Line, block};
use super::types::Types;
use crate::model::Function;
use crate::plan::graphql::{Names, RESULT, Words, rule};

pub fn write(function: &Function, words: &Words, names: &Names, sdl: &mut String) {
    let types = Types { names, words };
    let name = rule::capitalised(words.at(""));
    let token = Line::new("clientMutationId: String");
    let mut input = inputs(&types, &function.params, "");
    input.push(token.clone());
    sdl.push_str(&block(&format!("input {name}Input"), None, &input));
    let result = match &function.result {
        Some(result) => types.output(result, RESULT),
        None => "Any".to_owned(),
    };
    let payload = [Line::new(format!("result: {result}")), token];
    sdl.push_str(&block(&format!("type {name}Payload"), None, &payload));
    for param in &function.params {
        let used = Used {
            read: false,
            written: true,
            asked: false,
        };
        let about = param.description.as_deref();
        nested(&types, &param.shape, &param.name.wire, about, used, sdl);
    }
    if let Some(result) = &function.result {
        let used = Used {
            read: true,
            written: false,
            asked: false,
        };
        nested(&types, result, RESULT, None, used, sdl);
    }
}
