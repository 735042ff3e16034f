//! What must hold of SDL beside its grammar.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::types::{
    BaseType, FieldDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql_parser::{Positioned, parse_schema};

const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

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
