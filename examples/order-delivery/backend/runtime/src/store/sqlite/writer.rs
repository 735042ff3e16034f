//! The one writer: takes what waits, writes it as one transaction, and answers each request once that is durable.

use super::log::Log;
use super::{Database, execute, preview};
use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::Select;
use crate::store::{Conflict, Page, Watch};
use crate::write::{Outcome, Step, WriteSet};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread;
use tokio::sync::oneshot;

/// How many write sets go into one transaction at most.
const GROUP: usize = 512;
/// How many may wait; one more is turned away.
const QUEUE: usize = 16_384;

pub(super) struct Writer {
    database: Arc<Database>,
    queue: SyncSender<Message>,
    up: Arc<AtomicBool>,
}

enum Message {
    Write(Job),
    Preview(Preview),
    Watch(&'static ClassDef, oneshot::Sender<Result<Watch>>),
    Close(oneshot::Sender<()>),
}

struct Job {
    writes: WriteSet,
    answer: oneshot::Sender<Written>,
}

/// A read among the writes of a transaction that is not decided to its end.
struct Preview {
    writes: WriteSet,
    /// It is far larger than all else that waits.
    select: Box<Select>,
    answer: oneshot::Sender<Result<Page, Conflict>>,
}

type Written = Result<Vec<Outcome>, Conflict>;

impl Writer {
    pub(super) fn start(
        database: Arc<Database>,
        mut connection: Connection,
        mut log: Log,
    ) -> Result<Self> {
        preview::limit_previews(&mut connection).map_err(Error::internal)?;
        let (queue, messages) = sync_channel(QUEUE);
        let up = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&up);
        let shared = Arc::clone(&database);
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                // Set on the way out, however the loop ends.
                let _down = Down(flag, Arc::clone(&shared));
                run(&shared, &connection, &mut log, &messages);
            })
            .map_err(Error::internal)?;
        Ok(Self {
            database,
            queue,
            up,
        })
    }

    pub(super) async fn commit(&self, writes: WriteSet) -> Written {
        let (answer, written) = oneshot::channel();
        let waiting = &self.database.vitals.waiting;
        waiting.add_one();
        self.put(Message::Write(Job { writes, answer }))
            .inspect_err(|_| waiting.take(1))?;
        written.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    pub(super) async fn preview(&self, writes: WriteSet, select: Select) -> Result<Page, Conflict> {
        let (answer, found) = oneshot::channel();
        self.put(Message::Preview(Preview {
            writes,
            select: Box::new(select),
            answer,
        }))?;
        found.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Has the class recorded, and answers when it is.
    pub(super) async fn watch(&self, class: &'static ClassDef) -> Result<Watch> {
        let (answer, watched) = oneshot::channel();
        self.put(Message::Watch(class, answer))?;
        watched.await.map_err(|_| stopped())?
    }

    fn put(&self, message: Message) -> Result<()> {
        self.queue.try_send(message).map_err(|error| match error {
            TrySendError::Full(_) => Error::busy(),
            TrySendError::Disconnected(_) => stopped(),
        })
    }

    pub(super) fn is_up(&self) -> bool {
        self.up.load(Ordering::Acquire)
    }

    pub(super) async fn close(&self) -> Result<()> {
        let (answer, closed) = oneshot::channel();
        if self.queue.try_send(Message::Close(answer)).is_ok() {
            closed.await.map_err(Error::internal)?;
        }
        Ok(())
    }
}

fn stopped() -> Error {
    Error::internal("the writer has stopped")
}

struct Down(Arc<AtomicBool>, Arc<Database>);

impl Drop for Down {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
        self.1.feed.close();
    }
}

fn run(database: &Database, connection: &Connection, log: &mut Log, messages: &Receiver<Message>) {
    while let Some(first) = next(database, connection, log, messages) {
        let mut jobs = Vec::new();
        let mut previews = Vec::new();
        let mut watches = Vec::new();
        let mut closing = None;
        for message in std::iter::once(first).chain(messages.try_iter().take(GROUP - 1)) {
            match message {
                Message::Write(job) => jobs.push(job),
                Message::Preview(preview) => previews.push(preview),
                Message::Watch(class, answer) => watches.push((class, answer)),
                Message::Close(answer) => closing = Some(answer),
            }
        }
        if !jobs.is_empty() {
            let count = jobs.len() as u64;
            database.vitals.waiting.take(count);
            database.vitals.groups.observe(count);
            write(database, connection, log, jobs);
        }
        for (class, answer) in watches {
            let watch = log.watch(database, connection, class);
            let _ = answer.send(watch.map_err(Error::internal));
        }
        if !previews.is_empty() {
            answer_previews(database, connection, previews);
        }
        if let Some(answer) = closing {
            if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!("the write-ahead log stays beside the database: {error}");
            }
            let _ = answer.send(());
            return;
        }
    }
}

/// What is to be done next; meanwhile the log of changes is kept short.
fn next(
    database: &Database,
    connection: &Connection,
    log: &mut Log,
    messages: &Receiver<Message>,
) -> Option<Message> {
    while let Some(rest) = log.rest() {
        match messages.recv_timeout(rest) {
            Ok(message) => return Some(message),
            Err(RecvTimeoutError::Timeout) => log.tidy(database, connection),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    messages.recv().ok()
}

/// Writes all jobs in one transaction. A job that is refused takes only itself back; if the transaction as a whole
/// fails, every job in it has failed.
fn write(database: &Database, connection: &Connection, log: &mut Log, jobs: Vec<Job>) {
    match write_group(database, connection, log, &jobs) {
        Ok(written) => {
            for (job, written) in jobs.into_iter().zip(written) {
                // Whoever asked may be gone; what was written stays written.
                let _ = job.answer.send(written);
            }
        }
        Err(error) => {
            tracing::error!("a transaction of {} writes failed: {error}", jobs.len());
            if !connection.is_autocommit()
                && let Err(error) = connection.execute_batch("ROLLBACK")
            {
                tracing::error!("rollback: {error}");
            }
            if let Err(error) = log.discard(database, connection) {
                tracing::error!("the log of changes: {error}");
            }
            for job in jobs {
                let _ = job
                    .answer
                    .send(Err(Error::internal("the write was not made").into()));
            }
        }
    }
}

/// Answers all previews from one transaction, which is then taken back.
fn answer_previews(database: &Database, connection: &Connection, previews: Vec<Preview>) {
    let begun = connection
        .prepare_cached("BEGIN IMMEDIATE")
        .and_then(|mut begin| begin.execute([]));
    for Preview {
        writes,
        select,
        answer,
    } in previews
    {
        let found = match &begun {
            Ok(_) => preview::preview(database, connection, &writes, &select),
            Err(error) => Err(Error::internal(error).into()),
        };
        let _ = answer.send(found.map_err(|failure| match failure {
            execute::Failure::Conflict(conflict) => conflict,
            execute::Failure::Database(error) => Error::internal(error).into(),
        }));
    }
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!("rollback: {error}");
    }
}

fn write_group(
    database: &Database,
    connection: &Connection,
    log: &mut Log,
    jobs: &[Job],
) -> rusqlite::Result<Vec<Written>> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut written = Vec::with_capacity(jobs.len());
    for job in jobs {
        written.push(
            match execute::execute(database, connection, log, &job.writes) {
                Ok(outcomes) => Ok(outcomes),
                Err(execute::Failure::Conflict(conflict)) => Err(conflict),
                // The database itself failed: nothing of this transaction can be trusted.
                Err(execute::Failure::Database(error)) => return Err(error),
            },
        );
    }
    log.trim(database, connection)?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    let changes = |classes: &[&str]| {
        let mut steps = jobs.iter().flat_map(|job| &job.writes.steps);
        steps.any(|step| changes_one_of(database, step, classes))
    };
    if changes(&["_User", "_Session", "_Role"]) {
        // Whoever has seen the second has seen the first.
        database.account_writes.fetch_add(1, Ordering::Release);
        if changes(&["_Role"]) {
            database.role_writes.fetch_add(1, Ordering::Release);
        }
    }
    log.publish(database);
    Ok(written)
}

/// Whether a step changes objects of these classes, by what it takes along too.
fn changes_one_of(database: &Database, step: &Step, classes: &[&str]) -> bool {
    let is_one = |class: &ClassDef| classes.contains(&class.name);
    match step {
        Step::Insert(_) | Step::Update(_) => is_one(step.class()),
        Step::Delete(_) | Step::DeleteAll(_) => {
            let catalog = &database.catalog;
            catalog
                .reached_by_delete(step.class())
                .into_iter()
                .any(is_one)
        }
    }
}
