//! Types in Rust.

use super::names::Names;
use crate::model::{ClassId, FieldType, Shape};
use crate::plan::element_path;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// Spells types for the module of one class, and remembers which other classes they name.
#[derive(Debug)]
pub struct Types<'a> {
    names: &'a Names,
    class: ClassId,
    pub foreign: BTreeSet<ClassId>,
}

impl<'a> Types<'a> {
    pub fn new(names: &'a Names, class: ClassId) -> Self {
        Self {
            names,
            class,
            foreign: BTreeSet::new(),
        }
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
                let name = super::names::ident(self.names.class(self.class).nested(path));
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
                quote!(Ref<#class>)
            }
            FieldType::Relation(class) => {
                let class = self.class(*class);
                quote!(Relation<#class>)
            }
        }
    }

    fn class(&mut self, class: ClassId) -> TokenStream {
        if class != self.class {
            self.foreign.insert(class);
        }
        let name = super::names::ident(&self.names.class(class).class);
        quote!(#name)
    }
}
