//! A transaction as hooks see it: reads now, writes later, all at once.

use super::erased::decode;
use super::{Query, Request, UpdateStep};
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::{Class, ClassDef};
use crate::error::{Code, Error};
use crate::query::{Condition, Filter, Projection, Select};
use crate::service::Service;
use crate::store::Conflict;
use crate::wire::{Id, Object, Timestamp, Wire};
use crate::write::{self, Author, Seen, Step, WriteSet};
use std::sync::Arc;

/// A write set in the making.
///
/// Reads come from the database as it is and are remembered; writes are collected and applied together at the end, so
/// that no hook holds up another writer. If by then something that was read has changed, nothing is written and the
/// hook runs again. The rules of access bind clients, not the server's own code, and what is written here runs no
/// further hooks.
pub struct Tx {
    service: Service,
    caller: Caller,
    request: Option<Arc<Request>>,
    writes: WriteSet,
    /// How many steps of `writes` earlier requests of the same transaction take: what is read here, is read after them.
    before: usize,
    /// The first mistake in what was asked to be written.
    error: Option<Error>,
    /// Why those steps cannot be taken, where a read found that out.
    conflict: Option<Conflict>,
}

impl Tx {
    pub(crate) fn new(service: &Service, caller: &Caller) -> Self {
        Self::after(WriteSet::default(), service, caller)
    }

    /// Goes on after what earlier requests of the same transaction write.
    pub(crate) fn after(writes: WriteSet, service: &Service, caller: &Caller) -> Self {
        Self {
            service: service.clone(),
            caller: caller.clone(),
            request: None,
            before: writes.steps.len(),
            writes,
            error: None,
            conflict: None,
        }
    }

    /// One that may tell of the request behind it.
    pub(crate) fn of_request(service: &Service, caller: &Caller, request: &Arc<Request>) -> Self {
        Self {
            request: Some(Arc::clone(request)),
            ..Self::new(service, caller)
        }
    }

    /// The request that a function answers; a hook knows none.
    pub fn request(&self) -> Option<&Request> {
        self.request.as_deref()
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// Code 206 where nobody is: the caller has the master key, or is anonymous.
    pub fn signed_in<C: Class>(&self) -> Result<Id<C>> {
        let nobody = || {
            Error::new(
                Code::SESSION_MISSING,
                "this is for somebody who is signed in",
            )
        };
        self.caller.user().map(Id::new).ok_or_else(nobody)
    }

    /// Who asked for what the hook is about.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The object of this id.
    ///
    /// # Errors
    /// Code 1 where it cannot be read.
    pub async fn get<C: Class>(&mut self, id: impl AsRef<Id<C>>) -> Result<Option<C>> {
        let mut select = Select::one(C::DEF, id.as_ref().as_str(), Filter::Always(true));
        select.fields = Projection::All;
        let found = self.select(select).await?.into_iter().next();
        found.map(decode).transpose()
    }

    /// The object of this id, which must be there.
    ///
    /// # Errors
    /// Code 101 where it is not.
    pub async fn require<C: Class>(&mut self, id: impl AsRef<Id<C>>) -> Result<C> {
        self.get(id).await?.ok_or_else(Error::not_found)
    }

    /// The objects for which a condition holds, oldest first, at most 1,000.
    ///
    /// # Errors
    /// Code 1 where they cannot be read, 124 where that takes too long.
    pub async fn find<C: Class>(&mut self, condition: Condition<C>) -> Result<Vec<C>> {
        self.query().filter(condition).find().await
    }

    /// A query for objects of a class, as the calls on what is returned say.
    pub fn query<C: Class>(&mut self) -> Query<'_, C> {
        Query::new(self)
    }

    /// What the caller may do this to.
    pub(super) fn allowed(&self, class: &'static ClassDef, action: Action) -> Result<Filter> {
        self.service.filter(class, action, &self.caller)
    }

    pub(super) async fn count(&self, select: Select) -> Result<u64> {
        let page = self.service.store().find(select).await?;
        Ok(page.count.unwrap_or_default())
    }

    pub(crate) async fn select(&mut self, select: Select) -> Result<Vec<Object>> {
        let objects = if self.before == 0 {
            self.service.objects(select.clone()).await?
        } else {
            self.select_after(select.clone()).await?
        };
        let found = objects.iter().map(version).collect::<Result<_>>()?;
        self.writes.seen.push(Seen {
            after: self.before,
            select,
            found,
        });
        Ok(objects)
    }

    async fn select_after(&mut self, select: Select) -> Result<Vec<Object>> {
        let seen = self.writes.seen.iter();
        let before = WriteSet {
            seen: seen
                .filter(|seen| seen.after < self.before)
                .cloned()
                .collect(),
            steps: self.writes.steps[..self.before].to_vec(),
            record: None,
        };
        match self.service.store().preview(before, select).await {
            Ok(page) => page.into_objects(),
            Err(conflict) => {
                let error = match &conflict {
                    Conflict::Refused { error, .. } => error.clone(),
                    Conflict::Stale => Error::contended(),
                };
                self.conflict = Some(conflict);
                Err(error)
            }
        }
    }

    /// Creates an object.
    pub fn create<C: Class>(&mut self, new: C::New) -> Id<C> {
        let id = self.service.new_id();
        let result = Object::from_wire(new.into_wire()).and_then(|mut body| {
            write::settle(C::DEF, &mut body)?;
            write::parse_create(C::DEF, &body, Author::Server)
        });
        if let Some(body) = self.keep(result) {
            self.writes
                .steps
                .push(Step::Insert(self.service.insert(C::DEF, id.clone(), body)));
        }
        Id::new(id)
    }

    /// Changes the object of this id, as the calls on what is returned say.
    pub fn update<C: Class>(&mut self, id: impl AsRef<Id<C>>) -> UpdateStep<'_, C> {
        UpdateStep::new(self, id.as_ref())
    }

    /// Deletes the object of this id; the transaction fails where there is none.
    pub fn delete<C: Class>(&mut self, id: impl AsRef<Id<C>>) {
        let id = id.as_ref().as_str().to_owned();
        let filter = Filter::Always(true);
        self.writes.steps.push(Step::Delete(write::Delete {
            class: C::DEF,
            id,
            filter,
            guards: Vec::new(),
        }));
    }

    /// Writes what no type speaks of.
    pub(crate) fn step(&mut self, step: Step) {
        self.writes.steps.push(step);
    }

    pub(super) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        result
            .map_err(|error| self.error.get_or_insert(error).code)
            .ok()
    }

    /// Why what earlier requests of the transaction write cannot be written, whatever a hook made of it.
    pub(crate) fn take_conflict(&mut self) -> Option<Conflict> {
        self.conflict.take()
    }

    /// Takes this step too.
    pub(crate) fn also(&mut self, step: Step) {
        self.writes.steps.push(step);
    }

    /// What was read and what is to be written.
    pub(crate) fn into_writes(self) -> Result<WriteSet> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.writes),
        }
    }
}

/// The id and version of an object that was read.
fn version(object: &Object) -> Result<(String, i64)> {
    let text = |name| object.get(name).cloned().unwrap_or_default();
    Ok((
        String::from_wire(text("objectId"))?,
        Timestamp::from_wire(text("updatedAt"))?.as_millis(),
    ))
}
