//! Who may do what.

use std::collections::BTreeMap;
use std::fmt;

use super::{Class, SystemClass};

/// One who acts. An empty list of principals is nobody: the master key alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    Public,
    Authenticated,
    /// The user at the end of the class's `owner` path.
    Owner,
    Role(String),
}

/// As a schema writes it.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Authenticated => f.write_str("authenticated"),
            Self::Owner => f.write_str("owner"),
            Self::Role(name) => write!(f, "role:{name}"),
        }
    }
}

/// The rule of a class, each list in the order of [`Principal`], without repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    pub read: Vec<Principal>,
    pub create: Vec<Principal>,
    pub update: Vec<Principal>,
    pub delete: Vec<Principal>,
    /// The file declares it; otherwise it is the safe default.
    pub declared: bool,
    /// Whoever is not given `create` by a role becomes the owner of what he creates, and of nothing else.
    pub create_as_owner: bool,
}

/// `classLevelPermissions`, in Parse's own form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassPermissions {
    /// By operation: `find get count create update delete addField`. An operation that is absent is open to all.
    pub operations: BTreeMap<String, Permission>,
    /// Pointer fields whose user may read (`readUserFields`) or write (`writeUserFields`).
    pub read_user_fields: Vec<String>,
    pub write_user_fields: Vec<String>,
    /// Fields that are left out for a group: `*`, `authenticated`, a user's objectId, `role:NAME`, `userField:NAME`.
    pub protected_fields: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// `*`, a user's objectId, `role:NAME`.
    pub allowed: Vec<String>,
    pub requires_authentication: bool,
    pub pointer_fields: Vec<String>,
}

impl Access {
    /// What holds for a class that says nothing: its objects are their owner's, the rest is for `role:admin`.
    ///
    /// | the class | read | create | update, delete |
    /// |---|---|---|---|
    /// | User | self, admin | anyone signs up | self, admin |
    /// | has a required Pointer to User | owner, admin | who is signed in, as its own owner | owner, admin |
    /// | leads to an owned class | that owner, admin | admin | admin |
    /// | neither | public | admin | admin |
    ///
    /// Roles and sessions are not for the public: who is in a role, and from where a user came, is told to admins and
    /// the user. An installation is read and changed by whoever knows its objectId: its device. The backend lists it for
    /// nobody but roles.
    pub(super) fn safe(class: &Class) -> Self {
        let admin = || Principal::Role("admin".to_owned());
        let owner = || vec![Principal::Owner, admin()];
        let length = class.owner.as_ref().map(Vec::len);
        let [read, create, change] = match (class.system, length) {
            (Some(SystemClass::User), _) => [owner(), vec![Principal::Public], owner()],
            (Some(SystemClass::Role), _) => [vec![admin()], vec![admin()], vec![admin()]],
            (Some(SystemClass::Session), _) => [owner(), vec![], owner()],
            (Some(SystemClass::Installation), _) => {
                let public = || vec![Principal::Public];
                let access = Self::of(class, public(), public(), public());
                return Self {
                    delete: Vec::new(),
                    ..access
                };
            }
            (None, Some(1)) => [owner(), vec![Principal::Authenticated], owner()],
            (None, Some(_)) => [owner(), vec![admin()], vec![admin()]],
            (None, None) => [vec![Principal::Public], vec![admin()], vec![admin()]],
        };
        Self::of(class, read, create, change)
    }

    /// Parse's own default: everything public, but a user is changed by that user alone.
    pub(super) fn open(class: &Class) -> Self {
        let public = || vec![Principal::Public];
        match class.system {
            Some(SystemClass::User) => Self::of(class, public(), public(), vec![Principal::Owner]),
            Some(SystemClass::Session | SystemClass::Installation) => Self::safe(class),
            Some(SystemClass::Role) | None => Self::of(class, public(), public(), public()),
        }
    }

    fn of(
        class: &Class,
        read: Vec<Principal>,
        create: Vec<Principal>,
        change: Vec<Principal>,
    ) -> Self {
        let (update, delete) = (change.clone(), change);
        let access = Self {
            read,
            create,
            update,
            delete,
            declared: false,
            create_as_owner: false,
        };
        Self {
            create_as_owner: access.gives_to_its_creator(class),
            ..access
        }
    }

    /// Nobody who is merely signed in may create what belongs to somebody else.
    pub(super) fn gives_to_its_creator(&self, class: &Class) -> bool {
        let signed_in = [Principal::Authenticated, Principal::Owner];
        let has_owner = class.owner.as_ref().is_some_and(|path| !path.is_empty());
        has_owner
            && !self.create.contains(&Principal::Public)
            && self.create.iter().any(|who| signed_in.contains(who))
    }
}
