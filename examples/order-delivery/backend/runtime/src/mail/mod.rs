//! Mail: a message → a file of the outbox, or a mail server. It knows nothing of users, nor of what a message says.

mod compose;
mod outbox;
mod post;
#[cfg(feature = "smtp")]
mod smtp;

pub(crate) use compose::is_mailable;
pub(crate) use post::{Post, Queue, Request};

use crate::Result;
use crate::config::Config;
#[cfg(not(feature = "smtp"))]
use crate::error::Error;
use outbox::Outbox;
#[cfg(feature = "smtp")]
use smtp::Smtp;

/// A message in plain text to one person.
#[derive(Clone)]
pub(crate) struct Message {
    pub to: String,
    pub subject: String,
    /// Lines with `\n` between them.
    pub text: String,
}

/// From whom mail comes and how it leaves.
pub(crate) struct Mailer {
    from: String,
    from_name: String,
    transport: Transport,
}

enum Transport {
    Outbox(Outbox),
    #[cfg(feature = "smtp")]
    Smtp(Smtp),
}

/// Why a message did not leave. The reason never quotes the message.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another try may go better.
    Passing(String),
    /// No try will.
    Lasting(String),
}

impl Mailer {
    /// # Errors
    /// `SMTP_URL` is set in a backend built without the feature `smtp`, or is none.
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let transport = if config.smtp_url.0.is_empty() {
            Transport::Outbox(Outbox::new(config.outbox.clone()))
        } else {
            Self::smtp(config)?
        };
        Ok(Self {
            from: config.mail_from.clone(),
            from_name: config.app_name.clone(),
            transport,
        })
    }

    #[cfg(feature = "smtp")]
    fn smtp(config: &Config) -> Result<Transport> {
        Smtp::new(&config.smtp_url).map(Transport::Smtp)
    }

    #[cfg(not(feature = "smtp"))]
    fn smtp(_: &Config) -> Result<Transport> {
        Err(Error::startup(
            "SMTP_URL is set, but this backend was built without a mail client: give the dependency `runtime` the \
             feature `smtp` in backend/Cargo.toml",
        ))
    }

    pub(crate) async fn send(&self, message: &Message) -> Result<(), Failure> {
        let bytes = compose::compose(&self.from, &self.from_name, message)?;
        match &self.transport {
            Transport::Outbox(outbox) => outbox.put(bytes).await,
            #[cfg(feature = "smtp")]
            Transport::Smtp(smtp) => smtp.send(&self.from, &message.to, &bytes).await,
        }
    }
}
