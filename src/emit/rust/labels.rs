//! What a table says of names and in prose, for interfaces that describe themselves: exceptions to the rule of GraphQL's names,
//! and the schema's descriptions, each by its path.

use crate::plan::graphql::Words;
use proc_macro2::TokenStream;
use quote::quote;

/// `.graphql(…)`, where something is called otherwise than by the rule.
pub fn names(words: &Words) -> Option<TokenStream> {
    let exceptions = words.exceptions();
    let pairs = exceptions.iter().map(|(path, name)| quote!((#path, #name)));
    (!exceptions.is_empty()).then(|| quote!(.graphql(&[#(#pairs),*])))
}

/// `.describe(…)`, where something is described.
pub fn prose(descriptions: &[(String, &str)]) -> Option<TokenStream> {
    let pairs = descriptions
        .iter()
        .map(|(path, text)| quote!((#path, #text)));
    (!descriptions.is_empty()).then(|| quote!(.describe(&[#(#pairs),*])))
}
