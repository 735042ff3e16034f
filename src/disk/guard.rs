//! One run at a time in one folder.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::error::{Error, failed};

/// Held while files are written; the system lets go of it however the run ends.
pub struct Guard {
    _folder: File,
}

impl Guard {
    /// # Errors
    /// When another run holds it.
    pub fn acquire(root: &Path) -> Result<Self, Error> {
        let folder = open(root).map_err(|error| failed("open", root, error))?;
        match folder.try_lock() {
            Ok(()) => Ok(Self { _folder: folder }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy {
                folder: root.to_owned(),
            }),
            // Some network file systems know no locks; people keep projects there all the same.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                Ok(Self { _folder: folder })
            }
            Err(TryLockError::Error(error)) => Err(failed("lock", root, error)),
        }
    }
}

/// The folder itself, so that no file is left behind for the user to ignore.
#[cfg(unix)]
fn open(root: &Path) -> io::Result<File> {
    File::open(root)
}

/// A folder cannot be locked here.
#[cfg(not(unix))]
fn open(root: &Path) -> io::Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(root.join(".backsmith.guard"))
}
