//! The settings of live queries.

use super::Settings;
use crate::Result;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

/// How many may listen to what, how much waits for them, and how long they may be silent.
#[derive(Clone, Copy, Debug)]
pub struct LiveSettings {
    /// At least 1, as all of them that are numbers.
    pub connections: u32,
    pub subscriptions: usize,
    pub subscriptions_per_connection: usize,
    pub message_bytes: usize,
    pub connect_timeout: Duration,
    pub heartbeat: Duration,
    pub queue_messages: usize,
    pub queue_bytes: usize,
}

impl Settings {
    pub(super) fn live(&self) -> Result<LiveSettings> {
        let count = |name| {
            self.parsed::<NonZeroUsize>(name, "a whole number, 1 or more")
                .map(NonZeroUsize::get)
        };
        let seconds = |name| {
            self.parsed::<NonZeroU32>(name, "a number of seconds, 1 or more")
                .map(|seconds| Duration::from_secs(seconds.get().into()))
        };
        Ok(LiveSettings {
            connections: self
                .parsed::<NonZeroU32>("LIVE_CONNECTIONS", "a number of connections, 1 or more")?
                .get(),
            subscriptions: count("LIVE_SUBSCRIPTIONS")?,
            subscriptions_per_connection: count("LIVE_SUBSCRIPTIONS_PER_CONNECTION")?,
            message_bytes: count("LIVE_MESSAGE_BYTES")?,
            connect_timeout: seconds("LIVE_CONNECT_SECONDS")?,
            heartbeat: seconds("LIVE_HEARTBEAT_SECONDS")?,
            queue_messages: count("LIVE_QUEUE_MESSAGES")?,
            queue_bytes: count("LIVE_QUEUE_BYTES")?,
        })
    }
}
