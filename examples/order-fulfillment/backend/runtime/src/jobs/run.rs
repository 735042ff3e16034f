//! A job that runs, as its own code sees it.

use crate::Result;
use crate::access::Caller;
use crate::error::Error;
use crate::hooks::Tx;
use crate::service::Service;
use crate::wire::{Object, Value};
use tokio::sync::watch;

/// One run of a job.
pub struct JobRun {
    /// What it was started with; empty where the clock started it.
    pub params: Object,
    service: Service,
    /// Of its row in `_JobStatus`.
    id: String,
    stopping: watch::Receiver<bool>,
}

impl JobRun {
    pub(crate) fn new(
        service: Service,
        id: String,
        params: Object,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self {
            params,
            service,
            id,
            stopping,
        }
    }

    /// Says how far it is, in its row of `_JobStatus`.
    ///
    /// # Errors
    /// Code 1 where that cannot be written.
    pub async fn message(&self, message: impl Into<String>) -> Result<()> {
        self.service.job_message(&self.id, message.into()).await
    }

    /// A transaction, which writes nothing before [`JobRun::commit`]. A long job does its work in many.
    pub fn begin(&self) -> Tx {
        Tx::new(&self.service, &Caller::Master)
    }

    /// Writes all that a transaction was asked to, or nothing.
    ///
    /// # Errors
    /// Code 155 where something that it read has changed meanwhile: begin again; and whatever may not be written.
    pub async fn commit(&self, tx: Tx) -> Result<()> {
        if self.service.complete(tx, &Value::Null, None).await? {
            Ok(())
        } else {
            Err(Error::contended())
        }
    }

    /// Whether the server is to stop: a job that goes on is ended with it.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}
