//! The server functions of Every Type.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// The functions of the schema, a method each; `src/functions.rs` implements them.
pub trait Functions: Send + Sync + 'static {}

/// The functions, as the engine calls them.
pub fn functions(_: impl Functions) -> FunctionSet {
    FunctionSet::new()
}
