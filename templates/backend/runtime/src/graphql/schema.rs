//! The model → the schema that documents are validated against, by way of its text in GraphQL's schema language. No field is
//! resolved by it.

use super::functions::Function;
use super::model::{Class, Enum, Field, Model, NestedKind, Record, Shape, Used};
use super::{definitions, mutation, rule, subscription};
use crate::Result;
use crate::error::Error;
use async_graphql::dynamic::Schema;
use std::fmt::Write as _;

/// The types that need no class. The generator has this file too.
pub(super) const COMMON: &str = include_str!("common.graphql");

const ARGUMENTS: &str =
    "skip: Int, after: String, first: Int, before: String, last: Int, options: ReadOptionsInput";

/// # Errors
/// Two types have one name, or a type is named that is not there.
pub(super) fn of(model: &Model, functions: &[Function]) -> Result<Schema> {
    let writes = mutation::types::of(model, functions);
    let events = subscription::types(model);
    let text = format!("{COMMON}\n{}{writes}{events}", text(model));
    let schema = Schema::build("Query", Some("Mutation"), Some("Subscription"));
    // A recursion deeper than any setting allows is for the depth limit to refuse.
    let schema = schema.limit_recursive_depth(MAX_RECURSION);
    let schema = definitions::register(schema, &text)?;
    schema.finish().map_err(Error::internal)
}

/// Beyond what a document of the greatest length that is read can have, nobody nests.
const MAX_RECURSION: usize = 64;

/// The types of what is read.
fn text(model: &Model) -> String {
    let mut sdl = String::new();
    let viewer = described(Some("Who is signed in."), "viewer: Viewer!");
    let mut root = format!("node(id: ID!): Node\n{viewer}\nhealth: Boolean!\n");
    for class in &model.classes {
        let Class {
            name, one, many, ..
        } = &**class;
        push(
            &mut root,
            &format!("{one}(id: ID!, options: ReadOptionsInput): {name}!"),
        );
        push(
            &mut root,
            &format!("{many}{}: {name}Connection!", arguments(name)),
        );
        sdl.push_str(&of_class(class, model));
    }
    for nested in model.nested() {
        sdl.push_str(&match nested.kind {
            NestedKind::Enum(one) => of_enum(one, nested.used),
            NestedKind::Record(record) if nested.used.read => of_record(record, model),
            NestedKind::Record(_) => String::new(),
        });
    }
    sdl.push_str(&block("type", "Query", root.lines().map(str::to_owned)));
    let classes = model.classes.iter().map(|class| class.name.as_str());
    let members: Vec<_> = std::iter::once("Element").chain(classes).collect();
    sdl + &format!("union ArrayResult = {}\n", members.join(" | "))
}

/// The arguments of a query for many.
fn arguments(name: &str) -> String {
    format!("(where: {name}WhereInput, order: [{name}Order!], {ARGUMENTS})")
}

fn of_class(class: &Class, model: &Model) -> String {
    let name = &class.name;
    let own = [
        "id: ID!",
        "objectId: ID!",
        "createdAt: Date!",
        "updatedAt: Date!",
        "ACL: ACL!",
    ];
    let own = own.into_iter().map(str::to_owned);
    let fields = class
        .visible()
        .map(|field| output(field, class.always(field), model));
    let edge = [format!("node: {name}"), "cursor: String!".to_owned()];
    let connection = [
        "pageInfo: PageInfo!".to_owned(),
        format!("edges: [{name}Edge!]!"),
        "count: Int!".to_owned(),
    ];
    let either = ["OR", "AND", "NOR"].map(|either| format!("{either}: [{name}WhereInput!]"));
    let conditions = [
        "id: IdWhereInput",
        "objectId: IdWhereInput",
        "createdAt: DateWhereInput",
        "updatedAt: DateWhereInput",
    ];
    let conditions = conditions.into_iter().map(str::to_owned);
    let of_fields = class.visible().map(|field| {
        let of = condition(&field.shape, model);
        format!("{}: {of}", field.name)
    });
    let leads_to = [
        format!("have: {name}WhereInput"),
        format!("haveNot: {name}WhereInput"),
        "exists: Boolean".to_owned(),
    ];
    let common = ["id", "objectId", "createdAt", "updatedAt"];
    let ordered = class.visible().filter(|field| field.shape.has_order());
    let keys = common
        .into_iter()
        .chain(ordered.map(|field| field.name.as_str()));
    let keys = keys.flat_map(|key| ["ASC", "DESC"].map(|way| rule::ordered(key, way)));
    let object = block(
        "type",
        &format!("{name} implements ParseObject & Node"),
        own.chain(fields),
    );
    described(class.about, &object)
        + &block("type", &format!("{name}Edge"), edge)
        + &block("type", &format!("{name}Connection"), connection)
        + &block(
            "input",
            &format!("{name}WhereInput"),
            conditions.chain(of_fields).chain(either),
        )
        + &block("input", &format!("{name}RelationWhereInput"), leads_to)
        + &block("enum", &format!("{name}Order"), keys)
}

/// An Object with fields, as it is read.
pub(super) fn of_record(record: &Record, model: &Model) -> String {
    let fields = record.fields.iter();
    let fields = fields.map(|field| output(field, field.def.required, model));
    described(record.about, &block("type", &record.name, fields))
}

pub(super) fn of_enum(one: &Enum, used: Used) -> String {
    let name = &one.name;
    let values = one.values.iter();
    let values = values.map(|(name, wire)| described(Some(&rule::of_value(wire)), name));
    let conditions = [
        format!("equalTo: {name}"),
        format!("notEqualTo: {name}"),
        format!("in: [{name}]"),
        format!("notIn: [{name}]"),
        "exists: Boolean".to_owned(),
    ];
    let mut sdl = String::new();
    if used.read || used.written {
        sdl.push_str(&described(one.about, &block("enum", name, values)));
        if used.asked {
            sdl.push_str(&block("input", &format!("{name}WhereInput"), conditions));
        }
    }
    sdl
}

/// A field as it is read; `always` where it is in each object, for whoever may read that.
fn output(field: &Field, always: bool, model: &Model) -> String {
    let name = &field.name;
    let of = read(&field.shape, model);
    let line = match &field.shape {
        Shape::Relation(class) => {
            let arguments = arguments(type_of(class, model));
            format!("{name}{arguments}: {of}!")
        }
        shape if always && shape.always_shows() => format!("{name}: {of}!"),
        _ => format!("{name}: {of}"),
    };
    described(field.about, &line)
}

/// What is read.
pub(super) fn read(shape: &Shape, model: &Model) -> String {
    match shape {
        Shape::String => "String".to_owned(),
        Shape::Enum(one) => one.name.clone(),
        Shape::Number => "Float".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Date => "Date".to_owned(),
        Shape::Object => "Object".to_owned(),
        Shape::Record(record) => record.name.clone(),
        Shape::Array(None) => "[ArrayResult]".to_owned(),
        Shape::Array(Some(element)) => {
            let of = read(element, model);
            if element.always_shows() {
                format!("[{of}!]")
            } else {
                format!("[{of}]")
            }
        }
        Shape::GeoPoint => "GeoPoint".to_owned(),
        Shape::Polygon => "[GeoPoint!]".to_owned(),
        Shape::File => "FileInfo".to_owned(),
        Shape::Bytes => "Bytes".to_owned(),
        Shape::Pointer(class) => type_of(class, model).to_owned(),
        Shape::Relation(class) => format!("{}Connection", type_of(class, model)),
        Shape::Acl => "ACL".to_owned(),
    }
}

/// What a `where` takes.
fn condition(shape: &Shape, model: &Model) -> String {
    match shape {
        Shape::String => "StringWhereInput".to_owned(),
        Shape::Enum(one) => format!("{}WhereInput", one.name),
        Shape::Number => "NumberWhereInput".to_owned(),
        Shape::Boolean => "BooleanWhereInput".to_owned(),
        Shape::Date => "DateWhereInput".to_owned(),
        Shape::Object | Shape::Record(_) | Shape::Acl => "ObjectWhereInput".to_owned(),
        Shape::Array(_) => "ArrayWhereInput".to_owned(),
        Shape::GeoPoint => "GeoPointWhereInput".to_owned(),
        Shape::Polygon => "PolygonWhereInput".to_owned(),
        Shape::File => "FileWhereInput".to_owned(),
        Shape::Bytes => "BytesWhereInput".to_owned(),
        Shape::Pointer(class) | Shape::Relation(class) => {
            format!("{}RelationWhereInput", type_of(class, model))
        }
    }
}

fn type_of<'m>(class: &str, model: &'m Model) -> &'m str {
    model.class(class).map_or("", |class| &class.name)
}

fn push(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}

/// A definition with what is said of it before it.
pub(super) fn described(about: Option<&str>, definition: &str) -> String {
    match about.and_then(rule::description) {
        // The escapes of JSON are those of GraphQL.
        Some(about) => format!("{} {definition}", serde_json::Value::from(about)),
        None => definition.to_owned(),
    }
}

pub(super) fn block(kind: &str, name: &str, lines: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<_> = lines.into_iter().collect();
    format!("{kind} {name} {{\n{}\n}}\n", lines.join("\n"))
}
