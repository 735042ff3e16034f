//! Who may do what: rules become terms of the query, never a check row by row afterwards.

use crate::class::{ClassDef, Kind};
use crate::query::{Filter, Place};
use crate::store::Catalog;
use crate::write::Stored;

/// The rule of a class. An empty list is nobody: the master key alone.
#[derive(Debug)]
pub struct Access {
    pub read: &'static [Principal],
    pub create: &'static [Principal],
    pub update: &'static [Principal],
    pub delete: &'static [Principal],
    /// Who creates without a role becomes the owner of what he creates, and of nothing else.
    pub create_as_owner: bool,
}

/// One whom a rule speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    Public,
    Authenticated,
    /// The user at the end of the class's owner path.
    Owner,
    Role(&'static str),
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// No rule binds him.
    Master,
    User {
        id: String,
        roles: Vec<String>,
    },
    Anonymous,
}

/// What a caller may be asking to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Read,
    Create,
    Update,
    Delete,
}

impl Access {
    pub const NOBODY: Self = Self {
        read: &[],
        create: &[],
        update: &[],
        delete: &[],
        create_as_owner: false,
    };

    fn rule(&self, action: Action) -> &'static [Principal] {
        match action {
            Action::Read => self.read,
            Action::Create => self.create,
            Action::Update => self.update,
            Action::Delete => self.delete,
        }
    }
}

/// The objects of `class` to which `caller` may do this.
pub(crate) fn filter(
    catalog: &Catalog,
    class: &'static ClassDef,
    action: Action,
    caller: &Caller,
) -> Filter {
    let (id, roles) = match caller {
        Caller::Master => return Filter::Always(true),
        Caller::User { id, roles } => (Some(id), roles.as_slice()),
        Caller::Anonymous => (None, [].as_slice()),
    };
    let mut own = Filter::Always(false);
    for principal in class.access.rule(action) {
        match principal {
            Principal::Public => return Filter::Always(true),
            Principal::Authenticated if id.is_some() => return Filter::Always(true),
            Principal::Role(role) if roles.iter().any(|has| has == role) => {
                return Filter::Always(true);
            }
            Principal::Owner => {
                if let Some(id) = id {
                    own = owned_by(catalog, class, class.owner, id);
                }
            }
            Principal::Authenticated | Principal::Role(_) => {}
        }
    }
    own
}

/// What must be true of a new object for `caller` to create it; `Always(false)` where he may not create any.
///
/// A rule that lets a user in only as the owner is a term over the fields that he sends.
pub(crate) fn creates_as(catalog: &Catalog, class: &'static ClassDef, caller: &Caller) -> Filter {
    let allowed = filter(catalog, class, Action::Create, caller);
    let Caller::User { id, roles } = caller else {
        return allowed;
    };
    let by_role = class.access.create.iter().any(
        |principal| matches!(principal, Principal::Role(role) if roles.iter().any(|has| has == role)),
    );
    if matches!(allowed, Filter::Always(true)) && class.access.create_as_owner && !by_role {
        return owned_by(catalog, class, class.owner, id);
    }
    allowed
}

/// The objects from which `path` leads to the user.
fn owned_by(
    catalog: &Catalog,
    class: &'static ClassDef,
    path: &'static [&'static str],
    user: &str,
) -> Filter {
    let user_id = || Stored::Text(user.to_owned());
    let Some((first, rest)) = path.split_first() else {
        let itself = class.name == "_User";
        return if itself {
            Filter::equal(Place::Id, user_id())
        } else {
            Filter::Always(false)
        };
    };
    let Some((field, def)) = class.field(first) else {
        return Filter::Always(false);
    };
    if rest.is_empty() {
        return Filter::equal(Place::Field(field), user_id());
    }
    let Kind::Pointer { class: target, .. } = def.kind else {
        return Filter::Always(false);
    };
    match catalog.class(target) {
        Some(class) => {
            let filter = Box::new(owned_by(catalog, class, rest, user));
            Filter::LeadsTo {
                field,
                class,
                filter,
            }
        }
        None => Filter::Always(false),
    }
}
