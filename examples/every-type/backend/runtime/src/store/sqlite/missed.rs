//! What the log tells of a class after a position, read from one snapshot and never by the writer.

use super::Database;
use crate::Result;
use crate::class::ClassDef;
use crate::store::feed::Entry;
use crate::store::{Missed, Position};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Most changes that are read at once, and most bytes of them.
const CHANGES: usize = 1_000;
const BYTES: usize = 4 << 20;

/// [`Missed`] as the log has it.
pub(super) enum Logged {
    Entries(Vec<Entry>, bool),
    Gone,
}

impl Logged {
    /// # Errors
    /// As [`Entry::read`].
    pub(super) fn read(self) -> Result<Missed> {
        Ok(match self {
            Self::Entries(entries, more) => Missed::Changes {
                changes: entries.iter().map(Entry::read).collect::<Result<_>>()?,
                more,
            },
            Self::Gone => Missed::Gone,
        })
    }
}

pub(super) fn missed(
    database: &Database,
    connection: &Connection,
    class: &'static ClassDef,
    after: Position,
) -> rusqlite::Result<Logged> {
    if !database.epochs.has(after) {
        return Ok(Logged::Gone);
    }
    let transaction = connection.unchecked_transaction()?;
    let since: Option<i64> = transaction
        .prepare_cached("SELECT since FROM \"_Recorded\" WHERE class=?")?
        .query_row([class.name], |row| row.get(0))
        .optional()?;
    if since.is_none_or(|since| after.number < since) {
        return Ok(Logged::Gone);
    }
    let mut statement = transaction.prepare_cached(
        "SELECT number, id, before, after FROM \"_Change\" WHERE class=? AND number>? ORDER BY number",
    )?;
    let mut rows = statement.query(params![class.name, after.number])?;
    let mut entries = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        if entries.len() == CHANGES || bytes > BYTES {
            return Ok(Logged::Entries(entries, true));
        }
        let entry = Entry {
            position: database.epochs.at(row.get(0)?),
            class,
            id: row.get(1)?,
            before: row.get(2)?,
            after: row.get(3)?,
        };
        bytes += entry.bytes();
        entries.push(entry);
    }
    Ok(Logged::Entries(entries, false))
}
