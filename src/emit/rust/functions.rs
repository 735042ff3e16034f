//! The server functions: what each takes and answers, the trait that the user implements, and the table of them.

use super::names::{FunctionNames, Names, ident};
use super::nested::{Declared, Form};
use super::prose::{self, doc};
use super::types::Types;
use super::{ORIGIN, imports, labels, print, table, wire};
use crate::model::Field;
use crate::plan::graphql::{self, Words};
use crate::plan::{Function, Plan, Scope, descriptions_of_function};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The widest line that `cargo fmt` leaves as it is.
const WIDTH: usize = 100;

/// The widest arguments of a call that it leaves on one line.
const ARGUMENTS: usize = 60;

/// A function with its names and the types of its signature.
struct Signature<'a> {
    function: &'a Function<'a>,
    names: &'a FunctionNames,
    /// `None` where it takes none.
    params: Option<TokenStream>,
    result: TokenStream,
}

/// The generated module of all functions, and the types that it offers to others.
pub fn module(
    plan: &Plan,
    names: &Names,
    graphql: &graphql::Names,
    project: &str,
) -> (String, Vec<String>) {
    let mut items: Vec<String> = Vec::new();
    let mut conversions = Vec::new();
    let mut foreign = BTreeSet::new();
    let signatures = signatures(plan, names, &mut foreign);
    for Signature {
        function,
        names: own,
        ..
    } in &signatures
    {
        let wire = function.wire();
        let mut types = Types::of_params(names, &own.of_params);
        if !function.function.params.is_empty() {
            let Form {
                fields,
                wire: members,
            } = params_form(&function.function.params, &mut types);
            let name = ident(&own.params);
            let doc = doc(None, &format!("What `{wire}` is given."));
            items.push(print(quote! {
                #doc
                #[derive(Clone, Debug, PartialEq)]
                pub struct #name { #(#fields),* }
            }));
            conversions.push(wire::of_struct(&own.params, &members));
        }
        let params = Declared {
            nested: &function.params,
            names: &own.of_params,
            title: wire,
        };
        items.extend(params.items(&mut types).into_iter().map(print));
        conversions.extend(params.conversions(&mut types));
        foreign.extend(types.foreign());
        let mut types = Types::of_result(names, &own.of_result);
        let result = Declared {
            nested: &function.result,
            names: &own.of_result,
            title: &format!("{wire}()"),
        };
        items.extend(result.items(&mut types).into_iter().map(print));
        conversions.extend(result.conversions(&mut types));
        foreign.extend(types.foreign());
    }
    items.push(print(interface(&signatures)));
    items.push(print(set(&signatures)));
    let tables = signatures.iter().zip(&graphql.functions);
    items.extend(tables.map(|(one, words)| print(definition(one, words, plan))));
    items.extend(conversions);
    let about = format!("//! The server functions of {project}.\n//!\n//! {ORIGIN}\n\n");
    let foreign: Vec<&str> = foreign.into_iter().collect();
    let body: String = items.iter().map(|item| format!("\n{item}")).collect();
    (about + &imports(&foreign) + &body, offered(names, plan))
}

/// The user's file, with a stub a function that compiles and says so.
pub fn stub(plan: &Plan, names: &Names) -> String {
    let mut foreign = BTreeSet::new();
    let signatures = signatures(plan, names, &mut foreign);
    let mut used = vec!["Functions".to_owned()];
    for one in &signatures {
        used.extend(one.params.is_some().then(|| one.names.params.clone()));
        let named = words(&one.result);
        used.extend(
            one.names
                .of_result
                .values()
                .filter(|name| named.contains(name))
                .cloned(),
        );
    }
    used.extend(foreign.iter().map(|class| (*class).to_owned()));
    used.sort_by_cached_key(|name| place_in_list(name));
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let server = Scope::without(used.iter().copied()).claim("Server", "Functions");
    let mut methods = String::new();
    for one in &signatures {
        if !methods.is_empty() {
            methods.push('\n');
        }
        methods.push_str(&stub_of(one));
    }
    let body = if methods.is_empty() {
        " {}\n".to_owned()
    } else {
        format!(" {{\n{methods}}}\n")
    };
    format!(
        "//! The server functions, which clients call by name. This file is yours.
//!
//! A function that the schema names and this file does not have is an error of the compiler.

{}use runtime::prelude::*;

/// What answers the functions. Give it what they share, such as a client of another service.
pub struct {server};

/// All functions.
pub fn all() -> FunctionSet {{
    generated::functions({server})
}}

impl Functions for {server}{body}",
        super::print_list(
            "use crate::generated",
            &[&["self"], used.as_slice()].concat()
        ),
    )
}

/// The identifiers of a type.
fn words(ty: &TokenStream) -> Vec<String> {
    let spelt = ty.to_string();
    spelt
        .split(|letter: char| !letter.is_alphanumeric())
        .map(str::to_owned)
        .collect()
}

/// What `cargo fmt` sorts the names of a `use` by: constants last, numbers by what they count.
fn place_in_list(name: &str) -> (bool, Vec<(String, u64)>) {
    let constant = !name.contains(|letter: char| letter.is_lowercase());
    let mut parts: Vec<(String, u64)> = vec![Default::default()];
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some((text, number)) = parts.last_mut() else {
            break;
        };
        match letter.to_digit(10) {
            Some(digit) => {
                *number = number.saturating_mul(10).saturating_add(digit.into());
                if letters.peek().is_some_and(|next| !next.is_ascii_digit()) {
                    parts.push(Default::default());
                }
            }
            None => text.push(letter),
        }
    }
    (constant, parts)
}

fn stub_of(
    Signature {
        function,
        names,
        params,
        result,
    }: &Signature,
) -> String {
    let about = prose::lines(function.function.description.as_deref().unwrap_or_default());
    let about: String = about
        .iter()
        .map(|line| format!("    /// {line}").trim_end().to_owned() + "\n")
        .collect();
    let params = params.as_ref().map(|params| format!("_params: {params}"));
    let arguments: Vec<String> = ["&self".to_owned()]
        .into_iter()
        .chain(params)
        .chain(["_tx: &mut Tx".to_owned()])
        .collect();
    let result = result.to_string().replace(' ', "");
    let method = &names.method;
    let mut head = format!(
        "    async fn {method}({}) -> Result<{result}> {{",
        arguments.join(", ")
    );
    if head.chars().count() > WIDTH {
        let arguments: String = arguments
            .iter()
            .map(|one| format!("        {one},\n"))
            .collect();
        head = format!("    async fn {method}(\n{arguments}    ) -> Result<{result}> {{");
    }
    let mut wire = format!("{:?}", function.wire());
    if wire.chars().count() > ARGUMENTS {
        wire = format!("\n            {wire},\n        ");
    }
    format!("{about}{head}\n        Err(not_written({wire}))\n    }}\n")
}

fn signatures<'a>(
    plan: &'a Plan,
    names: &'a Names,
    foreign: &mut BTreeSet<&'a str>,
) -> Vec<Signature<'a>> {
    let signatures = plan
        .functions
        .iter()
        .zip(names.functions())
        .map(|(function, own)| {
            let mut types = Types::of_result(names, &own.of_result);
            let result = match &function.function.result {
                Some(result) => types.of(result, ""),
                None => quote!(()),
            };
            foreign.extend(types.foreign());
            let params = ident(&own.params);
            Signature {
                function,
                names: own,
                params: (!function.function.params.is_empty()).then(|| quote!(#params)),
                result,
            }
        });
    signatures.collect()
}

/// A parameter with a default is always there.
fn params_form(params: &[Field], types: &mut Types) -> Form {
    let mut form = Form::default();
    let mut members = Scope::without(super::names::NEVER.iter().copied());
    for param in params {
        let ty = types.of(&param.shape, &param.name.wire);
        let ty = if param.required || param.default.is_some() {
            ty
        } else {
            quote!(Option<#ty>)
        };
        let member = ident(&members.claim(&param.name.code.to_snake_case(), "_"));
        form.push(param.description.as_deref(), member, ty, &param.name.wire);
    }
    form
}

/// The trait that the user implements.
fn interface(signatures: &[Signature]) -> TokenStream {
    let methods = signatures.iter().map(|Signature { function, names, params, result }| {
        let doc = doc(function.function.description.as_deref(), &format!("Answers `{}`.", function.wire()));
        let method = &names.method;
        let params = params.as_ref().map(|params| quote!(params: #params,));
        quote! {
            #doc
            fn #method(&self, #params tx: &mut Tx) -> impl Future<Output = Result<#result>> + Send;
        }
    });
    quote! {
        /// The functions of the schema, a method each; `src/functions.rs` implements them.
        pub trait Functions: Send + Sync + 'static { #(#methods)* }
    }
}

/// How the engine gets at them.
fn set(signatures: &[Signature]) -> TokenStream {
    let doc = quote!(#[doc = " The functions, as the engine calls them."]);
    if signatures.is_empty() {
        return quote!(#doc pub fn functions(_: impl Functions) -> FunctionSet { FunctionSet::new() });
    }
    let calls = signatures.iter().map(|Signature { names, params, .. }| {
        let (method, table) = (&names.method, &names.table);
        match params {
            Some(_) => {
                quote!(.with(&by, &#table, |by, params, tx| Box::pin(by.#method(params, tx))))
            }
            None => quote!(.with(&by, &#table, |by, (), tx| Box::pin(by.#method(tx)))),
        }
    });
    quote! {
        #doc
        pub fn functions(by: impl Functions) -> FunctionSet {
            let by = std::sync::Arc::new(by);
            FunctionSet::new() #(#calls)*
        }
    }
}

fn definition(
    Signature {
        function, names, ..
    }: &Signature,
    graphql: &Words,
    plan: &Plan,
) -> TokenStream {
    let (wire, table_name) = (function.wire(), &names.table);
    let params = function
        .function
        .params
        .iter()
        .map(|param| table::definition(param, plan));
    let result = function.function.result.as_ref().map(|result| {
        let result = table::shape("", result, plan);
        quote!(.answers(#result))
    });
    let access = table::principals(&function.function.access);
    let graphql = labels::names(graphql);
    let prose = labels::prose(&descriptions_of_function(function.function));
    quote! {
        static #table_name: FunctionDef = FunctionDef::new(#wire, &[#(#params),*]) #result .access(#access) #graphql #prose;
    }
}

/// What `generated/mod.rs` passes on.
fn offered(names: &Names, plan: &Plan) -> Vec<String> {
    let mut offered = vec!["Functions".to_owned(), "functions".to_owned()];
    for (names, function) in names.functions().iter().zip(&plan.functions) {
        offered.extend((!function.function.params.is_empty()).then(|| names.params.clone()));
        offered.extend(
            names
                .of_params
                .values()
                .chain(names.of_result.values())
                .cloned(),
        );
    }
    offered.sort_unstable();
    offered
}
