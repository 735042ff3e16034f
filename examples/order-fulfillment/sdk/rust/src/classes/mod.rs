//! The classes of Order Fulfillment.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod user;
mod order;
mod product;
mod shipment;
mod notification;

pub use user::{User, NewUser, UserPatch};
pub use order::{Order, NewOrder, OrderPatch, OrderStatus, OrderProduct};
pub use product::{Product, NewProduct, ProductPatch};
pub use shipment::{Shipment, NewShipment, ShipmentPatch, ShipmentStatus};
pub use notification::{Notification, NewNotification, NotificationPatch};
