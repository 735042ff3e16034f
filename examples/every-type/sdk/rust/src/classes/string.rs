//! The class `String`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::VecClass;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `String`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct StringClass {
    #[serde(rename = "objectId")]
    pub id: Id<StringClass>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub vec: Option<Vec<Ref<VecClass>>>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewStringClass {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vec: Option<Vec<Ref<VecClass>>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StringClassPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub vec: Change<Vec<Ref<VecClass>>>,
}

/// The fields, to write queries with.
impl StringClass {
    pub const ID: Column<StringClass, Id<StringClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<StringClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<StringClass, Timestamp> = Column::new("updatedAt");
    pub const VEC: Column<StringClass, Vec<Ref<VecClass>>> = Column::new("vec");
}

impl Class for StringClass {
    const NAME: &'static str = "String";
    type New = NewStringClass;
    type Patch = StringClassPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`StringClass`].
    pub fn strings(&self) -> Collection<'_, StringClass> {
        self.collection()
    }
}
