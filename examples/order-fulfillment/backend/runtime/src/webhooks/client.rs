//! A question to a webhook and its answer.

#[cfg(feature = "webhooks")]
use super::http::Http;
use crate::Result;
use crate::config::Config;
use crate::error::{Code, Error};
use crate::wire::Value;

/// Asks webhooks, in a backend that is built with a client for them.
pub(crate) struct Client {
    #[cfg(feature = "webhooks")]
    http: Http,
}

/// Why a webhook did not answer `success`.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It answered `error`.
    #[cfg(feature = "webhooks")]
    Refused(Error),
    /// It could not be asked, or gave no answer of the protocol. The reason quotes neither question nor answer.
    Unanswered(String),
}

impl Client {
    /// # Errors
    /// There is no TLS to be had.
    #[cfg(feature = "webhooks")]
    pub(super) fn new(config: &Config) -> Result<Self> {
        Http::new(config).map(|http| Self { http })
    }

    #[cfg(not(feature = "webhooks"))]
    pub(super) fn new(_: &Config) -> Result<Self> {
        Ok(Self {})
    }

    /// What the webhook at `url` says to this. `id` is the same whenever the same question is asked again.
    #[cfg(feature = "webhooks")]
    pub(crate) async fn ask(
        &self,
        url: &str,
        id: &str,
        question: &Value,
    ) -> Result<Value, Failure> {
        self.http.ask(url, id, question.to_string()).await
    }

    #[cfg(not(feature = "webhooks"))]
    pub(crate) async fn ask(&self, _: &str, _: &str, _: &Value) -> Result<Value, Failure> {
        Err(Failure::Unanswered(MISSING.into()))
    }

    /// # Errors
    /// Code 108 in a backend that is built without a client.
    pub(crate) fn is_there() -> Result<()> {
        if cfg!(feature = "webhooks") {
            return Ok(());
        }
        Err(Error::new(Code::COMMAND_UNAVAILABLE, MISSING))
    }
}

const MISSING: &str = "this backend was built without webhooks: give the dependency `runtime` the feature `webhooks` in \
                       backend/Cargo.toml";

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            #[cfg(feature = "webhooks")]
            Failure::Refused(error) => error,
            Failure::Unanswered(reason) => {
                let message = format!("the webhook did not answer: {reason}");
                Self::new(Code::WEBHOOK, message)
            }
        }
    }
}
