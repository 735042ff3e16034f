//! What is known of the server as a whole.

use crate::metrics::Gauge;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, Default)]
pub(crate) struct Status {
    /// How many connections are open.
    pub connections: Gauge,
    stopping: AtomicBool,
}

impl Status {
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Whether nobody should be sent here any more.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}
