//! The log of changes: a table that is written in the transaction of each change, so that whoever comes back is told what
//! he missed, after a restart too. It holds so many changes, so many bytes, and none older than so long; what is more goes,
//! a bite with each transaction, and where there is none, a bite at a time. Tables: `_Change` has the changes, `_Recorded` the classes that are recorded, each with the
//! position after which all of its changes are there.

use super::Database;
use super::changes::{Changed, Images, MOST, Recorded};
use crate::class::ClassDef;
use crate::config::LiveWindow;
use crate::store::feed::Entry;
use crate::store::watchers::{Watch, Watchers};
use crate::wire::Timestamp;
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Most changes that go with one transaction, beside as many as it adds.
const BITE: usize = 256;
/// How often a writer that is at work looks for changes that are too old.
const LOOK: Duration = Duration::from_secs(1);
/// How long one that has nothing to do leaves them lying at most.
const REST: Duration = Duration::from_secs(60);

/// The writer's side of the log.
pub(super) struct Log {
    pub(super) recorded: Recorded,
    window: LiveWindow,
    /// The number of the last change, be it committed or not.
    last: i64,
    kept: Kept,
    looked: Instant,
    /// Whether there was more to take out than one transaction may.
    has_more: bool,
    /// What the transaction under way adds.
    entries: Vec<Entry>,
    bytes: usize,
    has_lost: bool,
}

/// How much the log holds.
#[derive(Default)]
struct Kept {
    changes: i64,
    bytes: i64,
}

impl Log {
    /// Goes on recording the classes that were recorded before, as far as there still are such classes.
    pub(super) fn load(
        database: &Database,
        connection: &Connection,
        window: LiveWindow,
    ) -> rusqlite::Result<Self> {
        let mut log = Self {
            recorded: Recorded::default(),
            window,
            last: 0,
            kept: Kept::default(),
            looked: Instant::now(),
            has_more: false,
            entries: Vec::new(),
            bytes: 0,
            has_lost: false,
        };
        log.read(database, connection)?;
        Ok(log)
    }

    /// Reads how it stands from the database.
    fn read(&mut self, database: &Database, connection: &Connection) -> rusqlite::Result<()> {
        let mut recorded = Recorded::default();
        let mut names = connection.prepare("SELECT class FROM \"_Recorded\"")?;
        let names = names.query_map([], |row| row.get(0))?;
        for name in names.collect::<rusqlite::Result<Vec<String>>>()? {
            match database.catalog.class(&name) {
                Some(class) => recorded.add(database, class),
                None => forget(connection, &name)?,
            }
        }
        let kept = "SELECT count(*), coalesce(sum(size),0) FROM \"_Change\"";
        self.kept = connection.query_row(kept, [], |row| {
            Ok(Kept {
                changes: row.get(0)?,
                bytes: row.get(1)?,
            })
        })?;
        self.recorded = recorded;
        // A number that was given once, be it in vain, is not given again.
        self.last = self.last.max(database.epochs.last());
        Ok(())
    }

    /// Records a class from here on.
    pub(super) fn watch(
        &mut self,
        database: &Database,
        connection: &Connection,
        class: &'static ClassDef,
    ) -> rusqlite::Result<Watch> {
        if self.recorded.index(database, class).is_none() {
            // A number of its own: whoever stands at the one before it has missed what was not recorded.
            let since = self.last + 1;
            connection
                .prepare_cached("INSERT OR REPLACE INTO \"_Recorded\" VALUES (?,?)")?
                .execute(params![class.name, since])?;
            self.last = since;
            database.epochs.went_on_to(since);
            self.recorded.add(database, class);
        }
        let from = database.epochs.position();
        let class = database.catalog.index(class.name).unwrap_or_default();
        Ok(database.watchers[class].watch(from))
    }

    /// Writes down what a write set has changed, in the transaction that it is part of.
    pub(super) fn record(
        &mut self,
        database: &Database,
        connection: &Connection,
        changed: Changed,
    ) -> rusqlite::Result<()> {
        let at = Timestamp::now().as_millis();
        for images in changed.objects {
            if self.bytes > MOST {
                self.lose(connection, images.class)?;
                continue;
            }
            self.last += 1;
            let Images {
                class,
                id,
                before,
                after,
            } = images;
            let entry = Entry {
                position: database.epochs.at(self.last),
                class,
                id,
                before,
                after,
            };
            let size = entry.bytes() as i64;
            connection
                .prepare_cached("INSERT INTO \"_Change\" VALUES (?,?,?,?,?,?,?)")?
                .execute(params![
                    self.last,
                    class.name,
                    entry.id,
                    at,
                    size,
                    entry.before,
                    entry.after
                ])?;
            self.kept.changes += 1;
            self.kept.bytes += size;
            self.bytes += entry.bytes();
            self.entries.push(entry);
        }
        for class in changed.lost {
            self.lose(connection, class)?;
        }
        Ok(())
    }

    /// Changes of the class are not there: whoever watches it has to ask anew.
    fn lose(&mut self, connection: &Connection, class: &ClassDef) -> rusqlite::Result<()> {
        tracing::warn!("changes of {} are too large to be recorded", class.name);
        self.last += 1;
        self.has_lost = true;
        reaches_back_to(connection, class.name, self.last)
    }

    /// Takes out what is too much or too old.
    pub(super) fn trim(
        &mut self,
        database: &Database,
        connection: &Connection,
    ) -> rusqlite::Result<()> {
        let now = Instant::now();
        let is_due = self.is_over() || self.has_more || now - self.looked >= LOOK;
        if self.is_settled() || !is_due {
            return Ok(());
        }
        let age = i64::try_from(self.window.age.as_millis()).unwrap_or(i64::MAX / 4);
        let oldest = Timestamp::now().as_millis() - age;
        self.forget_unwatched(database, connection, oldest)?;
        self.has_more = !self.bite(connection, oldest)?;
        if !self.has_more {
            self.looked = now;
        }
        Ok(())
    }

    /// Whether no time that passes makes anything too old.
    fn is_settled(&self) -> bool {
        self.recorded.is_empty() && self.kept.changes <= 1
    }

    /// How long a writer that has nothing to do may rest before it looks here; `None` where it need not look.
    pub(super) fn rest(&self) -> Option<Duration> {
        if self.is_settled() {
            return None;
        }
        if self.has_more {
            return Some(Duration::ZERO);
        }
        let rest = self.window.age.clamp(LOOK, REST);
        Some(rest.saturating_sub(self.looked.elapsed()))
    }

    /// Takes out what has become too old while nothing was written.
    pub(super) fn tidy(&mut self, database: &Database, connection: &Connection) {
        let mut tidied = || {
            connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            self.trim(database, connection)?;
            connection.prepare_cached("COMMIT")?.execute([])
        };
        if let Err(error) = tidied() {
            tracing::error!("old changes stay in the log: {error}");
            // It is tried again, and not at once.
            (self.looked, self.has_more) = (Instant::now(), false);
            if !connection.is_autocommit()
                && let Err(error) = connection.execute_batch("ROLLBACK")
            {
                tracing::error!("rollback: {error}");
            }
            if let Err(error) = self.discard(database, connection) {
                tracing::error!("the log of changes: {error}");
            }
        }
    }

    fn is_over(&self) -> bool {
        self.kept.changes > i64::from(self.window.changes)
            || self.kept.bytes > i64::from(self.window.bytes)
    }

    fn forget_unwatched(
        &mut self,
        database: &Database,
        connection: &Connection,
        oldest: i64,
    ) -> rusqlite::Result<()> {
        let is_left = |watchers: &Watchers| watchers.gone_since().is_some_and(|at| at <= oldest);
        let left: Vec<_> = self
            .recorded
            .classes(database)
            .filter(|(index, _)| is_left(&database.watchers[*index]))
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        for (_, class) in left {
            forget(connection, class.name)?;
            self.recorded.remove(database, class);
        }
        // Where they began to be recorded may have been the highest number so far.
        let sql = "UPDATE \"_Epoch\" SET last=? WHERE start=(SELECT max(start) FROM \"_Epoch\")";
        connection
            .prepare_cached(sql)?
            .execute([self.last])
            .map(drop)
    }

    /// Takes out as much as one transaction may, and tells whether that was all there was to take. The newest change stays:
    /// its number is where numbers go on.
    fn bite(&mut self, connection: &Connection, oldest: i64) -> rusqlite::Result<bool> {
        let most = BITE + self.entries.len();
        let mut statement = connection.prepare_cached(
            "SELECT number, class, at, size FROM \"_Change\" \
             WHERE number<(SELECT max(number) FROM \"_Change\") ORDER BY number LIMIT ?",
        )?;
        let mut rows = statement.query([most as i64])?;
        let mut reach: HashMap<String, i64> = HashMap::new();
        let mut taken = 0;
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(2)?;
            if !self.is_over() && at > oldest {
                break;
            }
            taken += 1;
            self.kept.changes -= 1;
            self.kept.bytes -= row.get::<_, i64>(3)?;
            reach.insert(row.get(1)?, row.get(0)?);
        }
        drop(rows);
        if let Some(last) = reach.values().max() {
            connection
                .prepare_cached("DELETE FROM \"_Change\" WHERE number<=?")?
                .execute([last])?;
        }
        for (class, number) in reach {
            reaches_back_to(connection, &class, number)?;
        }
        Ok(taken < most)
    }

    /// Tells what the transaction did, which is durable now.
    pub(super) fn publish(&mut self, database: &Database) {
        if self.entries.is_empty() && !self.has_lost {
            return;
        }
        database.epochs.went_on_to(self.last);
        self.bytes = 0;
        let entries = std::mem::take(&mut self.entries);
        let has_lost = std::mem::take(&mut self.has_lost);
        database.feed.publish(entries, has_lost);
    }

    /// Forgets what the transaction did, which was taken back.
    pub(super) fn discard(
        &mut self,
        database: &Database,
        connection: &Connection,
    ) -> rusqlite::Result<()> {
        self.entries.clear();
        self.bytes = 0;
        self.has_lost = false;
        self.read(database, connection)
    }
}

fn forget(connection: &Connection, class: &str) -> rusqlite::Result<()> {
    let sql = "DELETE FROM \"_Recorded\" WHERE class=?";
    connection.prepare_cached(sql)?.execute([class]).map(drop)
}

/// All changes of the class after this one are there, and not those before it.
fn reaches_back_to(connection: &Connection, class: &str, number: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE \"_Recorded\" SET since=max(since,?) WHERE class=?";
    let parameters = params![number, class];
    connection
        .prepare_cached(sql)?
        .execute(parameters)
        .map(drop)
}
