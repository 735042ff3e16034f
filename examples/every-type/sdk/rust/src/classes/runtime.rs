//! runtime: It begins in lower case.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// It begins in lower case.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Runtime {
    #[serde(rename = "objectId")]
    pub id: Id<Runtime>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub r#type: Option<RuntimeType>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewRuntime {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<RuntimeType>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RuntimePatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub r#type: Change<RuntimeType>,
}

/// The fields, to write queries with.
impl Runtime {
    pub const ID: Column<Runtime, Id<Runtime>> = Column::new("objectId");
    pub const CREATED_AT: Column<Runtime, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Runtime, Timestamp> = Column::new("updatedAt");
    pub const TYPE: Column<Runtime, RuntimeType> = Column::new("type");
}

impl Class for Runtime {
    const NAME: &'static str = "runtime";
    type New = NewRuntime;
    type Patch = RuntimePatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Runtime`].
    pub fn runtimes(&self) -> Collection<'_, Runtime> {
        self.collection()
    }
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum RuntimeType {
    #[serde(rename = "dev_mode")]
    DevMode,
    #[serde(rename = "test_mode")]
    TestMode,
    #[serde(rename = "live_mode")]
    LiveMode,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl RuntimeType {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[Self::DevMode, Self::TestMode, Self::LiveMode];
}
