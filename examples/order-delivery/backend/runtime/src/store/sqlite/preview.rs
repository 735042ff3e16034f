//! A read among the writes of a transaction that is not decided to its end: they are made, read, and taken back.

use super::changes::Recorded;
use super::execute::{Execution, Result, within_savepoint};
use super::{Database, reader};
use crate::query::Select;
use crate::store::Page;
use crate::write::WriteSet;
use rusqlite::Connection;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// Longest time that a read among the writes of a transaction may hold up the writer.
const PREVIEW: Duration = Duration::from_millis(250);
/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 1_000;

thread_local! {
    /// When the read that holds up this thread, a writer's, is to be stopped.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Makes a writer's connection stop a read that takes too long.
pub(super) fn limit_previews(connection: &mut Connection) -> rusqlite::Result<()> {
    let is_late = || UNTIL.get().is_some_and(|until| Instant::now() > until);
    connection.progress_handler(STEPS, Some(is_late))
}

/// What a query finds once the writes are made, which are then taken back.
pub(super) fn preview(
    database: &Database,
    connection: &Connection,
    writes: &WriteSet,
    select: &Select,
) -> Result<Page> {
    // What is taken back has changed nothing.
    let nothing = Recorded::default();
    let writer = Execution::new(database, connection, &nothing);
    within_savepoint(connection, || {
        let found = writer.all(writes).and_then(|_| {
            UNTIL.set(Some(Instant::now() + PREVIEW));
            let found = reader::objects(database, connection, select);
            UNTIL.set(None);
            match found {
                Ok(objects) => Ok(Page::of(objects)),
                Err(error) if reader::is_interrupted(&error) => Err(reader::too_slow().into()),
                Err(error) => Err(error.into()),
            }
        });
        (found, false)
    })
}
