//! The pushes under way: not too many at once, and told when the server stops.

use super::{Delivery, Device, ErasedProvider, Log, Push};
use crate::Result;
use crate::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

/// How many pushes may be under way; one more is turned away.
const AT_ONCE: u32 = 16;
/// How long a provider may take over one batch of devices.
const BATCH_TIME: Duration = Duration::from_secs(60);

/// Who delivers pushes, and how many are being delivered.
pub(crate) struct Pushes {
    provider: Arc<dyn ErasedProvider>,
    slots: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

impl Pushes {
    pub(crate) fn new(provider: Option<Arc<dyn ErasedProvider>>) -> Self {
        Self {
            provider: provider.unwrap_or_else(|| Arc::new(Log)),
            slots: Arc::new(Semaphore::new(AT_ONCE as usize)),
            stopping: watch::Sender::new(false),
        }
    }

    /// The right to deliver a push, until it is dropped.
    ///
    /// # Errors
    /// Code 155 where too many are under way, or the server stops.
    pub(crate) fn claim(&self) -> Result<OwnedSemaphorePermit> {
        if *self.stopping.borrow() {
            return Err(Error::busy());
        }
        Arc::clone(&self.slots)
            .try_acquire_owned()
            .map_err(|_| Error::busy())
    }

    /// Hands devices to the provider, which answers for each or too late.
    ///
    /// # Errors
    /// The server stops, or the provider took too long.
    pub(crate) async fn send(
        &self,
        push: &Push,
        devices: &[Device],
    ) -> Result<Vec<Delivery>, &'static str> {
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            sent = timeout(BATCH_TIME, self.provider.send(push, devices)) => {
                sent.map_err(|_| "the provider took too long")
            }
            _ = stopping.wait_for(|stopping| *stopping) => Err("the server stopped"),
        }
    }

    /// Takes on no more, and waits until those under way have said how far they came.
    pub(crate) async fn stop(&self) {
        self.stopping.send_replace(true);
        let _ = self.slots.acquire_many(AT_ONCE).await;
    }
}
