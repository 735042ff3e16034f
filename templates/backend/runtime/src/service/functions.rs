//! Server functions: admitted, given their parameters, run in a transaction, and run again where what they read has
//! changed.

use super::Service;
use super::once::Once;
use super::write::ATTEMPTS;
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::functions::Function;
#[cfg(feature = "graphql")]
use crate::functions::FunctionDef;
use crate::hooks::{Request, Tx};
use crate::idempotency::Key;
use crate::store::Conflict;
use crate::wire::{Object, Value};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tracing::Instrument as _;

impl Service {
    /// Those that the schema declares.
    #[cfg(feature = "graphql")]
    pub(crate) fn functions(&self) -> Vec<&'static FunctionDef> {
        self.inner.functions.declared()
    }

    /// What the function of this name answers.
    ///
    /// # Errors
    /// Code 141 where there is none, 119 and 142 where the caller or what he sent is refused, 124 where it takes too
    /// long, and whatever it fails with.
    pub(crate) async fn call(
        &self,
        caller: &Caller,
        name: &str,
        sent: Object,
        request: Request,
        key: Option<Key>,
    ) -> Result<Once<Value>> {
        let function = match self.inner.functions.get(name) {
            Ok(function) => function,
            Err(unknown) => {
                let installation = request.installation.as_deref();
                let asked = self.call_webhook(caller, name, &sent, installation, key.as_ref());
                return asked.await.unwrap_or(Err(unknown));
            }
        };
        function.admit(caller)?;
        let params = function.params(sent)?;
        let name = function.name;
        let run = self
            .clone()
            .run_once(function, caller.clone(), params, Arc::new(request), key);
        // A task of its own, which a client that goes away does not stop half-way, and whose panic is an answer.
        match tokio::spawn(run.in_current_span()).await {
            Ok(answer) => answer,
            Err(error) => Err(Error::internal(format!("the function `{name}`: {error}"))),
        }
    }

    async fn run_once(
        self,
        function: Arc<Function>,
        caller: Caller,
        params: Object,
        request: Arc<Request>,
        key: Option<Key>,
    ) -> Result<Once<Value>> {
        let work = self.run(&function, &caller, &params, &request, key.as_ref());
        self.once(key.as_ref(), |kept| Ok(kept.answer), work).await
    }

    async fn run(
        &self,
        function: &Function,
        caller: &Caller,
        params: &Object,
        request: &Arc<Request>,
        key: Option<&Key>,
    ) -> Result<Value> {
        let limit = self.inner.function_timeout;
        let attempts = async {
            for attempt in 0..ATTEMPTS {
                // Calls that were in each other's way go one after the other.
                let _turn = match attempt {
                    0 => None,
                    _ => Some(
                        self.inner
                            .turns
                            .wait([("function", function.name)].into_iter())
                            .await,
                    ),
                };
                let mut tx = Tx::of_request(self, caller, request);
                let answer = function.call(params.clone(), &mut tx).await?;
                if self.complete(tx, &answer, key).await? {
                    return Ok(answer);
                }
            }
            Err(Error::contended())
        };
        timeout(limit, attempts)
            .await
            .unwrap_or_else(|_| Err(took_too_long(function.name, limit)))
    }

    /// Writes what user code wants written, and the answer where it is to be kept; false where something that it read has changed.
    pub(crate) async fn complete(&self, tx: Tx, answer: &Value, key: Option<&Key>) -> Result<bool> {
        let mut writes = tx.into_writes()?;
        writes.record = key.map(|key| self.record(key, answer)).transpose()?;
        if writes.steps.is_empty() && writes.record.is_none() {
            return Ok(true);
        }
        match self.store().commit(writes).await {
            Ok(_) => Ok(true),
            Err(Conflict::Stale) => Ok(false),
            Err(Conflict::Refused { error, .. }) => Err(error),
        }
    }
}

fn took_too_long(function: &str, limit: Duration) -> Error {
    let message = format!(
        "the function `{function}` took longer than {} seconds",
        limit.as_secs()
    );
    Error::new(Code::TIMEOUT, message)
}
