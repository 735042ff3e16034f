//! `$text` → a [`Search`].

use crate::Result;
use crate::error::Error;
use crate::query::Search;
use crate::wire::Value;

/// How long a term may be, in bytes.
const MAX_LENGTH: usize = 500;

pub(super) fn search(operand: &Value) -> Result<Search> {
    let malformed = || Error::query("$text is {\"$search\": {\"$term\": the words}}");
    let search = operand.get("$search").ok_or_else(malformed)?;
    let search = search.as_object().ok_or_else(malformed)?;
    let term = search.get("$term").and_then(Value::as_str);
    let term = term.ok_or_else(malformed)?;
    if term.len() > MAX_LENGTH {
        return Err(Error::query(format!(
            "$term is longer than {MAX_LENGTH} bytes"
        )));
    }
    let is = |name: &str| match search.get(name) {
        None => Ok(false),
        Some(value) => value
            .as_bool()
            .ok_or_else(|| Error::query(format!("{name} is true or false"))),
    };
    for (name, value) in search {
        match name.as_str() {
            "$term" | "$caseSensitive" | "$diacriticSensitive" => {}
            // Words are compared as they are in every language.
            "$language" if value.is_string() => {}
            "$language" => return Err(Error::query("$language is text")),
            other => return Err(Error::query(format!("bad $text: {other}"))),
        }
    }
    Ok(Search::new(
        term,
        is("$caseSensitive")?,
        is("$diacriticSensitive")?,
    ))
}
