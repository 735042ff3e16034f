//! Delivery: The journey of an order to its customer.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use crate::runtime::{
    Acl, Change, Class, Client, Collection, Column, GeoPoint, Id, Ref, Timestamp,
};
use serde::{Deserialize, Serialize};

/// The journey of an order to its customer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Delivery {
    #[serde(rename = "objectId")]
    pub id: Id<Delivery>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    /// What is delivered
    pub order: Ref<Order>,
    /// How far it is, as the courier puts it
    pub status: String,
    /// Where it is now
    pub location: GeoPoint,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewDelivery {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub order: Ref<Order>,
    pub status: String,
    pub location: GeoPoint,
}

impl NewDelivery {
    /// One with what must be given, and no more.
    pub fn new(
        order: impl Into<Ref<Order>>,
        status: impl Into<String>,
        location: impl Into<GeoPoint>,
    ) -> Self {
        Self {
            acl: None,
            order: order.into(),
            status: status.into(),
            location: location.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DeliveryPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub order: Change<Ref<Order>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub status: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub location: Change<GeoPoint>,
}

/// The fields, to write queries with.
impl Delivery {
    pub const ID: Column<Delivery, Id<Delivery>> = Column::new("objectId");
    pub const CREATED_AT: Column<Delivery, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Delivery, Timestamp> = Column::new("updatedAt");
    pub const ORDER: Column<Delivery, Ref<Order>> = Column::new("order");
    pub const STATUS: Column<Delivery, String> = Column::new("status");
    pub const LOCATION: Column<Delivery, GeoPoint> = Column::new("location");
}

impl Class for Delivery {
    const NAME: &'static str = "Delivery";
    type New = NewDelivery;
    type Patch = DeliveryPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Delivery`].
    pub fn deliveries(&self) -> Collection<'_, Delivery> {
        self.collection()
    }
}
