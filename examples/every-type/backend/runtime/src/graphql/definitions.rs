//! Text in GraphQL's schema language → the types of a schema that documents are validated against. Nothing is resolved by
//! them.

use crate::Result;
use crate::error::Error;
use async_graphql::dynamic::{
    Enum, EnumItem, Field, FieldFuture, FieldValue, InputObject, InputValue, Interface,
    InterfaceField, Object, Scalar, SchemaBuilder, Subscription, SubscriptionField,
    SubscriptionFieldFuture, Type, TypeRef, Union,
};
use async_graphql::futures_util::stream::empty;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types as ast;
use async_graphql::{Name, Positioned};

/// Adds every type that the text defines.
///
/// # Errors
/// It is not in the schema language.
pub(super) fn register(schema: SchemaBuilder, text: &str) -> Result<SchemaBuilder> {
    let document = parse_schema(text).map_err(Error::internal)?;
    let definitions = document.definitions.into_iter();
    let types = definitions.filter_map(|definition| match definition {
        ast::TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    Ok(types.fold(schema, |schema, definition| {
        schema.register(type_of(definition))
    }))
}

/// `$made` with the description, where there is one.
macro_rules! described {
    ($made:expr, $description:expr) => {
        match $description {
            Some(text) => $made.description(text.node),
            None => $made,
        }
    };
}

fn type_of(definition: ast::TypeDefinition) -> Type {
    let (name, about) = (definition.name.node.to_string(), definition.description);
    match definition.kind {
        ast::TypeKind::Scalar => described!(Scalar::new(name), about).into(),
        ast::TypeKind::Object(object) if name == "Subscription" => {
            let made = described!(Subscription::new(name), about);
            let fields = object.fields.into_iter().map(|field| field.node);
            fields
                .fold(made, |made, field| made.field(event(field)))
                .into()
        }
        ast::TypeKind::Object(object) => {
            let made = described!(Object::new(name), about);
            let made = texts(object.implements).fold(made, Object::implement);
            let fields = object.fields.into_iter().map(|field| field.node);
            fields
                .fold(made, |made, field| made.field(output(field)))
                .into()
        }
        ast::TypeKind::Interface(interface) => {
            let made = described!(Interface::new(name), about);
            let fields = interface.fields.into_iter().map(|field| field.node);
            let fields = fields.map(|field| {
                let made = InterfaceField::new(field.name.node.as_str(), reference(&field.ty.node));
                described!(made, field.description)
            });
            fields.fold(made, Interface::field).into()
        }
        ast::TypeKind::Union(union) => {
            let made = described!(Union::new(name), about);
            texts(union.members).fold(made, Union::possible_type).into()
        }
        ast::TypeKind::Enum(values) => {
            let made = described!(Enum::new(name), about);
            let values = values.values.into_iter().map(|value| {
                let value = value.node;
                described!(EnumItem::new(value.value.node.as_str()), value.description)
            });
            made.items(values).into()
        }
        ast::TypeKind::InputObject(input) => {
            let made = described!(InputObject::new(name), about);
            let fields = input.fields.into_iter().map(given);
            fields.fold(made, InputObject::field).into()
        }
    }
}

fn output(definition: ast::FieldDefinition) -> Field {
    let name = definition.name.node;
    let made = Field::new(name.as_str(), reference(&definition.ty.node), |_| {
        FieldFuture::Value(None)
    });
    let made = described!(made, definition.description);
    let arguments = definition.arguments.into_iter().map(given);
    arguments.fold(made, Field::argument)
}

fn event(definition: ast::FieldDefinition) -> SubscriptionField {
    let name = definition.name.node;
    let made = SubscriptionField::new(name.as_str(), reference(&definition.ty.node), |_| {
        let nothing = empty::<async_graphql::Result<FieldValue<'_>>>();
        SubscriptionFieldFuture::new(async { Ok(nothing) })
    });
    let made = described!(made, definition.description);
    let arguments = definition.arguments.into_iter().map(given);
    arguments.fold(made, SubscriptionField::argument)
}

fn given(definition: Positioned<ast::InputValueDefinition>) -> InputValue {
    let definition = definition.node;
    let made = InputValue::new(
        definition.name.node.as_str(),
        reference(&definition.ty.node),
    );
    let made = described!(made, definition.description);
    match definition.default_value {
        Some(value) => made.default_value(value.node),
        None => made,
    }
}

fn reference(ty: &ast::Type) -> TypeRef {
    let base = match &ty.base {
        ast::BaseType::Named(name) => TypeRef::named(name.as_str()),
        ast::BaseType::List(element) => TypeRef::List(Box::new(reference(element))),
    };
    if ty.nullable {
        base
    } else {
        TypeRef::NonNull(Box::new(base))
    }
}

fn texts(names: Vec<Positioned<Name>>) -> impl Iterator<Item = String> {
    names.into_iter().map(|name| name.node.to_string())
}
