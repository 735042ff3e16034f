//! The classes of Order Delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod customer;
mod delivery;
mod order;
mod user;

pub use customer::{Customer, CustomerPatch, NewCustomer};
pub use delivery::{Delivery, DeliveryPatch, NewDelivery};
pub use order::{NewOrder, Order, OrderPatch, OrderStatus};
pub use user::{NewUser, User, UserPatch};
