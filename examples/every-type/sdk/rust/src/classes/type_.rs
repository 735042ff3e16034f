//! The class `type`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `type`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Type {
    #[serde(rename = "objectId")]
    pub id: Id<Type>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub kind: Option<String>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewType {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TypePatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub kind: Change<String>,
}

/// The fields, to write queries with.
impl Type {
    pub const ID: Column<Type, Id<Type>> = Column::new("objectId");
    pub const CREATED_AT: Column<Type, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Type, Timestamp> = Column::new("updatedAt");
    pub const KIND: Column<Type, String> = Column::new("kind");
}

impl Class for Type {
    const NAME: &'static str = "type";
    type New = NewType;
    type Patch = TypePatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Type`].
    pub fn types(&self) -> Collection<'_, Type> {
        self.collection()
    }
}
