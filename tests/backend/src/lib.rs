//! The class tables of the examples that are no crates of this workspace, as they were emitted.

#[rustfmt::skip]
#[path = "../../../examples/every-type/backend/src/generated/mod.rs"]
pub mod every_type;

#[rustfmt::skip]
#[path = "../../../examples/order-delivery/backend/src/generated/mod.rs"]
pub mod order_delivery;
