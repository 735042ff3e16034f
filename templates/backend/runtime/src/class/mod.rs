//! The tables that generated code fills: one [`ClassDef`] a class, one [`FieldDef`] a field.
//!
//! Everything the engine knows of a schema it reads here. The builders are `const`, so a table is data in the binary.

mod field;

pub use field::{Checks, FieldDef, Format, Kind, OnDelete, Transition};

use crate::access::{Access, Permissions};
use crate::wire::Wire;

/// A class as Rust sees it: the whole object, and the forms that create and change one.
pub trait Class: Wire + Send + Sync + 'static {
    /// What the engine knows of it.
    const DEF: &'static ClassDef;
    /// What it takes to create one.
    type New: Wire + Send;
    /// What an update may change.
    type Patch: Wire + Default + Send;
}

/// All classes of a backend.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    pub name: &'static str,
    /// Roles that exist from the start, with nobody in them.
    pub roles: &'static [&'static str],
    pub classes: &'static [&'static ClassDef],
}

/// One class: its name on the wire, its fields, and the rules that hold for each object.
#[derive(Debug)]
pub struct ClassDef {
    pub name: &'static str,
    /// All but `objectId`, `createdAt`, `updatedAt` and `ACL`, which every object has.
    pub fields: &'static [FieldDef],
    /// Pointer fields that lead to the User an object belongs to. On `_User` it is empty: each is its own owner.
    pub owner: &'static [&'static str],
    pub access: Access,
    /// `classLevelPermissions`: what they do not allow, `access` does not either.
    pub permissions: Permissions,
    pub indexes: &'static [IndexDef],
    /// Changes that a user is told of.
    pub notify: &'static [Notify],
    /// What GraphQL calls otherwise than its rule does, by path: `""` is the type, `[]` the query for many, `status` a
    /// field, `status{}` the type that it declares, `status=in-transit` a value.
    pub graphql: &'static [(&'static str, &'static str)],
    /// What the schema says of the class, under `""`, and of its fields, by path.
    pub descriptions: &'static [(&'static str, &'static str)],
}

/// A change that a user is told of, by an object of the class `Notification`.
#[derive(Debug)]
pub struct Notify {
    /// The field whose new value is told.
    pub when: &'static str,
    /// Pointer fields that lead to the user.
    pub to: &'static [&'static str],
    /// With `{field}` where a value of the object stands.
    pub message: &'static str,
}

/// An index over one or more fields.
#[derive(Debug)]
pub struct IndexDef {
    pub fields: &'static [(&'static str, Direction)],
    pub unique: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

impl ClassDef {
    pub const fn new(name: &'static str, fields: &'static [FieldDef]) -> Self {
        Self {
            name,
            fields,
            owner: &[],
            access: Access::NOBODY,
            permissions: Permissions::OPEN,
            indexes: &[],
            notify: &[],
            graphql: &[],
            descriptions: &[],
        }
    }

    pub const fn owner(mut self, path: &'static [&'static str]) -> Self {
        self.owner = path;
        self
    }

    pub const fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    pub const fn permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    pub const fn indexes(mut self, indexes: &'static [IndexDef]) -> Self {
        self.indexes = indexes;
        self
    }

    pub const fn notify(mut self, notify: &'static [Notify]) -> Self {
        self.notify = notify;
        self
    }

    pub const fn graphql(mut self, names: &'static [(&'static str, &'static str)]) -> Self {
        self.graphql = names;
        self
    }

    pub const fn describe(mut self, texts: &'static [(&'static str, &'static str)]) -> Self {
        self.descriptions = texts;
        self
    }

    /// The field of this name on the wire, with its place in [`ClassDef::fields`].
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDef)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)
    }
}

impl Notify {
    pub const fn new(
        when: &'static str,
        to: &'static [&'static str],
        message: &'static str,
    ) -> Self {
        Self { when, to, message }
    }
}

impl IndexDef {
    pub const fn new(fields: &'static [(&'static str, Direction)]) -> Self {
        Self {
            fields,
            unique: false,
        }
    }

    /// No two objects may agree in all of these fields.
    pub const fn unique(fields: &'static [(&'static str, Direction)]) -> Self {
        Self {
            fields,
            unique: true,
        }
    }
}
