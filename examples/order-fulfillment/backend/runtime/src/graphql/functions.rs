//! The functions of a schema → what GraphQL calls them, their parameters, and the types that these declare.

use super::model::{Field, Nested, Shape, Used, collect};
use super::names::{Words, fields, shape};
use super::rule;
use crate::functions::FunctionDef;

/// A function that the schema declares.
#[derive(Debug)]
pub(super) struct Function {
    pub def: &'static FunctionDef,
    /// The mutation that calls it.
    pub name: String,
    /// What the schema says of it.
    pub about: Option<&'static str>,
    /// What calls it by its name.
    pub value: String,
    pub params: Vec<Field>,
    pub result: Option<Shape>,
}

impl Function {
    /// Nothing where it has no name that GraphQL takes: a table that was written by hand may say none.
    pub(super) fn new(def: &'static FunctionDef) -> Option<Self> {
        let words = Words {
            names: def.graphql,
            descriptions: def.descriptions,
        };
        let name = words.at("", || def.name.to_owned());
        if !is_name(&name) {
            return None;
        }
        let outer = rule::capitalised(&name);
        let result = def.result.as_ref().map(|result| {
            let declared = words.at("->{}", || format!("{outer}Result"));
            shape(result, "->", declared, words)
        });
        Some(Self {
            value: words.at("()", || def.name.to_owned()),
            params: fields(def.params, "", &outer, words),
            about: words.about(""),
            result,
            def,
            name,
        })
    }

    /// The types that its parameters and its result declare.
    pub(super) fn nested(&self) -> Vec<Nested<'_>> {
        let used = |read| Used {
            read,
            written: !read,
            asked: false,
        };
        let mut found = Vec::new();
        for param in &self.params {
            collect(&param.shape, used(false), &mut found);
        }
        if let Some(result) = &self.result {
            collect(result, used(true), &mut found);
        }
        found
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
}
