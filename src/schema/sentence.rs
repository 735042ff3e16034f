//! Sentences about a file that is not quite JSON, and what sentences are made of.

use std::ops::Range;

use jsonc_parser::errors::ParseErrorKind;

use super::DEEPEST_NESTING;
use crate::diagnostic::{Diagnostic, code};

pub(super) fn too_deep(span: &Range<usize>) -> Diagnostic {
    Diagnostic::error(
        code::TOO_DEEP,
        format!("values are nested more than {DEEPEST_NESTING} deep"),
    )
    .at(span)
    .help("make the inner Objects classes of their own and point at them")
}

pub(super) fn key_twice(key: &str, span: &Range<usize>, first: &Range<usize>) -> Diagnostic {
    Diagnostic::error(
        code::KEY_TWICE,
        format!("the key `{key}` stands twice in one object"),
    )
    .at(span)
    .label(first, "first here")
    .help("remove or rename one of them")
}

/// The message, and how to mend it.
pub(super) fn syntax(kind: &ParseErrorKind) -> (String, Option<&'static str>) {
    use ParseErrorKind as Kind;
    let (message, help) = match kind {
        Kind::ExpectedComma => (
            "a comma is missing here",
            Some("commas part the members of an object and the elements of an array"),
        ),
        Kind::ExpectedColonAfterObjectKey => (
            "a colon is missing before this",
            Some(r#"write `"key": value`"#),
        ),
        Kind::ExpectedObjectValue => ("this key has no value", Some(r#"write `"key": value`"#)),
        Kind::ExpectedStringObjectProperty => {
            ("a key takes double quotes", Some(r#"write `"key"`"#))
        }
        Kind::SingleQuotedStringsNotAllowed => {
            ("a string takes double quotes", Some(r#"write `"text"`"#))
        }
        Kind::UnterminatedArray => ("this `[` is never closed", Some("add the missing `]`")),
        Kind::UnterminatedObject => ("this `{` is never closed", Some("add the missing `}`")),
        Kind::UnterminatedCommentBlock => (
            "this comment never ends, and JSON has none",
            Some("remove it"),
        ),
        Kind::UnexpectedCloseBrace => ("this `}` closes nothing", Some("remove it")),
        Kind::UnexpectedCloseBracket => ("this `]` closes nothing", Some("remove it")),
        Kind::UnexpectedComma => (
            "there is nothing before this comma",
            Some("remove the comma"),
        ),
        Kind::UnexpectedColon => ("a colon may stand only after a key", None),
        Kind::UnexpectedTokenInObject => ("a key or the closing `}` should stand here", None),
        Kind::UnexpectedWord => (
            "this is no JSON value",
            Some("a text takes double quotes; else `true`, `false` or `null`"),
        ),
        Kind::MultipleRootJsonValues => (
            "the file goes on after its end",
            Some("one file holds one value; remove what follows"),
        ),
        Kind::String(_) => (
            "this string is not finished, or has an escape that JSON does not know",
            Some("a string ends on its line with a quote, and a backslash in it is written twice"),
        ),
        other => return (lower_first(&other.to_string()), None),
    };
    (message.to_owned(), help)
}

fn lower_first(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next()
        .map(|first| first.to_lowercase().collect::<String>() + rest.as_str())
        .unwrap_or_default()
}

pub(super) fn backticked(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
