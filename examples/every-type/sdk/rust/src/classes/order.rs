//! The class `Order`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Order`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Order {
    #[serde(rename = "objectId")]
    pub id: Id<Order>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub status: Option<OrderStatus>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewOrder {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrderPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub status: Change<OrderStatus>,
}

/// The fields, to write queries with.
impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const STATUS: Column<Order, OrderStatus> = Column::new("status");
}

impl Class for Order {
    const NAME: &'static str = "Order";
    type New = NewOrder;
    type Patch = OrderPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Order`].
    pub fn orders(&self) -> Collection<'_, Order> {
        self.collection()
    }
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum OrderStatus {
    #[serde(rename = "new")]
    New,
    #[serde(rename = "done")]
    Done,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl OrderStatus {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[Self::New, Self::Done];
}
