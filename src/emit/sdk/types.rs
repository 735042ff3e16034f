//! Types of fields with the names that a language gave to what they mention.

use super::names::{ClassNames, Names};
use crate::model::{FieldType, Shape};
use crate::plan::element_path;
use std::collections::BTreeMap;

/// A type of the schema, every name in it decided.
#[derive(Clone, Debug)]
pub enum Type<'a> {
    String,
    /// By the name of its type.
    Enum(&'a str),
    Number,
    /// A Number without a fraction.
    Integer,
    Boolean,
    Date,
    /// An Object of no declared shape.
    Object,
    /// An Object with fields of its own, by the name of its type.
    Record {
        name: &'a str,
        /// An enum is among its fields, or theirs.
        open: bool,
    },
    /// An Array, with the type of its elements where it is declared.
    List(Option<Box<Type<'a>>>),
    GeoPoint,
    Polygon,
    File,
    Bytes,
    Acl,
    Pointer(&'a ClassNames),
    Relation(&'a ClassNames),
}

/// Where a type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// In what the server answers: an enum may have a value that this client has not heard of.
    Read,
    /// In what the server is sent.
    Write,
    /// In what a function answers: a Pointer may be the object itself.
    Result,
}

impl<'a> Type<'a> {
    /// The type of a shape that is declared at `path` of what declares the types in `nested`.
    pub(super) fn of(
        shape: &Shape,
        path: &str,
        nested: &'a BTreeMap<String, String>,
        names: &'a Names,
    ) -> Self {
        match &shape.ty {
            FieldType::String => Self::String,
            FieldType::Enum(_) => nested
                .get(path)
                .map_or(Self::String, |name| Self::Enum(name)),
            FieldType::Number if shape.checks.integer => Self::Integer,
            FieldType::Number => Self::Number,
            FieldType::Boolean => Self::Boolean,
            FieldType::Date => Self::Date,
            FieldType::Object(fields) => {
                nested.get(path).map_or(Self::Object, |name| Self::Record {
                    name,
                    open: fields.iter().flatten().any(|field| has_enum(&field.shape)),
                })
            }
            FieldType::Array(element) => Self::List(
                element
                    .as_ref()
                    .map(|element| Box::new(Self::of(element, &element_path(path), nested, names))),
            ),
            FieldType::GeoPoint => Self::GeoPoint,
            FieldType::Polygon => Self::Polygon,
            FieldType::File => Self::File,
            FieldType::Bytes => Self::Bytes,
            FieldType::Acl => Self::Acl,
            FieldType::Pointer(pointer) => Self::Pointer(names.class(pointer.class)),
            FieldType::Relation(class) => Self::Relation(names.class(*class)),
        }
    }

    /// The class that it mentions, however deep.
    pub(super) fn class(&self) -> Option<&'a ClassNames> {
        match self {
            Self::Pointer(class) | Self::Relation(class) => Some(class),
            Self::List(Some(element)) => element.class(),
            Self::List(None)
            | Self::String
            | Self::Enum(_)
            | Self::Number
            | Self::Integer
            | Self::Boolean
            | Self::Date
            | Self::Object
            | Self::Record { .. }
            | Self::GeoPoint
            | Self::Polygon
            | Self::File
            | Self::Bytes
            | Self::Acl => None,
        }
    }
}

fn has_enum(shape: &Shape) -> bool {
    match &shape.ty {
        FieldType::Enum(_) => true,
        FieldType::Object(fields) => fields.iter().flatten().any(|field| has_enum(&field.shape)),
        FieldType::Array(element) => element.as_ref().is_some_and(|element| has_enum(element)),
        FieldType::String
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Relation(_)
        | FieldType::Acl => false,
    }
}
