//! `classLevelPermissions`, in Parse's own form and meaning.

use super::{Action, Caller};
use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::{Code, Error};
use crate::query::{Filter, Place};
use crate::write::{Stored, canonical};

/// What a class allows, operation by operation; `None` is open to all.
#[derive(Debug)]
pub struct Permissions {
    pub find: Option<Permission>,
    pub get: Option<Permission>,
    pub count: Option<Permission>,
    pub create: Option<Permission>,
    pub update: Option<Permission>,
    pub delete: Option<Permission>,
    /// Pointers to User, or Arrays of them: whoever they name may read what the operations above deny him.
    pub read_user_fields: &'static [&'static str],
    /// The same for update and delete.
    pub write_user_fields: &'static [&'static str],
    /// Fields withheld from a group: `*`, `authenticated`, a user's id, `role:NAME`, `userField:NAME`. A caller in
    /// several groups is denied what all of them are.
    pub protected_fields: &'static [(&'static str, &'static [&'static str])],
}

/// Whom an operation is open to.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// `*`, a user's id, `role:NAME`.
    pub allowed: &'static [&'static str],
    pub requires_authentication: bool,
    /// Pointers to User, or Arrays of them, whose user may do it to that object.
    pub pointer_fields: &'static [&'static str],
}

impl Permission {
    /// Open to those, and to nobody else.
    pub const fn to(allowed: &'static [&'static str]) -> Self {
        Self {
            allowed,
            requires_authentication: false,
            pointer_fields: &[],
        }
    }

    /// Open to all who are signed in, too.
    pub const fn or_authenticated(mut self) -> Self {
        self.requires_authentication = true;
        self
    }

    /// Open to the users that these fields of an object name, too.
    pub const fn or_pointed_at(mut self, fields: &'static [&'static str]) -> Self {
        self.pointer_fields = fields;
        self
    }
}

impl Permissions {
    pub const OPEN: Self = Self {
        find: None,
        get: None,
        count: None,
        create: None,
        update: None,
        delete: None,
        read_user_fields: &[],
        write_user_fields: &[],
        protected_fields: &[],
    };

    /// The objects to which the class lets `caller` do this.
    ///
    /// # Errors
    /// Code 119 where it lets him do it to none; 101 where it would, were he signed in.
    pub(super) fn filter(
        &self,
        class: &'static ClassDef,
        action: Action,
        caller: &Caller,
    ) -> Result<Filter> {
        let (permission, user_fields) = match action {
            Action::Find => (&self.find, self.read_user_fields),
            Action::Get => (&self.get, self.read_user_fields),
            Action::Count => (&self.count, self.read_user_fields),
            Action::Create => (&self.create, &[][..]),
            Action::Update => (&self.update, self.write_user_fields),
            Action::Delete => (&self.delete, self.write_user_fields),
        };
        let Some(permission) = permission else {
            return Ok(Filter::Always(true));
        };
        let names = caller.names();
        let named = permission
            .allowed
            .iter()
            .any(|allowed| names.iter().any(|name| name == allowed));
        let user = caller.user();
        if named || (permission.requires_authentication && user.is_some()) {
            return Ok(Filter::Always(true));
        }
        let fields = permission.pointer_fields.iter().chain(user_fields);
        if let Some(user) = user.filter(|_| action != Action::Create) {
            let terms = fields
                .filter_map(|field| names_user(class, field, user))
                .collect::<Vec<_>>();
            if !terms.is_empty() {
                return Ok(Filter::Any(terms));
            }
        } else if permission.requires_authentication {
            return Err(Error::new(Code::OBJECT_NOT_FOUND, "Permission denied"));
        } else if action != Action::Create && fields.count() > 0 {
            return Ok(Filter::Always(false));
        }
        Err(Error::forbidden())
    }

    /// The fields that are withheld from `caller`.
    pub(crate) fn withheld(&self, class: &ClassDef, caller: &Caller) -> Vec<usize> {
        if *caller == Caller::Master || self.protected_fields.is_empty() {
            return Vec::new();
        }
        let mut names = caller.names();
        names.extend(caller.user().map(|_| "authenticated".to_owned()));
        let groups: Vec<_> = self
            .protected_fields
            .iter()
            .filter(|(group, _)| names.iter().any(|name| name == group))
            .map(|(_, fields)| *fields)
            .collect();
        let Some((first, rest)) = groups.split_first() else {
            return self.withheld_from_some(class, caller);
        };
        let in_all = first
            .iter()
            .filter(|field| rest.iter().all(|fields| fields.contains(field)));
        in_all
            .filter_map(|name| class.field(name))
            .map(|(index, _)| index)
            .collect()
    }

    /// What is withheld only from the users that a field of the object names (`userField:NAME`). Which those are differs
    /// from object to object, so nobody who is signed in gets it.
    fn withheld_from_some(&self, class: &ClassDef, caller: &Caller) -> Vec<usize> {
        let of_some = self
            .protected_fields
            .iter()
            .filter(|(group, _)| caller.user().is_some() && group.starts_with("userField:"));
        of_some
            .flat_map(|(_, fields)| *fields)
            .filter_map(|name| class.field(name))
            .map(|(index, _)| index)
            .collect()
    }
}

/// The objects that name the user in this field.
fn names_user(class: &'static ClassDef, field: &str, user: &str) -> Option<Filter> {
    let (field, def) = class.field(field)?;
    Some(match def.kind {
        Kind::Array(_) => {
            let pointer =
                serde_json::json!({"__type": "Pointer", "className": "_User", "objectId": user});
            Filter::Contains {
                field,
                elements: vec![canonical(&pointer).ok()?],
            }
        }
        _ => Filter::equal(Place::Field(field), Stored::Text(user.to_owned())),
    })
}
