//! Tree → files: the only door to the file system.
//!
//! [`compare`] lays what is planned beside the lock and what lies on disk; [`apply`] makes the disk as planned. Neither
//! knows what any file is for.
//!
//! # What holds at every moment
//!
//! A run looks at everything first, then stages every new file under a temporary name beside its place, and only then
//! renames. So a full disk or a read-only folder is met before any file has changed, and what fails later is undone from
//! links to the old files. The lock is renamed last: the old one is the truth until then.
//!
//! A run that is killed cannot undo. Therefore the first thing it writes is `.backsmith.journal`, which lists the hashes
//! it is about to put in place. The next run takes a file that matches the lock or the journal for ours, clears the
//! temporary names that the journal leads to, and goes on from there with whatever is planned by then. The journal goes
//! last of all.

mod apply;
mod compare;
mod digest;
mod error;
mod guard;
mod journal;
pub mod lock;
mod ops;
mod path;
#[cfg(test)]
mod tests;

pub use apply::apply;
pub use compare::{Action, Change, Comparison, Planned, Verdict, compare};
pub use digest::Digest;
pub use error::{Error, Obstacle, Reason};
