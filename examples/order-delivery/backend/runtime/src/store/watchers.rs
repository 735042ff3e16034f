//! Who watches a class: as long as somebody does, and some time after, its changes are recorded.

use super::Position;
use crate::wire::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// How many watch a class, and when the last of them left.
#[derive(Debug)]
pub(crate) struct Watchers {
    count: AtomicUsize,
    left: AtomicI64,
}

/// Keeps a class watched until it is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Every change of the class after it is told.
    pub from: Position,
    watchers: Arc<Watchers>,
}

impl Watchers {
    /// Nobody, as of now: at a start, those who watched before it still have to come back.
    pub(crate) fn none() -> Self {
        Self {
            count: AtomicUsize::new(0),
            left: AtomicI64::new(Timestamp::now().as_millis()),
        }
    }

    /// One more, who is told of what comes after `from`.
    pub(crate) fn watch(self: &Arc<Self>, from: Position) -> Watch {
        self.count.fetch_add(1, Ordering::AcqRel);
        Watch {
            from,
            watchers: Arc::clone(self),
        }
    }

    /// Since when nobody has watched, in milliseconds since the epoch; `None` where somebody does.
    pub(crate) fn gone_since(&self) -> Option<i64> {
        // In this order: whoever leaves writes down when before he is counted out.
        let nobody = self.count.load(Ordering::Acquire) == 0;
        nobody.then(|| self.left.load(Ordering::Acquire))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let now = Timestamp::now().as_millis();
        self.watchers.left.store(now, Ordering::Release);
        self.watchers.count.fetch_sub(1, Ordering::AcqRel);
    }
}
