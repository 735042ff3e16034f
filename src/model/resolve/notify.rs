//! `notify`: changes that are told to a User by an object of the class Notification.

use super::Resolver;
use super::paths::{self, leads_to_user, unknown_field};
use super::system::universal;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, Field, FieldType, Notify};
use crate::schema::Node;

pub(super) fn resolve(resolver: &mut Resolver<'_>, id: ClassId) {
    let Some(listed) = resolver.value(id, "notify") else {
        return;
    };
    receiver(resolver, listed);
    let notify = listed
        .elements()
        .iter()
        .filter_map(|node| read(resolver, id, node))
        .collect();
    resolver.classes[id].notify = notify;
}

/// The class Notification, with a place for whom and what.
fn receiver(resolver: &mut Resolver<'_>, listed: &Node) {
    let help = r#"it takes `"user"`, a Pointer to User, and `"message"`, a String"#;
    let Some(id) = resolver.by_name.get("Notification").copied() else {
        let message = "`notify` writes to a class `Notification`, which the file does not have";
        resolver.report(
            Diagnostic::error(code::BAD_NOTIFY, message)
                .at(&listed.span)
                .help(help),
        );
        return;
    };
    let field = |name: &str| {
        resolver.classes[id]
            .fields
            .iter()
            .find(|field| field.name.wire == name)
    };
    let whom = field("user").is_some_and(|field| leads_to_user(resolver, field));
    let what = field("message").is_some_and(|field| matches!(field.shape.ty, FieldType::String));
    let more = resolver.classes[id].fields.iter().find(|field| {
        field.required
            && field.default.is_none()
            && !matches!(field.name.wire.as_str(), "user" | "message" | "read")
    });
    let message = match (whom && what, more) {
        (true, None) => return,
        (false, _) => {
            "`notify` writes to `Notification`, which has no place for whom and what".to_owned()
        }
        (true, Some(field)) => format!(
            "`notify` cannot fill `Notification.{}`, which is required",
            field.name.wire
        ),
    };
    let error = Diagnostic::error(code::BAD_NOTIFY, message).at(&listed.span);
    let error = error.label(&resolver.class_span(id), "the class");
    resolver.report(error.help(if whom && what {
        "make it optional, or give it a default"
    } else {
        help
    }));
}

fn read(resolver: &mut Resolver<'_>, id: ClassId, node: &Node) -> Option<Notify> {
    let (when, to, message) = (node.get("when")?, node.get("to")?, node.get("message")?);
    if let Some(field) = known(resolver, id, when.as_str()?, "when", when)
        && matches!(field.shape.ty, FieldType::Relation(_))
    {
        let name = &field.name.wire;
        let problem = format!("`when` names `{name}`, a Relation, which has no value that changes");
        resolver.report(Diagnostic::error(code::BAD_NOTIFY, problem).at(&when.span));
    }
    let text = message.as_str()?;
    for name in placeholders(text) {
        if let Some(field) = known(resolver, id, name, "message", message)
            && field.hidden
        {
            let problem = format!("`message` tells `{name}`, which is hidden");
            resolver.report(Diagnostic::error(code::BAD_NOTIFY, problem).at(&message.span));
        }
    }
    let path = paths::to_user(resolver, id, to, "to")?;
    Some(Notify {
        when: when.as_str()?.to_owned(),
        to: path,
        message: text.to_owned(),
    })
}

/// The field of this name, if it is not one that every object has; reports that there is neither.
fn known(
    resolver: &mut Resolver<'_>,
    id: ClassId,
    name: &str,
    key: &str,
    at: &Node,
) -> Option<Field> {
    let mut fields = resolver.classes[id].fields.iter();
    let found = fields.find(|field| field.name.wire == name).cloned();
    if found.is_none() && universal(name).is_none() {
        let error = unknown_field(resolver, id, name, key, &at.span);
        resolver.report(error);
    }
    found
}

/// The names between braces.
fn placeholders(message: &str) -> impl Iterator<Item = &str> {
    message
        .split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(name, _)| name))
}
