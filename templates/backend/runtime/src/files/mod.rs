//! Files of clients: a checked name and a stream of bytes → what is kept, whole or not at all, and read again in any part.
//! It knows neither HTTP nor who asks.

mod disk;
mod kind;
mod name;
pub(crate) mod rules;
#[cfg(feature = "s3")]
mod s3;

pub(crate) use disk::Scratch;
pub(crate) use kind::{content_type, extension_of, is_shown};
pub(crate) use name::FileName;

use crate::Result;
use crate::config::Config;
use crate::error::{Code, Error};
use axum::body::{Body, Bytes};
use disk::Disk;
use serde_json::{Map, Value, json};
use std::ops::Range;
use std::sync::Arc;
use std::time::SystemTime;
use tracing::Instrument as _;

/// Where files are kept.
#[derive(Clone)]
pub(crate) struct Files {
    keeper: Arc<Keeper>,
    max_bytes: u64,
}

enum Keeper {
    Disk(Disk),
    #[cfg(feature = "s3")]
    S3(s3::S3),
}

/// Bytes on their way in, in chunks.
pub(crate) trait Source: Send + 'static {
    /// The next chunk; nothing where there is no more.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>>> + Send;
}

/// What a client says of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Details {
    pub metadata: Map<String, Value>,
    pub tags: Map<String, Value>,
}

/// A file that is kept, before any of it is read.
pub(crate) struct Found {
    pub length: u64,
    pub modified: SystemTime,
    /// Changes with the content; without quotes.
    pub tag: String,
    content: Content,
}

enum Content {
    Disk(tokio::fs::File),
    #[cfg(feature = "s3")]
    S3(s3::Object),
}

impl Files {
    /// # Errors
    /// `FILES_URL` is wrong, or set in a backend built without the feature `s3`.
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let settings = &config.files;
        let keeper = if settings.url.is_empty() {
            Keeper::Disk(Disk::new(settings.folder.clone()))
        } else {
            Self::s3(&settings.url)?
        };
        Ok(Self {
            keeper: Arc::new(keeper),
            max_bytes: settings.max_bytes,
        })
    }

    #[cfg(feature = "s3")]
    fn s3(url: &str) -> Result<Keeper> {
        s3::S3::new(url).map(Keeper::S3)
    }

    #[cfg(not(feature = "s3"))]
    fn s3(_: &str) -> Result<Keeper> {
        Err(Error::startup(
            "FILES_URL is set, but this backend was built without a client for S3: give the dependency `runtime` the \
             feature `s3` in backend/Cargo.toml",
        ))
    }

    /// Keeps all that the source gives, or nothing: when this returns the file is there for good, and before that nobody
    /// sees any of it.
    ///
    /// # Errors
    /// Code 130 for an empty file, 129 for one that is too large; otherwise whatever the source ends with.
    pub(crate) async fn save(
        &self,
        name: &FileName,
        details: &Details,
        source: impl Source,
    ) -> Result<()> {
        let (keeper, name, details) = (Arc::clone(&self.keeper), name.clone(), details.clone());
        let mut source = self.bounded(source);
        // A task of its own, so that it puts its house in order even where the client goes away.
        let saving = async move {
            match keeper.as_ref() {
                Keeper::Disk(disk) => disk.save(&name, &details, &mut source).await,
                #[cfg(feature = "s3")]
                Keeper::S3(s3) => s3.save(&name, &details, &mut source).await,
            }
        };
        let saving = tokio::spawn(saving.in_current_span());
        saving.await.map_err(Error::internal)?
    }

    /// A file by its name.
    ///
    /// # Errors
    /// Code 1 where nobody can tell.
    pub(crate) async fn find(&self, name: &FileName) -> Result<Option<Found>> {
        match self.keeper.as_ref() {
            Keeper::Disk(disk) => disk.find(name).await,
            #[cfg(feature = "s3")]
            Keeper::S3(s3) => s3.find(name).await,
        }
    }

    /// What its client said of a file that is kept.
    ///
    /// # Errors
    /// Code 1 where nobody can tell.
    pub(crate) async fn details(&self, name: &FileName) -> Result<Details> {
        let kept = match self.keeper.as_ref() {
            Keeper::Disk(disk) => disk.details(name).await?,
            #[cfg(feature = "s3")]
            Keeper::S3(s3) => s3.details(name).await?,
        };
        kept.map_or_else(|| Ok(Details::default()), |kept| Details::decode(&kept))
    }

    /// Whether there was such a file to delete.
    ///
    /// # Errors
    /// Code 1 where it cannot be deleted.
    pub(crate) async fn delete(&self, name: &FileName) -> Result<bool> {
        match self.keeper.as_ref() {
            Keeper::Disk(disk) => disk.delete(name).await,
            #[cfg(feature = "s3")]
            Keeper::S3(s3) => s3.delete(name).await,
        }
    }

    /// A place for bytes of which nobody knows yet whether they are to be kept; no other process finds it, and it is gone
    /// when it is dropped.
    ///
    /// # Errors
    /// Code 1 where there is no room for one.
    pub(crate) async fn scratch(&self) -> Result<Scratch> {
        let folder = match self.keeper.as_ref() {
            Keeper::Disk(disk) => disk.unfinished(),
            #[cfg(feature = "s3")]
            Keeper::S3(_) => std::env::temp_dir(),
        };
        Scratch::new(folder).await
    }

    fn bounded<S: Source>(&self, source: S) -> Bounded<S> {
        Bounded {
            source,
            left: self.max_bytes,
            max_bytes: self.max_bytes,
        }
    }
}

impl Found {
    /// This part of the content; `range` lies within its length.
    ///
    /// # Errors
    /// Code 1 where it cannot be read.
    pub(crate) async fn read(self, range: Range<u64>) -> Result<Body> {
        match self.content {
            Content::Disk(file) => disk::read(file, range).await,
            #[cfg(feature = "s3")]
            Content::S3(object) => object.read(range).await,
        }
    }
}

impl Details {
    fn is_empty(&self) -> bool {
        self.metadata.is_empty() && self.tags.is_empty()
    }

    pub(crate) fn encode(&self) -> String {
        json!({"metadata": self.metadata, "tags": self.tags}).to_string()
    }

    fn decode(kept: &[u8]) -> Result<Self> {
        let mut kept: Map<String, Value> = serde_json::from_slice(kept).map_err(Error::internal)?;
        let mut take = |name| match kept.remove(name) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        Ok(Self {
            metadata: take("metadata"),
            tags: take("tags"),
        })
    }
}

/// A source that is neither empty nor longer than a file may be.
struct Bounded<S> {
    source: S,
    left: u64,
    max_bytes: u64,
}

impl<S: Source> Source for Bounded<S> {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let Some(chunk) = self.source.next().await? else {
            if self.left == self.max_bytes {
                return Err(empty());
            }
            return Ok(None);
        };
        self.left =
            (self.left.checked_sub(chunk.len() as u64)).ok_or_else(|| too_large(self.max_bytes))?;
        Ok(Some(chunk))
    }
}

pub(crate) fn empty() -> Error {
    Error::new(Code::FILE_SAVE_ERROR, "Invalid file upload.")
}

pub(crate) fn too_large(max_bytes: u64) -> Error {
    let message = format!("A file may have {max_bytes} bytes at most.");
    Error::new(Code::FILE_TOO_LARGE, message)
}
