//! A mail server, over SMTP with or without TLS.

use super::Failure;
use crate::Result;
use crate::config::Secret;
use crate::error::Error;
use lettre::address::Envelope;
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport as _, Tokio1Executor};

pub(super) struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// # Errors
    /// It is no address of a mail server; the message does not quote it, for it may hold a password.
    pub(super) fn new(url: &Secret) -> Result<Self> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url.0).map_err(|_| {
            Error::startup(
                "SMTP_URL must be smtps://USER:PASSWORD@HOST, or smtp:// for a server without TLS",
            )
        })?;
        Ok(Self {
            server: builder.build(),
        })
    }

    pub(super) async fn send(&self, from: &str, to: &str, message: &[u8]) -> Result<(), Failure> {
        let address = |text: &str| {
            text.parse::<Address>()
                .map_err(|error| Failure::Lasting(error.to_string()))
        };
        let envelope = Envelope::new(Some(address(from)?), vec![address(to)?])
            .map_err(|error| Failure::Lasting(error.to_string()))?;
        match self.server.send_raw(&envelope, message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Failure::Lasting(error.to_string())),
            Err(error) => Err(Failure::Passing(error.to_string())),
        }
    }
}
