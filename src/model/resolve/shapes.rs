//! A type with its checks: of a field, of an element of an Array, of what a function answers.

use super::fields::{self, Place, says_something};
use super::{Resolver, classes, enums};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Checks, FieldType, Format, OnDelete, Pointer, Shape};
use crate::schema::{Node, TYPES};

/// Which types a key means something on.
const APPLIES: &[(&str, &[&str])] = &[
    ("enum", &["String"]),
    ("transitions", &["String"]),
    ("pattern", &["String"]),
    ("format", &["String"]),
    ("minLength", &["String", "Array"]),
    ("maxLength", &["String", "Array"]),
    ("minimum", &["Number"]),
    ("maximum", &["Number"]),
    ("integer", &["Number"]),
    ("items", &["Array"]),
    ("fields", &["Object"]),
    ("targetClass", &["Pointer", "Relation"]),
    ("onDelete", &["Pointer"]),
    (
        "unique",
        &["String", "Number", "Boolean", "Date", "Pointer"],
    ),
    ("index", &["String", "Number", "Boolean", "Date", "Pointer"]),
];

/// Keys that an element of an Array cannot have.
const NOT_OF_ELEMENTS: [&str; 11] = [
    "required",
    "default",
    "defaultValue",
    "unique",
    "index",
    "readOnly",
    "immutable",
    "hidden",
    "onDelete",
    "transitions",
    "codeName",
];

/// Reads a type and its checks. `name` is that of the field, for the sentences.
pub(super) fn read(resolver: &mut Resolver<'_>, node: &Node, name: &str) -> Shape {
    // The grammar has reported a type that is none; nothing else can be said of the field.
    let Some(written) = known_type(node) else {
        return Shape {
            ty: FieldType::String,
            checks: Checks::default(),
        };
    };
    applicable(resolver, node, name, written);
    let ty = match written {
        "String" => node.get("enum").map_or(FieldType::String, |values| {
            enums::read(resolver, node, values)
        }),
        "Number" => FieldType::Number,
        "Boolean" => FieldType::Boolean,
        "Date" => FieldType::Date,
        "Object" => FieldType::Object(node.get("fields").map(|fields| {
            fields
                .members()
                .iter()
                .map(|member| fields::read(resolver, member, Place::Object))
                .collect()
        })),
        "Array" => FieldType::Array(
            node.get("items")
                .map(|items| Box::new(element(resolver, items, name))),
        ),
        "GeoPoint" => FieldType::GeoPoint,
        "Polygon" => FieldType::Polygon,
        "File" => FieldType::File,
        "Bytes" => FieldType::Bytes,
        "Pointer" | "Relation" => link(resolver, node, written),
        _ => FieldType::Acl,
    };
    if node.get("transitions").is_some_and(says_something)
        && matches!(ty, FieldType::String)
        && written == "String"
    {
        needs_enum(resolver, node);
    }
    let checks = checks(resolver, node);
    Shape { ty, checks }
}

/// The type as written, if it is one.
pub(super) fn known_type(node: &Node) -> Option<&str> {
    node.get("type")
        .and_then(Node::as_str)
        .filter(|written| TYPES.contains(written))
}

fn link(resolver: &mut Resolver<'_>, node: &Node, written: &str) -> FieldType {
    let Some(class) = node
        .get("targetClass")
        .and_then(|target| classes::target(resolver, target))
    else {
        return FieldType::Object(None);
    };
    if written == "Relation" {
        return FieldType::Relation(class);
    }
    let on_delete = match node.get("onDelete").and_then(Node::as_str) {
        Some("restrict") => OnDelete::Restrict,
        Some("cascade") => OnDelete::Cascade,
        Some("clear") => OnDelete::Clear,
        _ => OnDelete::Keep,
    };
    FieldType::Pointer(Pointer { class, on_delete })
}

fn element(resolver: &mut Resolver<'_>, items: &Node, name: &str) -> Shape {
    for said in items.members() {
        if NOT_OF_ELEMENTS.contains(&said.key.as_str()) && says_something(&said.value) {
            let message = format!("`{}` does not apply to the elements of an Array", said.key);
            let help = format!("say it of `{name}` itself, or remove it");
            resolver.report(
                Diagnostic::error(code::DOES_NOT_APPLY, message)
                    .at(&said.key_span)
                    .help(help),
            );
        }
    }
    if let Some(ty) = items
        .get("type")
        .filter(|ty| ty.as_str() == Some("Relation"))
    {
        let message = "an Array cannot hold Relations";
        let error = Diagnostic::error(code::DOES_NOT_APPLY, message).at(&ty.span);
        resolver.report(error.help("an Array of Pointers, or one Relation in its place"));
    }
    read(resolver, items, name)
}

fn applicable(resolver: &mut Resolver<'_>, node: &Node, name: &str, ty: &str) {
    for said in node.members() {
        let Some((key, types)) = APPLIES.iter().find(|(key, _)| *key == said.key) else {
            continue;
        };
        if types.contains(&ty) || !says_something(&said.value) {
            continue;
        }
        let message = format!(
            "`{key}` does not apply to `{name}`, which is {} {ty}",
            article(ty)
        );
        let mut error = Diagnostic::error(code::DOES_NOT_APPLY, message).at(&said.key_span);
        if let Some(ty) = node.get("type") {
            error = error.label(&ty.span, "the type");
        }
        resolver.report(error.help(format!(
            "it is for {}; remove it or change the type",
            or(types)
        )));
    }
    for key in ["required", "default", "defaultValue"] {
        let said = node
            .member(key)
            .filter(|said| ty == "Relation" && says_something(&said.value));
        if let Some(said) = said {
            let message = format!("`{key}` does not apply to `{name}`, which is a Relation");
            let error = Diagnostic::error(code::DOES_NOT_APPLY, message).at(&said.key_span);
            resolver.report(
                error.help("a Relation begins empty; remove it, or use an Array of Pointers"),
            );
        }
    }
}

fn needs_enum(resolver: &mut Resolver<'_>, node: &Node) {
    let Some(said) = node.member("transitions") else {
        return;
    };
    let error = Diagnostic::error(
        code::DOES_NOT_APPLY,
        "`transitions` needs an `enum` beside it",
    );
    resolver.report(
        error
            .at(&said.key_span)
            .help(r#"list the values: `"enum": ["…", "…"]`"#),
    );
}

fn article(ty: &str) -> &'static str {
    if ty.starts_with(['A', 'O']) {
        "an"
    } else {
        "a"
    }
}

fn or(types: &[&str]) -> String {
    match types {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn checks(resolver: &mut Resolver<'_>, node: &Node) -> Checks {
    let number = |key: &str| node.get(key).and_then(Node::as_f64);
    // The grammar keeps lengths within 32 bits.
    let length = |key: &str| node.get(key).and_then(Node::as_u32);
    let checks = Checks {
        minimum: number("minimum"),
        maximum: number("maximum"),
        integer: node.get("integer").and_then(Node::as_bool).unwrap_or(false),
        min_length: length("minLength"),
        max_length: length("maxLength"),
        pattern: node
            .get("pattern")
            .and_then(Node::as_str)
            .map(str::to_owned),
        format: node
            .get("format")
            .and_then(Node::as_str)
            .and_then(|format| match format {
                "email" => Some(Format::Email),
                "url" => Some(Format::Url),
                "uuid" => Some(Format::Uuid),
                "phone" => Some(Format::Phone),
                _ => None,
            }),
    };
    ordered(
        resolver,
        node,
        ["minimum", "maximum"],
        checks.minimum,
        checks.maximum,
    );
    let lengths = (
        checks.min_length.map(f64::from),
        checks.max_length.map(f64::from),
    );
    ordered(
        resolver,
        node,
        ["minLength", "maxLength"],
        lengths.0,
        lengths.1,
    );
    pattern(resolver, node);
    checks
}

fn ordered(
    resolver: &mut Resolver<'_>,
    node: &Node,
    keys: [&str; 2],
    least: Option<f64>,
    most: Option<f64>,
) {
    let (Some(least), Some(most)) = (least, most) else {
        return;
    };
    let (Some(low), Some(high)) = (node.member(keys[0]), node.member(keys[1])) else {
        return;
    };
    if least > most {
        let message = format!(
            "`{}` {least} is more than `{}` {most}: no value could pass",
            keys[0], keys[1]
        );
        let error = Diagnostic::error(code::BAD_RANGE, message).at(&low.value.span);
        resolver.report(
            error
                .label(&high.value.span, format!("the `{}`", keys[1]))
                .help("exchange them"),
        );
    }
}

fn pattern(resolver: &mut Resolver<'_>, node: &Node) {
    let Some(written) = node.get("pattern") else {
        return;
    };
    let Some(text) = written.as_str() else { return };
    if let Err(why) = regex_lite::Regex::new(text) {
        let message = format!("`{text}` is not a regular expression: {why}");
        let error = Diagnostic::error(code::BAD_PATTERN, message).at(&written.span);
        resolver.report(error.help(r"in JSON a backslash is written twice: `\\d+`"));
    }
}
