//! Types in Rust.

use super::names::Names;
use crate::model::{ClassId, FieldType, Shape};
use crate::plan::element_path;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// Spells types for one module, and remembers which classes of others they name.
#[derive(Debug)]
pub struct Types<'a> {
    names: &'a Names,
    /// The enums and embedded structs, by their path.
    nested: &'a BTreeMap<String, String>,
    /// Whose module it is, where it is that of a class.
    class: Option<ClassId>,
    /// Whether a Pointer may be answered with the whole object.
    answers: bool,
    foreign: BTreeSet<ClassId>,
}

impl<'a> Types<'a> {
    pub fn of_class(names: &'a Names, class: ClassId) -> Self {
        Self {
            names,
            nested: &names.class(class).nested,
            class: Some(class),
            answers: false,
            foreign: BTreeSet::new(),
        }
    }

    /// Of what a function is given, whose nested types are these.
    pub fn of_params(names: &'a Names, nested: &'a BTreeMap<String, String>) -> Self {
        Self {
            names,
            nested,
            class: None,
            answers: false,
            foreign: BTreeSet::new(),
        }
    }

    /// Of what it answers.
    pub fn of_result(names: &'a Names, nested: &'a BTreeMap<String, String>) -> Self {
        Self {
            answers: true,
            ..Self::of_params(names, nested)
        }
    }

    /// The classes of other modules that were named, in order.
    pub fn foreign(&self) -> Vec<&'a str> {
        let names = self.foreign.iter();
        let mut names: Vec<&str> = names
            .map(|class| self.names.class(*class).class.as_str())
            .collect();
        names.sort_unstable();
        names
    }

    /// The type of a value that is there; `path` is where it is declared.
    pub fn of(&mut self, shape: &Shape, path: &str) -> TokenStream {
        match &shape.ty {
            FieldType::String => quote!(String),
            FieldType::Number if shape.checks.integer => quote!(i64),
            FieldType::Number => quote!(f64),
            FieldType::Boolean => quote!(bool),
            FieldType::Date => quote!(Timestamp),
            FieldType::Enum(_) | FieldType::Object(_) => {
                let name = self.nested.get(path).map_or("Object", String::as_str);
                let name = super::names::ident(name);
                quote!(#name)
            }
            FieldType::Array(None) => quote!(Vec<Value>),
            FieldType::Array(Some(element)) => {
                let element = self.of(element, &element_path(path));
                quote!(Vec<#element>)
            }
            FieldType::GeoPoint => quote!(GeoPoint),
            FieldType::Polygon => quote!(Polygon),
            FieldType::File => quote!(File),
            FieldType::Bytes => quote!(Bytes),
            FieldType::Acl => quote!(Acl),
            FieldType::Pointer(pointer) => {
                let class = self.class(pointer.class);
                if self.answers {
                    quote!(Linked<#class>)
                } else {
                    quote!(Ref<#class>)
                }
            }
            FieldType::Relation(class) => {
                let class = self.class(*class);
                quote!(Relation<#class>)
            }
        }
    }

    fn class(&mut self, class: ClassId) -> TokenStream {
        if self.class != Some(class) {
            self.foreign.insert(class);
        }
        let name = super::names::ident(&self.names.class(class).class);
        quote!(#name)
    }
}
