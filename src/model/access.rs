//! Who may do what.

use std::collections::BTreeMap;

/// One who acts. An empty list of principals is nobody: the master key alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    Public,
    Authenticated,
    /// The user at the end of the class's `owner` path.
    Owner,
    Role(String),
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
