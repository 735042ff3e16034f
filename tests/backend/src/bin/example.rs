//! An example over the runtime of the tests: `example NAME` serves its class tables.

use runtime::Backend;

#[tokio::main]
async fn main() -> runtime::Result<()> {
    let schema = match std::env::args().nth(1).as_deref() {
        Some("order-delivery") => &backend_tests::order_delivery::SCHEMA,
        _ => &backend_tests::every_type::SCHEMA,
    };
    Backend::new(schema).serve().await
}
