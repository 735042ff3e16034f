//! What is known of the server as a whole.

use crate::metrics::Gauge;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

#[derive(Debug, Default)]
pub(crate) struct Status {
    /// How many connections are open.
    pub connections: Gauge,
    stopping: AtomicBool,
    closing: watch::Sender<bool>,
}

impl Status {
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Whether nobody should be sent here any more.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Tells every connection to finish what it is at.
    pub(super) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// For whoever goes on until connections are to finish.
    pub(crate) fn closing(&self) -> Closing {
        Closing(self.closing.subscribe())
    }
}

/// Learns that connections are to finish.
#[derive(Clone, Debug)]
pub(crate) struct Closing(watch::Receiver<bool>);

impl Closing {
    /// Returns when they are, at once where that was said before.
    pub(crate) async fn told(&mut self) {
        // The sender goes with the server, and then nothing is left to be done either.
        let _ = self.0.wait_for(|closing| *closing).await;
    }
}
