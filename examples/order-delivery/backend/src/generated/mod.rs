//! The classes of Order Delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod customer;
mod delivery;
mod functions;
mod order;
mod user;

pub use customer::{Customer, CustomerPatch, NewCustomer};
pub use delivery::{Delivery, DeliveryPatch, NewDelivery};
pub use functions::{Functions, functions};
pub use order::{NewOrder, Order, OrderPatch, OrderStatus};
pub use user::{NewUser, User, UserPatch};

use runtime::prelude::Schema;

/// All classes, as the engine knows them.
pub static SCHEMA: Schema = Schema {
    name: "order-delivery",
    roles: &["admin", "courier"],
    classes: &[&customer::CLASS, &order::CLASS, &delivery::CLASS, &user::CLASS],
};
