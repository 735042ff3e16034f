//! Result: Named like a type of Rust.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::OptionClass;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// Named like a type of Rust.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ResultClass {
    #[serde(rename = "objectId")]
    pub id: Id<ResultClass>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub option: Option<Ref<OptionClass>>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewResultClass {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<Ref<OptionClass>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResultClassPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub option: Change<Ref<OptionClass>>,
}

/// The fields, to write queries with.
impl ResultClass {
    pub const ID: Column<ResultClass, Id<ResultClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<ResultClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ResultClass, Timestamp> = Column::new("updatedAt");
    pub const OPTION: Column<ResultClass, Ref<OptionClass>> = Column::new("option");
}

impl Class for ResultClass {
    const NAME: &'static str = "Result";
    type New = NewResultClass;
    type Patch = ResultClassPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`ResultClass`].
    pub fn results(&self) -> Collection<'_, ResultClass> {
        self.collection()
    }
}
