//! SQLite, embedded: one writer that commits what waits as one transaction, and readers that never wait for it.

mod aggregate;
mod changes;
mod connection;
mod delete;
mod dialect;
mod epochs;
mod execute;
mod functions;
mod json;
#[cfg(feature = "graphql")]
mod links;
mod log;
mod migrate;
mod missed;
mod narrow;
mod pages;
mod passed;
mod preview;
mod reader;
mod tell;
#[cfg(test)]
mod tests;
mod whole;
mod writer;

#[cfg(feature = "graphql")]
use super::Link;
use super::catalog::Catalog;
use super::feed::{Changes, Feed};
use super::sql::{Sql, Table};
use super::watchers::{Watch, Watchers};
use super::{Answer, Conflict, Missed, Page, Position, Store, Vitals};
use crate::Result;
use crate::class::ClassDef;
use crate::config::LiveWindow;
use crate::error::Error;
use crate::query::Select;
use crate::query::aggregate::Pipeline;
use crate::write::{Outcome, WriteSet};
use dialect::SqliteDialect;
use epochs::Epochs;
use json::{Encoder, Layout};
use log::Log;
use reader::Readers;
use std::borrow::Cow;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use writer::Writer;

/// A database file, open for reading and writing.
pub(crate) struct Sqlite {
    readers: Readers,
    writer: Writer,
}

/// What readers and the writer share.
struct Database {
    path: PathBuf,
    catalog: Arc<Catalog>,
    /// In the order of the catalog's classes.
    tables: Vec<Table>,
    encoder: Encoder,
    /// For each table whether everybody may read so much of it that looking for who may read what is in vain.
    widely_read: Vec<AtomicBool>,
    /// How many transactions have changed users, sessions or roles.
    account_writes: AtomicU64,
    /// How many of these have changed roles.
    role_writes: AtomicU64,
    vitals: Vitals,
    /// Of each class, in the order of the catalog's.
    watchers: Vec<Arc<Watchers>>,
    epochs: Epochs,
    feed: Feed,
    /// Set when no query is worth an answer any more.
    closing: Arc<AtomicBool>,
}

impl Sqlite {
    /// Opens the file, creates or migrates what is missing, and starts the writer.
    ///
    /// # Errors
    /// The file cannot be opened, or holds a column of another type than the schema's.
    pub(crate) fn open(
        path: &Path,
        catalog: Arc<Catalog>,
        files_url: &str,
        timeout: Duration,
        window: LiveWindow,
    ) -> Result<Self> {
        let mut connection = connection::open(path).map_err(|error| {
            Error::startup(format!(
                "cannot open the database {}: {error}",
                path.display()
            ))
        })?;
        let tables = migrate::migrate(&mut connection, &catalog)?;
        let encoder = Encoder::new(&tables, files_url);
        let epochs = Epochs::begin(&connection).map_err(migrate::failed)?;
        let watchers = tables.iter().map(|_| Arc::new(Watchers::none())).collect();
        let widely_read = tables.iter().map(|_| AtomicBool::new(false)).collect();
        let database = Arc::new(Database {
            path: path.to_owned(),
            catalog,
            tables,
            encoder,
            widely_read,
            account_writes: AtomicU64::new(0),
            role_writes: AtomicU64::new(0),
            vitals: Vitals::default(),
            watchers,
            epochs,
            feed: Feed::default(),
            closing: Arc::default(),
        });
        let log = Log::load(&database, &connection, window).map_err(migrate::failed)?;
        Ok(Self {
            readers: Readers::new(Arc::clone(&database), timeout),
            writer: Writer::start(database, connection, log)?,
        })
    }
}

impl Database {
    /// What a query reads of each object.
    fn layout(&self, select: &Select) -> Cow<'_, Layout> {
        let class = self.catalog.index(select.class.name).unwrap_or_default();
        self.encoder
            .layout(class, &self.tables[class], &select.fields)
    }

    fn sql(&self) -> Sql<'_> {
        Sql::new(&SqliteDialect, &self.catalog, &self.tables)
    }
}

impl Store for Sqlite {
    fn find(&self, select: Select) -> Answer<'_, Page> {
        Box::pin(self.readers.find(select))
    }

    #[cfg(feature = "graphql")]
    fn links(
        &self,
        class: &'static ClassDef,
        field: usize,
        owners: Vec<String>,
        most: usize,
    ) -> Answer<'_, Vec<Link>> {
        Box::pin(self.readers.links(class, field, owners, most))
    }

    fn plan(&self, select: Select) -> Answer<'_, Vec<String>> {
        Box::pin(self.readers.plan(select))
    }

    fn aggregate(&self, pipeline: Pipeline, values: bool) -> Answer<'_, Vec<u8>> {
        Box::pin(self.readers.aggregate(pipeline, values))
    }

    fn commit(
        &self,
        writes: WriteSet,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<Outcome>, Conflict>> + Send + '_>> {
        Box::pin(self.writer.commit(writes))
    }

    fn preview(
        &self,
        writes: WriteSet,
        select: Select,
    ) -> Pin<Box<dyn Future<Output = Result<Page, Conflict>> + Send + '_>> {
        Box::pin(self.writer.preview(writes, select))
    }

    fn watch(&self, class: &'static ClassDef) -> Answer<'_, Watch> {
        Box::pin(self.writer.watch(class))
    }

    fn changes(&self) -> Changes {
        self.readers.database().feed.receive()
    }

    fn missed(&self, class: &'static ClassDef, after: Position) -> Answer<'_, Missed> {
        Box::pin(self.readers.missed(class, after))
    }

    fn roles(&self, user: &str) -> Answer<'_, Vec<String>> {
        let user = user.to_owned();
        Box::pin(async move { self.readers.roles(&user) })
    }

    fn linked(&self, provider: &str, id: &str) -> Answer<'_, Option<String>> {
        let (provider, id) = (provider.to_owned(), id.to_owned());
        Box::pin(async move { self.readers.linked(&provider, &id) })
    }

    fn account_writes(&self) -> u64 {
        self.readers
            .database()
            .account_writes
            .load(Ordering::Acquire)
    }

    fn role_writes(&self) -> u64 {
        self.readers.database().role_writes.load(Ordering::Acquire)
    }

    fn is_up(&self) -> bool {
        self.writer.is_up()
    }

    fn vitals(&self) -> &Vitals {
        &self.readers.database().vitals
    }

    fn bytes(&self) -> u64 {
        let path = &self.readers.database().path;
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        size(path) + size(Path::new(&log))
    }

    fn close(&self) -> Answer<'_, ()> {
        self.readers.close();
        Box::pin(self.writer.close())
    }
}
