//! The classes of Order Fulfillment.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod functions;
mod notification;
mod order;
mod product;
mod shipment;
mod user;

pub use functions::{Functions, PlaceOrderItem, PlaceOrderParams, functions};
pub use notification::{NewNotification, Notification, NotificationPatch};
pub use order::{NewOrder, Order, OrderPatch, OrderProduct, OrderStatus};
pub use product::{NewProduct, Product, ProductPatch};
pub use shipment::{NewShipment, Shipment, ShipmentPatch, ShipmentStatus};
pub use user::{NewUser, User, UserPatch};

use runtime::prelude::Schema;

/// All classes, as the engine knows them.
pub static SCHEMA: Schema = Schema {
    name: "order-fulfillment",
    roles: &["admin", "staff"],
    classes: &[
        &user::CLASS,
        &order::CLASS,
        &product::CLASS,
        &shipment::CLASS,
        &notification::CLASS,
    ],
};
