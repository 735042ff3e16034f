//! Product: Something that can be ordered.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// Something that can be ordered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Product {
    #[serde(rename = "objectId")]
    pub id: Id<Product>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    /// What it is called
    pub name: String,
    /// The article number
    pub sku: Option<String>,
    /// The price of one
    pub price: f64,
    /// How many are left to sell
    pub stock: i64,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewProduct {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    pub price: f64,
    pub stock: i64,
}

impl NewProduct {
    /// One with what must be given, and no more.
    pub fn new(name: impl Into<String>, price: impl Into<f64>, stock: impl Into<i64>) -> Self {
        Self {
            acl: None,
            name: name.into(),
            sku: None,
            price: price.into(),
            stock: stock.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProductPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub name: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub sku: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub price: Change<f64>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub stock: Change<i64>,
}

/// The fields, to write queries with.
impl Product {
    pub const ID: Column<Product, Id<Product>> = Column::new("objectId");
    pub const CREATED_AT: Column<Product, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Product, Timestamp> = Column::new("updatedAt");
    pub const NAME: Column<Product, String> = Column::new("name");
    pub const SKU: Column<Product, String> = Column::new("sku");
    pub const PRICE: Column<Product, f64> = Column::new("price");
    pub const STOCK: Column<Product, i64> = Column::new("stock");
}

impl Class for Product {
    const NAME: &'static str = "Product";
    type New = NewProduct;
    type Patch = ProductPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Product`].
    pub fn products(&self) -> Collection<'_, Product> {
        self.collection()
    }
}
