//! The class `Vec`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Vec`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct VecClass {
    #[serde(rename = "objectId")]
    pub id: Id<VecClass>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewVecClass {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VecClassPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
}

/// The fields, to write queries with.
impl VecClass {
    pub const ID: Column<VecClass, Id<VecClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<VecClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<VecClass, Timestamp> = Column::new("updatedAt");
}

impl Class for VecClass {
    const NAME: &'static str = "Vec";
    type New = NewVecClass;
    type Patch = VecClassPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`VecClass`].
    pub fn vecs(&self) -> Collection<'_, VecClass> {
        self.collection()
    }
}
