//! Where objects are kept: one trait, so that the same queries and write sets run on an embedded SQLite and, later, on
//! PostgreSQL.

mod catalog;
mod change;
mod feed;
mod sql;
mod sqlite;
mod vitals;
mod watchers;

pub(crate) use catalog::Catalog;
pub(crate) use change::{Change, Committed, Missed, Position};
pub(crate) use feed::Changes;
pub(crate) use sqlite::Sqlite;
pub(crate) use vitals::Vitals;
pub(crate) use watchers::Watch;

use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::aggregate::Pipeline;
use crate::query::{self, Select};
use crate::wire::Object;
use crate::write::{Outcome, WriteSet};
use std::future::Future;
use std::pin::Pin;

pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// What a query found.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The objects as JSON on the wire, with commas between them.
    pub objects: Vec<u8>,
    /// All that match, where the query counts.
    pub count: Option<u64>,
    /// Where it ends, where the query is one of pages that begin somewhere.
    pub end: Option<End>,
}

/// Where a page ends.
#[derive(Debug)]
pub(crate) struct End {
    /// That of its last object, or where it began.
    pub position: Option<query::Position>,
    /// Whether there is a page after it.
    pub more: bool,
    /// That of each object.
    pub each: Vec<query::Position>,
}

/// That a Relation of one object holds another.
#[cfg(feature = "graphql")]
#[derive(Debug)]
pub(crate) struct Link {
    pub owner: String,
    pub related: String,
}

impl Page {
    pub(crate) fn of(objects: Vec<u8>) -> Self {
        Self {
            objects,
            ..Self::default()
        }
    }

    pub(crate) fn into_objects(self) -> Result<Vec<Object>> {
        let json = [b"[".as_slice(), &self.objects, b"]"].concat();
        let maps: Vec<_> = serde_json::from_slice(&json).map_err(Error::internal)?;
        Ok(maps.into_iter().map(Object).collect())
    }
}

pub(crate) trait Store: Send + Sync {
    /// Finds objects, from one snapshot; never waits for a writer.
    fn find(&self, select: Select) -> Answer<'_, Page>;

    /// What a Relation of these objects holds, as far as `most` go; whether anybody may see them is not asked.
    #[cfg(feature = "graphql")]
    fn links(
        &self,
        class: &'static ClassDef,
        field: usize,
        owners: Vec<String>,
        most: usize,
    ) -> Answer<'_, Vec<Link>>;

    /// How it would go about finding them, a line a step.
    fn plan(&self, select: Select) -> Answer<'_, Vec<String>>;

    /// The results of an aggregate as JSON, with commas between them; where `values` are asked for, each is what its
    /// first column has.
    fn aggregate(&self, pipeline: Pipeline, values: bool) -> Answer<'_, Vec<u8>>;

    /// Writes all steps or none, and answers when they are durable.
    ///
    /// # Errors
    /// [`Conflict::Stale`] where something seen has changed; [`Conflict::Refused`] where a step may not be.
    fn commit(
        &self,
        writes: WriteSet,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<Outcome>, Conflict>> + Send + '_>>;

    /// Finds objects as they would be after these writes, and writes nothing.
    ///
    /// # Errors
    /// As [`Store::commit`], where they could not be written.
    fn preview(
        &self,
        writes: WriteSet,
        select: Select,
    ) -> Pin<Box<dyn Future<Output = Result<Page, Conflict>> + Send + '_>>;

    /// From here on, and for as long as what it answers is not dropped, changes of the class are recorded.
    fn watch(&self, class: &'static ClassDef) -> Answer<'_, Watch>;

    /// What is committed from here on to classes that are recorded, whoever watches them: each change once, in the order of
    /// the commits, after it is durable and before it is answered.
    fn changes(&self) -> Changes;

    /// What changed in a class after a position, with the changes of former starts.
    fn missed(&self, class: &'static ClassDef, after: Position) -> Answer<'_, Missed>;

    /// The names of the roles that a user has, and of those that they inherit.
    fn roles(&self, user: &str) -> Answer<'_, Vec<String>>;

    /// The user whom a provider of identities knows by this id.
    fn linked(&self, provider: &str, id: &str) -> Answer<'_, Option<String>>;

    /// How many commits have changed users, sessions or roles; counted before they are answered.
    fn account_writes(&self) -> u64;

    /// How many of these have changed roles, or who has them.
    fn role_writes(&self) -> u64;

    /// Whether it can be written to.
    fn is_up(&self) -> bool;

    fn vitals(&self) -> &Vitals;

    /// What it takes on disk.
    fn bytes(&self) -> u64;

    /// Stops taking writes and settles what is on disk.
    fn close(&self) -> Answer<'_, ()>;
}

/// Why a write set was not written.
#[derive(Debug)]
pub(crate) enum Conflict {
    /// What was seen has changed since: decide again.
    Stale,
    Refused {
        error: Error,
        /// The step that may not be; `None` where it is not for any one of them.
        step: Option<usize>,
    },
}

impl From<Error> for Conflict {
    fn from(error: crate::Error) -> Self {
        Self::Refused { error, step: None }
    }
}
