//! The engine of an emitted backend: everything that is not a matter of its schema.
//!
//! A request falls through one door (`rest`) into one service, which brings access, hooks and writes together; the
//! service speaks to one store. What a class is, all of them read from the tables in [`class`].

pub mod access;
mod auth;
mod backend;
pub mod class;
pub mod config;
pub mod error;
mod files;
pub mod functions;
#[cfg(feature = "graphql")]
mod graphql;
pub mod hooks;
mod idempotency;
mod identity;
pub mod jobs;
mod limiter;
mod listen;
mod live;
mod mail;
mod metrics;
pub mod push;
pub mod query;
mod rest;
mod service;
mod store;
mod system;
mod webhooks;
pub mod wire;
mod write;

pub use backend::Backend;
pub use error::{Error, Result};

/// What generated code and hooks are written with.
pub mod prelude {
    /// Logs to where the server does: `tracing::info!("…")`.
    pub use tracing;

    pub use crate::access::{Access, Permission, Permissions, Principal};
    pub use crate::class::{
        Class, ClassDef, Direction, FieldDef, Format, IndexDef, Notify, OnDelete, Schema,
        Transition,
    };
    pub use crate::error::{Code, Error, Result, invalid};
    pub use crate::functions::{FunctionDef, FunctionSet, Linked, not_written};
    pub use crate::hooks::{FileHooks, Find, FindHooks, HookSet, Hooks, Save, SignIn, Tx, Upload};
    pub use crate::jobs::{Job, JobRun, JobSet};
    pub use crate::push::{Delivery, Device, Push, PushProvider};
    pub use crate::query::{Column, Condition};
    pub use crate::wire::{
        Acl, Bytes, Change, File, GeoPoint, Id, Object, Polygon, Ref, Relation, Timestamp, Value,
        Wire, choose, name_of,
    };
}
