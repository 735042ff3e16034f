//! Live queries over real sockets and streams: what a client is told, when it is not, and what it may not do.

mod access;
mod bounds;
mod crowd;
mod difference;
mod events;
mod frames;
mod queries;
mod resume;
pub mod socket;
mod stream;
