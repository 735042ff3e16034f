//! The class `OrderStatus`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `OrderStatus`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OrderStatus2 {
    #[serde(rename = "objectId")]
    pub id: Id<OrderStatus2>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub text: Option<String>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewOrderStatus2 {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrderStatus2Patch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub text: Change<String>,
}

/// The fields, to write queries with.
impl OrderStatus2 {
    pub const ID: Column<OrderStatus2, Id<OrderStatus2>> = Column::new("objectId");
    pub const CREATED_AT: Column<OrderStatus2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OrderStatus2, Timestamp> = Column::new("updatedAt");
    pub const TEXT: Column<OrderStatus2, String> = Column::new("text");
}

impl Class for OrderStatus2 {
    const NAME: &'static str = "OrderStatus";
    type New = NewOrderStatus2;
    type Patch = OrderStatus2Patch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`OrderStatus2`].
    pub fn order_status_2s(&self) -> Collection<'_, OrderStatus2> {
        self.collection()
    }
}
