//! The classes of Order Delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod customer;
mod order;
mod delivery;
mod user;

pub use customer::{Customer, NewCustomer, CustomerPatch};
pub use order::{Order, NewOrder, OrderPatch, OrderStatus};
pub use delivery::{Delivery, NewDelivery, DeliveryPatch};
pub use user::{User, NewUser, UserPatch};
