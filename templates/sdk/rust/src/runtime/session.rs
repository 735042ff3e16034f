//! Who is signed in: a token, and where it is kept between two runs of a program.

use super::disk;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use tokio::sync::watch;

/// Where the token of a session is kept. It is a secret.
pub trait SessionStorage: Send + Sync + 'static {
    fn read(&self) -> io::Result<Option<String>>;
    fn write(&self, token: &str) -> io::Result<()>;
    fn clear(&self) -> io::Result<()>;
}

/// Keeps it for as long as the program runs.
#[derive(Default)]
pub struct MemorySession(Mutex<Option<String>>);

impl SessionStorage for MemorySession {
    fn read(&self) -> io::Result<Option<String>> {
        Ok(self.0.lock().map_err(poisoned)?.clone())
    }

    fn write(&self, token: &str) -> io::Result<()> {
        *self.0.lock().map_err(poisoned)? = Some(token.to_owned());
        Ok(())
    }

    fn clear(&self) -> io::Result<()> {
        *self.0.lock().map_err(poisoned)? = None;
        Ok(())
    }
}

fn poisoned<T>(_: std::sync::PoisonError<T>) -> io::Error {
    io::Error::other("another thread failed while it held the session")
}

/// Keeps it in a file that only its owner may read.
#[derive(Clone, Debug)]
pub struct FileSession {
    path: PathBuf,
}

impl FileSession {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl SessionStorage for FileSession {
    fn read(&self) -> io::Result<Option<String>> {
        let text = disk::read(&self.path)?.unwrap_or_default();
        // An editor may have left a line break.
        let token = text.trim();
        Ok((!token.is_empty()).then(|| token.to_owned()))
    }

    fn write(&self, token: &str) -> io::Result<()> {
        disk::write(&self.path, token)
    }

    fn clear(&self) -> io::Result<()> {
        disk::remove(&self.path)
    }
}

/// The session of a client.
pub(super) struct Session {
    storage: Box<dyn SessionStorage>,
    token: watch::Sender<Option<String>>,
}

impl Session {
    pub(super) fn new(storage: Box<dyn SessionStorage>) -> io::Result<Self> {
        let token = watch::Sender::new(storage.read()?);
        Ok(Self { storage, token })
    }

    pub(super) fn token(&self) -> Option<String> {
        self.token.borrow().clone()
    }

    /// Tells of each session that begins or ends.
    pub(super) fn subscribe(&self) -> watch::Receiver<Option<String>> {
        self.token.subscribe()
    }

    pub(super) fn begin(&self, token: String) -> io::Result<()> {
        self.storage.write(&token)?;
        self.token.send_replace(Some(token));
        Ok(())
    }

    /// Ends the session of this token; one that has begun since stays.
    pub(super) fn end(&self, token: &str) -> io::Result<()> {
        let ended = self.token.send_if_modified(|current| {
            let same = current.as_deref() == Some(token);
            if same {
                *current = None;
            }
            same
        });
        if ended { self.storage.clear() } else { Ok(()) }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}
