//! A typed client of Order Delivery.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use order_delivery_client::{Client, Order};
//!
//! let client = Client::new("https://api.example.com/parse", "APP_ID")?;
//! client.auth().log_in("ana", "s3cret").await?;
//! let newest = client
//!     .orders()
//!     .find()
//!     .order(Order::CREATED_AT.descending())
//!     .limit(10)
//!     .await?;
//! for object in newest {
//!     println!("{} of {}", object.id, object.created_at);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Live queries are loops; what is dropped is watched no longer:
//!
//! ```no_run
//! # async fn example(client: &order_delivery_client::Client) -> Result<(), order_delivery_client::Error> {
//! let mut events = client.orders().watch().await?;
//! while let Some(event) = events.try_next().await? {
//!     println!("{:?}: {}", event.kind, event.object.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What a call gives is done when it is awaited. A write is sent again after a failure of the network, under one idempotency
//! key, so that it is made once.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

pub mod classes;
mod functions;
pub mod runtime;

pub use classes::*;
pub use runtime::{
    Acl, Auth, Bytes, Change, Class, Client, Collection, Column, Error, Filter, FunctionCall,
    Functions, GeoPoint, Id, Include, Object, Polygon, Ref, Relation, Result, StoredFile,
    Timestamp, Value,
};

impl Client {
    /// Signing up, in and out.
    pub fn auth(&self) -> Auth<'_, User> {
        Auth::new(self)
    }
}
