//! The classes of Order Fulfillment.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod notification;
mod order;
mod product;
mod shipment;
mod user;

pub use notification::{NewNotification, Notification, NotificationPatch};
pub use order::{NewOrder, Order, OrderPatch, OrderProduct, OrderStatus};
pub use product::{NewProduct, Product, ProductPatch};
pub use shipment::{NewShipment, Shipment, ShipmentPatch, ShipmentStatus};
pub use user::{NewUser, User, UserPatch};
