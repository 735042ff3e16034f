//! Descriptions as doc comments: plain prose, wrapped, with nothing that rustdoc would read as markup.

use crate::prose::{Spelt, Style, rustdoc};
use proc_macro2::TokenStream;
use quote::quote;

/// As wide as a doc comment may be without its `/// `.
const STYLE: Style<Spelt, Spelt> = Style {
    width: 96,
    word: rustdoc::word,
    start: rustdoc::start,
};

/// The lines of a description: its paragraphs wrapped, an empty line between them.
pub fn lines(description: &str) -> Vec<String> {
    STYLE.lines(description)
}

/// A description as doc comments; `fallback` where there is none.
pub fn doc(description: Option<&str>, fallback: &str) -> TokenStream {
    let mut found = lines(description.unwrap_or_default());
    if found.is_empty() {
        found = if fallback.is_empty() {
            Vec::new()
        } else {
            vec![fallback.to_owned()]
        };
    }
    let lines = found.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The first paragraph, on one line.
pub fn first_line(description: &str) -> String {
    STYLE.first_line(description)
}
