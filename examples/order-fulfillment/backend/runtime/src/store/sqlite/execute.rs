//! One write set, inside the writer's transaction: all of it, or none.

use super::changes::{Changed, Recorded};
use super::json::{Layout, class_fields};
use super::log::Log;
use super::{Database, reader, tell};
use crate::class::{ClassDef, Kind, OnDelete};
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Select};
use crate::store::Conflict;
use crate::store::sql::ID;
use crate::wire::Timestamp;
use crate::write::{
    Assign, Delete, DeleteAll, Guard, Insert, Outcome, Relate, Seen, Step, Stored, Update, WriteSet,
};
use rusqlite::{Connection, ErrorCode, OptionalExtension, ffi, params_from_iter};
use std::cell::RefCell;

/// Why a write set was not written.
pub(super) enum Failure {
    /// It may not be: the others of the transaction are not touched.
    Conflict(Conflict),
    /// The database failed.
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Conflict(error.into())
    }
}

impl Failure {
    /// Says which step it was.
    fn at(self, index: usize) -> Self {
        match self {
            Self::Conflict(Conflict::Refused { error, .. }) => Self::Conflict(Conflict::Refused {
                error,
                step: Some(index),
            }),
            other => other,
        }
    }
}

pub(super) type Result<T> = std::result::Result<T, Failure>;

pub(super) fn execute(
    database: &Database,
    connection: &Connection,
    log: &mut Log,
    writes: &WriteSet,
) -> Result<Vec<Outcome>> {
    let writer = Execution::new(database, connection, &log.recorded);
    let outcomes = writer.write_set(writes)?;
    if !log.recorded.is_empty() {
        let changed = writer.changed()?;
        log.record(database, connection, changed)?;
    }
    Ok(outcomes)
}

/// Runs `work`, and keeps what it wrote or takes it back, as it says.
pub(super) fn within_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce() -> (Result<T>, bool),
) -> Result<T> {
    connection
        .prepare_cached("SAVEPOINT write_set")?
        .execute([])?;
    let (result, keep) = work();
    if !keep && !connection.is_autocommit() {
        connection
            .prepare_cached("ROLLBACK TO write_set")?
            .execute([])?;
    }
    if !connection.is_autocommit() {
        connection
            .prepare_cached("RELEASE write_set")?
            .execute([])?;
    }
    result
}

/// A write that breaks a unique index is the client's to mend; anything else is not.
fn refused(class: &ClassDef, error: rusqlite::Error) -> Failure {
    let rusqlite::Error::SqliteFailure(
        ffi::Error {
            code: ErrorCode::ConstraintViolation,
            ..
        },
        Some(what),
    ) = &error
    else {
        return Failure::Database(error);
    };
    let error = match class.name {
        "_User" if what.contains("username") => Error::new(
            Code::USERNAME_TAKEN,
            "Account already exists for this username.",
        ),
        "_User" if what.contains("email") => Error::new(
            Code::EMAIL_TAKEN,
            "Account already exists for this email address.",
        ),
        "_User" if what.contains("_Linked:") => {
            Error::new(Code::ALREADY_LINKED, "this auth is already used")
        }
        _ => Error::new(
            Code::DUPLICATE_VALUE,
            "A duplicate value for a field with unique values was provided",
        ),
    };
    error.into()
}

pub(super) struct Execution<'a> {
    pub(super) database: &'a Database,
    pub(super) connection: &'a Connection,
    pub(super) recorded: &'a Recorded,
    pub(super) changed: RefCell<Changed>,
}

impl<'a> Execution<'a> {
    pub(super) fn new(
        database: &'a Database,
        connection: &'a Connection,
        recorded: &'a Recorded,
    ) -> Self {
        Self {
            database,
            connection,
            recorded,
            changed: RefCell::default(),
        }
    }

    /// Makes all steps, or none.
    fn write_set(&self, writes: &WriteSet) -> Result<Vec<Outcome>> {
        if let ([step], None) = (writes.steps.as_slice(), &writes.record)
            && self.is_one_statement(step)
        {
            // A statement that fails takes itself back.
            self.still_as_seen(&writes.seen)?;
            return Ok(vec![self.step(step).map_err(|failure| failure.at(0))?]);
        }
        within_savepoint(self.connection, || {
            let result = self.all(writes);
            let keep = result.is_ok();
            (result, keep)
        })
    }

    pub(super) fn all(&self, writes: &WriteSet) -> Result<Vec<Outcome>> {
        let mut seen = writes.seen.as_slice();
        let mut outcomes = Vec::with_capacity(writes.steps.len());
        for (index, step) in writes.steps.iter().enumerate() {
            let now = seen.partition_point(|seen| seen.after <= index);
            self.still_as_seen(&seen[..now])?;
            seen = &seen[now..];
            outcomes.push(self.step(step).map_err(|failure| failure.at(index))?);
        }
        self.still_as_seen(seen)?;
        if let Some(record) = &writes.record {
            self.insert(&record.after(&outcomes))?;
        }
        Ok(outcomes)
    }

    fn is_one_statement(&self, step: &Step) -> bool {
        match step {
            Step::Insert(insert) => insert.relations.is_empty() && insert.class.notify.is_empty(),
            Step::Update(update) => {
                update.relations.is_empty() && tell::rules(update).next().is_none()
            }
            Step::Delete(Delete { class, .. }) | Step::DeleteAll(DeleteAll { class, .. }) => {
                self.leaves_nothing_behind(class)
            }
        }
    }

    fn still_as_seen(&self, seen: &[Seen]) -> Result<()> {
        for seen in seen {
            if reader::versions(self.database, self.connection, &seen.select)? != seen.found {
                return Err(Failure::Conflict(Conflict::Stale));
            }
        }
        Ok(())
    }

    fn step(&self, step: &Step) -> Result<Outcome> {
        match step {
            Step::Insert(insert) => self.insert(insert),
            Step::Update(update) => self.update(update),
            Step::Delete(delete) => self.delete(delete),
            Step::DeleteAll(delete) => self.delete_all(delete),
        }
    }

    pub(super) fn insert(&self, insert: &Insert) -> Result<Outcome> {
        for (place, value) in &insert.values {
            self.leads_somewhere(insert.class, *place, value)?;
        }
        let sql =
            self.database
                .sql()
                .insert(insert.class, &insert.id, insert.at, insert.values.clone());
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        statement
            .execute(params_from_iter(&sql.parameters))
            .map_err(|error| refused(insert.class, error))?;
        self.touch_new(insert.class, &insert.id);
        self.relate(insert.class, &insert.id, &insert.relations)?;
        if !insert.class.notify.is_empty() {
            self.tell(insert.class, &insert.id, insert.at, None)?;
        }
        Ok(Outcome {
            at: insert.at,
            fields: Vec::new(),
        })
    }

    fn update(&self, update: &Update) -> Result<Outcome> {
        let mine =
            Filter::equal(Place::Id, Stored::Text(update.id.clone())).and(update.filter.clone());
        let guards = update.guards.iter().map(|guard| guard.filter.clone());
        let filter = guards.fold(mine, Filter::and);
        let mut assign = Vec::with_capacity(update.assign.len());
        for (place, change) in &update.assign {
            if let Assign::Set(value) = change {
                self.leads_somewhere(update.class, *place, value)?;
            }
            match self.whole(update, &filter, *place, change)? {
                Some(change) => assign.push((*place, change)),
                None => return Err(self.refusal(update)?.into()),
            }
        }
        self.touch(update.class, &update.id)?;
        let before = self.before(update)?;
        let sql = self.database.sql();
        let layout = Layout::returning(
            sql.table(update.class),
            &class_fields(update.class, &update.returning),
        );
        let sql = sql.update(update.class, update.at, assign, &filter, &layout.columns);
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(&sql.parameters))?;
        let Some(row) = rows.next().map_err(|error| refused(update.class, error))? else {
            drop(rows);
            return Err(self.refusal(update)?.into());
        };
        let mut outcome = Outcome {
            at: row.get(0)?,
            fields: Vec::new(),
        };
        self.database
            .encoder
            .write_members(&layout, row, &mut outcome.fields)?;
        if !outcome.fields.is_empty() {
            outcome.fields.remove(0);
        }
        // The statement is done only when it has been run to its end.
        while rows.next()?.is_some() {}
        self.relate(update.class, &update.id, &update.relations)?;
        if before.is_some() {
            self.tell(update.class, &update.id, update.at, before)?;
        }
        Ok(outcome)
    }

    pub(super) fn run(&self, sql: &str, parameters: &[Stored]) -> Result<usize> {
        Ok(self
            .connection
            .prepare_cached(sql)?
            .execute(params_from_iter(parameters))?)
    }

    /// A Pointer whose end is looked after must lead somewhere when it is set.
    fn leads_somewhere(&self, class: &ClassDef, place: Place, value: &Stored) -> Result<()> {
        let (Place::Field(index), Stored::Text(id)) = (place, value) else {
            return Ok(());
        };
        let field = &class.fields[index];
        let Kind::Pointer {
            class: target,
            on_delete,
        } = field.kind
        else {
            return Ok(());
        };
        if on_delete == OnDelete::Keep || self.exists(target, id)? {
            return Ok(());
        }
        Err(Error::validation(format!(
            "{}: there is no {target} with the objectId {id}",
            field.name
        ))
        .into())
    }

    pub(super) fn exists(&self, class: &str, id: &str) -> Result<bool> {
        let Some(class) = self.database.catalog.class(class) else {
            return Ok(false);
        };
        let table = self.database.sql().table(class);
        let sql = format!("SELECT 1 FROM {} WHERE {ID}=?", table.name);
        let found = self
            .connection
            .prepare_cached(&sql)?
            .query_row([id], |_| Ok(()))
            .optional()?;
        Ok(found.is_some())
    }

    fn refusal(&self, update: &Update) -> Result<Error> {
        let why = self.why_not(update.class, &update.id, &update.filter, &update.guards)?;
        let missing = update.missing.clone().filter(|_| why == Error::not_found());
        Ok(missing.unwrap_or(why))
    }

    /// Why a write found nothing to do: the object is not there for the caller, or a condition does not hold.
    pub(super) fn why_not(
        &self,
        class: &'static ClassDef,
        id: &str,
        filter: &Filter,
        guards: &[Guard],
    ) -> Result<Error> {
        let mut select = Select::one(class, id, filter.clone());
        let found = reader::versions(self.database, self.connection, &select)?;
        let Some((_, at)) = found.first() else {
            return Ok(Error::not_found());
        };
        for guard in guards {
            select.filter =
                Filter::equal(Place::Id, Stored::Text(id.to_owned())).and(guard.filter.clone());
            if reader::versions(self.database, self.connection, &select)?.is_empty() {
                let error = guard.error.clone();
                return Ok(match error.code {
                    // Whoever is too late is told what he would have to read now.
                    Code::OBJECT_CHANGED => {
                        error.with("updatedAt", Timestamp::from_millis(*at).to_string())
                    }
                    _ => error,
                });
            }
        }
        Ok(Error::not_found())
    }

    fn relate(&self, class: &ClassDef, id: &str, relations: &[Relate]) -> Result<()> {
        for relate in relations {
            let joins = &self.database.sql().table(class).joins;
            let Some((_, join)) = joins.iter().find(|(field, _)| *field == relate.field) else {
                continue;
            };
            for related in &relate.add {
                let pair = [Stored::Text(id.to_owned()), Stored::Text(related.clone())];
                self.run(&format!("INSERT OR IGNORE INTO {join} VALUES (?,?)"), &pair)?;
            }
            for related in &relate.remove {
                let pair = [Stored::Text(id.to_owned()), Stored::Text(related.clone())];
                self.run(
                    &format!("DELETE FROM {join} WHERE \"owningId\"=? AND \"relatedId\"=?"),
                    &pair,
                )?;
            }
        }
        Ok(())
    }
}
