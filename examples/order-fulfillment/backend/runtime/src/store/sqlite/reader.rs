//! Reading. A quick query runs where it is asked, on a connection of that thread; one that turns out slow is stopped and
//! run again on a thread of its own, so that it holds up nobody.

use super::{Database, aggregate, connection, missed, narrow, pages};
use crate::Result;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::Select;
use crate::query::aggregate::Pipeline;
use crate::store::sql::{ID, UPDATED_AT};
use crate::store::{Missed, Page, Position};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, params_from_iter};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Steps of SQLite's machine between two looks at the limit.
const STEPS: i32 = 1_000;
/// How many times [`STEPS`] a query may take where it is asked: about a millisecond.
const QUICK: u32 = 40;
/// How many slow queries run at once.
const SLOW: usize = 4;

pub(super) struct Readers {
    database: Arc<Database>,
    /// Tells the databases of one process apart, as in tests.
    key: u64,
    slow: Arc<Semaphore>,
    timeout: Duration,
}

/// For how long the functions of the engine may be called in a query that runs where it is asked.
const QUICK_CALLS: Duration = Duration::from_millis(2);

#[derive(Clone, Copy)]
enum Limit {
    /// What the writer runs.
    None,
    Steps(u32),
    Until(Instant),
}

thread_local! {
    static CONNECTIONS: RefCell<HashMap<u64, Connection>> = RefCell::default();
    static LIMIT: Cell<Limit> = const { Cell::new(Limit::None) };
    /// When the query that runs called a function of the engine for the first time.
    static FIRST_CALL: Cell<Option<Instant>> = const { Cell::new(None) };
}

impl Readers {
    pub(super) fn new(database: Arc<Database>, timeout: Duration) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let key = NEXT.fetch_add(1, Ordering::Relaxed);
        Self {
            database,
            key,
            slow: Arc::new(Semaphore::new(SLOW)),
            timeout,
        }
    }

    /// Stops every query that is under way, so that a process that is to end need not wait for one.
    pub(super) fn close(&self) {
        self.database.closing.store(true, Ordering::Release);
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// The names of the roles that a user has, and of those that they inherit.
    pub(super) fn roles(&self, user: &str) -> Result<Vec<String>> {
        let until = Limit::Until(Instant::now() + self.timeout);
        run(&self.database, self.key, until, |connection| {
            let Some(sql) = self.database.sql().roles() else {
                return Ok(Vec::new());
            };
            let mut statement = connection.prepare_cached(&sql)?;
            let names = statement.query_map([user], |row| row.get(0))?;
            names.collect()
        })
        .map_err(Error::internal)
    }

    /// The user whom a provider knows by this id.
    pub(super) fn linked(&self, provider: &str, id: &str) -> Result<Option<String>> {
        let until = Limit::Until(Instant::now() + self.timeout);
        run(&self.database, self.key, until, |connection| {
            let Some(sql) = self.database.sql().linked() else {
                return Ok(None);
            };
            let mut statement = connection.prepare_cached(&sql)?;
            let user = statement.query_row([provider, id], |row| row.get(0));
            user.optional()
        })
        .map_err(Error::internal)
    }

    pub(super) async fn find(&self, select: Select) -> Result<Page> {
        self.database.vitals.queries.add_one();
        self.answer(move |database, connection| find(database, connection, &select))
            .await
    }

    pub(super) async fn plan(&self, select: Select) -> Result<Vec<String>> {
        self.answer(move |database, connection| {
            let select = narrow::narrow(database, connection, &select)?;
            pages::plan(database, connection, &select)
        })
        .await
    }

    pub(super) async fn aggregate(&self, pipeline: Pipeline, values: bool) -> Result<Vec<u8>> {
        let results = self
            .answer(move |database, connection| {
                aggregate::aggregate(database, connection, &pipeline, values)
            })
            .await?;
        results.ok_or_else(|| Error::query("the results are more than an answer can hold"))
    }

    pub(super) async fn missed(&self, class: &'static ClassDef, after: Position) -> Result<Missed> {
        let found = self
            .answer(move |database, connection| missed::missed(database, connection, class, after))
            .await?;
        found.read()
    }

    pub(super) async fn answer<T: Send + 'static>(
        &self,
        query: impl Fn(&Database, &Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let quick = Limit::Steps(QUICK);
        match run(&self.database, self.key, quick, |connection| {
            query(&self.database, connection)
        }) {
            Err(error) if is_interrupted(&error) => {}
            result => return result.map_err(failed),
        }
        self.database.vitals.slow.add_one();
        let permit = Arc::clone(&self.slow)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        let (database, key, until) = (
            Arc::clone(&self.database),
            self.key,
            Instant::now() + self.timeout,
        );
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            run(&database, key, Limit::Until(until), |connection| {
                query(&database, connection)
            })
        });
        task.await.map_err(Error::internal)?.map_err(|error| {
            if is_interrupted(&error) {
                return too_slow();
            }
            failed(error)
        })
    }
}

pub(super) fn too_slow() -> Error {
    Error::new(
        Code::TIMEOUT,
        "The query took too long; an index may help, or a narrower query.",
    )
}

/// Runs a query on the connection of this thread.
fn run<T>(
    database: &Database,
    key: u64,
    limit: Limit,
    query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    CONNECTIONS.with_borrow_mut(|connections| {
        let connection = match connections.entry(key) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let mut connection = connection::open_reader(&database.path)?;
                let closing = Arc::clone(&database.closing);
                let must_stop = move || is_over_limit() || closing.load(Ordering::Acquire);
                connection.progress_handler(STEPS, Some(must_stop))?;
                entry.insert(connection)
            }
        };
        LIMIT.set(limit);
        FIRST_CALL.set(None);
        query(connection)
    })
}

fn is_over_limit() -> bool {
    match LIMIT.get() {
        Limit::None => false,
        Limit::Steps(0) => true,
        Limit::Steps(left) => {
            LIMIT.set(Limit::Steps(left - 1));
            false
        }
        Limit::Until(instant) => Instant::now() > instant,
    }
}

/// A query may be within every limit and still more than the database takes in one statement.
fn failed(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::TooBig) => Error::query("where is larger than the database can read"),
        _ => Error::internal(error),
    }
}

/// Whether a query has had its time, which a function looks at before it takes some: it may take as much as many steps.
pub(super) fn is_out_of_time() -> bool {
    match LIMIT.get() {
        Limit::None => false,
        Limit::Until(instant) => Instant::now() > instant,
        Limit::Steps(_) => match FIRST_CALL.get() {
            Some(first) => first.elapsed() > QUICK_CALLS,
            None => {
                FIRST_CALL.set(Some(Instant::now()));
                false
            }
        },
    }
}

pub(super) fn is_interrupted(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

fn find(database: &Database, connection: &Connection, select: &Select) -> rusqlite::Result<Page> {
    let select = &*narrow::narrow(database, connection, select)?;
    if !select.count && select.start.is_none() {
        return objects(database, connection, select).map(Page::of);
    }
    // One snapshot for all of it, so that a page and its count agree.
    let transaction = connection.unchecked_transaction()?;
    let mut page = match &select.start {
        None => objects(database, &transaction, select).map(Page::of)?,
        Some(start) => pages::page(database, &transaction, select, start)?,
    };
    if select.count {
        let sql = database.sql().count(select);
        let mut statement = transaction.prepare_cached(&sql.text)?;
        let count: i64 =
            statement.query_row(params_from_iter(&sql.parameters), |row| row.get(0))?;
        page.count = Some(count.unsigned_abs());
    }
    Ok(page)
}

pub(super) fn objects(
    database: &Database,
    connection: &Connection,
    select: &Select,
) -> rusqlite::Result<Vec<u8>> {
    let mut out = Vec::new();
    if select.limit == 0 {
        return Ok(out);
    }
    let layout = database.layout(select);
    let sql = database.sql().select(&layout.columns, select);
    let mut statement = connection.prepare_cached(&sql.text)?;
    let is_scored = select.score().is_some();
    let mut rows = statement.query(params_from_iter(&sql.parameters))?;
    while let Some(row) = rows.next()? {
        if !out.is_empty() {
            out.push(b',');
        }
        database.encoder.write_object(&layout, row, &mut out)?;
        if is_scored {
            add_score(row, row.as_ref().column_count() - 1, &mut out)?;
        }
    }
    Ok(out)
}

/// Adds a column to an object.
pub(super) fn add_score(row: &Row<'_>, column: usize, out: &mut Vec<u8>) -> rusqlite::Result<()> {
    let score: f64 = row.get(column)?;
    out.pop();
    out.extend_from_slice(format!(",\"score\":{score}}}").as_bytes());
    Ok(())
}

/// The ids of what a query finds, each with its `updatedAt`: what a transaction remembers of a read.
pub(super) fn versions(
    database: &Database,
    connection: &Connection,
    select: &Select,
) -> rusqlite::Result<Vec<(String, i64)>> {
    let sql = database.sql().select(&format!("{ID},{UPDATED_AT}"), select);
    let mut statement = connection.prepare_cached(&sql.text)?;
    let rows = statement.query_map(params_from_iter(&sql.parameters), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    rows.collect()
}
