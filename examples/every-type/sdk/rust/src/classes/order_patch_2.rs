//! The class `OrderPatch`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `OrderPatch`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OrderPatch2 {
    #[serde(rename = "objectId")]
    pub id: Id<OrderPatch2>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub order: Option<Ref<Order>>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewOrderPatch2 {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref<Order>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrderPatch2Patch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub order: Change<Ref<Order>>,
}

/// The fields, to write queries with.
impl OrderPatch2 {
    pub const ID: Column<OrderPatch2, Id<OrderPatch2>> = Column::new("objectId");
    pub const CREATED_AT: Column<OrderPatch2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OrderPatch2, Timestamp> = Column::new("updatedAt");
    pub const ORDER: Column<OrderPatch2, Ref<Order>> = Column::new("order");
}

impl Class for OrderPatch2 {
    const NAME: &'static str = "OrderPatch";
    type New = NewOrderPatch2;
    type Patch = OrderPatch2Patch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`OrderPatch2`].
    pub fn order_patch_2s(&self) -> Collection<'_, OrderPatch2> {
        self.collection()
    }
}
