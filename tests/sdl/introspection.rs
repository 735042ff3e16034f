//! What a server answers to introspection, as [`Types`] that can be held against those of SDL.

use std::collections::BTreeSet;

use serde_json::Value;

use super::sdl::{Types, described, with_default, written};

const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// What asks a server for everything that [`introspected`] reads.
pub const INTROSPECTION: &str = "{ __schema { types { kind name description \
    fields(includeDeprecated: true) { name description args { name description defaultValue type { ...of } } type { ...of } } \
    inputFields { name description defaultValue type { ...of } } interfaces { name } possibleTypes { name } \
    enumValues(includeDeprecated: true) { name description } } } } \
    fragment of on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }";

/// What a server answers to [`INTROSPECTION`].
pub fn introspected(answer: &Value) -> Types {
    let types = answer["data"]["__schema"]["types"].as_array();
    let types = types.unwrap_or_else(|| panic!("no schema: {answer}"));
    let named = |of: &Value| of["name"].as_str().unwrap_or_default().to_owned();
    let known = types.iter().filter(|of| {
        let name = named(of);
        !name.starts_with("__") && !BUILT_IN.contains(&name.as_str())
    });
    let read = |of: &Value| {
        let kind = of["kind"].as_str().unwrap_or_default();
        let mut lines = BTreeSet::from([described(kind, of["description"].as_str())]);
        lines.extend(each(of, "fields").map(|of| {
            let arguments: BTreeSet<String> = each(of, "args").map(input).collect();
            let text = written(&named(of), arguments, &reference(&of["type"]));
            described(&text, of["description"].as_str())
        }));
        lines.extend(each(of, "inputFields").map(input));
        lines.extend(
            each(of, "enumValues").map(|of| described(&named(of), of["description"].as_str())),
        );
        if kind == "OBJECT" {
            lines.extend(each(of, "interfaces").map(|of| format!("implements {}", named(of))));
        }
        if kind == "UNION" {
            lines.extend(each(of, "possibleTypes").map(|of| format!("| {}", named(of))));
        }
        (named(of), lines)
    };
    known.map(read).collect()
}

/// What one has and the other has not, type by type. A type that nothing leads to is not compared, since a server does not tell
/// of it.
pub fn difference(written: &Types, served: &Types) -> Vec<String> {
    let reached = reached(written);
    let nothing = BTreeSet::new();
    let names: BTreeSet<&String> = reached.iter().copied().chain(served.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let (left, right) = (written.get(name), served.get(name));
        let (left, right) = (left.unwrap_or(&nothing), right.unwrap_or(&nothing));
        let only = |sign: char, line: &String| format!("{sign} {name}: {line}");
        found.extend(left.difference(right).map(|line| only('-', line)));
        found.extend(right.difference(left).map(|line| only('+', line)));
    }
    found
}

/// The types that the roots lead to.
fn reached(types: &Types) -> BTreeSet<&String> {
    let mut reached = BTreeSet::new();
    let roots = ["Query", "Mutation", "Subscription"];
    let mut waiting: Vec<&str> = roots.to_vec();
    while let Some(name) = waiting.pop() {
        let Some((name, lines)) = types.get_key_value(name) else {
            continue;
        };
        if reached.insert(name) {
            let words = lines.iter().flat_map(|line| {
                // What is said of it may name others that it does not lead to.
                let line = line.split(" # ").next().unwrap_or_default();
                line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            });
            waiting.extend(words.filter(|word| types.contains_key(*word)));
        }
    }
    reached
}

fn each<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    of[key].as_array().into_iter().flatten()
}

fn input(of: &Value) -> String {
    let name = of["name"].as_str().unwrap_or_default();
    let default = of["defaultValue"].as_str();
    let text = written(name, BTreeSet::new(), &reference(&of["type"]));
    described(&with_default(text, default), of["description"].as_str())
}

fn reference(of: &Value) -> String {
    match of["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", reference(&of["ofType"])),
        Some("LIST") => format!("[{}]", reference(&of["ofType"])),
        _ => of["name"].as_str().unwrap_or_default().to_owned(),
    }
}
