//! Live queries: committed changes → events for those who subscribed, each only as far as he may read what he asks for.
//! It speaks to the service and knows no door: HTTP, sockets and frames are for whoever reads an [`Outbox`].
//!
//! One task has all subscriptions, so they need no lock: [`engine`] takes changes and wishes in turn. It finds the
//! subscriptions that a change may concern by [`index`], asks what other objects say in [`around`], and puts what is
//! due into the queue of each connection.

mod around;
pub(crate) mod check;
mod dispatch;
mod engine;
mod index;
mod lens;
mod matcher;
mod members;
mod queue;
mod reach;
mod sessions;
mod subscription;

pub(crate) use engine::Engine;
pub(crate) use lens::Lens;
pub(crate) use matcher::{Finish, Matcher, Side, told};
pub(crate) use queue::{Connection, Draft, Outbox};
pub(crate) use subscription::{Asked, Live, Seat, Subscription, Wish};

use crate::error::Error;
use crate::wire::Value;
use std::sync::Arc;

/// Who subscribes, in a form by which it is found out again who he is.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Master,
    Anonymous,
    /// Whoever this token of a session belongs to, for as long as it opens one.
    Session {
        token: String,
    },
}

/// What a subscription is about, as a client asks for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub filter: Option<Value>,
    /// The fields to tell; all of them where it is empty. objectId, createdAt, updatedAt and className always are.
    pub keys: Vec<String>,
    /// An `update` is due only where one of these has changed; always where it is empty.
    pub watch: Vec<String>,
    /// The objects to put in the place of Pointers.
    pub include: Vec<String>,
    /// The position that the client has seen last: what came since is told first. Nothing, or none, is from now on.
    pub after: Option<String>,
}

/// What happened to an object, as one subscription sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// It is new, and matches.
    Create,
    /// It did not match before, or was not to be seen.
    Enter,
    /// It matched, and still does.
    Update,
    /// It matches no longer, or is not to be seen any more.
    Leave,
    Delete,
}

impl EventKind {
    /// As Parse names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Enter => "enter",
            Self::Update => "update",
            Self::Leave => "leave",
            Self::Delete => "delete",
        }
    }
}

/// An event that is due to one subscription.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub kind: EventKind,
    /// A JSON object, `className` among its members.
    pub object: Arc<str>,
    /// As it was before, where there was a before that may be told: at `enter`, `update` and `leave`.
    pub original: Option<Arc<str>>,
    /// What to come back with for all that came after it.
    pub position: Arc<str>,
}

/// What a subscription is told.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// It has begun; all of its events come after this.
    Subscribed {
        /// Of what came before it.
        position: Arc<str>,
        /// What came after the position that the client named is not kept any more: it has to query again.
        requery: bool,
    },
    Event(Event),
    /// Nothing was due to it since, but whoever comes back with this is told no less. What it was told last is forgotten sooner.
    Reached {
        position: Arc<str>,
    },
    /// It is over, and why: 209 where the session is.
    Ended(Error),
}

/// What comes out of the queue of a connection.
#[derive(Clone, Debug)]
pub(crate) enum Delivery {
    To {
        /// What the door calls the subscription.
        tag: u64,
        message: Message,
    },
    /// The client has read so slowly that the queue ran over. What waited is gone, all subscriptions of the connection
    /// have ended, and nothing comes after this.
    TooSlow,
}
