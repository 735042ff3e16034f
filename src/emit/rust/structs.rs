//! The structs of a class and how each is read from and written to the wire.

use super::names::{self, ClassNames, Member, Names};
use super::nested::{Declared, Form};
use super::prose::doc;
use super::types::Types;
use super::wire;
use crate::model::Field;
use crate::plan::Class;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What one class declares in Rust.
#[derive(Debug)]
pub struct Structs<'a> {
    class: &'a Class<'a>,
    own: &'a ClassNames,
    members: Vec<Member<'a>>,
    declared: Declared<'a>,
    types: Types<'a>,
    object: Ident,
}

impl<'a> Structs<'a> {
    pub fn new(class: &'a Class<'a>, names: &'a Names) -> Self {
        let own = names.class(class.id);
        let members = names::of_class(&class.class.fields);
        Self {
            class,
            own,
            members,
            declared: Declared {
                nested: &class.nested,
                names: &own.nested,
                title: class.title(),
            },
            types: Types::of_class(names, class.id),
            object: names::ident(&own.class),
        }
    }

    /// The other classes that the module names, once everything has been spelt.
    pub fn foreign_classes(&self) -> Vec<&'a str> {
        self.types.foreign()
    }

    /// An object as it is stored.
    pub fn object(&mut self) -> TokenStream {
        let fallback = format!("An object of the class `{}`.", self.class.title());
        let doc = doc(self.class.class.description.as_deref(), &fallback);
        let Form { fields, .. } = self.object_form();
        let object = &self.object;
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub struct #object { #(#fields),* }
        }
    }

    /// What it takes to create one.
    pub fn new_form(&mut self) -> TokenStream {
        let article = article(&self.own.class);
        let doc = doc(
            None,
            &format!("What it takes to create {article} [`{}`].", self.own.class),
        );
        let default = (!self.class.class.fields.iter().any(asked_for)).then(|| quote!(Default,));
        let Form { fields, .. } = self.create_form();
        let new = names::ident(&self.own.new);
        quote! {
            #doc
            #[derive(Clone, Debug, #default PartialEq)]
            pub struct #new { #(#fields),* }
        }
    }

    /// What an update may change.
    pub fn patch(&mut self) -> TokenStream {
        let article = article(&self.own.class);
        let doc = doc(
            None,
            &format!(
                "Changes to {article} [`{}`]; what is `Change::Keep` stays as it is.",
                self.own.class
            ),
        );
        let Form { fields, .. } = self.patch_form();
        let patch = names::ident(&self.own.patch);
        quote! {
            #doc
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct #patch { #(#fields),* }
        }
    }

    /// The columns, for queries and changes.
    pub fn columns(&mut self) -> TokenStream {
        let object = &self.object;
        let common = names::COMMON.map(|(_, column, wire)| {
            let (ty, column) = (common_type(object, wire), names::ident(column));
            quote!(pub const #column: Column<#object, #ty> = Column::new(#wire);)
        });
        let own = self.members.iter().map(|member| {
            let (column, wire) = (&member.column, &member.field.name.wire);
            let ty = self.types.of(&member.field.shape, &member.path);
            quote!(pub const #column: Column<#object, #ty> = Column::new(#wire);)
        });
        quote!(impl #object { #(#common)* #(#own)* })
    }

    /// The enums and embedded structs.
    pub fn nested(&mut self) -> Vec<TokenStream> {
        self.declared.items(&mut self.types)
    }

    /// What makes the struct a class.
    pub fn class(&self) -> TokenStream {
        let object = &self.object;
        let [new, patch] = [&self.own.new, &self.own.patch].map(|name| names::ident(name));
        quote! {
            impl Class for #object {
                const DEF: &'static ClassDef = &CLASS;
                type New = #new;
                type Patch = #patch;
            }
        }
    }

    /// How each struct and enum meets the wire.
    pub fn conversions(&mut self) -> Vec<String> {
        let own = self.own;
        let mut items = vec![
            wire::of_struct(&own.class, &self.object_form().wire),
            wire::of_struct(&own.new, &self.create_form().wire),
            wire::of_struct(&own.patch, &self.patch_form().wire),
        ];
        items.extend(self.declared.conversions(&mut self.types));
        items
    }

    fn object_form(&mut self) -> Form {
        let mut form = Form::default();
        for (member, _, wire) in names::COMMON {
            let ty = common_type(&self.object, wire);
            let ty = if wire == "ACL" {
                quote!(Option<#ty>)
            } else {
                ty
            };
            form.push(None, names::ident(member), ty, wire);
        }
        for member in self
            .members
            .iter()
            .filter(|member| !member.is_relation() && !member.field.hidden)
        {
            let ty = self.types.of(&member.field.shape, &member.path);
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

    fn create_form(&mut self) -> Form {
        let mut form = Form::default();
        form.push(None, names::ident("acl"), quote!(Option<Acl>), "ACL");
        for member in self.members.iter().filter(|member| !member.is_relation()) {
            let ty = self.types.of(&member.field.shape, &member.path);
            let ty = if asked_for(member.field) {
                ty
            } else {
                quote!(Option<#ty>)
            };
            form.push(None, member.ident.clone(), ty, &member.field.name.wire);
        }
        form
    }

    fn patch_form(&mut self) -> Form {
        let mut form = Form::default();
        form.push(None, names::ident("acl"), quote!(Change<Acl>), "ACL");
        for member in self.members.iter().filter(|member| !member.is_relation()) {
            let ty = self.types.of(&member.field.shape, &member.path);
            form.push(
                None,
                member.ident.clone(),
                quote!(Change<#ty>),
                &member.field.name.wire,
            );
        }
        form
    }
}

/// A create has to give it.
fn asked_for(field: &Field) -> bool {
    field.required && field.default.is_none() && !field.read_only
}

fn common_type(object: &Ident, wire: &str) -> TokenStream {
    match wire {
        "objectId" => quote!(Id<#object>),
        "ACL" => quote!(Acl),
        _ => quote!(Timestamp),
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) && !name.starts_with("Us") {
        "an"
    } else {
        "a"
    }
}
