//! When it is time to tell all where they stand: as often as what they were told before will not have left the log by then.

use crate::config::LiveWindow;
use crate::store::Position;
use std::time::{Duration, Instant};

/// The part of the window that may pass. A client that was cut off has the rest of it to come back in.
const PART: u32 = 4;

pub(super) struct Reach {
    every: Duration,
    /// Changes after which it is time sooner.
    changes: i64,
    told: i64,
    at: Instant,
}

impl Reach {
    pub(super) fn new(window: LiveWindow) -> Self {
        Self {
            every: window.age / PART,
            changes: i64::from(window.changes / PART),
            told: 0,
            at: Instant::now(),
        }
    }

    /// Whether there is something to tell, and it is time. It counts as told then.
    pub(super) fn is_due(&mut self, last: Position) -> bool {
        let moved = last.number - self.told;
        let is_due = moved > 0 && (moved > self.changes || self.at.elapsed() >= self.every);
        if is_due {
            (self.told, self.at) = (last.number, Instant::now());
        }
        is_due
    }
}
