//! What every client has alike: transport, retries, session, wire types, queries, writes and live queries.
//!
//! It knows no class of the schema; the generated modules beside it name theirs.

mod auth;
mod batch;
mod class;
mod client;
mod collection;
mod disk;
mod error;
mod files;
mod filter;
mod functions;
mod geo;
mod http;
#[cfg(feature = "live")]
mod live;
mod outbox;
mod query;
mod reference;
mod retry;
mod session;
mod time;
mod transport;
mod types;
mod write;

pub use auth::{Auth, NewPerson, Person};
pub use batch::{Batch, Done};
pub use class::{Class, Column, Include, Sort};
pub use client::{Builder, Client};
pub use collection::Collection;
pub use error::{Error, Problem, Result};
pub use files::Files;
pub use filter::{Filter, Operand};
pub use functions::{FunctionCall, Functions};
pub use geo::{GeoPoint, Polygon};
#[cfg(feature = "live")]
pub use live::{Event, EventKind, Events, Lists, LiveState, Watch};
pub use outbox::{Outbox, Replayed, Resolution, Waiting};
pub use query::{Find, First, Get, Iterate, Page};
pub use reference::{Id, Ref, Relation};
pub use retry::RetryPolicy;
pub use serde_json::Value;
pub use session::{FileSession, MemorySession, SessionStorage};
pub use time::Timestamp;
pub use transport::{Method, Request, Reqwest, Response, Sending, Transport};
pub use types::{Acl, Bytes, Object, StoredFile};
pub use write::{Change, Create, Delete, Update, Updated};
