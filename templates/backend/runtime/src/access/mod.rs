//! Who may do what: rules become terms of the query, never a check row by row afterwards.

mod permissions;

pub use permissions::{Permission, Permissions};

use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use crate::query::{Filter, Place, Right, Subquery};
use crate::store::Catalog;
use crate::write::{Assign, Guard, Stored};

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
        /// Those that he has, and those that they inherit.
        roles: Vec<String>,
    },
    Anonymous,
}

/// What a caller may be asking to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Find,
    Get,
    Count,
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
            Action::Find | Action::Get | Action::Count => self.read,
            Action::Create => self.create,
            Action::Update => self.update,
            Action::Delete => self.delete,
        }
    }
}

impl Caller {
    /// The objectId of the user, if it is one.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::User { id, .. } => Some(id),
            Self::Master | Self::Anonymous => None,
        }
    }

    /// # Errors
    /// Code 119 for anybody but the master.
    pub(crate) fn must_be_master(&self) -> Result<()> {
        match self {
            Self::Master => Ok(()),
            Self::User { .. } | Self::Anonymous => Err(Error::forbidden()),
        }
    }

    pub fn has_role(&self, name: &str) -> bool {
        matches!(self, Self::User { roles, .. } if roles.iter().any(|role| role == name))
    }

    /// How an ACL and `classLevelPermissions` may name him.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = vec!["*".to_owned()];
        if let Self::User { id, roles } = self {
            names.push(id.clone());
            names.extend(roles.iter().map(|role| format!("role:{role}")));
        }
        names
    }
}

/// The objects of `class` to which `caller` may do this.
///
/// # Errors
/// Codes 119 and 101 where the class's permissions let him do it to none.
pub(crate) fn filter(
    catalog: &Catalog,
    class: &'static ClassDef,
    action: Action,
    caller: &Caller,
) -> Result<Filter> {
    if *caller == Caller::Master {
        return Ok(Filter::Always(true));
    }
    let permitted = class.permissions.filter(class, action, caller)?;
    let rule = match rule(catalog, class, class.access.rule(action), caller) {
        // Who is let in by a role that the schema names is let in by the schema, whatever an ACL says.
        Rule::Role => Filter::Always(true),
        // Whoever knows the id of an installation is its device, as in Parse; the others are not for it to see.
        _ if class.name == "_Installation" && is_of_many(action) => return Err(Error::forbidden()),
        Rule::All => acl(action, caller),
        Rule::Some(Filter::Always(false)) => Filter::Always(false),
        Rule::Some(own) => own.and(acl(action, caller)),
    };
    Ok(rule.and(permitted))
}

fn is_of_many(action: Action) -> bool {
    match action {
        Action::Find | Action::Count | Action::Delete => true,
        Action::Get | Action::Create | Action::Update => false,
    }
}

/// What must be true of an object that `caller` creates: terms over the fields that he sends.
///
/// # Errors
/// Code 119 where he may create none.
pub(crate) fn creates(
    catalog: &Catalog,
    class: &'static ClassDef,
    caller: &Caller,
) -> Result<Filter> {
    if *caller == Caller::Master {
        return Ok(Filter::Always(true));
    }
    class.permissions.filter(class, Action::Create, caller)?;
    match rule(catalog, class, class.access.create, caller) {
        Rule::Role => Ok(Filter::Always(true)),
        Rule::All if class.access.create_as_owner => {
            let user = caller.user().unwrap_or_default();
            Ok(owned_by(catalog, class, class.owner, user))
        }
        Rule::All => Ok(Filter::Always(true)),
        Rule::Some(Filter::Always(false)) => Err(Error::forbidden()),
        Rule::Some(own) => Ok(own),
    }
}

/// Who is let at an object by no role, and not with everybody, may neither give it to somebody else nor take it.
///
/// # Errors
/// Code 119 where he would give it away; that he does not take it is for the guard.
pub(crate) fn keeps_owner(
    class: &ClassDef,
    caller: &Caller,
    assign: &[(Place, Assign)],
) -> Result<Option<Guard>> {
    let Some((field, _)) = class.owner.first().and_then(|field| class.field(field)) else {
        return Ok(None);
    };
    let by_role =
        |principal: &Principal| matches!(principal, Principal::Role(role) if caller.has_role(role));
    let public = class.access.update.contains(&Principal::Public);
    if *caller == Caller::Master || public || class.access.update.iter().any(by_role) {
        return Ok(None);
    }
    let place = Place::Field(field);
    let Some((_, to)) = assign.iter().find(|(changed, _)| *changed == place) else {
        return Ok(None);
    };
    let himself = caller.user().map(|id| Stored::Text(id.to_owned()));
    match himself {
        Some(himself) if *to == Assign::Set(himself.clone()) => Ok(Some(Guard {
            filter: Filter::equal(place, himself),
            error: Error::forbidden(),
        })),
        _ => Err(Error::forbidden()),
    }
}

/// How far a rule lets a caller in.
enum Rule {
    /// To every object, by a role that the rule names.
    Role,
    /// To every object, with everybody or everybody who is signed in.
    All,
    /// To those that pass.
    Some(Filter),
}

/// The objects to which these principals let the caller.
pub(crate) fn granted(
    catalog: &Catalog,
    class: &'static ClassDef,
    to: &[Principal],
    caller: &Caller,
) -> Filter {
    match rule(catalog, class, to, caller) {
        Rule::Role | Rule::All => Filter::Always(true),
        Rule::Some(_) if *caller == Caller::Master => Filter::Always(true),
        Rule::Some(own) => own,
    }
}

fn rule(catalog: &Catalog, class: &'static ClassDef, rule: &[Principal], caller: &Caller) -> Rule {
    let by_role =
        |principal: &Principal| matches!(principal, Principal::Role(role) if caller.has_role(role));
    if rule.iter().any(by_role) {
        return Rule::Role;
    }
    let user = caller.user();
    if rule.contains(&Principal::Public)
        || (user.is_some() && rule.contains(&Principal::Authenticated))
    {
        return Rule::All;
    }
    match user.filter(|_| rule.contains(&Principal::Owner)) {
        Some(user) => Rule::Some(owned_by(catalog, class, class.owner, user)),
        None => Rule::Some(Filter::Always(false)),
    }
}

/// The objects whose ACL lets the caller do this.
fn acl(action: Action, caller: &Caller) -> Filter {
    let right = match action {
        Action::Find | Action::Get | Action::Count => Right::Read,
        Action::Create | Action::Update | Action::Delete => Right::Write,
    };
    Filter::Permits {
        right,
        to: caller.names(),
    }
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
        Some(class) => Filter::LeadsTo {
            field,
            to: Box::new(Subquery::all(class, owned_by(catalog, class, rest, user))),
        },
        None => Filter::Always(false),
    }
}
