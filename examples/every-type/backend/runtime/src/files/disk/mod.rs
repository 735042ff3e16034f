//! Files in a local folder. A file is written beside the others under a name that no client can ask for, made durable, and
//! only then given its own: a crash at any moment leaves a whole file or none.

mod read;
mod unfinished;

pub(super) use read::read;
pub(crate) use unfinished::Scratch;

use super::{Content, Details, FileName, Found, Source};
use crate::Result;
use crate::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use unfinished::{Unfinished, sweep, sync_folder_of};

/// Folders in the folder; no name of a file begins with a dot.
const UNFINISHED: &str = ".unfinished";
const DETAILS: &str = ".metadata";

pub(super) struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Removes what a crash has left in the folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        let disk = Self { folder };
        match sweep(&disk.unfinished()) {
            Ok(0) => {}
            Ok(removed) => tracing::info!("removed {removed} unfinished uploads"),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(
                "cannot remove unfinished uploads from {}: {error}",
                disk.unfinished().display()
            ),
        }
        disk
    }

    pub(super) fn unfinished(&self) -> PathBuf {
        self.folder.join(UNFINISHED)
    }

    fn path(&self, name: &FileName) -> PathBuf {
        self.folder.join(name.as_str())
    }

    fn details_path(&self, name: &FileName) -> PathBuf {
        let name = format!("{}.json", name.as_str());
        self.folder.join(DETAILS).join(name)
    }

    pub(super) async fn save(
        &self,
        name: &FileName,
        details: &Details,
        source: &mut impl Source,
    ) -> Result<()> {
        let folder = self.unfinished();
        let created = blocking(move || Unfinished::create(&folder)).await;
        let (unfinished, file) = created.map_err(Error::internal)?;
        let mut file = File::from_std(file);
        while let Some(chunk) = source.next().await? {
            file.write_all(&chunk).await.map_err(Error::internal)?;
        }
        file.flush().await.map_err(Error::internal)?;
        let file = file.into_std().await;
        let (path, details_path) = (self.path(name), self.details_path(name));
        let details = (!details.is_empty()).then(|| details.encode());
        let finished = blocking(move || {
            // The details first: a file that is seen has them.
            if let Some(details) = details {
                let (unfinished, mut file) = Unfinished::create(unfinished.folder())?;
                file.write_all(details.as_bytes())?;
                unfinished.finish(&file, &details_path)?;
            }
            unfinished.finish(&file, &path)
        });
        finished.await.map_err(Error::internal)
    }

    pub(super) async fn find(&self, name: &FileName) -> Result<Option<Found>> {
        let path = self.path(name);
        let opened = blocking(move || {
            // Neither a link out of the folder nor a pipe that would keep its reader waiting.
            if !fs::symlink_metadata(&path)?.is_file() {
                return Err(ErrorKind::NotFound.into());
            }
            let file = fs::File::open(&path)?;
            let about = file.metadata()?;
            Ok((file, about))
        });
        let Some((file, about)) = if_found(opened.await)? else {
            return Ok(None);
        };
        Ok(Some(Found {
            length: about.len(),
            modified: about.modified().map_err(Error::internal)?,
            tag: format!(
                "{:x}-{:x}-{:x}",
                about.len(),
                about.mtime(),
                about.mtime_nsec()
            ),
            content: Content::Disk(File::from_std(file)),
        }))
    }

    pub(super) async fn details(&self, name: &FileName) -> Result<Option<Vec<u8>>> {
        let path = self.details_path(name);
        if_found(blocking(move || fs::read(path)).await)
    }

    pub(super) async fn delete(&self, name: &FileName) -> Result<bool> {
        let (path, details_path) = (self.path(name), self.details_path(name));
        let deleted = blocking(move || {
            fs::remove_file(&path)?;
            sync_folder_of(&path)?;
            match fs::remove_file(&details_path) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        });
        Ok(if_found(deleted.await)?.is_some())
    }
}

fn if_found<T>(result: io::Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::internal(error)),
    }
}

/// Runs what waits for the disk where it holds up nobody.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error)))
}
