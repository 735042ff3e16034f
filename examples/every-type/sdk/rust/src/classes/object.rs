//! The class `Object`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Object, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Object`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ObjectClass {
    #[serde(rename = "objectId")]
    pub id: Id<ObjectClass>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub value: Option<Object>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewObjectClass {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Object>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ObjectClassPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub value: Change<Object>,
}

/// The fields, to write queries with.
impl ObjectClass {
    pub const ID: Column<ObjectClass, Id<ObjectClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<ObjectClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ObjectClass, Timestamp> = Column::new("updatedAt");
    pub const VALUE: Column<ObjectClass, Object> = Column::new("value");
}

impl Class for ObjectClass {
    const NAME: &'static str = "Object";
    type New = NewObjectClass;
    type Patch = ObjectClassPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`ObjectClass`].
    pub fn objects(&self) -> Collection<'_, ObjectClass> {
        self.collection()
    }
}
