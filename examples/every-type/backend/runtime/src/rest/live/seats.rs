//! Who is let in to stay: a request for a connection that goes on → a seat, where its page may ask and one is free.

use crate::config::Config;
use crate::error::Error;
use crate::metrics::{Counter, Exposition, Gauge};
use crate::rest::answer;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(in crate::rest) struct Seats {
    /// Of pages; `None` is every one.
    origins: Option<Vec<HeaderValue>>,
    free: Arc<Semaphore>,
    counts: Arc<Counts>,
}

/// The answer to whoever is not let in; seldom, so that it takes no place where somebody is.
pub(in crate::rest) type Refusal = Box<Response>;

/// What is counted of them.
#[derive(Default)]
pub(in crate::rest) struct Counts {
    taken: Gauge,
    refused: Counter,
    pub(super) events: Counter,
    pub(super) too_slow: Counter,
}

/// One of the connections that may stay open, for as long as it is held.
pub(in crate::rest) struct Seat {
    pub(super) counts: Arc<Counts>,
    _free: OwnedSemaphorePermit,
}

impl Seats {
    pub(in crate::rest) fn new(config: &Config) -> Self {
        Self {
            origins: config.allow_origin.clone(),
            free: Arc::new(Semaphore::new(config.live.connections as usize)),
            counts: Arc::default(),
        }
    }

    /// # Errors
    /// The answer to a page that may not ask, as a browser would not keep it from asking here, or where none is free.
    pub(in crate::rest) fn take(&self, headers: &HeaderMap) -> Result<Seat, Refusal> {
        if !self.may_ask(headers) {
            let sentence = "this origin may not connect";
            return Err(Box::new(answer::bare_error(
                StatusCode::FORBIDDEN,
                sentence,
            )));
        }
        let free = Arc::clone(&self.free).try_acquire_owned().map_err(|_| {
            self.counts.refused.add_one();
            Box::new(Error::busy().into_response())
        })?;
        self.counts.taken.add_one();
        Ok(Seat {
            counts: Arc::clone(&self.counts),
            _free: free,
        })
    }

    /// A browser says which page asks; whoever is none says nothing.
    fn may_ask(&self, headers: &HeaderMap) -> bool {
        match (&self.origins, headers.get(header::ORIGIN)) {
            (None, _) | (_, None) => true,
            (Some(origins), Some(origin)) => origins.contains(origin),
        }
    }

    pub(in crate::rest) fn write(&self, page: &mut Exposition) {
        page.gauge(
            "live_connections",
            "Connections that live queries come on.",
            self.counts.taken.get(),
        );
        page.counter(
            "live_connections_refused_total",
            "Connections for live queries that were too many.",
            self.counts.refused.get(),
        );
        page.counter(
            "live_connections_too_slow_total",
            "Connections that were closed because their client read too slowly.",
            self.counts.too_slow.get(),
        );
        page.counter(
            "live_events_total",
            "Events that were sent to clients.",
            self.counts.events.get(),
        );
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.counts.taken.take(1);
    }
}
