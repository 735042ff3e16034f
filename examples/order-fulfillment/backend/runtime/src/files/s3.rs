//! Files in a bucket of S3, or of what speaks like it. Bytes go straight through, in parts: neither disk nor memory holds a
//! whole file, and the bucket shows none before its last part.

use super::{Content, Details, FileName, Found, Source, content_type};
use crate::Result;
use crate::error::Error;
use axum::body::Body;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{Attribute, Attributes, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _};
use std::ops::Range;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

/// How large the parts of a large file are; S3 takes 10,000 of them, at least 5 MiB each but for the last.
const PART: usize = 8 * 1024 * 1024;
/// How many parts of one file are under way at once.
const PARTS_AT_ONCE: usize = 2;
/// How many uploads are under way at once, which bounds the memory that their parts take. More wait.
const UPLOADS: usize = 64;
/// Where the details of files are, beside them; no name of a file begins with a dot.
const DETAILS: &str = ".metadata";

pub(super) struct S3 {
    store: Arc<AmazonS3>,
    prefix: Path,
    slots: Semaphore,
}

/// A file in the bucket.
pub(super) struct Object {
    store: Arc<AmazonS3>,
    path: Path,
}

impl S3 {
    /// Keys, region and endpoint come from the `AWS_` variables of the environment, or from the machine it runs on.
    ///
    /// # Errors
    /// The URL is not `s3://BUCKET/PREFIX`, or a variable does not fit.
    pub(super) fn new(url: &str) -> Result<Self> {
        // Nothing else in this process may have chosen one; whoever came first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let wrong = || Error::startup("FILES_URL must be `s3://BUCKET` or `s3://BUCKET/PREFIX`");
        let place = url.strip_prefix("s3://").ok_or_else(wrong)?;
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err(wrong());
        }
        let local = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_allow_http(local)
            .build()
            .map_err(|error| Error::startup(format!("FILES_URL: {error}")))?;
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::parse(prefix.trim_end_matches('/')).map_err(|_| wrong())?,
            slots: Semaphore::new(UPLOADS),
        })
    }

    fn path(&self, name: &FileName) -> Result<Path> {
        self.at(name.as_str())
    }

    fn details_path(&self, name: &FileName) -> Result<Path> {
        self.at(&format!("{DETAILS}/{}.json", name.as_str()))
    }

    fn at(&self, path: &str) -> Result<Path> {
        let path = format!("{}/{path}", self.prefix);
        Path::parse(path).map_err(Error::internal)
    }

    pub(super) async fn save(
        &self,
        name: &FileName,
        details: &Details,
        source: &mut impl Source,
    ) -> Result<()> {
        let _slot = self.slots.acquire().await.map_err(Error::internal)?;
        let store: Arc<dyn ObjectStore> = Arc::clone(&self.store) as _;
        let kind = (Attribute::ContentType, content_type(&name.extension()));
        let mut object = BufWriter::with_capacity(store, self.path(name)?, PART)
            .with_max_concurrency(PARTS_AT_ONCE)
            .with_attributes(Attributes::from_iter([kind]));
        let sent = send(source, &mut object).await;
        if let Err(error) = sent {
            // What of it is there already is no file, and should not be paid for either.
            if let Err(left) = object.abort().await {
                tracing::warn!("parts of an upload are left in the bucket: {left}");
            }
            return Err(error);
        }
        // The details first: a file that is seen has them.
        if !details.is_empty() {
            let path = self.details_path(name)?;
            let put = self.store.put(&path, details.encode().into()).await;
            put.map_err(Error::internal)?;
        }
        object.shutdown().await.map_err(Error::internal)
    }

    pub(super) async fn find(&self, name: &FileName) -> Result<Option<Found>> {
        let path = self.path(name)?;
        let Some(about) = if_found(self.store.head(&path).await)? else {
            return Ok(None);
        };
        let tag = about.e_tag.unwrap_or_default();
        Ok(Some(Found {
            length: about.size,
            modified: about.last_modified.into(),
            tag: tag.trim_matches('"').to_owned(),
            content: Content::S3(Object {
                store: Arc::clone(&self.store),
                path,
            }),
        }))
    }

    pub(super) async fn details(&self, name: &FileName) -> Result<Option<Vec<u8>>> {
        let path = self.details_path(name)?;
        let Some(kept) = if_found(self.store.get(&path).await)? else {
            return Ok(None);
        };
        let bytes = kept.bytes().await.map_err(Error::internal)?;
        Ok(Some(bytes.into()))
    }

    pub(super) async fn delete(&self, name: &FileName) -> Result<bool> {
        let path = self.path(name)?;
        // To S3 it is all the same whether there was something to delete.
        if if_found(self.store.head(&path).await)?.is_none() {
            return Ok(false);
        }
        if_found(self.store.delete(&path).await)?;
        if_found(self.store.delete(&self.details_path(name)?).await)?;
        Ok(true)
    }
}

impl Object {
    pub(super) async fn read(self, range: Range<u64>) -> Result<Body> {
        // A range of S3's has at least one byte.
        if range.is_empty() {
            return Ok(Body::empty());
        }
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&self.path, options).await;
        let found = found.map_err(Error::internal)?;
        Ok(Body::from_stream(found.into_stream()))
    }
}

async fn send(source: &mut impl Source, object: &mut BufWriter) -> Result<()> {
    while let Some(chunk) = source.next().await? {
        object.write_all(&chunk).await.map_err(Error::internal)?;
    }
    Ok(())
}

fn if_found<T>(result: object_store::Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(Error::internal(error)),
    }
}
