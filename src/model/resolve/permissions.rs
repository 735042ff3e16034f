//! `classLevelPermissions`, in Parse's own form.

use super::Resolver;
use super::paths::{leads_to_user, unknown_field};
use super::system::universal;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, ClassPermissions, FieldType, Permission};
use crate::schema::{Data, Node};

pub(super) fn resolve(resolver: &mut Resolver<'_>, id: ClassId) {
    let Some(written) = resolver.value(id, "classLevelPermissions") else {
        return;
    };
    let mut permissions = ClassPermissions::default();
    for operation in written.members() {
        match operation.key.as_str() {
            "find" | "get" | "count" | "create" | "update" | "delete" | "addField" => {
                let permission = permission(resolver, id, &operation.value);
                permissions
                    .operations
                    .insert(operation.key.clone(), permission);
            }
            "readUserFields" => {
                permissions.read_user_fields =
                    user_fields(resolver, id, &operation.key, &operation.value);
            }
            "writeUserFields" => {
                permissions.write_user_fields =
                    user_fields(resolver, id, &operation.key, &operation.value);
            }
            "protectedFields" => {
                for group in operation.value.members() {
                    let fields = protected(resolver, id, &group.value);
                    permissions
                        .protected_fields
                        .insert(group.key.clone(), fields);
                }
            }
            _ => {}
        }
    }
    resolver.classes[id].permissions = Some(permissions);
}

fn permission(resolver: &mut Resolver<'_>, id: ClassId, node: &Node) -> Permission {
    let mut permission = Permission::default();
    for member in node.members() {
        let given = matches!(member.value.data, Data::Boolean(true));
        match member.key.as_str() {
            "requiresAuthentication" => permission.requires_authentication = given,
            "pointerFields" => {
                permission.pointer_fields =
                    user_fields(resolver, id, "pointerFields", &member.value)
            }
            who if given => permission.allowed.push(who.to_owned()),
            _ => {}
        }
    }
    permission
}

/// Fields that lead to a User each, or hold several Users.
fn user_fields(resolver: &mut Resolver<'_>, id: ClassId, key: &str, listed: &Node) -> Vec<String> {
    let mut fields = Vec::new();
    for (node, name) in listed.strings() {
        let field = resolver.classes[id]
            .fields
            .iter()
            .find(|field| field.name.wire == name);
        let error = match field {
            None => Some(unknown_field(resolver, id, name, key, &node.span)),
            Some(field)
                if leads_to_user(resolver, field)
                    || matches!(field.shape.ty, FieldType::Array(_)) =>
            {
                None
            }
            Some(_) if resolver.is_broken(id, name) => None,
            Some(field) => {
                let message = format!(
                    "`{key}` names `{name}`, which is no Pointer to User but {}",
                    field.shape.ty.name()
                );
                let error = Diagnostic::error(code::BAD_PATH, message).at(&node.span);
                Some(error.help("name a Pointer to User, or an Array of such Pointers"))
            }
        };
        error.into_iter().for_each(|error| resolver.report(error));
        fields.push(name.to_owned());
    }
    fields
}

fn protected(resolver: &mut Resolver<'_>, id: ClassId, listed: &Node) -> Vec<String> {
    let mut fields = Vec::new();
    for (node, name) in listed.strings() {
        if universal(name).is_none()
            && !resolver.classes[id]
                .fields
                .iter()
                .any(|field| field.name.wire == name)
        {
            let error = unknown_field(resolver, id, name, "protectedFields", &node.span);
            resolver.report(error);
        }
        fields.push(name.to_owned());
    }
    fields
}
