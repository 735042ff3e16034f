//! The classes of the file: their names first, so that a Pointer may lead to one that stands below it.

use super::names;
use super::system;
use super::{Resolver, fields};
use crate::diagnostic::{Diagnostic, code, did_you_mean};
use crate::model::{Access, Class, ClassId, Name};
use crate::schema::{Document, Node};

/// The most classes that are read.
const MOST_CLASSES: usize = 2_000;
/// The most fields of one class that are read.
const MOST_FIELDS: usize = 1_000;

/// Gives each class its place, and reports names that cannot be one.
pub(super) fn collect<'a>(resolver: &mut Resolver<'a>, document: &'a Document) {
    if let Some(one) = document.classes().get(MOST_CLASSES) {
        let message = format!(
            "the file has {} classes, more than {MOST_CLASSES}",
            document.classes().len()
        );
        resolver.report(
            Diagnostic::error(code::TOO_MANY, message)
                .at(&one.span)
                .help("split it into several backends"),
        );
    }
    for node in document.classes().iter().take(MOST_CLASSES) {
        let Some(written) = node.get("className") else {
            continue;
        };
        let Some(name) = written.as_str() else {
            continue;
        };
        if system::left_out(name) {
            let message = format!("`{name}` is a class of Parse Server's own and is left out");
            let warning = Diagnostic::warning(code::CLASS_LEFT_OUT, message).at(&written.span);
            resolver.report(warning.help("this backend keeps no objects of it"));
            continue;
        }
        let wire = system::wire_name(name);
        if let Some(problem) = names::class_problem(wire) {
            resolver.report(problem.at(&written.span));
        }
        let id = add(resolver, wire, Some(node));
        if let Some(first) = resolver.by_name.get(wire) {
            let first = resolver.class_span(*first);
            let error = Diagnostic::error(
                code::CLASS_TWICE,
                format!("the class `{name}` is defined twice"),
            );
            let help = match system::class(wire) {
                Some(_) => format!(
                    "`{}` and `{wire}` are one class; put the fields of both into one",
                    &wire[1..]
                ),
                None => "put the fields of both into one, or rename one of them".to_owned(),
            };
            resolver.report(
                error
                    .at(&written.span)
                    .label(&first, "first here")
                    .help(help),
            );
        } else {
            resolver.by_name.insert(wire.to_owned(), id);
        }
    }
}

fn add<'a>(resolver: &mut Resolver<'a>, wire: &str, node: Option<&'a Node>) -> ClassId {
    let description = node
        .and_then(|node| node.get("description"))
        .and_then(Node::as_str)
        .map(str::to_owned);
    resolver.classes.push(Class {
        name: Name {
            wire: wire.to_owned(),
            code: String::new(),
        },
        description,
        system: system::class(wire),
        listed: node.is_some(),
        fields: Vec::new(),
        owner: None,
        access: Access::default(),
        permissions: None,
        indexes: Vec::new(),
        notify: Vec::new(),
    });
    resolver.nodes.push(node);
    resolver.classes.len() - 1
}

/// The class of a `targetClass`; a system class that is not listed comes to be here.
pub(super) fn target(resolver: &mut Resolver<'_>, node: &Node) -> Option<ClassId> {
    let name = node.as_str()?;
    let wire = system::wire_name(name);
    if let Some(id) = resolver.by_name.get(wire) {
        return Some(*id);
    }
    if system::class(wire).is_some() {
        return Some(appear(resolver, wire));
    }
    let error = Diagnostic::error(code::UNKNOWN_CLASS, format!("there is no class `{name}`"))
        .at(&node.span);
    let known = resolver
        .by_name
        .keys()
        .map(|known| known.trim_start_matches('_'));
    let mut known: Vec<_> = known.chain(["User", "Role"]).collect();
    known.sort_unstable();
    let near = did_you_mean(name, known.iter().copied()).map(str::to_owned);
    resolver.report(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if system::left_out(name) => {
            error.help("it is a class of Parse Server's own that this backend does not keep")
        }
        None => error.help("add a class of this name, or point at one of the file"),
    });
    None
}

/// Adds a system class that the file only points at.
fn appear(resolver: &mut Resolver<'_>, wire: &str) -> ClassId {
    let id = add(resolver, wire, None);
    resolver.by_name.insert(wire.to_owned(), id);
    id
}

/// Reads the fields of every class; those that come to be on the way too.
pub(super) fn fields(resolver: &mut Resolver<'_>) {
    let mut id = 0;
    while id < resolver.classes.len() {
        let mut own = match resolver.classes[id].system {
            Some(class) => system::fields(resolver, class),
            None => Vec::new(),
        };
        let members = resolver.value(id, "fields").map_or(&[][..], Node::members);
        if let Some(one) = members.get(MOST_FIELDS) {
            let name = &resolver.classes[id].name.wire;
            let message = format!(
                "the class `{name}` has {} fields, more than {MOST_FIELDS}",
                members.len()
            );
            let help = "move some of them into classes of their own, or into an Object";
            resolver.report(
                Diagnostic::error(code::TOO_MANY, message)
                    .at(&one.key_span)
                    .help(help),
            );
        }
        for member in members.iter().take(MOST_FIELDS) {
            fields::add(resolver, id, &mut own, member);
        }
        resolver.classes[id].fields = own;
        id += 1;
    }
}

/// A system class, listed or not.
pub(super) fn system_class(resolver: &mut Resolver<'_>, wire: &str) -> ClassId {
    match resolver.by_name.get(wire) {
        Some(id) => *id,
        None => appear(resolver, wire),
    }
}

/// The system classes that no one named. They take part in no rule and no target of their own, so this comes last.
pub(super) fn unmentioned(resolver: &mut Resolver<'_>) -> Vec<Class> {
    let mentioned = resolver.classes.len();
    for wire in system::CLASSES {
        system_class(resolver, wire);
    }
    for id in mentioned..resolver.classes.len() {
        let Some(class) = resolver.classes[id].system else {
            continue;
        };
        let mut fields = system::fields(resolver, class);
        for field in &mut fields {
            field.name.code.clone_from(&field.name.wire);
        }
        let class = &mut resolver.classes[id];
        class.name.code = class.name.wire.trim_start_matches('_').to_owned();
        class.fields = fields;
    }
    resolver.classes.split_off(mentioned)
}
