//! GraphQL schemas as sets of lines, in which the order of definitions plays no part: here out of
//! SDL, in `introspection` out of what a server answers.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::types::{
    BaseType, EnumValueDefinition, FieldDefinition, InputValueDefinition, Type, TypeDefinition,
    TypeKind, TypeSystemDefinition,
};
use async_graphql_parser::{Positioned, parse_schema};

/// By the name of a type: what it is, and what is in it.
pub type Types = BTreeMap<String, BTreeSet<String>>;

/// Types that GraphQL has of its own.
pub const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

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

/// Asserts of SDL what a parser does not: that every type is there, that what is read and what is given are kept apart, and
/// that names are GraphQL's to give.
pub fn assert_sound(sdl: &str) {
    let definitions = parsed(sdl);
    let kinds: BTreeMap<&str, &TypeKind> = definitions
        .iter()
        .map(|definition| (definition.name.node.as_str(), &definition.kind))
        .collect();
    assert_eq!(kinds.len(), definitions.len(), "a type is defined twice");
    for definition in &definitions {
        let name = definition.name.node.as_str();
        let (fields, inputs): (&[Positioned<FieldDefinition>], Vec<_>) = match &definition.kind {
            TypeKind::Object(object) => (&object.fields, Vec::new()),
            TypeKind::Interface(interface) => (&interface.fields, Vec::new()),
            TypeKind::InputObject(input) => (&[], input.fields.iter().collect()),
            TypeKind::Enum(values) => {
                let values = values
                    .values
                    .iter()
                    .map(|value| value.node.value.node.as_str());
                assert_names(name, values.collect());
                continue;
            }
            TypeKind::Union(union) => {
                let there = |name: &str| matches!(kinds.get(name), Some(TypeKind::Object(_)));
                assert!(
                    union.members.iter().all(|member| there(&member.node)),
                    "{name}"
                );
                continue;
            }
            TypeKind::Scalar => continue,
        };
        let names = fields.iter().map(|field| field.node.name.node.as_str());
        let given = inputs.iter().map(|given| given.node.name.node.as_str());
        assert_names(name, names.chain(given).collect());
        for field in fields {
            let of = innermost(&field.node.ty.node);
            let read = BUILT_IN.contains(&of)
                || kinds
                    .get(of)
                    .is_some_and(|kind| !matches!(kind, TypeKind::InputObject(_)));
            assert!(read, "{name}.{} is read as `{of}`", field.node.name.node);
        }
        let arguments = fields.iter().flat_map(|field| &field.node.arguments);
        for given in arguments.chain(inputs) {
            let of = innermost(&given.node.ty.node);
            let kind = kinds.get(of);
            let taken = BUILT_IN.contains(&of)
                || matches!(
                    kind,
                    Some(TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_))
                );
            assert!(taken, "{name}.{} is given as `{of}`", given.node.name.node);
        }
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

fn innermost(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(element) => innermost(element),
    }
}

fn assert_names(of: &str, names: Vec<&str>) {
    assert!(!names.is_empty(), "`{of}` is empty");
    let known: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(
        known.len(),
        names.len(),
        "`{of}` says something twice: {names:?}"
    );
    assert!(
        !names.iter().any(|name| name.starts_with("__")),
        "`{of}` has a reserved name: {names:?}"
    );
}
