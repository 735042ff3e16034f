//! Shipment: A parcel on its way to a customer.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// A parcel on its way to a customer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Shipment {
    #[serde(rename = "objectId")]
    pub id: Id<Shipment>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    /// The order it fulfils
    pub order: Ref<Order>,
    /// The carrier's number for it
    #[serde(rename = "trackingNumber")]
    pub tracking_number: String,
    /// Who delivers it
    pub carrier: String,
    /// Where the parcel is
    pub status: ShipmentStatus,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewShipment {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub order: Ref<Order>,
    #[serde(rename = "trackingNumber")]
    pub tracking_number: String,
    pub carrier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ShipmentStatus>,
}

impl NewShipment {
    /// One with what must be given, and no more.
    pub fn new(
        order: impl Into<Ref<Order>>,
        tracking_number: impl Into<String>,
        carrier: impl Into<String>,
    ) -> Self {
        Self {
            acl: None,
            order: order.into(),
            tracking_number: tracking_number.into(),
            carrier: carrier.into(),
            status: None,
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ShipmentPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub order: Change<Ref<Order>>,
    #[serde(rename = "trackingNumber", skip_serializing_if = "Change::is_keep")]
    pub tracking_number: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub carrier: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub status: Change<ShipmentStatus>,
}

/// The fields, to write queries with.
impl Shipment {
    pub const ID: Column<Shipment, Id<Shipment>> = Column::new("objectId");
    pub const CREATED_AT: Column<Shipment, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Shipment, Timestamp> = Column::new("updatedAt");
    pub const ORDER: Column<Shipment, Ref<Order>> = Column::new("order");
    pub const TRACKING_NUMBER: Column<Shipment, String> = Column::new("trackingNumber");
    pub const CARRIER: Column<Shipment, String> = Column::new("carrier");
    pub const STATUS: Column<Shipment, ShipmentStatus> = Column::new("status");
}

impl Class for Shipment {
    const NAME: &'static str = "Shipment";
    type New = NewShipment;
    type Patch = ShipmentPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Shipment`].
    pub fn shipments(&self) -> Collection<'_, Shipment> {
        self.collection()
    }
}

/// Where the parcel is
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum ShipmentStatus {
    #[serde(rename = "preparing")]
    Preparing,
    #[serde(rename = "in-transit")]
    InTransit,
    #[serde(rename = "delivered")]
    Delivered,
    #[serde(rename = "returned")]
    Returned,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl ShipmentStatus {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[
        Self::Preparing,
        Self::InTransit,
        Self::Delivered,
        Self::Returned,
    ];

    /// Those that the schema lets it become.
    pub fn next(&self) -> &'static [Self] {
        match self {
            Self::Preparing => &[Self::InTransit],
            Self::InTransit => &[Self::Delivered, Self::Returned],
            _ => &[],
        }
    }

    /// Whether the schema lets it become `to`.
    pub fn can_become(&self, to: &Self) -> bool {
        self.next().contains(to)
    }
}
