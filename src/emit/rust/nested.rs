//! The enums and embedded structs that a class, the parameters of a function or its result declare.

use super::names::{self, ident};
use super::prose::doc;
use super::types::Types;
use super::wire;
use crate::model::{Enum, Field};
use crate::plan::{Nested, NestedKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// All of one place.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    pub nested: &'a [Nested<'a>],
    /// What each is called, by its path.
    pub names: &'a BTreeMap<String, String>,
    /// What the paths begin at, as people say it: `Order`, `placeOrder`.
    pub title: &'a str,
}

/// A struct in the making: its fields as declared, and the wire name of each.
#[derive(Debug, Default)]
pub struct Form {
    pub fields: Vec<TokenStream>,
    pub wire: Vec<(Ident, String)>,
}

impl Form {
    pub fn push(&mut self, description: Option<&str>, ident: Ident, ty: TokenStream, wire: &str) {
        let doc = doc(description, "");
        self.fields.push(quote!(#doc pub #ident: #ty));
        self.wire.push((ident, wire.to_owned()));
    }
}

impl Declared<'_> {
    /// The types.
    pub fn items(&self, types: &mut Types) -> Vec<TokenStream> {
        let items = self.nested.iter().flat_map(|nested| match &nested.kind {
            NestedKind::Enum(values) => self.enumeration(nested, values),
            NestedKind::Record(fields) => vec![self.record(nested, fields, types)],
        });
        items.collect()
    }

    /// How each meets the wire.
    pub fn conversions(&self, types: &mut Types) -> Vec<String> {
        let items = self.nested.iter().map(|nested| {
            let name = self.name(nested);
            match &nested.kind {
                NestedKind::Enum(_) => wire::of_enum(name),
                NestedKind::Record(fields) => {
                    wire::of_struct(name, &record_form(nested, fields, types).wire)
                }
            }
        });
        items.collect()
    }

    fn record(&self, nested: &Nested, fields: &[Field], types: &mut Types) -> TokenStream {
        let doc = doc(
            nested.description,
            &format!("{} `{}`.", role(nested), self.place(nested)),
        );
        let name = ident(self.name(nested));
        let default = (!fields.iter().any(|field| field.required)).then(|| quote!(Default,));
        let Form { fields, .. } = record_form(nested, fields, types);
        quote! {
            #doc
            #[derive(Clone, Debug, #default PartialEq)]
            pub struct #name { #(#fields),* }
        }
    }

    fn enumeration(&self, nested: &Nested, values: &Enum) -> Vec<TokenStream> {
        let doc = doc(None, &format!("The values of `{}`.", self.place(nested)));
        let name = ident(self.name(nested));
        let variants = names::variants(values.values.iter().map(|value| &value.name));
        let pairs = values.values.iter().zip(&variants).map(|(value, variant)| {
            let wire = &value.name.wire;
            quote!((#wire, Self::#variant))
        });
        vec![
            quote! {
                #doc
                #[derive(Clone, Copy, Debug, PartialEq, Eq)]
                pub enum #name { #(#variants),* }
            },
            quote! {
                impl #name {
                    /// Each value with its name on the wire.
                    pub const ALL: &[(&str, Self)] = &[#(#pairs),*];
                }
            },
        ]
    }

    fn name(&self, nested: &Nested) -> &str {
        self.names
            .get(&nested.path)
            .map_or("Object", String::as_str)
    }

    /// Where a nested type is declared, as people say it.
    fn place(&self, nested: &Nested) -> String {
        let path = nested.path.trim_end_matches("[]").replace("[]", "");
        match path.trim_start_matches('.') {
            "" => self.title.to_owned(),
            path => format!("{}.{path}", self.title),
        }
    }
}

fn record_form(nested: &Nested, fields: &[Field], types: &mut Types) -> Form {
    let mut form = Form::default();
    for member in names::of_record(fields, nested) {
        let ty = types.of(&member.field.shape, &member.path);
        let ty = if member.field.required {
            ty
        } else {
            quote!(Option<#ty>)
        };
        form.push(
            member.field.description.as_deref(),
            member.ident.clone(),
            ty,
            &member.field.name.wire,
        );
    }
    form
}

/// What a record is to the field that declares it.
fn role(nested: &Nested) -> &'static str {
    if nested.path.ends_with("[]") {
        "An element of"
    } else {
        "The value of"
    }
}
