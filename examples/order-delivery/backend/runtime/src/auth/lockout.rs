//! Lockout: a name that failed to log in too often must wait, whether or not somebody has it.

use crate::Result;
use crate::error::{Code, Error};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many names are remembered; past that those that may try again are forgotten first.
const NAMES: usize = 100_000;

pub(crate) struct Lockout {
    attempts: u32,
    wait: Duration,
    failures: Mutex<HashMap<String, Failures>>,
}

struct Failures {
    count: u32,
    last: Instant,
}

impl Lockout {
    /// After `attempts` failures in a row a name waits; 0 locks nobody out.
    pub(crate) fn new(attempts: u32, wait: Duration) -> Self {
        Self {
            attempts,
            wait,
            failures: Mutex::default(),
        }
    }

    /// # Errors
    /// Code 101 while the name must wait.
    pub(crate) fn check(&self, name: &str) -> Result<()> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let key = name.to_lowercase();
        let Some(failed) = failures.get(&key) else {
            return Ok(());
        };
        if failed.last.elapsed() >= self.wait {
            failures.remove(&key);
            return Ok(());
        }
        if self.attempts == 0 || failed.count < self.attempts {
            return Ok(());
        }
        let minutes = self.wait.as_secs().div_ceil(60);
        let message = format!(
            "Your account is locked due to multiple failed login attempts. Please try again after {minutes} minute(s)"
        );
        Err(Error::new(Code::OBJECT_NOT_FOUND, message))
    }

    pub(crate) fn failed(&self, name: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= NAMES {
            failures.retain(|_, failed| failed.last.elapsed() < self.wait);
        }
        if failures.len() >= NAMES {
            return;
        }
        let now = Instant::now();
        let failed = failures.entry(name.to_lowercase()).or_insert(Failures {
            count: 0,
            last: now,
        });
        failed.count = failed.count.saturating_add(1);
        failed.last = now;
    }

    pub(crate) fn succeeded(&self, name: &str) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&name.to_lowercase());
    }
}
