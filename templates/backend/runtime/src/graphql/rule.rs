//! What GraphQL calls a class and its parts where the class table names no exception.
//!
//! The generator reads this very file, so that the emitted `schema.graphql` and the server cannot drift apart. It knows
//! nothing but strings.

/// The type of a class: `Order`, and `User` for `_User`.
pub fn type_name(class: &str) -> String {
    capitalised(class.strip_prefix('_').unwrap_or(class))
}

/// The query for one object of a type: `order`.
pub fn single(type_name: &str) -> String {
    with_first(type_name, |letter| letter.to_ascii_lowercase())
}

/// The query for many: `orders`. What English does not form so is an exception in the class table.
pub fn plural(single: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| single.ends_with(ending));
    match single.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{single}es"),
        _ => format!("{single}s"),
    }
}

/// The type that a field of `outer` declares: `OrderStatus`.
pub fn inner(outer: &str, field: &str) -> String {
    format!("{outer}{}", capitalised(field))
}

/// A value of an enum: `IN_TRANSIT` for `in-transit`.
pub fn value(wire: &str) -> String {
    wire.chars()
        .map(|letter| match letter {
            '-' | ' ' => '_',
            letter => letter.to_ascii_uppercase(),
        })
        .collect()
}

/// A value of the enum that orders by a field: `total_ASC`.
pub fn ordered(field: &str, way: &str) -> String {
    plain_value(&format!("{field}_{way}"))
}

/// An enum's value that is a name as it stands. Where it begins with a word that is a value of its own, the parser would stop
/// there, so it has `_` before it.
pub fn plain_value(name: &str) -> String {
    if ["true", "false", "null"]
        .iter()
        .any(|word| name.starts_with(word))
    {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// What is said of something, without the blanks around it and at the ends of its lines, which not every form of a text in
/// the schema language keeps; nothing where nothing is left.
pub fn description(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.trim().split('\n').map(str::trim_end).collect();
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// What is said of a value of an enum: how it is called on the wire.
pub fn of_value(wire: &str) -> String {
    format!("`{wire}`")
}

/// With its first letter in upper case.
pub fn capitalised(name: &str) -> String {
    with_first(name, |letter| letter.to_ascii_uppercase())
}

fn with_first(name: &str, change: impl Fn(char) -> char) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(change);
    first.into_iter().chain(letters).collect()
}
