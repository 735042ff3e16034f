//! The class `Option`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::ResultClass;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Option`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OptionClass {
    #[serde(rename = "objectId")]
    pub id: Id<OptionClass>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub result: Option<Ref<ResultClass>>,
    pub some: String,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewOptionClass {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Ref<ResultClass>>,
    pub some: String,
}

impl NewOptionClass {
    /// One with what must be given, and no more.
    pub fn new(some: impl Into<String>) -> Self {
        Self {
            acl: None,
            result: None,
            some: some.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OptionClassPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub result: Change<Ref<ResultClass>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub some: Change<String>,
}

/// The fields, to write queries with.
impl OptionClass {
    pub const ID: Column<OptionClass, Id<OptionClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<OptionClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OptionClass, Timestamp> = Column::new("updatedAt");
    pub const RESULT: Column<OptionClass, Ref<ResultClass>> = Column::new("result");
    pub const SOME: Column<OptionClass, String> = Column::new("some");
}

impl Class for OptionClass {
    const NAME: &'static str = "Option";
    type New = NewOptionClass;
    type Patch = OptionClassPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`OptionClass`].
    pub fn options(&self) -> Collection<'_, OptionClass> {
        self.collection()
    }
}
