//! The class tables → what GraphQL calls everything in them, and what they say of it.
//!
//! A name follows the [`rule`], which the generator knows too, or is an exception that stands in the class table.

use super::model::{Class, Enum, Field, Record, Shape};
use super::{rule, schema};
use crate::class::{ClassDef, FieldDef, Kind};
use std::collections::HashSet;
use std::sync::Arc;

/// What a table says in words, by path: what is called otherwise than the rule does, and what things are.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub names: &'static [(&'static str, &'static str)],
    pub descriptions: &'static [(&'static str, &'static str)],
}

impl Words {
    pub(super) fn at(self, path: &str, by_rule: impl FnOnce() -> String) -> String {
        of(self.names, path).map_or_else(by_rule, str::to_owned)
    }

    pub(super) fn about(self, path: &str) -> Option<&'static str> {
        of(self.descriptions, path)
    }
}

fn of(texts: &[(&str, &'static str)], path: &str) -> Option<&'static str> {
    let mut texts = texts.iter();
    texts
        .find(|(known, _)| *known == path)
        .map(|(_, text)| *text)
}

/// The names of a schema's types and of the fields of its roots, as they are given away.
pub(super) struct Naming {
    types: Taken,
    root: Taken,
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            types: Taken(defined(schema::COMMON).map(str::to_owned).collect()),
            root: Taken(["node", "viewer", "health"].map(str::to_owned).into()),
        }
    }
}

impl Naming {
    pub(super) fn class(&mut self, def: &'static ClassDef) -> Class {
        let words = Words {
            names: def.graphql,
            descriptions: def.descriptions,
        };
        let by_rule = || rule::type_name(def.name);
        let name = self.types.claim(&words.at("", by_rule), "Class");
        let one = self.root.claim(&rule::single(&name), "Class");
        let many = words.at("[]", || rule::plural(&one));
        Class {
            many: self.root.claim(&many, "List"),
            fields: fields(def.fields, "", &name, words),
            about: words.about(""),
            def,
            name,
            one,
        }
    }
}

/// Names that are given away. The generator names exceptions where two would meet; a table that is written by hand may name
/// none, and its server comes up all the same.
#[derive(Default)]
struct Taken(HashSet<String>);

impl Taken {
    /// The name, or else one with the suffix, or with the suffix and a number.
    fn claim(&mut self, wanted: &str, suffix: &str) -> String {
        let wanted = spelled(wanted);
        let mut name = wanted.clone();
        let mut number = 1;
        while !self.0.insert(name.clone()) {
            name = match number {
                1 => format!("{wanted}{suffix}"),
                number => format!("{wanted}{suffix}{number}"),
            };
            number += 1;
        }
        name
    }
}

/// The names of the types that a text defines.
fn defined(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (keyword, rest) = line.split_once(' ')?;
        let keywords = ["scalar", "type", "input", "enum", "interface"];
        keywords
            .contains(&keyword)
            .then(|| rest.split(' ').next())?
    })
}

/// In the letters that GraphQL takes.
fn spelled(name: &str) -> String {
    let letters = name.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => letter,
        _ => '_',
    });
    let name: String = letters.collect();
    match name.as_bytes() {
        // What begins with two is GraphQL's own.
        [] | [b'0'..=b'9', ..] | [b'_', b'_', ..] => format!("x{name}"),
        _ => name,
    }
}

/// The fields at a path, of the type `outer`.
pub(super) fn fields(
    defs: &'static [FieldDef],
    path: &str,
    outer: &str,
    words: Words,
) -> Vec<Field> {
    let mut taken = Taken::default();
    if path.is_empty() {
        let own = ["id", "objectId", "createdAt", "updatedAt", "ACL"];
        taken.0.extend(own.map(str::to_owned));
    }
    let field = |def: &'static FieldDef| {
        let path = match path {
            "" => def.name.to_owned(),
            path => format!("{path}.{}", def.name),
        };
        let name = taken.claim(&words.at(&path, || def.name.to_owned()), "Field");
        let declared = words.at(&format!("{path}{{}}"), || rule::inner(outer, &name));
        Field {
            shape: shape(def, &path, declared, words),
            about: words.about(&path),
            def,
            name,
        }
    };
    defs.iter().map(field).collect()
}

/// What is at a path; a type that it declares is called so, and so is one that its elements do.
pub(super) fn shape(def: &'static FieldDef, path: &str, declared: String, words: Words) -> Shape {
    match def.kind {
        Kind::String if !def.checks.one_of.is_empty() => {
            let mut taken = Taken::default();
            let value = |wire: &&'static str| {
                let name = words.at(&format!("{path}={wire}"), || rule::value(wire));
                (taken.claim(&name, "_"), *wire)
            };
            Shape::Enum(Arc::new(Enum {
                name: declared,
                about: words.about(path),
                values: def.checks.one_of.iter().map(value).collect(),
            }))
        }
        Kind::String => Shape::String,
        Kind::Number => Shape::Number,
        Kind::Boolean => Shape::Boolean,
        Kind::Date => Shape::Date,
        Kind::Object(Some(inner)) if !inner.is_empty() => Shape::Record(Arc::new(Record {
            fields: fields(inner, path, &declared, words),
            about: words.about(path),
            name: declared,
        })),
        Kind::Object(_) => Shape::Object,
        Kind::Array(element) => {
            Shape::Array(element.map(|element| Box::new(shape(element, path, declared, words))))
        }
        Kind::GeoPoint => Shape::GeoPoint,
        Kind::Polygon => Shape::Polygon,
        Kind::File => Shape::File,
        Kind::Bytes => Shape::Bytes,
        Kind::Pointer { class, .. } => Shape::Pointer(class),
        Kind::Relation { class } => Shape::Relation(class),
        Kind::Acl => Shape::Acl,
    }
}
