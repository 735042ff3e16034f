//! Starts of the server, by which a position tells whether it is of this database: one that was restored to an earlier state
//! goes on from there with numbers that were given before, but not in the same epoch.

use crate::store::Position;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::sync::atomic::{AtomicI64, Ordering};

/// How many starts are remembered.
const REMEMBERED: u32 = 256;

/// At least one.
pub(super) struct Epochs {
    /// In order: the number after which each began, and its id.
    starts: Vec<(i64, i64)>,
    /// The number of the last change that is committed.
    last: AtomicI64,
}

impl Epochs {
    /// Makes the tables of the log where there are none, and begins an epoch.
    pub(super) fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS \"_Change\" (number INTEGER PRIMARY KEY, class TEXT NOT NULL, id TEXT NOT NULL, \
             at INTEGER NOT NULL, size INTEGER NOT NULL, before BLOB, after BLOB); \
             CREATE INDEX IF NOT EXISTS \"_Change:class\" ON \"_Change\" (class, number); \
             CREATE TABLE IF NOT EXISTS \"_Recorded\" (class TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID; \
             CREATE TABLE IF NOT EXISTS \"_Epoch\" (start INTEGER PRIMARY KEY, id INTEGER NOT NULL, first INTEGER NOT NULL, \
             last INTEGER NOT NULL);",
        )?;
        let last: i64 = transaction.query_row(
            "SELECT max(coalesce((SELECT max(number) FROM \"_Change\"),0), \
             coalesce((SELECT max(since) FROM \"_Recorded\"),0), coalesce((SELECT max(last) FROM \"_Epoch\"),0))",
            [],
            |row| row.get(0),
        )?;
        let id: i64 = rand::random::<i64>() & i64::MAX;
        transaction.execute(
            "INSERT INTO \"_Epoch\" (id, first, last) VALUES (?,?,?)",
            params![id, last, last],
        )?;
        transaction.execute(
            "DELETE FROM \"_Epoch\" WHERE start<=(SELECT max(start) FROM \"_Epoch\")-?",
            [REMEMBERED],
        )?;
        let starts = transaction
            .prepare("SELECT first, id FROM \"_Epoch\" ORDER BY start")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        transaction.commit()?;
        Ok(Self {
            starts,
            last: AtomicI64::new(last),
        })
    }

    pub(super) fn last(&self) -> i64 {
        self.last.load(Ordering::Acquire)
    }

    pub(super) fn went_on_to(&self, number: i64) {
        self.last.store(number, Ordering::Release);
    }

    /// Where the last change is.
    pub(super) fn position(&self) -> Position {
        let epoch = self.starts.last().map_or(0, |(_, id)| *id);
        let number = self.last();
        Position { number, epoch }
    }

    /// The position of the change of this number.
    pub(super) fn at(&self, number: i64) -> Position {
        let index = self.starts.partition_point(|(first, _)| *first < number);
        let epoch = self.starts[index.saturating_sub(1)].1;
        Position { number, epoch }
    }

    /// Whether it is one that this database has come by.
    pub(super) fn has(&self, position: Position) -> bool {
        let Position { number, epoch } = position;
        let ends = self.starts.iter().skip(1).map(|(first, _)| *first);
        let ends = ends.chain([self.last()]);
        let mut spans = self.starts.iter().zip(ends);
        spans.any(|((first, id), end)| *id == epoch && (*first..=end).contains(&number))
    }
}
