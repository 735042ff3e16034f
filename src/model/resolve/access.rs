//! Who may do what: principals as written, and the rule of each class.

use super::Resolver;
use crate::diagnostic::{Diagnostic, code, did_you_mean};
use crate::model::{Access, ClassId, Principal};
use crate::schema::Node;

const WORDS: [&str; 3] = ["public", "authenticated", "owner"];

/// Gives each class its rule: declared, open, or the safe default.
pub(super) fn resolve(resolver: &mut Resolver<'_>) {
    for id in 0..resolver.classes.len() {
        let class = &resolver.classes[id];
        let in_parse_form = resolver.value(id, "classLevelPermissions").is_some();
        let safe = Access::safe(class);
        let rest = if in_parse_form || resolver.open_access {
            Access::open(class)
        } else {
            safe
        };
        resolver.classes[id].access = match resolver.value(id, "access") {
            Some(written) => declared(resolver, id, written, rest),
            None => Access {
                declared: in_parse_form,
                ..rest
            },
        };
    }
}

/// An operation that is left out keeps what holds anyway.
fn declared(resolver: &mut Resolver<'_>, id: ClassId, written: &Node, rest: Access) -> Access {
    let mut list = |key: &str, otherwise: Vec<Principal>| match written.get(key) {
        Some(listed) => of_class(resolver, id, listed),
        None => otherwise,
    };
    let access = Access {
        read: list("read", rest.read),
        create: list("create", rest.create),
        update: list("update", rest.update),
        delete: list("delete", rest.delete),
        declared: true,
        create_as_owner: false,
    };
    Access {
        create_as_owner: access.gives_to_its_creator(&resolver.classes[id]),
        ..access
    }
}

fn of_class(resolver: &mut Resolver<'_>, id: ClassId, listed: &Node) -> Vec<Principal> {
    let mut who = Vec::new();
    for (principal, node) in principals(resolver, listed) {
        let class = &resolver.classes[id];
        if principal == Principal::Owner
            && class.owner.is_none()
            && resolver.value(id, "owner").is_none()
        {
            let name = &class.name.wire;
            let error = Diagnostic::error(
                code::OWNER_UNKNOWN,
                format!("`{name}` has no owner to give this to"),
            );
            resolver.report(
                error.at(&node.span).help(
                    r#"add a Pointer to User, or say where it leads: `"owner": "order.user"`"#,
                ),
            );
        }
        who.push(principal);
    }
    who.sort();
    who.dedup();
    who
}

/// The principals of a list, each with its place.
pub(super) fn principals<'a>(
    resolver: &mut Resolver<'_>,
    listed: &'a Node,
) -> Vec<(Principal, &'a Node)> {
    let read = listed
        .strings()
        .filter_map(|(node, text)| Some((principal(resolver, node, text)?, node)));
    read.collect()
}

fn principal(resolver: &mut Resolver<'_>, node: &Node, text: &str) -> Option<Principal> {
    match text {
        "public" => return Some(Principal::Public),
        "authenticated" => return Some(Principal::Authenticated),
        "owner" => return Some(Principal::Owner),
        _ => {}
    }
    if let Some(role) = text.strip_prefix("role:").filter(|role| !role.is_empty()) {
        unknown_role(resolver, node, role);
        return Some(Principal::Role(role.to_owned()));
    }
    let error = Diagnostic::error(
        code::UNKNOWN_PRINCIPAL,
        format!("there is no principal `{text}`"),
    )
    .at(&node.span);
    let help = match text {
        "*" | "everyone" | "anyone" | "all" => "write `public`".to_owned(),
        "user" | "users" => {
            "write `authenticated` for whoever is signed in, `owner` for whose the object is"
                .to_owned()
        }
        "none" | "nobody" | "master" => "an empty list is nobody but the master key".to_owned(),
        _ if is_role(resolver, text) => format!("write `role:{text}`"),
        _ => match did_you_mean(text, WORDS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `public`, `authenticated`, `owner`, or `role:` and the name of a role"
                .to_owned(),
        },
    };
    resolver.report(error.help(help));
    None
}

fn is_role(resolver: &Resolver<'_>, name: &str) -> bool {
    name == "admin"
        || resolver
            .roles
            .as_ref()
            .is_some_and(|roles| roles.iter().any(|role| role == name))
}

/// A role that the top level does not list, where it lists roles.
fn unknown_role(resolver: &mut Resolver<'_>, node: &Node, role: &str) {
    let Some(roles) = &resolver.roles else { return };
    if roles.iter().any(|known| known == role) {
        return;
    }
    let warning = Diagnostic::warning(
        code::UNKNOWN_ROLE,
        format!("`roles` does not list `{role}`"),
    )
    .at(&node.span);
    let help = match did_you_mean(role, roles.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `role:{near}`?"),
        None => format!("add `{role}` to `roles`"),
    };
    resolver.report(warning.help(help));
}
