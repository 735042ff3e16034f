//! The class `NewOrder`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `NewOrder`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct NewOrder2 {
    #[serde(rename = "objectId")]
    pub id: Id<NewOrder2>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub order: Option<Ref<NewOrder2>>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewNewOrder2 {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref<NewOrder2>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewOrder2Patch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub order: Change<Ref<NewOrder2>>,
}

/// The fields, to write queries with.
impl NewOrder2 {
    pub const ID: Column<NewOrder2, Id<NewOrder2>> = Column::new("objectId");
    pub const CREATED_AT: Column<NewOrder2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<NewOrder2, Timestamp> = Column::new("updatedAt");
    pub const ORDER: Column<NewOrder2, Ref<NewOrder2>> = Column::new("order");
}

impl Class for NewOrder2 {
    const NAME: &'static str = "NewOrder";
    type New = NewNewOrder2;
    type Patch = NewOrder2Patch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`NewOrder2`].
    pub fn new_order_2s(&self) -> Collection<'_, NewOrder2> {
        self.collection()
    }
}
