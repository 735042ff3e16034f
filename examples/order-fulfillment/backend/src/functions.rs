//! The server functions, which clients call by name. This file is yours.
//!
//! A function that the schema names and this file does not have is an error of the compiler.

use crate::generated::{self, Functions, NewOrder, Order, OrderProduct, PlaceOrderParams, User};
use crate::hooks::take_stock;
use runtime::prelude::*;

/// What answers the functions. Give it what they share, such as a client of another service.
pub struct Server;

/// All functions.
pub fn all() -> FunctionSet {
    generated::functions(Server)
}

impl Functions for Server {
    /// Places an order at the prices of today, and takes the stock.
    async fn place_order(&self, params: PlaceOrderParams, tx: &mut Tx) -> Result<Linked<Order>> {
        let user = tx.signed_in::<User>()?;
        let mut products = Vec::new();
        let mut total_amount = 0.0;
        for item in params.items {
            let product = tx.require(&item.product).await?;
            total_amount += product.price * item.quantity as f64;
            products.push(OrderProduct {
                product: Some(item.product),
                sku: product.sku,
                quantity: item.quantity,
                price: Some(product.price),
            });
        }
        // What a function writes runs no hooks.
        take_stock(&products, tx);
        let order = tx.create::<Order>(NewOrder {
            acl: None,
            user: user.into(),
            products,
            total_amount,
            status: None,
        });
        Ok(order.into())
    }
}
