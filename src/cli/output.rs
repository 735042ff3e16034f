//! Standard output, which the reader may close at any time, and notes beside it.

use std::io::{self, BufWriter, ErrorKind, Write};

use anstream::{AutoStream, ColorChoice};

/// Standard output without colour where nobody sees it, and without a word once the reader is gone.
pub struct Out {
    stream: BufWriter<Piped<AutoStream<io::Stdout>>>,
}

impl Out {
    pub fn new() -> Self {
        Self {
            stream: BufWriter::new(Piped(AutoStream::auto(io::stdout()))),
        }
    }

    /// # Errors
    /// When what was written did not arrive, as on a full disk.
    pub fn finish(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// `backsmith check | head` ends when `head` has seen enough; that is no failure.
struct Piped<W>(W);

impl<W: Write> Write for Piped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// Writes a line to standard error. Where that is closed there is nobody left to tell.
pub fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(AutoStream::auto(io::stderr()), "{line}");
}

/// Whether findings on standard error are coloured: on a terminal, unless `NO_COLOR` or `CLICOLOR` say otherwise.
pub fn colors_errors() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}
