//! The backend of Order Fulfillment: its classes, and what happens around them. This file is yours.

pub mod functions;
#[rustfmt::skip]
pub mod generated;
pub mod hooks;
pub mod jobs;

use runtime::Backend;

/// The backend with its hooks, functions and jobs, ready to serve.
pub fn backend() -> Backend {
    Backend::new(&generated::SCHEMA)
        .hooks(hooks::all())
        .functions(functions::all())
        .jobs(jobs::all())
}
