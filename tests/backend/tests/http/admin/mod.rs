//! What administrators and their tools ask: schemas, purge, features, the config of clients.

mod config;
mod installations;
mod purge;
mod push;
mod schemas;
