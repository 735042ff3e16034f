//! Files on their way: written under a name of their own, then moved to where they are seen, or gone.

use super::blocking;
use crate::Result;
use crate::error::Error;
use crate::files::Source;
use axum::body::Bytes;
use rand::RngCore as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, SeekFrom};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

/// How much of what is put aside is in memory at once, when it is read again.
const CHUNK: usize = 64 * 1024;

/// A file that is not there yet; where it is dropped unfinished, it never will be.
pub(super) struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    /// A new file in the folder, which is made where it is missing. Whoever has it open holds a lock on it.
    pub(super) fn create(folder: &Path) -> io::Result<(Self, File)> {
        make_folder(folder)?;
        let (high, low) = (rand::rng().next_u64(), rand::rng().next_u64());
        let path = folder.join(format!("{high:016x}{low:016x}"));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        let unfinished = Self { path };
        file.lock()?;
        Ok((unfinished, file))
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// Moves it to where it is seen. When this returns, no crash undoes it.
    pub(super) fn finish(self, file: &File, to: &Path) -> io::Result<()> {
        file.sync_all()?;
        if let Some(folder) = to.parent() {
            make_folder(folder)?;
        }
        fs::rename(&self.path, to)?;
        sync_folder_of(to)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Where it was finished nothing is there any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Nobody but the owner of the server reads what is in it.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    sync_folder_of(folder)
}

pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Removes unfinished files that nobody holds: those of another server over the same folder are still being written.
pub(super) fn sweep(folder: &Path) -> io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if File::open(&path)?.try_lock().is_ok() {
            fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Bytes put aside on the disk, in a file without a name: it is gone with this, and with the process.
pub(crate) struct Scratch {
    file: tokio::fs::File,
}

impl Scratch {
    pub(in crate::files) async fn new(folder: PathBuf) -> Result<Self> {
        let file = blocking(move || Unfinished::create(&folder).map(|(_, file)| file)).await;
        let file = tokio::fs::File::from_std(file.map_err(Error::internal)?);
        Ok(Self { file })
    }

    pub(crate) async fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).await.map_err(Error::internal)
    }

    /// To be read from the beginning.
    pub(crate) async fn rewound(mut self) -> Result<Self> {
        self.file.flush().await.map_err(Error::internal)?;
        let rewound = self.file.seek(SeekFrom::Start(0)).await;
        rewound.map_err(Error::internal)?;
        Ok(self)
    }
}

impl Source for Scratch {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let mut chunk = vec![0; CHUNK];
        let read = self.file.read(&mut chunk).await.map_err(Error::internal)?;
        chunk.truncate(read);
        Ok((read > 0).then(|| chunk.into()))
    }
}
