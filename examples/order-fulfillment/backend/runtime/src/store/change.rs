//! What commits did to objects of watched classes: each object as it was and as it is, and where in the order of all such
//! changes it stands. It knows nothing of who may see it.

use crate::class::ClassDef;
use crate::error::Error;
use crate::wire::Object;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// What one transaction made of one object, however many of its writes touched it.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub position: Position,
    pub class: &'static ClassDef,
    pub id: String,
    /// As it was, with its ACL and all fields but those that hold secrets of the server; `None` for one that is new.
    pub before: Option<Arc<Object>>,
    /// As it is; `None` for one that is gone.
    pub after: Option<Arc<Object>>,
}

/// A place in the order of all changes of a database. Its number rises with every change, over restarts too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub number: i64,
    /// A random number that every start of a server draws: it tells positions of a database from those of one that was
    /// restored to an earlier state and went on from there.
    pub epoch: i64,
}

/// As clients keep it and hand it back.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.epoch, self.number)
    }
}

impl FromStr for Position {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('-');
        let read = parts.and_then(|(epoch, number)| {
            Some(Self {
                epoch: i64::from_str_radix(epoch, 16).ok()?,
                number: number.parse().ok()?,
            })
        });
        read.ok_or_else(|| Error::query("`after` is no position"))
    }
}

/// What the log tells of a class after a position.
#[derive(Clone, Debug)]
pub(crate) enum Missed {
    /// The next changes, in order; where there are `more`, those after the last of these are next.
    Changes { changes: Vec<Change>, more: bool },
    /// The log does not reach back to it, or never had it: only a new query tells what is so now.
    Gone,
}

/// What a receiver of changes is given.
#[derive(Clone, Debug)]
pub(crate) enum Committed {
    /// What one transaction did, in the order in which it did it.
    Changes(Arc<[Change]>),
    /// Changes that were not kept for a receiver that is behind, or that were too large to keep: the log tells what they
    /// were, or that they are gone.
    Lost,
}
