//! Order: Items to be delivered to a customer on a day.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Customer;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp, Value};
use serde::{Deserialize, Serialize};

/// Items to be delivered to a customer on a day.
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
    /// The number that people know it by
    #[serde(rename = "orderId")]
    pub order_id: Option<String>,
    /// Who ordered
    pub customer: Ref<Customer>,
    /// How far it is
    pub status: OrderStatus,
    /// What is in it
    pub items: Vec<Value>,
    /// The promised day
    #[serde(rename = "deliveryDate")]
    pub delivery_date: Timestamp,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewOrder {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(rename = "orderId", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    pub customer: Ref<Customer>,
    pub status: OrderStatus,
    pub items: Vec<Value>,
    #[serde(rename = "deliveryDate")]
    pub delivery_date: Timestamp,
}

impl NewOrder {
    /// One with what must be given, and no more.
    pub fn new(
        customer: impl Into<Ref<Customer>>,
        status: impl Into<OrderStatus>,
        items: impl Into<Vec<Value>>,
        delivery_date: impl Into<Timestamp>,
    ) -> Self {
        Self {
            acl: None,
            order_id: None,
            customer: customer.into(),
            status: status.into(),
            items: items.into(),
            delivery_date: delivery_date.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrderPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(rename = "orderId", skip_serializing_if = "Change::is_keep")]
    pub order_id: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub customer: Change<Ref<Customer>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub status: Change<OrderStatus>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub items: Change<Vec<Value>>,
    #[serde(rename = "deliveryDate", skip_serializing_if = "Change::is_keep")]
    pub delivery_date: Change<Timestamp>,
}

/// The fields, to write queries with.
impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const ORDER_ID: Column<Order, String> = Column::new("orderId");
    pub const CUSTOMER: Column<Order, Ref<Customer>> = Column::new("customer");
    pub const STATUS: Column<Order, OrderStatus> = Column::new("status");
    pub const ITEMS: Column<Order, Vec<Value>> = Column::new("items");
    pub const DELIVERY_DATE: Column<Order, Timestamp> = Column::new("deliveryDate");
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

/// How far it is
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum OrderStatus {
    #[serde(rename = "received")]
    Received,
    #[serde(rename = "packed")]
    Packed,
    #[serde(rename = "out for delivery")]
    OutForDelivery,
    #[serde(rename = "delivered")]
    Delivered,
    #[serde(rename = "cancelled")]
    Cancelled,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl OrderStatus {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[
        Self::Received,
        Self::Packed,
        Self::OutForDelivery,
        Self::Delivered,
        Self::Cancelled,
    ];
}
