//! Which names may be, and what they are in code.

mod apart;
mod scope;

pub(super) use apart::tell_apart;

use crate::diagnostic::{Diagnostic, code};

/// The longest name, in bytes: what databases take for a table or a column.
const LONGEST_NAME: usize = 63;

/// Why a class cannot have this name.
pub(super) fn class_problem(name: &str) -> Option<Diagnostic> {
    let bad = |message: String, help: &str| {
        Some(Diagnostic::error(code::BAD_CLASS_NAME, message).help(help))
    };
    let system = ["_User", "_Role", "_Session", "_Installation"];
    if name.starts_with('_') && !system.contains(&name) {
        let message = format!("`{name}` begins with `_`, as the classes of Parse Server's own do");
        return Some(Diagnostic::error(code::RESERVED_NAME, message).help("leave out the `_`"));
    }
    if name.contains(['/', '\\']) || name.contains("..") {
        let message = format!("the class name `{}` looks like a path", visible(name));
        return bad(
            message,
            "a class gives its name to files and tables; use letters, digits, `_`, `-` and spaces",
        );
    }
    problem(name, "class").and_then(|(message, help)| bad(message, &help))
}

/// Why a field cannot have this name.
pub(super) fn field_problem(name: &str) -> Option<Diagnostic> {
    if name.starts_with('_') {
        let message = format!(
            "the field name `{}` begins with `_`, which the wire format keeps for itself",
            visible(name)
        );
        return Some(Diagnostic::error(code::RESERVED_NAME, message).help("leave out the `_`"));
    }
    problem(name, "field")
        .map(|(message, help)| Diagnostic::error(code::BAD_FIELD_NAME, message).help(help))
}

/// Why a function cannot have this name.
pub(super) fn function_problem(name: &str) -> Option<Diagnostic> {
    problem(name, "function")
        .map(|(message, help)| Diagnostic::error(code::BAD_FIELD_NAME, message).help(help))
}

/// The message, and how to mend it.
fn problem(name: &str, what: &str) -> Option<(String, String)> {
    let shown = visible(name);
    if name.is_empty() {
        return Some((
            format!("the name of a {what} is empty"),
            format!("give the {what} a name"),
        ));
    }
    if name.len() > LONGEST_NAME {
        let message = format!("the {what} name `{shown}` is {} bytes long", name.len());
        return Some((
            message,
            format!("the most is {LONGEST_NAME} bytes, as in the names of tables and columns"),
        ));
    }
    if name.trim() != name {
        return Some((
            format!("the {what} name `{shown}` begins or ends with a space"),
            "remove the space".to_owned(),
        ));
    }
    if let Some(odd) = name
        .chars()
        .find(|letter| !letter.is_alphanumeric() && !matches!(letter, '_' | '-' | ' '))
    {
        let message = format!(
            "the {what} name `{shown}` holds `{}`",
            visible(&odd.to_string())
        );
        let help = match odd {
            '.' => "a dot parts the steps of a path; use letters, digits, `_`, `-` and spaces",
            _ => "use letters, digits, `_`, `-` and spaces",
        };
        return Some((message, help.to_owned()));
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Some((
            format!("the {what} name `{shown}` has neither a letter nor a digit"),
            "add one".to_owned(),
        ));
    }
    None
}

/// A name without line breaks and such, and not endless.
fn visible(name: &str) -> String {
    let mut short = String::new();
    for letter in name.chars().take(LONGEST_NAME) {
        match letter {
            '"' | '\'' | '\\' => short.push(letter),
            _ => short.extend(letter.escape_debug()),
        }
    }
    if name.chars().count() > LONGEST_NAME {
        short + "…"
    } else {
        short
    }
}
