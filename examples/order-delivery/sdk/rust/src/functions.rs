//! The functions of Order Delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
