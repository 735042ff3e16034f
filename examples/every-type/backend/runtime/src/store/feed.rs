//! Committed changes on their way from the writer to whoever receives them. The writer never waits: a receiver that is
//! behind by more than a number of bytes is told that it has lost changes, and reads them in the log.

use super::{Change, Committed, Position};
use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::wire::Object;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How many bytes of images may wait for a receiver (16 MiB).
const WAITING: usize = 16 << 20;

/// A change as it is recorded. Its images are JSON, which whoever receives it reads: the writer has other things to do.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub position: Position,
    pub class: &'static ClassDef,
    pub id: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

impl Entry {
    /// # Errors
    /// An image is not JSON: the database holds what no writer of ours put there.
    pub(crate) fn read(&self) -> Result<Change> {
        let object = |image: &Option<Vec<u8>>| {
            let image = image.as_deref().map(serde_json::from_slice);
            image
                .transpose()
                .map(|members| members.map(|members| Arc::new(Object(members))))
                .map_err(Error::internal)
        };
        Ok(Change {
            position: self.position,
            class: self.class,
            id: self.id.clone(),
            before: object(&self.before)?,
            after: object(&self.after)?,
        })
    }

    /// What it takes in memory, and a little less on disk.
    pub(crate) fn bytes(&self) -> usize {
        let bytes = |image: &Option<Vec<u8>>| image.as_ref().map_or(0, Vec::len);
        size_of::<Self>() + bytes(&self.before) + bytes(&self.after)
    }
}

/// Where the writer puts what it has committed.
#[derive(Default)]
pub(crate) struct Feed {
    outlets: Mutex<Vec<Outlet>>,
}

struct Outlet {
    commits: UnboundedSender<Commit>,
    waiting: Arc<AtomicUsize>,
    /// Whether the receiver has been told that it is behind, and is still.
    behind: bool,
}

/// A transaction, as its receivers are given it.
enum Commit {
    Entries(Arc<[Entry]>, usize),
    Lost,
}

/// What is committed, in the order of the commits.
pub(crate) struct Changes {
    commits: UnboundedReceiver<Commit>,
    waiting: Arc<AtomicUsize>,
}

impl Changes {
    /// What the next transaction did; `None` where there will be none.
    pub(crate) async fn next(&mut self) -> Option<Committed> {
        let (entries, bytes) = match self.commits.recv().await? {
            Commit::Entries(entries, bytes) => (entries, bytes),
            Commit::Lost => return Some(Committed::Lost),
        };
        self.waiting.fetch_sub(bytes, Ordering::AcqRel);
        let changes: Result<Arc<[Change]>> = entries.iter().map(Entry::read).collect();
        Some(changes.map_or(Committed::Lost, Committed::Changes))
    }
}

impl Feed {
    /// What is committed from here on.
    pub(crate) fn receive(&self) -> Changes {
        let (sender, commits) = unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let outlet = Outlet {
            commits: sender,
            waiting: Arc::clone(&waiting),
            behind: false,
        };
        let mut outlets = self.outlets.lock().unwrap_or_else(PoisonError::into_inner);
        outlets.push(outlet);
        Changes { commits, waiting }
    }

    /// Gives every receiver what a transaction did.
    pub(crate) fn publish(&self, entries: Vec<Entry>, has_lost: bool) {
        let mut outlets = self.outlets.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = entries.iter().map(Entry::bytes).sum();
        let entries: Arc<[Entry]> = entries.into();
        outlets.retain_mut(|outlet| {
            let told = entries.is_empty() || outlet.put(&entries, bytes);
            told && (!has_lost || outlet.commits.send(Commit::Lost).is_ok())
        });
    }

    /// Nothing is committed any more.
    pub(crate) fn close(&self) {
        let mut outlets = self.outlets.lock().unwrap_or_else(PoisonError::into_inner);
        outlets.clear();
    }
}

impl Outlet {
    /// Whether the receiver is still there.
    fn put(&mut self, entries: &Arc<[Entry]>, bytes: usize) -> bool {
        if self.waiting.load(Ordering::Acquire) > WAITING {
            // Once is enough: it reads all that it has lost.
            if std::mem::replace(&mut self.behind, true) {
                return !self.commits.is_closed();
            }
            return self.commits.send(Commit::Lost).is_ok();
        }
        self.behind = false;
        self.waiting.fetch_add(bytes, Ordering::AcqRel);
        self.commits
            .send(Commit::Entries(Arc::clone(entries), bytes))
            .is_ok()
    }
}
