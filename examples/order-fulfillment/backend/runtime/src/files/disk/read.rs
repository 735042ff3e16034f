//! A part of an open file → a body that reads it as its client takes it.

use crate::Result;
use crate::error::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::io::{self, ErrorKind, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, AsyncSeekExt as _, ReadBuf};

/// How much of a file is in memory at once, for each who reads it.
const CHUNK: usize = 64 * 1024;

/// # Errors
/// Code 1 where the file cannot be read.
pub(in crate::files) async fn read(mut file: File, range: Range<u64>) -> Result<Body> {
    let moved = file.seek(SeekFrom::Start(range.start)).await;
    moved.map_err(Error::internal)?;
    Ok(Body::new(Part {
        file,
        left: range.end - range.start,
        buffer: vec![0; CHUNK],
    }))
}

struct Part {
    file: File,
    left: u64,
    buffer: Vec<u8>,
}

impl HttpBody for Part {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Self { file, left, buffer } = &mut *self;
        if *left == 0 {
            return Poll::Ready(None);
        }
        let wanted = usize::try_from(*left).map_or(CHUNK, |left| left.min(CHUNK));
        let mut read = ReadBuf::new(&mut buffer[..wanted]);
        ready!(Pin::new(file).poll_read(context, &mut read))?;
        let chunk = Bytes::copy_from_slice(read.filled());
        if chunk.is_empty() {
            let shorter = io::Error::new(ErrorKind::UnexpectedEof, "the file has become shorter");
            return Poll::Ready(Some(Err(shorter)));
        }
        *left -= chunk.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
