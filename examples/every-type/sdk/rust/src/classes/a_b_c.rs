//! The class `A_B_C`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `A_B_C`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ABC {
    #[serde(rename = "objectId")]
    pub id: Id<ABC>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub a_b_c: Option<Abcabc>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewABC {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_b_c: Option<Abcabc>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ABCPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub a_b_c: Change<Abcabc>,
}

/// The fields, to write queries with.
impl ABC {
    pub const ID: Column<ABC, Id<ABC>> = Column::new("objectId");
    pub const CREATED_AT: Column<ABC, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ABC, Timestamp> = Column::new("updatedAt");
    pub const A_B_C: Column<ABC, Abcabc> = Column::new("a_b_c");
}

impl Class for ABC {
    const NAME: &'static str = "A_B_C";
    type New = NewABC;
    type Patch = ABCPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`ABC`].
    pub fn a_b_cs(&self) -> Collection<'_, ABC> {
        self.collection()
    }
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Abcabc {
    #[serde(rename = "a_b_c")]
    ABC,
    #[serde(rename = "A-B")]
    AB,
    #[serde(rename = "X")]
    X,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl Abcabc {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[Self::ABC, Self::AB, Self::X];
}
