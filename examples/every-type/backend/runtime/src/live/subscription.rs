//! What doors hold: the connection's right to subscribe, and each subscription, which ends when it is dropped.

use super::matcher::Matcher;
use super::queue::Queue;
use super::{Connection, Outbox, Query};
use crate::Result;
use crate::auth::Session;
use crate::class::ClassDef;
use crate::config::LiveSettings;
use crate::error::{Code, Error};
use crate::query::Shape;
use crate::service::Service;
use crate::store::{Position, Watch};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What the service holds of the engine: where wishes go in.
pub(crate) struct Live {
    commands: UnboundedSender<Command>,
    /// Until the engine takes it.
    waiting: Mutex<Option<UnboundedReceiver<Command>>>,
    limits: LiveSettings,
    count: Arc<AtomicUsize>,
    ids: AtomicU64,
}

/// A subscription, for as long as it is held.
pub(crate) struct Subscription {
    /// What the engine calls it.
    id: u64,
    tag: u64,
    over: Arc<AtomicBool>,
    connection: Connection,
    commands: UnboundedSender<Command>,
    count: Arc<AtomicUsize>,
    /// What it asks about is recorded for as long.
    watches: Vec<Watch>,
}

/// A query that may be subscribed to, as it is for whoever asks.
pub(crate) struct Wish {
    pub asked: Arc<Asked>,
    pub seat: Seat,
    /// Its class is watched, and what else has to be.
    pub watches: Vec<Watch>,
    /// Where it begins.
    pub from: Position,
    /// What came after this is told first.
    pub after: Option<Position>,
}

/// What a client asks for, read as far as that does not depend on who he is.
#[derive(Debug)]
pub(crate) struct Asked {
    pub class: &'static ClassDef,
    pub query: Query,
    pub shape: Shape,
}

/// Who asks, and what that makes of his query.
pub(crate) struct Seat {
    /// His token and what it opens, where he has one.
    pub session: Option<(String, Arc<Session>)>,
    pub matcher: Matcher,
    /// How many commits had changed accounts, and roles, before this was decided.
    pub account_writes: u64,
    pub role_writes: u64,
}

/// What the engine is told.
pub(super) enum Command {
    Join(Box<Join>),
    Leave(u64),
}

/// A subscription that begins.
pub(super) struct Join {
    pub id: u64,
    pub member: Recipient,
    pub asked: Arc<Asked>,
    pub seat: Seat,
    /// It is told of what comes after this.
    pub from: Position,
    pub after: Option<Position>,
    /// The one whose place it takes.
    pub replaces: Option<u64>,
}

/// Where the messages of a subscription go.
pub(super) struct Recipient {
    pub tag: u64,
    pub queue: Arc<Queue>,
    pub over: Arc<AtomicBool>,
}

impl Live {
    pub(crate) fn new(limits: LiveSettings) -> Self {
        let (commands, waiting) = unbounded_channel();
        Self {
            commands,
            waiting: Mutex::new(Some(waiting)),
            limits,
            count: Arc::default(),
            ids: AtomicU64::default(),
        }
    }

    /// Where wishes come out, once.
    pub(super) fn commands(&self) -> Option<UnboundedReceiver<Command>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.take()
    }

    /// How many subscriptions there are.
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    pub(crate) fn connect(&self, service: &Service) -> (Connection, Outbox) {
        Connection::new(self.limits, service.clone())
    }

    /// Makes room for one more subscription.
    ///
    /// # Errors
    /// Code 155 where the connection, or the server, has as many as it may.
    pub(crate) fn claim(&self, connection: &Connection) -> Result<()> {
        if !add_one(
            &connection.queue.subscriptions,
            self.limits.subscriptions_per_connection,
        ) {
            return Err(too_many(
                "a connection",
                self.limits.subscriptions_per_connection,
            ));
        }
        if !add_one(&self.count, self.limits.subscriptions) {
            connection
                .queue
                .subscriptions
                .fetch_sub(1, Ordering::AcqRel);
            return Err(too_many("this server", self.limits.subscriptions));
        }
        Ok(())
    }

    /// Takes back what was claimed for a subscription that does not come about.
    pub(crate) fn release(&self, connection: &Connection) {
        connection
            .queue
            .subscriptions
            .fetch_sub(1, Ordering::AcqRel);
        self.count.fetch_sub(1, Ordering::AcqRel);
    }

    /// Begins a subscription for which there is room.
    pub(crate) fn begin(&self, connection: &Connection, tag: u64, wish: Wish) -> Subscription {
        let id = self.ids.fetch_add(1, Ordering::Relaxed);
        let over = Arc::new(AtomicBool::new(false));
        let commands = self.commands.clone();
        let watches = join(&commands, id, None, recipient(connection, tag, &over), wish);
        Subscription {
            id,
            tag,
            over,
            connection: connection.clone(),
            commands,
            count: Arc::clone(&self.count),
            watches,
        }
    }

    /// Puts another query in the place of that of a subscription.
    pub(crate) fn change(&self, subscription: &mut Subscription, wish: Wish) {
        let id = self.ids.fetch_add(1, Ordering::Relaxed);
        let to = recipient(
            &subscription.connection,
            subscription.tag,
            &subscription.over,
        );
        let replaced = std::mem::replace(&mut subscription.id, id);
        subscription.watches = join(&self.commands, id, Some(replaced), to, wish);
    }
}

fn recipient(connection: &Connection, tag: u64, over: &Arc<AtomicBool>) -> Recipient {
    Recipient {
        tag,
        queue: Arc::clone(&connection.queue),
        over: Arc::clone(over),
    }
}

fn join(
    commands: &UnboundedSender<Command>,
    id: u64,
    replaces: Option<u64>,
    member: Recipient,
    wish: Wish,
) -> Vec<Watch> {
    let join = Join {
        id,
        member,
        asked: wish.asked,
        seat: wish.seat,
        from: wish.from,
        after: wish.after,
        replaces,
    };
    // The engine is gone only when the server goes.
    let _ = commands.send(Command::Join(Box::new(join)));
    wish.watches
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        self.count.fetch_sub(1, Ordering::AcqRel);
        self.connection
            .queue
            .subscriptions
            .fetch_sub(1, Ordering::AcqRel);
        let _ = self.commands.send(Command::Leave(self.id));
    }
}

fn add_one(count: &AtomicUsize, most: usize) -> bool {
    let more = |count| (count < most).then_some(count + 1);
    count
        .fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
        .is_ok()
}

fn too_many(whose: &str, most: usize) -> Error {
    let message = format!("{whose} has at most {most} subscriptions");
    Error::new(Code::REQUEST_LIMIT_EXCEEDED, message)
}
