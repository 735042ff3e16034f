//! The outbox: a folder with one file a message, for a backend that has no mail server. A message holds the way into an
//! account, so nobody but the owner of the server reads it.

use super::Failure;
use rand::RngCore as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

pub(super) struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(super) async fn put(&self, message: Vec<u8>) -> Result<(), Failure> {
        let folder = self.folder.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, &message)).await;
        let written = written.map_err(|error| Failure::Passing(error.to_string()))?;
        written.map_err(|error| {
            Failure::Passing(format!(
                "cannot write to {}: {error}",
                self.folder.display()
            ))
        })
    }
}

/// Whoever watches the folder sees a message whole or not at all; names sort by time.
fn write(folder: &Path, message: &[u8]) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let millis = jiff::Timestamp::now().as_millisecond();
    let name = format!("{millis}-{:08x}.eml", rand::rng().next_u32());
    let unfinished = folder.join(format!(".{name}.part"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name))?;
    File::open(folder)?.sync_all()
}
