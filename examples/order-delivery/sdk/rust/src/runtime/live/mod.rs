//! Live queries: one WebSocket for all those of a client. It opens with the first and closes with the last; when it breaks it
//! comes back, and each query goes on where it was.

mod list;
mod socket;
mod watch;

pub use list::Lists;
pub use watch::{Event, EventKind, Events, Watch};

use super::Error;
use super::session::Session;
use serde_json::{Map, Value, json};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::{mpsc, watch as changes};

/// How the connection of live queries is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveState {
    /// Nothing is watched.
    Idle,
    Connecting,
    Open,
    /// Until the next try.
    Waiting,
}

/// Who takes no events for so long is told what he missed by a query, like one who was not connected.
const QUEUE: usize = 1000;

/// What a live query is told.
enum Told {
    /// Events come from here on. With a gap, what came before and was missed is lost, so it must be asked for.
    Subscribed {
        gap: bool,
    },
    Event(Raw),
    /// Nothing comes any more.
    Failed(Error),
}

/// An event as the wire has it.
struct Raw {
    kind: EventKind,
    object: Value,
    original: Option<Value>,
}

/// The socket's end of a live query.
struct Sink {
    told: mpsc::Sender<Told>,
    /// Set where the queue was full.
    gap: Arc<AtomicBool>,
    /// Why nothing comes any more; told after what waits, however much that is.
    failed: Arc<OnceLock<Error>>,
}

impl Sink {
    fn tell(&self, told: Told) {
        if self.told.try_send(told).is_err() {
            self.gap.store(true, Ordering::Release);
        }
    }

    fn fail(self, error: Error) {
        // It is told once: nothing comes after it.
        let _ = self.failed.set(error);
    }
}

enum Command {
    Subscribe { id: u64, query: Value, sink: Sink },
    Unsubscribe(u64),
}

/// Where the socket leads, and in whose name.
struct Target {
    url: String,
    /// The frame that it begins with, without the session.
    hello: Map<String, Value>,
    session: Arc<Session>,
}

pub(super) struct Live {
    commands: mpsc::UnboundedSender<Command>,
    last_id: AtomicU64,
    state: changes::Sender<LiveState>,
    /// What the socket's task begins with, until it has begun.
    unstarted: Mutex<Option<(Target, mpsc::UnboundedReceiver<Command>)>>,
}

impl Live {
    pub(super) fn new(
        server_url: &str,
        app_id: &str,
        headers: &[(&'static str, String)],
        session: &Arc<Session>,
    ) -> Self {
        let mut hello = Map::new();
        hello.insert("op".to_owned(), "connect".into());
        hello.insert("applicationId".to_owned(), app_id.into());
        let key = headers
            .iter()
            .find(|(name, _)| *name == "X-Parse-REST-API-Key");
        hello.extend(key.map(|(_, key)| ("restAPIKey".to_owned(), json!(key))));
        let target = Target {
            url: server_url.replacen("http", "ws", 1),
            hello,
            session: Arc::clone(session),
        };
        let (commands, received) = mpsc::unbounded_channel();
        Self {
            commands,
            last_id: AtomicU64::new(0),
            state: changes::Sender::new(LiveState::Idle),
            unstarted: Mutex::new(Some((target, received))),
        }
    }

    pub(super) fn state(&self) -> changes::Receiver<LiveState> {
        self.state.subscribe()
    }

    /// Begins a live query; dropping what it gives ends it.
    fn subscribe(&self, query: Value) -> Subscription {
        if let Ok(mut unstarted) = self.unstarted.lock()
            && let Some((target, received)) = unstarted.take()
        {
            tokio::spawn(socket::run(target, received, self.state.clone()));
        }
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (told, received) = mpsc::channel(QUEUE);
        let gap = Arc::new(AtomicBool::new(false));
        let failed = Arc::new(OnceLock::new());
        let sink = Sink {
            told,
            gap: Arc::clone(&gap),
            failed: Arc::clone(&failed),
        };
        // A task that has ended drops the sink, and the query is told that it has ended.
        let _ = self.commands.send(Command::Subscribe { id, query, sink });
        Subscription {
            id,
            told: received,
            gap,
            failed,
            commands: self.commands.clone(),
        }
    }
}

struct Subscription {
    id: u64,
    told: mpsc::Receiver<Told>,
    gap: Arc<AtomicBool>,
    failed: Arc<OnceLock<Error>>,
    commands: mpsc::UnboundedSender<Command>,
}

impl Subscription {
    async fn next(&mut self) -> Option<Told> {
        if self.told.is_empty() && self.gap.swap(false, Ordering::AcqRel) {
            return Some(Told::Subscribed { gap: true });
        }
        match self.told.recv().await {
            None => self.failed.get().cloned().map(Told::Failed),
            told => told,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let _ = self.commands.send(Command::Unsubscribe(self.id));
    }
}
