//! The backend of Order Delivery: its classes, and what happens around them. This file is yours.

#[rustfmt::skip]
pub mod generated;
pub mod hooks;

use runtime::Backend;

/// The backend with its hooks, ready to serve.
pub fn backend() -> Backend {
    Backend::new(&generated::SCHEMA).hooks(hooks::all())
}
