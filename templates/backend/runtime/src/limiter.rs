//! A limit on how often: a key and a moment → go on, or wait so long. It knows neither clients nor HTTP.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many keys are remembered. Past that those whose buckets are full are forgotten, and then all: a flood of keys must
/// neither fill the memory nor keep others out.
const KEYS: usize = 100_000;
const MINUTE: Duration = Duration::from_secs(60);

/// A bucket of tokens for each key. It holds a minute's worth and fills evenly.
pub(crate) struct Limiter<K> {
    /// The time that one token takes to come back; `None` is no limit.
    interval: Option<Duration>,
    /// When each bucket will be full again, which says all of it.
    full_at: Mutex<HashMap<K, Instant>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// 0 is no limit.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            interval: (per_minute > 0).then(|| MINUTE / per_minute),
            full_at: Mutex::default(),
        }
    }

    /// Takes a token of this key.
    ///
    /// # Errors
    /// How long it takes until there is one.
    pub(crate) fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let Some(interval) = self.interval else {
            return Ok(());
        };
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= KEYS && !full_at.contains_key(&key) {
            full_at.retain(|_, at| *at > now);
            if full_at.len() >= KEYS {
                full_at.clear();
            }
        }
        let at = full_at.entry(key).or_insert(now);
        let then = now.max(*at) + interval;
        match then.saturating_duration_since(now + MINUTE) {
            Duration::ZERO => {
                *at = then;
                Ok(())
            }
            wait => Err(wait),
        }
    }
}
