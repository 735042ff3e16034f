//! The queue of a connection: what its subscriptions are to be told, bounded, and what becomes of it on the way out.

use super::matcher::{Matcher, Sight};
use super::{Delivery, Message};
use crate::config::LiveSettings;
use crate::service::Service;
use crate::wire::Object;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// A connection to which subscriptions are told, for whoever subscribes.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(super) queue: Arc<Queue>,
}

/// Its other end: what is to be sent.
pub(crate) struct Outbox {
    queue: Arc<Queue>,
    service: Service,
    /// What is being finished: it is taken up again where the wait for it was given up.
    current: Option<Item>,
}

pub(super) struct Queue {
    limits: LiveSettings,
    /// How many subscriptions the connection has.
    pub(super) subscriptions: AtomicUsize,
    waiting: Mutex<Waiting>,
    more: Notify,
}

#[derive(Default)]
struct Waiting {
    items: VecDeque<Item>,
    bytes: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// It ran over, and the reader is still to learn it.
    Overrun,
    /// Nobody reads, or nobody will.
    Closed,
}

/// What a message takes beside its texts, in bytes.
const OVERHEAD: usize = 256;

/// A message on its way to one subscription.
pub(super) struct Item {
    pub tag: u64,
    /// Set when the subscription is over: what still waits for it is not told.
    pub over: Arc<AtomicBool>,
    pub body: Body,
}

#[derive(Clone)]
pub(super) enum Body {
    Message(Message),
    /// An event that the user's own code, or an include, still has to go over. That is done where the connection is
    /// served, so that it holds up no other.
    Draft(Arc<Draft>),
}

/// An event before hooks and includes.
pub(crate) struct Draft {
    pub position: Arc<str>,
    pub before: Option<Image>,
    pub after: Option<Image>,
    pub matcher: Arc<Matcher>,
    /// About how many bytes it will be.
    pub size: usize,
}

/// An object as it was or is, as somebody sees it.
#[derive(Clone)]
pub(crate) struct Image {
    pub object: Arc<Object>,
    pub sight: Sight,
}

impl Connection {
    pub(super) fn new(limits: LiveSettings, service: Service) -> (Self, Outbox) {
        let queue = Arc::new(Queue {
            limits,
            subscriptions: AtomicUsize::new(0),
            waiting: Mutex::default(),
            more: Notify::new(),
        });
        let outbox = Outbox {
            queue: Arc::clone(&queue),
            service,
            current: None,
        };
        (Self { queue }, outbox)
    }
}

impl Outbox {
    /// What is to be sent next, as soon as there is something; `None` after [`Delivery::TooSlow`]. Nothing is lost where the
    /// wait for it is given up.
    pub(crate) async fn next(&mut self) -> Option<Delivery> {
        loop {
            if let Some(item) = &self.current {
                let (tag, message) = (item.tag, self.finish(item).await);
                self.current = None;
                if let Some(message) = message {
                    return Some(Delivery::To { tag, message });
                }
            }
            let more = self.queue.more.notified();
            match self.queue.take() {
                Taken::Item(item) => self.current = Some(item),
                Taken::Overrun => return Some(Delivery::TooSlow),
                Taken::Closed => return None,
                Taken::Nothing => more.await,
            }
        }
    }

    /// What is to be said of it, unless the subscription is over by then.
    async fn finish(&self, item: &Item) -> Option<Message> {
        let is_over = || item.over.load(Ordering::Acquire);
        let message = match &item.body {
            Body::Message(message @ Message::Ended(_)) => return Some(message.clone()),
            _ if is_over() => return None,
            Body::Message(message) => message.clone(),
            Body::Draft(draft) => match self.service.finish_event(draft).await {
                Ok(event) => Message::Event(event?),
                Err(error) => {
                    item.over.store(true, Ordering::Release);
                    Message::Ended(error)
                }
            },
        };
        Some(message)
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.queue.end(State::Closed);
    }
}

enum Taken {
    Item(Item),
    Nothing,
    Overrun,
    Closed,
}

impl Queue {
    /// Puts a message in, and says whether there was room for it. Where there is none, the queue has run over: what
    /// waits goes, and nothing more comes in. One message always has room, however large it is.
    pub(super) fn push(&self, item: Item) -> bool {
        let size = item.body.size();
        let mut waiting = self.lock();
        if waiting.state != State::Open {
            return false;
        }
        let fits = waiting.items.len() < self.limits.queue_messages
            && waiting.bytes.saturating_add(size) <= self.limits.queue_bytes;
        if !fits && !waiting.items.is_empty() {
            drop(waiting);
            self.end(State::Overrun);
            return false;
        }
        waiting.bytes += size;
        waiting.items.push_back(item);
        drop(waiting);
        self.more.notify_one();
        true
    }

    /// Whether so many messages, of so many bytes, would not run it over.
    pub(super) fn has_room(&self, messages: usize, bytes: usize) -> bool {
        let waiting = self.lock();
        waiting.items.len() + messages <= self.limits.queue_messages
            && waiting.bytes.saturating_add(bytes) <= self.limits.queue_bytes
    }

    fn take(&self) -> Taken {
        let mut waiting = self.lock();
        if let Some(item) = waiting.items.pop_front() {
            waiting.bytes = waiting.bytes.saturating_sub(item.body.size());
            return Taken::Item(item);
        }
        match waiting.state {
            State::Open => Taken::Nothing,
            State::Closed => Taken::Closed,
            State::Overrun => {
                waiting.state = State::Closed;
                Taken::Overrun
            }
        }
    }

    fn end(&self, state: State) {
        let mut waiting = self.lock();
        *waiting = Waiting {
            state,
            ..Waiting::default()
        };
        drop(waiting);
        self.more.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    /// In bytes, about. Text that several queues share counts in each.
    pub(super) fn size(&self) -> usize {
        let texts = match self {
            Self::Message(Message::Event(event)) => {
                event.object.len() + event.original.as_ref().map_or(0, |text| text.len())
            }
            Self::Message(
                Message::Subscribed { .. } | Message::Reached { .. } | Message::Ended(_),
            ) => 0,
            Self::Draft(draft) => draft.size,
        };
        OVERHEAD + texts
    }
}
