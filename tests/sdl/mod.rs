//! GraphQL schemas as sets of lines, in which the order of definitions plays no part: out of SDL here;
//! `introspection` has the same out of what a server answers.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::types::{
    EnumValueDefinition, FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind,
    TypeSystemDefinition,
};
use async_graphql_parser::{Positioned, parse_schema};

/// By the name of a type: what it is, and what is in it.
pub type Types = BTreeMap<String, BTreeSet<String>>;

/// What SDL defines.
pub fn defined(sdl: &str) -> Types {
    let mut types = Types::new();
    for definition in parsed(sdl) {
        let mut lines = Vec::new();
        let kind = match definition.kind {
            TypeKind::Scalar => "SCALAR",
            TypeKind::Object(object) => {
                let interfaces = object.implements.iter();
                lines.extend(interfaces.map(|name| format!("implements {}", name.node)));
                lines.extend(object.fields.iter().map(field));
                "OBJECT"
            }
            TypeKind::Interface(interface) => {
                lines.extend(interface.fields.iter().map(field));
                "INTERFACE"
            }
            TypeKind::Union(union) => {
                let members = union.members.iter();
                lines.extend(members.map(|name| format!("| {}", name.node)));
                "UNION"
            }
            TypeKind::Enum(values) => {
                lines.extend(values.values.iter().map(value));
                "ENUM"
            }
            TypeKind::InputObject(input) => {
                lines.extend(input.fields.iter().map(given));
                "INPUT_OBJECT"
            }
        };
        let about = definition.description.map(|about| about.node);
        let said = lines.len();
        let mut set: BTreeSet<String> = lines.into_iter().collect();
        let name = definition.name.node.to_string();
        assert_eq!(set.len(), said, "{name} says something twice");
        set.insert(described(kind, about.as_deref()));
        assert!(
            types.insert(name.clone(), set).is_none(),
            "{name} is defined twice"
        );
    }
    types
}

fn field(field: &Positioned<FieldDefinition>) -> String {
    let field = &field.node;
    let arguments = field.arguments.iter().map(given).collect();
    let text = written(&field.name.node, arguments, &field.ty.node.to_string());
    described(
        &text,
        field.description.as_ref().map(|about| about.node.as_str()),
    )
}

fn given(given: &Positioned<InputValueDefinition>) -> String {
    let given = &given.node;
    let default = given
        .default_value
        .as_ref()
        .map(|value| value.node.to_string());
    let text = written(
        &given.name.node,
        BTreeSet::new(),
        &given.ty.node.to_string(),
    );
    let text = with_default(text, default.as_deref());
    described(
        &text,
        given.description.as_ref().map(|about| about.node.as_str()),
    )
}

fn value(value: &Positioned<EnumValueDefinition>) -> String {
    let about = value.node.description.as_ref();
    described(
        &value.node.value.node,
        about.map(|about| about.node.as_str()),
    )
}

pub fn written(name: &str, arguments: BTreeSet<String>, of: &str) -> String {
    if arguments.is_empty() {
        return format!("{name}: {of}");
    }
    let arguments: Vec<String> = arguments.into_iter().collect();
    format!("{name}({}): {of}", arguments.join(", "))
}

pub fn with_default(text: String, default: Option<&str>) -> String {
    match default {
        Some(default) => format!("{text} = {default}"),
        None => text,
    }
}

pub fn described(text: &str, about: Option<&str>) -> String {
    match about {
        Some(about) if !about.is_empty() => format!("{text} # {about}"),
        _ => text.to_owned(),
    }
}

fn parsed(sdl: &str) -> Vec<TypeDefinition> {
    let document = parse_schema(sdl).unwrap_or_else(|error| panic!("{error}\n{sdl}"));
    let definitions = document.definitions.into_iter();
    let types = definitions.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    types.collect()
}
