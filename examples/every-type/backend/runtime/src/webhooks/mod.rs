//! Webhooks: the user's code on other servers. What is registered, and how it is asked; it knows no store.

mod client;
#[cfg(feature = "webhooks")]
mod http;
mod registry;

pub(crate) use client::{Client, Failure};
pub(crate) use registry::{Hook, Registry, Trigger, Triggers};

use crate::Result;
use crate::config::Config;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Notify;

/// What is registered at the moment, and how it is asked.
pub(crate) struct Webhooks {
    pub client: Client,
    /// How often a delivery is tried.
    pub attempts: u32,
    registry: RwLock<Arc<Registry>>,
    /// Told when there is something to deliver, and when the server is to stop.
    pub wake: Notify,
}

impl Webhooks {
    pub(crate) fn new(config: &Config) -> Result<Self> {
        Ok(Self {
            client: Client::new(config)?,
            attempts: config.webhook_attempts,
            registry: RwLock::default(),
            wake: Notify::new(),
        })
    }

    pub(crate) fn registry(&self) -> Arc<Registry> {
        let registry = self.registry.read();
        Arc::clone(&registry.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn register(&self, registry: Registry) {
        let mut current = self
            .registry
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(registry);
    }
}
