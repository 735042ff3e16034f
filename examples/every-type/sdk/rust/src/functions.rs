//! The functions of Every Type.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.
