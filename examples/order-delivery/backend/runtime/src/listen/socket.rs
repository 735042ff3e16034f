//! An upgraded connection → text that comes and goes, within bounds on how large it is and how long nobody says anything,
//! until the server stops. It knows no protocol above WebSocket's own.

use super::{Closing, Status};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use futures_util::SinkExt as _;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// How long the peer may take to see why the connection ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// What each socket has of either buffer before anything is said; tungstenite would take 32 times as much.
const BUFFER: usize = 4 * 1024;

/// How much and how seldom somebody may say something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub max_message_bytes: usize,
    /// Who has said nothing for this long is sent a ping, and after as long again is gone.
    pub heartbeat: Duration,
}

pub(crate) struct Socket {
    inner: WebSocket,
    closing: Closing,
    heartbeat: Duration,
    heard: Instant,
    pinged: bool,
}

/// Why a conversation ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The peer is not there any more.
    Gone,
    /// For this reason, which the peer is told.
    Told(u16, &'static str),
}

impl End {
    /// The peer breaks a rule, or a limit.
    pub(crate) const fn refused(reason: &'static str) -> Self {
        Self::Told(close_code::POLICY, reason)
    }

    /// The peer may try again.
    pub(crate) const fn later(reason: &'static str) -> Self {
        Self::Told(close_code::AGAIN, reason)
    }
}

impl Socket {
    /// Answers a request for a WebSocket, and then has `talk` speak on it.
    pub(crate) fn open<T>(
        upgrade: WebSocketUpgrade,
        bounds: Bounds,
        status: &Status,
        talk: impl FnOnce(Self) -> T + Send + 'static,
    ) -> Response
    where
        T: Future<Output = ()> + Send + 'static,
    {
        let closing = status.closing();
        let upgrade = upgrade
            .max_message_size(bounds.max_message_bytes)
            .max_frame_size(bounds.max_message_bytes)
            .read_buffer_size(BUFFER)
            .write_buffer_size(BUFFER);
        upgrade.on_upgrade(move |inner| {
            talk(Self {
                inner,
                closing,
                heartbeat: bounds.heartbeat,
                heard: Instant::now(),
                pinged: false,
            })
        })
    }

    /// What is said next. Nothing is lost where this is given up and called again.
    ///
    /// # Errors
    /// The conversation is over.
    pub(crate) async fn next(&mut self) -> Result<Utf8Bytes, End> {
        loop {
            let silence = self.heartbeat * (1 + u32::from(self.pinged));
            let message = tokio::select! {
                biased;
                () = self.closing.told() => {
                    return Err(End::Told(close_code::AWAY, "the server stops"));
                }
                message = self.inner.recv() => message,
                () = sleep_until(self.heard + silence) => {
                    if self.pinged {
                        return Err(End::refused("no answer to a ping"));
                    }
                    self.pinged = true;
                    let ping = Message::Ping(Default::default());
                    self.inner.send(ping).await.map_err(|_| End::Gone)?;
                    continue;
                }
            };
            self.heard = Instant::now();
            self.pinged = false;
            match message {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Binary(_))) => {
                    return Err(End::Told(close_code::UNSUPPORTED, "text is wanted"));
                }
                Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
                Some(Err(error)) => return Err(why(error)),
            }
        }
    }

    /// # Errors
    /// The peer is gone, or has taken nothing for too long.
    pub(crate) async fn send(&mut self, text: impl Into<Utf8Bytes>) -> Result<(), End> {
        let sent = self.inner.send(Message::Text(text.into()));
        sent.await.map_err(|_| End::Gone)
    }

    /// The same of something that more follows after; [`Socket::flush`] sends what is left.
    ///
    /// # Errors
    /// As for `send`.
    pub(crate) async fn feed(&mut self, text: impl Into<Utf8Bytes>) -> Result<(), End> {
        let fed = self.inner.feed(Message::Text(text.into()));
        fed.await.map_err(|_| End::Gone)
    }

    /// # Errors
    /// As for `send`.
    pub(crate) async fn flush(&mut self) -> Result<(), End> {
        self.inner.flush().await.map_err(|_| End::Gone)
    }

    /// Tells the peer why, and gives him a moment to see it.
    pub(crate) async fn close(mut self, end: End) {
        let End::Told(code, reason) = end else {
            return;
        };
        let frame = CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        };
        let until = Instant::now() + FAREWELL;
        let farewell = async {
            if self.inner.send(Message::Close(Some(frame))).await.is_err() {
                return;
            }
            // What is left unread when a connection is dropped takes the last words with it.
            loop {
                match self.inner.recv().await {
                    Some(Ok(_)) => {}
                    Some(Err(_)) => sleep_until(until).await,
                    None => return,
                }
            }
        };
        // Where it takes longer, he is not listening.
        let _ = timeout(FAREWELL, farewell).await;
    }
}

fn why(error: axum::Error) -> End {
    match error.into_inner().downcast::<tungstenite::Error>() {
        Ok(error) => match *error {
            tungstenite::Error::Capacity(_) => End::Told(close_code::SIZE, "too large"),
            tungstenite::Error::Utf8(_) => End::Told(close_code::INVALID, "text is UTF-8"),
            tungstenite::Error::Protocol(_) => End::Told(close_code::PROTOCOL, "no WebSocket"),
            _ => End::Gone,
        },
        Err(_) => End::Gone,
    }
}
