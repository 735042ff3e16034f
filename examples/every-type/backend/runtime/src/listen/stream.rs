//! A socket → one that fails where its peer takes nothing for too long: HTTP bounds how slowly one may send, not how slowly
//! one may read. It knows no HTTP.

use super::Status;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Sleep, sleep};

pub(super) struct Stream {
    socket: TcpStream,
    patience: Duration,
    /// Runs from when the peer stops taking until it takes again.
    waiting: Option<Pin<Box<Sleep>>>,
    /// One of the connections that there may be, for as long as this one lives, whatever is spoken on it.
    _slot: Option<OwnedSemaphorePermit>,
    status: Arc<Status>,
}

impl Stream {
    pub(super) fn new(
        socket: TcpStream,
        patience: Duration,
        slot: Option<OwnedSemaphorePermit>,
        status: &Arc<Status>,
    ) -> Self {
        status.connections.add_one();
        Self {
            socket,
            patience,
            waiting: None,
            _slot: slot,
            status: Arc::clone(status),
        }
    }

    /// What writing came to, or an error where it has waited too long.
    fn in_time<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(
            ErrorKind::TimedOut,
            "the peer reads nothing",
        )))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.status.connections.take(1);
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.in_time(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, bytes);
        self.in_time(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.socket).poll_flush(context);
        self.in_time(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.socket).poll_shutdown(context);
        self.in_time(context, shut)
    }
}
