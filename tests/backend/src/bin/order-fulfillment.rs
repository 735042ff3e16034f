//! The order-fulfillment example, served as its own binary serves it.

#[tokio::main]
async fn main() -> Result<(), impl std::fmt::Debug> {
    order_fulfillment::backend().serve().await
}
