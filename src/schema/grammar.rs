//! A [`Node`] against `schemas/class-schema.json`, each finding of the JSON Schema in our own words.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use super::node::{Data, Member, Node};
use super::sentence::backticked;
use super::{LISTS, types};
use crate::diagnostic::{Diagnostic, code, did_you_mean};

const GRAMMAR: &str = include_str!("../../schemas/class-schema.json");

pub(super) fn check(root: &Node) -> Vec<Diagnostic> {
    let value = root.to_value();
    let grammar: Value = serde_json::from_str(GRAMMAR).expect("the grammar is JSON");
    let errors = validator(&grammar);
    let errors = errors.iter_errors(&value);
    let mut diagnostics: Vec<_> = errors
        .flat_map(|error| sentences(root, &grammar, &error))
        .collect();
    diagnostics.extend(lists(root));
    diagnostics
}

fn validator(grammar: &Value) -> Validator {
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline();
    options
        .build(grammar)
        .expect("the grammar is a JSON Schema")
}

/// An object has its classes under one of three keys.
fn lists(root: &Node) -> Option<Diagnostic> {
    let Data::Object(members) = &root.data else {
        return None;
    };
    let mut found = members
        .iter()
        .filter(|member| LISTS.contains(&member.key.as_str()));
    match (found.next(), found.next()) {
        (None, _) => {
            let found = Diagnostic::error(code::NO_CLASSES, "the file has no `classes`");
            Some(
                match members.iter().find(|member| is_nearly_a_list(&member.key)) {
                    Some(near) => found.at(&near.key_span).help("did you mean `classes`?"),
                    None => found
                        .at(&root.span)
                        .help(r#"write `{ "classes": [ { "className": …, "fields": … } ] }`"#),
                },
            )
        }
        (Some(first), Some(second)) => {
            let message = format!("`{}` and `{}` both hold classes", first.key, second.key);
            let found = Diagnostic::error(code::NO_CLASSES, message)
                .at(&second.key_span)
                .label(&first.key_span, "the other");
            Some(found.help("put all classes in one list"))
        }
        _ => None,
    }
}

fn is_nearly_a_list(key: &str) -> bool {
    did_you_mean(key, ["classes"]).is_some()
}

/// A value of the file, with the way to it.
struct Found<'a> {
    node: &'a Node,
    /// The member of an object whose value it is.
    member: Option<&'a Member>,
    /// The nearest key on the way to it.
    key: Option<&'a str>,
    /// The key before that one: what the nearest key belongs to.
    parent: Option<&'a str>,
}

fn find<'a>(root: &'a Node, pointer: &str) -> Found<'a> {
    let mut found = Found {
        node: root,
        member: None,
        key: None,
        parent: None,
    };
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match &found.node.data {
            Data::Object(_) => {
                let Some(member) = found.node.member(&step) else {
                    break;
                };
                let parent = found.key.replace(&member.key);
                found = Found {
                    node: &member.value,
                    member: Some(member),
                    parent,
                    ..found
                };
            }
            Data::Array(elements) => {
                let Some(element) = step
                    .parse()
                    .ok()
                    .and_then(|index: usize| elements.get(index))
                else {
                    break;
                };
                found = Found {
                    node: element,
                    member: None,
                    ..found
                };
            }
            _ => break,
        }
    }
    found
}

impl Found<'_> {
    /// How a sentence names it.
    fn name(&self) -> String {
        match (self.key, self.member) {
            (None, None) => "the file".to_owned(),
            (None, Some(member)) => format!("`{}`", member.key),
            (Some(key), Some(_)) if self.is_field() => format!("the field `{key}`"),
            (Some(key), Some(_)) if self.parent == Some("functions") => {
                format!("the function `{key}`")
            }
            (Some(key), Some(_)) => format!("`{key}`"),
            (Some(key), None) if LISTS.contains(&key) => "each class".to_owned(),
            (Some(key), None) => format!("each element of `{key}`"),
        }
    }

    fn is_field(&self) -> bool {
        self.member.is_some() && matches!(self.parent, Some("fields" | "params"))
    }

    fn is_class(&self) -> bool {
        self.member.is_none() && self.key.is_none_or(|key| LISTS.contains(&key))
    }
}

fn sentences(root: &Node, grammar: &Value, error: &ValidationError<'_>) -> Vec<Diagnostic> {
    let found = find(root, error.instance_path().as_str());
    let one = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known_keys(grammar, error);
            return unexpected
                .iter()
                .filter_map(|key| unknown_key(&found, key, &known))
                .collect();
        }
        ValidationErrorKind::Type { kind } => wrong_kind(&found, kind),
        ValidationErrorKind::Required { property } => {
            missing(&found, property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::Enum { .. } if found.key == Some("type") => types::unknown(found.node),
        ValidationErrorKind::Enum { options } => choice(&found, options),
        ValidationErrorKind::Pattern { .. } => Diagnostic::error(
            code::BAD_CODE_NAME,
            format!(
                "`{}` cannot be a name in code",
                found.node.as_str().unwrap_or_default()
            ),
        )
        .at(&found.node.span)
        .help("a `codeName` has letters from a to z, digits and `_`, and begins with a letter"),
        other => bounds(&found, other, error),
    };
    vec![one]
}

fn unknown_key(found: &Found<'_>, key: &str, known: &[String]) -> Option<Diagnostic> {
    let member = found.node.member(key)?;
    // Said where `className` and `classes` are missed.
    let is_class_name = found.is_class() && key == "name" && found.node.get("className").is_none();
    let is_list = found.key.is_none()
        && is_nearly_a_list(key)
        && LISTS.iter().all(|list| found.node.get(list).is_none());
    if is_class_name || is_list {
        return None;
    }
    let warning = Diagnostic::warning(code::UNKNOWN_KEY, format!("unknown key `{key}` is ignored"))
        .at(&member.key_span);
    Some(match did_you_mean(key, known.iter().map(String::as_str)) {
        Some(near) => warning.help(format!("did you mean `{near}`?")),
        None if found.is_field() || found.is_class() => {
            warning.help("remove it; prose goes into `description`")
        }
        None => warning,
    })
}

/// The keys that the grammar allows where it met one that it does not.
fn known_keys(grammar: &Value, error: &ValidationError<'_>) -> Vec<String> {
    let location = error
        .absolute_keyword_location()
        .and_then(|uri| uri.fragment().map(|fragment| fragment.to_string()));
    let pointer = location.unwrap_or_else(|| error.schema_path().as_str().to_owned());
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let properties = grammar
        .pointer(&format!("{parent}/properties"))
        .and_then(Value::as_object);
    properties
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

fn wrong_kind(found: &Found<'_>, expected: &TypeKind) -> Diagnostic {
    let message = format!(
        "{} should be {}, not {}",
        found.name(),
        expected_kinds(expected),
        found.node.kind()
    );
    let error = Diagnostic::error(code::WRONG_KIND, message).at(&found.node.span);
    match (&found.node.data, found.key) {
        (Data::String(written), Some(name)) if found.is_field() => {
            let ty = types::meant(written).unwrap_or("String");
            error.help(format!(r#"write `"{name}": {{ "type": "{ty}" }}`"#))
        }
        (Data::Array(_), Some("fields")) => {
            error.help(r#"write `"fields": { "name": { "type": "String" } }`"#)
        }
        (Data::String(text), Some(key)) if text == "true" || text == "false" => {
            error.help(format!(r#"write `"{key}": {text}`, without quotes"#))
        }
        (Data::String(text), Some(key)) if is_numeric(expected) && text.parse::<f64>().is_ok() => {
            error.help(format!(r#"write `"{key}": {text}`, without quotes"#))
        }
        (Data::String(text), Some(key)) if expected_kinds(expected) == "an array" => {
            error.help(format!(r#"write `"{key}": ["{text}"]`"#))
        }
        _ => error,
    }
}

fn expected_kinds(kind: &TypeKind) -> String {
    let names: Vec<_> = match kind {
        TypeKind::Single(one) => vec![with_article(one.as_str())],
        TypeKind::Multiple(several) => several
            .iter()
            .map(|one| with_article(one.as_str()))
            .collect(),
    };
    names.join(" or ")
}

fn is_numeric(kind: &TypeKind) -> bool {
    matches!(expected_kinds(kind).as_str(), "a number" | "a whole number")
}

fn with_article(kind: &str) -> &'static str {
    match kind {
        "array" => "an array",
        "boolean" => "a boolean",
        "integer" => "a whole number",
        "null" => "null",
        "number" => "a number",
        "object" => "an object",
        _ => "a string",
    }
}

fn missing(found: &Found<'_>, key: &str) -> Diagnostic {
    let subject = match (found.key, found.member) {
        _ if found.is_class() => "this class".to_owned(),
        (Some(list), None) => format!("an element of `{list}`"),
        _ => found.name(),
    };
    let error = Diagnostic::error(code::MISSING_KEY, format!("{subject} has no `{key}`"));
    let error = error.at(found
        .member
        .filter(|_| found.is_field())
        .map_or(&found.node.span, |member| &member.key_span));
    match key {
        "type" => error.help(format!("add `\"type\"`: {}", types::list())),
        "targetClass" => error.help(r#"add `"targetClass"`, the class it leads to"#),
        "className" => match found
            .node
            .members()
            .iter()
            .find(|member| member.key == "name")
        {
            Some(_) => error.help("the key is called `className`, not `name`"),
            None => error.help(r#"add `"className"`, the name of the class"#),
        },
        _ => error,
    }
}

fn choice(found: &Found<'_>, options: &Value) -> Diagnostic {
    let options: Vec<_> = options
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let written = found.node.to_value();
    let shown = found
        .node
        .as_str()
        .map_or_else(|| written.to_string(), str::to_owned);
    let message = format!("{} cannot be `{shown}`", found.name());
    let error = Diagnostic::error(code::UNKNOWN_CHOICE, message).at(&found.node.span);
    match did_you_mean(&shown, options.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("it is one of {}", backticked(&options))),
    }
}

/// Too small, too short, too few.
fn bounds(
    found: &Found<'_>,
    kind: &ValidationErrorKind,
    error: &ValidationError<'_>,
) -> Diagnostic {
    let name = found.name();
    let message = match kind {
        ValidationErrorKind::Minimum { limit } => format!("{name} cannot be less than {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("{name} cannot be more than {limit}"),
        ValidationErrorKind::MinItems { .. } | ValidationErrorKind::MinProperties { .. } => {
            format!("{name} is empty")
        }
        ValidationErrorKind::MinLength { .. } => format!("{name} is an empty string"),
        ValidationErrorKind::MaxLength { limit } => {
            format!("{name} is longer than {limit} characters")
        }
        _ => format!("{name}: {error}"),
    };
    let error = Diagnostic::error(code::OUT_OF_BOUNDS, message).at(&found.node.span);
    match (kind, found.key) {
        (ValidationErrorKind::MinItems { .. }, Some("enum")) => {
            error.help("list its values, or remove it: any String will do then")
        }
        (ValidationErrorKind::MinItems { .. } | ValidationErrorKind::MinProperties { .. }, _) => {
            error.help("fill it or remove it")
        }
        _ => error,
    }
}
