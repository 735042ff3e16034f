//! Names of types, and those that people write in their place.

use super::node::Node;
use super::sentence::backticked;
use crate::diagnostic::{Diagnostic, code, did_you_mean};

/// The types of fields.
pub const TYPES: [&str; 13] = [
    "String", "Number", "Boolean", "Date", "Object", "Array", "GeoPoint", "Polygon", "File",
    "Bytes", "Pointer", "Relation", "ACL",
];

/// Words of other languages and databases for a type, with what to write.
const WORDS: &[(&[&str], &str, &str)] = &[
    (
        &["int", "integer", "long", "short", "bigint", "smallint"],
        "Number",
        r#""type": "Number", "integer": true"#,
    ),
    (
        &["float", "double", "decimal", "real", "money", "currency"],
        "Number",
        r#""type": "Number""#,
    ),
    (&["bool"], "Boolean", r#""type": "Boolean""#),
    (
        &["text", "varchar", "char", "str"],
        "String",
        r#""type": "String""#,
    ),
    (&["enum"], "String", r#""type": "String", "enum": ["…"]"#),
    (
        &["email"],
        "String",
        r#""type": "String", "format": "email""#,
    ),
    (
        &["url", "uri"],
        "String",
        r#""type": "String", "format": "url""#,
    ),
    (
        &["uuid", "guid"],
        "String",
        r#""type": "String", "format": "uuid""#,
    ),
    (
        &["phone"],
        "String",
        r#""type": "String", "format": "phone""#,
    ),
    (
        &["datetime", "timestamp", "time"],
        "Date",
        r#""type": "Date""#,
    ),
    (
        &["json", "map", "dict", "dictionary", "hash", "jsonb"],
        "Object",
        r#""type": "Object""#,
    ),
    (&["list", "set"], "Array", r#""type": "Array""#),
    (
        &["point", "location", "latlng", "geo"],
        "GeoPoint",
        r#""type": "GeoPoint""#,
    ),
    (&["image", "attachment"], "File", r#""type": "File""#),
    (&["blob", "binary", "buffer"], "Bytes", r#""type": "Bytes""#),
    (
        &["reference", "ref", "foreignkey", "belongsto"],
        "Pointer",
        r#""type": "Pointer", "targetClass": "…""#,
    ),
    (
        &["hasmany", "manytomany"],
        "Relation",
        r#""type": "Relation", "targetClass": "…""#,
    ),
];

/// The type that a word stands for, if it is plain.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    let lower = written.to_lowercase();
    let same = TYPES.into_iter().find(|ty| ty.to_lowercase() == lower);
    same.or_else(|| word(&lower).map(|(ty, _)| ty))
}

/// A `type` that is not one.
pub(super) fn unknown(node: &Node) -> Diagnostic {
    let Some(written) = node.as_str() else {
        let message = format!("`type` should be a string, not {}", node.kind());
        return Diagnostic::error(code::WRONG_KIND, message)
            .at(&node.span)
            .help(format!("it is one of {}", list()));
    };
    let error = Diagnostic::error(code::UNKNOWN_TYPE, format!("there is no type `{written}`"))
        .at(&node.span);
    if let Some((kind, class)) = arrow(written) {
        return error.help(format!(
            r#"write `"type": "{kind}", "targetClass": "{class}"`"#
        ));
    }
    let lower = written.to_lowercase();
    if let Some(ty) = TYPES.into_iter().find(|ty| ty.to_lowercase() == lower) {
        return error.help(format!("types begin with a capital letter: `{ty}`"));
    }
    if let Some((_, instead)) = word(&lower) {
        return error.help(format!("write `{instead}`"));
    }
    match did_you_mean(written, TYPES) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("it is one of {}", list())),
    }
}

pub(super) fn list() -> String {
    backticked(&TYPES)
}

fn word(lower: &str) -> Option<(&'static str, &'static str)> {
    WORDS
        .iter()
        .find(|(words, ..)| words.contains(&lower))
        .map(|(_, ty, instead)| (*ty, *instead))
}

/// `*Order`, `Pointer<Order>`, `Relation<Order>`.
fn arrow(written: &str) -> Option<(&str, &str)> {
    if let Some(class) = written.strip_prefix('*') {
        return Some(("Pointer", class));
    }
    let (kind, class) = written.strip_suffix('>')?.split_once('<')?;
    TYPES[10..12].contains(&kind).then_some((kind, class))
}
