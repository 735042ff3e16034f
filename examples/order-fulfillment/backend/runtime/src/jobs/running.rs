//! Which jobs run now: none twice at once, and not too many together.

use super::JobSet;
use crate::Result;
use crate::config::Config;
use crate::error::{Code, Error};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// The jobs and what there is to know of those that run.
pub(crate) struct Jobs {
    pub set: JobSet,
    /// How long one may run.
    pub limit: Duration,
    /// How long one may go on when the server stops.
    pub grace: Duration,
    running: Arc<Mutex<HashSet<&'static str>>>,
    slots: Arc<Semaphore>,
    slot_count: u32,
    stopping: watch::Sender<bool>,
}

/// The right to run a job, until it is dropped.
pub(crate) struct Claim {
    name: &'static str,
    running: Arc<Mutex<HashSet<&'static str>>>,
    _slot: OwnedSemaphorePermit,
}

impl Jobs {
    pub(crate) fn new(set: JobSet, config: &Config) -> Self {
        Self {
            set,
            limit: config.job_timeout,
            grace: config.shutdown,
            running: Arc::default(),
            slots: Arc::new(Semaphore::new(config.max_jobs as usize)),
            slot_count: config.max_jobs,
            stopping: watch::Sender::new(false),
        }
    }

    /// # Errors
    /// Code 141 where it runs already, 155 where too many others do.
    pub(crate) fn claim(&self, name: &'static str) -> Result<Claim> {
        self.enter(name, || {
            let slot = Arc::clone(&self.slots).try_acquire_owned();
            slot.map_err(|_| Error::busy())
        })
    }

    /// As [`Jobs::claim`], but waits until fewer others run.
    pub(crate) async fn claim_in_turn(&self, name: &'static str) -> Result<Claim> {
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        self.enter(name, || slot.map_err(Error::internal))
    }

    fn enter(
        &self,
        name: &'static str,
        slot: impl FnOnce() -> Result<OwnedSemaphorePermit>,
    ) -> Result<Claim> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.stopping.borrow() {
            return Err(Error::busy());
        }
        if running.contains(name) {
            let message = format!("the job `{name}` is running already");
            return Err(Error::new(Code::SCRIPT_FAILED, message));
        }
        let slot = slot()?;
        running.insert(name);
        Ok(Claim {
            name,
            running: Arc::clone(&self.running),
            _slot: slot,
        })
    }

    /// Tells whoever listens when the server stops.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Starts no more, and waits for those that run.
    pub(crate) async fn stop(&self) {
        self.stopping.send_replace(true);
        // Each is ended by now, or as soon as its row says so.
        let _ = self.slots.acquire_many(self.slot_count).await;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(self.name);
    }
}
