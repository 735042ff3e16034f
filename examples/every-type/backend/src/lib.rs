//! The backend of Every Type: its classes, and what happens around them. This file is yours.

pub mod functions;
#[rustfmt::skip]
pub mod generated;
pub mod hooks;

use runtime::Backend;

/// The backend with its hooks and functions, ready to serve.
pub fn backend() -> Backend {
    Backend::new(&generated::SCHEMA)
        .hooks(hooks::all())
        .functions(functions::all())
}
