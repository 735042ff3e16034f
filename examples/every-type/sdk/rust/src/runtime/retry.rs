//! When a call that failed is tried again: after a random wait that grows, and only while the server seems to be alive.

use super::Error;
use std::sync::Mutex;
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// How often a call is tried at most, the first time counted.
    pub tries: u32,
    /// The longest wait before the second try; it doubles with each.
    pub base: Duration,
    /// The longest wait there is.
    pub cap: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(20),
        }
    }
}

/// More tries that all calls of a client have together. A server that is down is not asked three times by each.
const CAPACITY: f64 = 10.0;

pub(super) struct Retries {
    policy: RetryPolicy,
    left: Mutex<f64>,
}

impl Retries {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        Self {
            policy,
            left: Mutex::new(CAPACITY),
        }
    }

    /// How long to wait before the next try; `None` where there is none.
    pub(super) fn wait(&self, attempt: u32, error: &Error) -> Option<Duration> {
        let asked = error.retry_after().unwrap_or_default();
        if !error.is_retryable() || attempt >= self.policy.tries || asked > self.policy.cap {
            return None;
        }
        let mut left = self.left.lock().ok()?;
        if *left < 1.0 {
            return None;
        }
        *left -= 1.0;
        Some(asked.saturating_add(jitter(attempt, self.policy)))
    }

    /// Ten calls that succeed pay for one more try.
    pub(super) fn succeeded(&self) {
        if let Ok(mut left) = self.left.lock() {
            *left = (*left + 0.1).min(CAPACITY);
        }
    }
}

/// Anything from nothing to a bound that doubles with each try: clients that failed together come back apart.
pub(super) fn jitter(attempt: u32, policy: RetryPolicy) -> Duration {
    let doubled = policy
        .base
        .saturating_mul(1 << attempt.saturating_sub(1).min(16));
    doubled.min(policy.cap).mul_f64(fastrand::f64())
}
