//! Who may do what, once `access` and `classLevelPermissions` are both heeded.

use super::Class;
use crate::model::{self, Access, ClassPermissions, Permission, Principal};

/// A row of the table of who may do what, each cell in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    pub class: String,
    /// The way to the owner (`user`, `order.user`); `self` on User; `None` where nobody owns an object.
    pub owner: Option<String>,
    pub read: String,
    pub create: String,
    pub update: String,
    pub delete: String,
    /// False where the rule is the safe default.
    pub declared: bool,
}

pub(super) fn row(class: &Class) -> AccessRow {
    let access = &class.access;
    let mut create = words(&access.create);
    if access.create_as_owner && !access.create.is_empty() {
        create.push_str(", as owner");
    }
    if class.is_user() && access.create.contains(&Principal::Public) {
        create = "public (sign-up)".to_owned();
    }
    let owner = class
        .class
        .owner
        .as_ref()
        .map(|path| match path.as_slice() {
            [] => "self".to_owned(),
            path => path.join("."),
        });
    AccessRow {
        class: class.title().to_owned(),
        owner,
        read: words(&access.read),
        create,
        update: words(&access.update),
        delete: words(&access.delete),
        declared: access.declared,
    }
}

fn words(principals: &[Principal]) -> String {
    let words: Vec<String> = principals.iter().map(Principal::to_string).collect();
    if words.is_empty() {
        "nobody".to_owned()
    } else {
        words.join(", ")
    }
}

/// The rule of a class, narrowed by its `classLevelPermissions`.
pub(super) fn effective(class: &model::Class) -> Access {
    let mut access = class.access.clone();
    let Some(permissions) = &class.permissions else {
        return access;
    };
    for (list, operations, user_fields) in [
        (
            &mut access.read,
            &["find", "get"][..],
            &permissions.read_user_fields,
        ),
        (
            &mut access.create,
            &["create"][..],
            &permissions.write_user_fields,
        ),
        (
            &mut access.update,
            &["update"][..],
            &permissions.write_user_fields,
        ),
        (
            &mut access.delete,
            &["delete"][..],
            &permissions.write_user_fields,
        ),
    ] {
        for operation in operations {
            if let Some(allowed) = allowed(class, permissions, operation, user_fields) {
                *list = both(list, &allowed);
            }
        }
    }
    access
}

/// Whom `classLevelPermissions` let in, or `None` where they let in everyone. A user named by objectId, or reached through a
/// Pointer that is not the owner's, has no counterpart among principals and is left out: too strict, never too lax.
fn allowed(
    class: &model::Class,
    permissions: &ClassPermissions,
    operation: &str,
    user_fields: &[String],
) -> Option<Vec<Principal>> {
    let Permission {
        allowed,
        requires_authentication,
        pointer_fields,
    } = permissions.operations.get(operation)?;
    let mut principals: Vec<Principal> = allowed
        .iter()
        .filter_map(|who| match who.strip_prefix("role:") {
            Some(role) => Some(Principal::Role(role.to_owned())),
            None => (who == "*").then_some(Principal::Public),
        })
        .collect();
    if *requires_authentication {
        principals.push(Principal::Authenticated);
    }
    let owner = class.owner.as_deref();
    if pointer_fields
        .iter()
        .chain(user_fields)
        .any(|field| owner == Some(std::slice::from_ref(field)))
    {
        principals.push(Principal::Owner);
    }
    principals.sort();
    principals.dedup();
    Some(principals)
}

/// Those whom both lists let in.
fn both(left: &[Principal], right: &[Principal]) -> Vec<Principal> {
    let mut meet: Vec<Principal> = left
        .iter()
        .flat_map(|one| right.iter().filter_map(move |other| narrower(one, other)))
        .collect();
    meet.sort();
    meet.dedup();
    meet
}

/// The one of two principals that implies the other. Two roles, or a role and the owner, imply nothing of each other.
fn narrower(one: &Principal, other: &Principal) -> Option<Principal> {
    match (one, other) {
        (Principal::Public, wide) | (wide, Principal::Public) => Some(wide.clone()),
        (Principal::Authenticated, known) | (known, Principal::Authenticated) => {
            Some(known.clone())
        }
        (Principal::Owner | Principal::Role(_), Principal::Owner | Principal::Role(_)) => {
            (one == other).then(|| one.clone())
        }
    }
}
