//! What is said of the fields that nobody described, in every document alike.

use super::graphql::RESULT;
use super::nested;
use crate::model::{Class, Field, FieldType, Function, Shape, SystemClass};
use heck::ToSnakeCase;

/// `objectId`, `createdAt` and `updatedAt`, which every class has, in the order of tables: the first before all others,
/// the rest after them. Each has its wire name, its type and what it is.
pub const OBJECT_ID: (&str, &str, &str) =
    ("objectId", "String", "Auto-generated unique identifier");
pub const TIMESTAMPS: [(&str, &str, &str); 2] = [
    ("createdAt", "Date", "Auto-generated creation timestamp"),
    ("updatedAt", "Date", "Auto-generated last-update timestamp"),
];

/// The description of a field: the schema's, else what is known of a system field, else its name in words.
pub fn description(class: &Class, field: &Field) -> String {
    let given = field
        .description
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let known = || {
        class
            .system
            .filter(|_| field.system)
            .and_then(|system| known(system, &field.name.wire))
    };
    given
        .or_else(known)
        .map_or_else(|| in_words(&field.name.code), str::to_owned)
}

/// Many of what one is called: `orders`, `addresses`, `categories`. A name that is a plural already stays as it is.
pub fn plural(name: &str) -> String {
    let ends_with = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let stem = name.strip_suffix('y').filter(|stem| {
        let before = stem.chars().last();
        before.is_some_and(|letter| letter.is_ascii_alphabetic() && !"aeiouAEIOU".contains(letter))
    });
    match stem {
        Some(stem) => format!("{stem}ies"),
        None if ends_with(&["ss", "us", "is", "x", "ch", "sh", "z"]) => format!("{name}es"),
        None if name.ends_with('s') => name.to_owned(),
        None => format!("{name}s"),
    }
}

fn known(class: SystemClass, field: &str) -> Option<&'static str> {
    Some(match (class, field) {
        (SystemClass::User, "username") => "User login name",
        (SystemClass::User, "email") => "User email address",
        (SystemClass::User, "password") => "Hashed password (write-only)",
        (SystemClass::User, "emailVerified") => "Whether the email address is confirmed",
        (SystemClass::User, "authData") => {
            "Accounts with other providers, shown to the user and the master key: `{\"google\": {\"id\", \"id_token\"}}` links one, null unlinks it"
        }
        (SystemClass::Role, "name") => "Role name",
        (SystemClass::Role, "users") => "Users who have the role",
        (SystemClass::Role, "roles") => "Roles whose users have this one too",
        (SystemClass::Session, "user") => "Who is signed in",
        (SystemClass::Session, "sessionToken") => "The secret that proves it",
        (SystemClass::Session, "expiresAt") => "When it ends by itself",
        _ => return None,
    })
}

/// A name as a part of an address: `Gr%C3%B6%C3%9Fe`.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A text as one word of a shell.
pub fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `Total amount` for `totalAmount`.
fn in_words(code: &str) -> String {
    let words = code.to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What the schema says of a class and of everything inside its fields, by path; `""` is the class.
pub fn descriptions(class: &Class) -> Vec<(String, &str)> {
    let mut said = Vec::new();
    say("", class.description.as_deref(), &mut said);
    of_fields(&class.fields, "", &mut said);
    said
}

/// The same of a function, its parameters and its result.
pub fn descriptions_of_function(function: &Function) -> Vec<(String, &str)> {
    let mut said = Vec::new();
    say("", function.description.as_deref(), &mut said);
    of_fields(&function.params, "", &mut said);
    if let Some(result) = &function.result {
        inside(result, RESULT, &mut said);
    }
    said
}

fn of_fields<'a>(fields: &'a [Field], path: &str, said: &mut Vec<(String, &'a str)>) {
    for field in fields {
        let path = nested::join(path, &field.name.wire);
        say(&path, field.description.as_deref(), said);
        inside(&field.shape, &path, said);
    }
}

fn inside<'a>(shape: &'a Shape, path: &str, said: &mut Vec<(String, &'a str)>) {
    match &shape.ty {
        FieldType::Object(Some(fields)) => of_fields(fields, path, said),
        FieldType::Array(Some(element)) => inside(element, path, said),
        FieldType::Object(None)
        | FieldType::Array(None)
        | FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Relation(_)
        | FieldType::Acl => {}
    }
}

fn say<'a>(path: &str, about: Option<&'a str>, said: &mut Vec<(String, &'a str)>) {
    let about = about.map(str::trim).filter(|about| !about.is_empty());
    said.extend(about.map(|about| (path.to_owned(), about)));
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn many_are_called_after_one() {
        for (one, many) in [
            ("order", "orders"),
            ("category", "categories"),
            ("delivery", "deliveries"),
            ("day", "days"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("box", "boxes"),
            ("orders", "orders"),
            ("y", "ys"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
