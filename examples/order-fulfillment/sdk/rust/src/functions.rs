//! The functions of Order Fulfillment.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::classes::Order;
use crate::classes::Product;
use crate::runtime::{FunctionCall, Functions, Ref};

impl<'a> Functions<'a> {
    /// Places an order at the prices of today, and takes the stock.
    pub fn place_order(&self, params: &PlaceOrderParams) -> FunctionCall<'a, Ref<Order>> {
        self.call("placeOrder", params)
    }
}

/// What `place_order` takes.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PlaceOrderParams {
    /// What to buy, line by line
    pub items: Vec<PlaceOrderItem>,
}

/// An Object with fields of its own.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct PlaceOrderItem {
    /// The product
    pub product: Ref<Product>,
    /// How many
    pub quantity: i64,
}
