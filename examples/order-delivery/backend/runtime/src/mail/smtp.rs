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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    /// A mail server for one message, which answers the recipient so; it gives what it was told.
    fn server(to_recipient: &'static str) -> (Secret, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let told = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut told = String::new();
            let mut in_message = false;
            let mut say = |text: &str| write!(stream, "{text}\r\n").unwrap();
            say("220 ready");
            while let Some(Ok(line)) = lines.next() {
                told.push_str(&line);
                told.push('\n');
                match line.split([' ', ':']).next().unwrap_or_default() {
                    "." => in_message = false,
                    _ if in_message => continue,
                    "DATA" => {
                        in_message = true;
                        say("354 go on");
                        continue;
                    }
                    "RCPT" => {
                        say(to_recipient);
                        continue;
                    }
                    "QUIT" => break,
                    _ => {}
                }
                say("250 fine");
            }
            told
        });
        (Secret(url), told)
    }

    #[tokio::test]
    async fn a_message_reaches_the_server_whole() {
        let (url, told) = server("250 fine");
        let smtp = Smtp::new(&url).unwrap();
        let message = b"Subject: Hello\r\n\r\nOne\r\n.\r\nTwo\r\n";
        let sent = smtp.send("shop@example.com", "ana@example.com", message);
        sent.await.unwrap();
        drop(smtp);
        let told = told.join().unwrap();
        assert!(told.contains("MAIL FROM:<shop@example.com>"), "{told}");
        assert!(told.contains("RCPT TO:<ana@example.com>"), "{told}");
        // A line that is a dot alone would end the message.
        assert!(told.contains("One\n..\nTwo\n"), "{told}");
    }

    #[tokio::test]
    async fn a_server_that_will_never_take_it_is_not_asked_again() {
        for (answer, lasting) in [("550 no such user", true), ("451 later", false)] {
            let (url, told) = server(answer);
            let smtp = Smtp::new(&url).unwrap();
            let sent = smtp.send("shop@example.com", "ana@example.com", b"Subject: x\r\n\r\n");
            let failure = sent.await.unwrap_err();
            assert_eq!(
                matches!(failure, Failure::Lasting(_)),
                lasting,
                "{failure:?}"
            );
            drop(smtp);
            told.join().unwrap();
        }
        let none = Secret("http://user:secret@example.com".into());
        let refused = Smtp::new(&none).err().map(|error| error.to_string());
        let refused = refused.unwrap_or_default();
        assert!(
            refused.contains("SMTP_URL") && !refused.contains("secret"),
            "{refused}"
        );
    }
}
