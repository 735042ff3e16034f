//! Backends over real HTTP: each test starts one, asserts what a client can see, and leaves none running.

mod access;
mod accounts;
mod admin;
mod batch;
mod buyers;
mod client;
mod configuration;
mod durability;
mod envelope;
mod files;
mod functions;
mod graphql;
mod hostile;
mod idempotency;
#[cfg(feature = "sign-in")]
mod identity;
#[path = "../../../sdl/introspection.rs"]
mod introspection;
mod jobs;
mod limits;
mod live;
mod mail;
mod migration;
mod notifications;
mod operations;
mod queries;
mod reads;
mod rules;
#[path = "../../../sdl/mod.rs"]
mod sdl;
mod server;
mod sign_in;
mod stale;
mod story;
mod watch;
mod ways;
#[cfg(feature = "webhooks")]
mod webhooks;
mod wire;
