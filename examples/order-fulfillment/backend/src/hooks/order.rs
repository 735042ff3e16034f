//! What happens around an order. This file is yours.

use crate::generated::{Order, OrderProduct, Product};
use runtime::prelude::*;

impl Hooks for Order {
    /// Takes the stock of each product in the transaction that places the order.
    async fn before_save(save: Save<'_, Self>, tx: &mut Tx) -> Result<()> {
        let Save::Create(order) = save else {
            return Ok(());
        };
        take_stock(&order.products, tx);
        Ok(())
    }
}

/// Takes from the stock of each product what these lines are of, or nothing at all.
pub fn take_stock(lines: &[OrderProduct], tx: &mut Tx) {
    for line in lines {
        // A line may be of an article that is not kept in stock here.
        let Some(product) = &line.product else {
            continue;
        };
        tx.update(product)
            .decrement(Product::STOCK, line.quantity)
            .only_if(Product::STOCK.ge(line.quantity))
            .or_else(|| invalid("products", format!("`{product}` is sold out")));
    }
}
