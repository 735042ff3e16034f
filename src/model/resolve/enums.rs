//! The values of an `enum`, and which may follow which.

use std::collections::HashMap;
use std::ops::Range;

use super::fields::code_name;
use super::{Resolver, access};
use crate::diagnostic::{Diagnostic, code, did_you_mean};
use crate::model::{Enum, EnumValue, FieldType, Name, Transition};
use crate::schema::{Data, Node};

/// Reads an enum; `node` is the field that it stands in.
pub(super) fn read(resolver: &mut Resolver<'_>, node: &Node, listed: &Node) -> FieldType {
    let values = values(resolver, listed);
    if values.is_empty() {
        return FieldType::String;
    }
    let steps = node.get("transitions");
    if let Some(written) = steps.filter(|steps| is_empty(steps)) {
        // A Model cannot say that nothing may follow anything, and nobody can have meant it.
        let error =
            Diagnostic::error(code::OUT_OF_BOUNDS, "`transitions` has no step").at(&written.span);
        resolver.report(error.help("remove it: then any value may follow any"));
    }
    let transitions = steps.map_or_else(Vec::new, |steps| transitions(resolver, steps, &values));
    FieldType::Enum(Enum {
        values,
        transitions,
    })
}

/// Neither a list of steps nor a map with one.
fn is_empty(steps: &Node) -> bool {
    let is_list = matches!(steps.data, Data::Array(_) | Data::Object(_));
    let mut ways = steps.members().iter().map(|member| &member.value);
    is_list
        && steps.elements().is_empty()
        && ways.all(|to| matches!(to.data, Data::Array(_)) && to.elements().is_empty())
}

fn values(resolver: &mut Resolver<'_>, listed: &Node) -> Vec<EnumValue> {
    let mut values = Vec::new();
    let mut seen = HashMap::new();
    for node in listed.elements() {
        let (text, code) = match node.as_str() {
            Some(text) => (text, String::new()),
            None => match node.get("value").and_then(Node::as_str) {
                Some(text) => (text, code_name(node)),
                None => continue,
            },
        };
        if let Some(first) = seen.insert(text, &node.span) {
            let error = Diagnostic::error(
                code::VALUE_TWICE,
                format!("the value `{text}` stands twice in `enum`"),
            );
            resolver.report(
                error
                    .at(&node.span)
                    .label(first, "first here")
                    .help("remove one of them"),
            );
            continue;
        }
        values.push(EnumValue {
            name: Name {
                wire: text.to_owned(),
                code,
            },
        });
    }
    values
}

/// Both forms: a map from each value to those that may follow, or a list of steps.
fn transitions(resolver: &mut Resolver<'_>, node: &Node, values: &[EnumValue]) -> Vec<Transition> {
    let mut steps = Vec::new();
    if let Data::Array(listed) = &node.data {
        for step in listed {
            let Some(from) = step.get("from") else {
                continue;
            };
            let from = from
                .as_str()
                .and_then(|name| known(resolver, values, name, &from.span).then_some(name));
            add(resolver, &mut steps, values, from, step);
        }
    }
    for member in node.members() {
        let from =
            known(resolver, values, &member.key, &member.key_span).then_some(member.key.as_str());
        for step in member.value.elements() {
            add(resolver, &mut steps, values, from, step);
        }
    }
    steps
}

fn add(
    resolver: &mut Resolver<'_>,
    steps: &mut Vec<Transition>,
    values: &[EnumValue],
    from: Option<&str>,
    step: &Node,
) {
    let to = if step.as_str().is_some() {
        Some(step)
    } else {
        step.get("to")
    };
    let Some((to, name)) = to.and_then(|to| to.as_str().map(|name| (to, name))) else {
        return;
    };
    let is_known = known(resolver, values, name, &to.span);
    let by = step.get("by").map(|by| {
        access::principals(resolver, by)
            .into_iter()
            .map(|(who, _)| who)
            .collect()
    });
    let Some(from) = from.filter(|_| is_known) else {
        return;
    };
    if steps
        .iter()
        .any(|step| step.from == from && step.to == name)
    {
        let message = format!("the transition from `{from}` to `{name}` stands twice");
        resolver.report(
            Diagnostic::error(code::VALUE_TWICE, message)
                .at(&to.span)
                .help("remove one of them"),
        );
        return;
    }
    steps.push(Transition {
        from: from.to_owned(),
        to: name.to_owned(),
        by,
    });
}

fn known(
    resolver: &mut Resolver<'_>,
    values: &[EnumValue],
    name: &str,
    place: &Range<usize>,
) -> bool {
    let names = || values.iter().map(|value| value.name.wire.as_str());
    if names().any(|known| known == name) {
        return true;
    }
    let message = format!("`transitions` names `{name}`, which is no value of the `enum`");
    let error = Diagnostic::error(code::UNKNOWN_VALUE, message).at(place);
    let near = did_you_mean(name, names()).map(str::to_owned);
    resolver.report(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("add it to the `enum`, or name one of its values"),
    });
    false
}
