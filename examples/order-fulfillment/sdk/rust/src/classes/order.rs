//! Order: One purchase, from checkout to delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Product;
use super::User;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Object, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// One purchase, from checkout to delivery.
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
    /// The person who placed it
    pub user: Ref<User>,
    /// What was bought, line by line
    pub products: Vec<OrderProduct>,
    /// What the customer pays in all
    #[serde(rename = "totalAmount")]
    pub total_amount: f64,
    /// Where the order stands
    pub status: OrderStatus,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewOrder {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub user: Ref<User>,
    pub products: Vec<OrderProduct>,
    #[serde(rename = "totalAmount")]
    pub total_amount: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
}

impl NewOrder {
    /// One with what must be given, and no more.
    pub fn new(
        user: impl Into<Ref<User>>,
        products: impl Into<Vec<OrderProduct>>,
        total_amount: impl Into<f64>,
    ) -> Self {
        Self {
            acl: None,
            user: user.into(),
            products: products.into(),
            total_amount: total_amount.into(),
            status: None,
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrderPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub products: Change<Vec<OrderProduct>>,
    #[serde(rename = "totalAmount", skip_serializing_if = "Change::is_keep")]
    pub total_amount: Change<f64>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub status: Change<OrderStatus>,
}

/// The fields, to write queries with.
impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const USER: Column<Order, Ref<User>> = Column::new("user");
    pub const PRODUCTS: Column<Order, Vec<OrderProduct>> = Column::new("products");
    pub const TOTAL_AMOUNT: Column<Order, f64> = Column::new("totalAmount");
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

/// An Object with fields of its own.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct OrderProduct {
    /// The product, where the line is of one that is kept in stock here
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Ref<Product>>,
    /// The article number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// How many
    pub quantity: i64,
    /// The price of one at the time of the purchase
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// Fields that came to the schema after this client: what is read is written again whole.
    #[serde(flatten)]
    pub unknown: Object,
}

impl OrderProduct {
    /// One with what must be given, and no more.
    pub fn new(quantity: impl Into<i64>) -> Self {
        Self {
            product: None,
            sku: None,
            quantity: quantity.into(),
            price: None,
            unknown: Object::new(),
        }
    }
}

/// Where the order stands
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum OrderStatus {
    #[serde(rename = "pending")]
    Pending,
    #[serde(rename = "paid")]
    Paid,
    #[serde(rename = "shipped")]
    Shipped,
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
        Self::Pending,
        Self::Paid,
        Self::Shipped,
        Self::Delivered,
        Self::Cancelled,
    ];

    /// Those that the schema lets it become.
    pub fn next(&self) -> &'static [Self] {
        match self {
            Self::Pending => &[Self::Paid, Self::Cancelled],
            Self::Paid => &[Self::Shipped, Self::Cancelled],
            Self::Shipped => &[Self::Delivered],
            _ => &[],
        }
    }

    /// Whether the schema lets it become `to`.
    pub fn can_become(&self, to: &Self) -> bool {
        self.next().contains(to)
    }
}
