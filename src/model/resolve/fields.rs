//! A field: its name, its type, and the rules that hold for it alone.

use super::{Resolver, defaults, names, shapes, system};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, Field, FieldType, Name, OnDelete};
use crate::schema::{Member, Node};

/// Where a field stands: what may be said of it depends on that.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Class,
    /// In the shape of an Object.
    Object,
    /// A parameter of a function.
    Parameter,
}

/// Keys that only mean something on a field of a class.
const OF_CLASSES: [&str; 7] = [
    "unique",
    "index",
    "readOnly",
    "immutable",
    "hidden",
    "onDelete",
    "transitions",
];

/// Adds a field of a class, or what the file says about one that the class has anyway.
pub(super) fn add(
    resolver: &mut Resolver<'_>,
    class: ClassId,
    fields: &mut Vec<Field>,
    member: &Member,
) {
    if let Some(ty) = system::universal(&member.key) {
        return listed(resolver, member, ty);
    }
    let errors = resolver.findings.len();
    let field = read(resolver, member, Place::Class);
    if resolver.findings[errors..].iter().any(Diagnostic::is_error) {
        resolver.broken.push((class, member.key.clone()));
    }
    match fields
        .iter_mut()
        .find(|own| own.system && own.name.wire == field.name.wire)
    {
        Some(own) => merge(resolver, own, field, member),
        None => fields.push(field),
    }
}

/// `objectId`, `createdAt`, `updatedAt` and `ACL` may be listed, and that is all.
fn listed(resolver: &mut Resolver<'_>, member: &Member, ty: &str) {
    other_type(resolver, member, ty);
    for said in member.value.members() {
        if !matches!(said.key.as_str(), "type" | "required" | "description")
            && says_something(&said.value)
        {
            let message = format!(
                "`{}` does not apply to `{}`, which the server keeps",
                said.key, member.key
            );
            resolver.report(
                Diagnostic::error(code::DOES_NOT_APPLY, message)
                    .at(&said.key_span)
                    .help("remove it"),
            );
        }
    }
}

/// A system field that is listed with a type which it does not have.
fn other_type(resolver: &mut Resolver<'_>, member: &Member, ty: &str) -> bool {
    let Some(written) = member.value.get("type") else {
        return false;
    };
    let Some(other) = written.as_str().filter(|other| *other != ty) else {
        return false;
    };
    let message = format!(
        "the system field `{}` is of type {ty}, not {other}",
        member.key
    );
    let help = format!("write `{ty}`, or leave the field out: it is there anyway");
    resolver.report(
        Diagnostic::error(code::SYSTEM_FIELD_TYPE, message)
            .at(&written.span)
            .help(help),
    );
    true
}

/// What the file says about a field of a system class is added to what holds for it anyway.
fn merge(resolver: &mut Resolver<'_>, own: &mut Field, listed: Field, member: &Member) {
    if other_type(resolver, member, own.shape.ty.name()) {
        return;
    }
    let format = own.shape.checks.format;
    // The target of its own Pointers and Relations is not the file's to choose.
    if !matches!(own.shape.ty, FieldType::Pointer(_) | FieldType::Relation(_)) {
        own.shape = listed.shape;
    }
    own.shape.checks.format = own.shape.checks.format.or(format);
    own.required |= listed.required;
    own.unique |= listed.unique;
    own.index |= listed.index;
    own.read_only |= listed.read_only;
    own.immutable |= listed.immutable;
    own.hidden |= listed.hidden;
    own.default = listed.default;
    own.description = listed.description;
    own.name.code = listed.name.code;
}

/// A field as it stands.
pub(super) fn read(resolver: &mut Resolver<'_>, member: &Member, place: Place) -> Field {
    let node = &member.value;
    if let Some(problem) = names::field_problem(&member.key) {
        resolver.report(problem.at(&member.key_span));
    }
    if place != Place::Class {
        for said in node
            .members()
            .iter()
            .filter(|said| OF_CLASSES.contains(&said.key.as_str()))
        {
            not_here(resolver, said, place);
        }
    }
    let shape = shapes::read(resolver, node, &member.key);
    let flag = |key: &str| node.get(key).and_then(Node::as_bool).unwrap_or(false);
    let mut field = Field {
        name: Name {
            wire: member.key.clone(),
            code: code_name(node),
        },
        description: node
            .get("description")
            .and_then(Node::as_str)
            .map(str::to_owned),
        shape,
        required: flag("required"),
        default: None,
        unique: flag("unique"),
        index: flag("index"),
        read_only: flag("readOnly"),
        immutable: flag("immutable"),
        hidden: flag("hidden"),
        system: false,
    };
    defaults::read(resolver, node, &mut field, place);
    clear_of_required(resolver, node, &field);
    field
}

/// The name in code that the file chooses; empty where it chooses none.
pub(super) fn code_name(node: &Node) -> String {
    node.get("codeName")
        .and_then(Node::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// `false` and `null` ask for nothing.
pub(super) fn says_something(node: &Node) -> bool {
    node.as_bool() != Some(false) && !matches!(node.data, crate::schema::Data::Null)
}

fn not_here(resolver: &mut Resolver<'_>, said: &Member, place: Place) {
    if !says_something(&said.value) {
        return;
    }
    let what = match place {
        Place::Class => return,
        Place::Object => "a field inside an Object",
        Place::Parameter => "a parameter",
    };
    let message = format!("`{}` does not apply to {what}", said.key);
    resolver.report(
        Diagnostic::error(code::DOES_NOT_APPLY, message)
            .at(&said.key_span)
            .help("remove it"),
    );
}

fn clear_of_required(resolver: &mut Resolver<'_>, node: &Node, field: &Field) {
    let FieldType::Pointer(pointer) = &field.shape.ty else {
        return;
    };
    if let Some(written) = node
        .get("onDelete")
        .filter(|_| field.required && pointer.on_delete == OnDelete::Clear)
    {
        let message = format!(
            "`{}` is required, so a deletion cannot clear it",
            field.name.wire
        );
        let error = Diagnostic::error(code::CLEAR_REQUIRED, message).at(&written.span);
        resolver.report(error.help("write `restrict` or `cascade`, or make the Pointer optional"));
    }
}
