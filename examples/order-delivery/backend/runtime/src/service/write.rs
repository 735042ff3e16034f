//! Writes: decided with their hooks, made by the store, and decided again where what they were decided on has changed.

use super::{Created, Origin, Service, Updated, accounts};
use crate::Result;
use crate::access::{self, Action, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::query::{Filter, Place, Projection, Select};
use crate::store::Conflict;
use crate::wire::{Object, Timestamp, Value};
use crate::write::{
    self, Author, Body, Delete, Insert, Outcome, Step, Stored, Update, WriteSet, canonical,
    parse_create, parse_update, settle,
};
use tokio::sync::MutexGuard;

/// How often a write is decided again because what it was decided on has changed.
pub(super) const ATTEMPTS: usize = 5;

impl Service {
    /// # Errors
    /// Codes of the Parse protocol for a body that cannot be, and whatever a hook refuses it with.
    pub(crate) async fn create(
        &self,
        caller: &Caller,
        class: &str,
        sent: Object,
        origin: &Origin,
    ) -> Result<Created> {
        let class = self.class(class)?;
        match class.name {
            accounts::USER => return self.sign_up(caller, sent, origin).await,
            "_Role" if sent.get("ACL").is_none() => {
                return Err(Error::new(Code::INCORRECT_TYPE, "ACL is required."));
            }
            _ => {}
        }
        self.create_with(caller, class, self.new_id(), sent, Vec::new())
            .await
    }

    /// Creates an object, and takes these steps after it in the same transaction.
    pub(super) async fn create_with(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        id: String,
        sent: Object,
        more: Vec<Step>,
    ) -> Result<Created> {
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, caller);
            let (body, fields) = self.decide_create(caller, class, &sent, &mut tx).await?;
            let insert = Step::Insert(self.insert(class, id.clone(), body));
            if let Some(Outcome { at, .. }) = self.commit(tx, insert, &more).await? {
                self.after_save(caller, class, &id).await;
                let at = Timestamp::from_millis(at);
                return Ok(Created {
                    id,
                    at,
                    fields,
                    again: false,
                });
            }
        }
        Err(contended())
    }

    /// What to create, and what of it is not as it was sent.
    async fn decide_create(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        sent: &Object,
        tx: &mut Tx,
    ) -> Result<(Body, Object)> {
        let mut body = sent.clone();
        settle(class, &mut body)?;
        let mut parsed = parse_create(class, &body, Author::Client(&self.inner.catalog, caller))?;
        if let Some(hooks) = self.inner.hooks.of(class.name) {
            hooks.before_create(&mut body, tx).await?;
            // A hook may have changed anything, so all of it is checked again.
            parsed = Body {
                relations: parsed.relations,
                ..parse_create(class, &body, Author::Server)?
            };
        }
        self.unconfirm(class, &mut parsed);
        self.may_create(caller, class, &parsed, tx).await?;
        let mut changed = changed(class, sent, body);
        for field in class.permissions.withheld(class, caller) {
            changed.0.remove(class.fields[field].name);
        }
        Ok((parsed, changed))
    }

    /// # Errors
    /// Code 101 where there is no such object that the caller may change; the others as [`Service::create`].
    pub(crate) async fn update(
        &self,
        caller: &Caller,
        class: &str,
        id: &str,
        sent: Object,
        origin: &Origin,
    ) -> Result<Updated> {
        let class = self.class(class)?;
        if class.name == accounts::USER {
            return self.update_user(caller, id, sent, origin).await;
        }
        self.update_with(caller, class, id, sent, Vec::new()).await
    }

    /// Updates an object, and takes these steps after it in the same transaction.
    pub(super) async fn update_with(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        id: &str,
        sent: Object,
        more: Vec<Step>,
    ) -> Result<Updated> {
        let filter = self.filter(class, Action::Update, caller)?;
        let turn = self.turn(class, id).await;
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, caller);
            let update = self
                .decide_update(caller, class, id, &sent, &filter, &mut tx)
                .await?;
            if let Some(Outcome { at, fields }) =
                self.commit(tx, Step::Update(update), &more).await?
            {
                drop(turn);
                self.after_save(caller, class, id).await;
                return Ok(Updated {
                    at: Timestamp::from_millis(at),
                    fields,
                    token: None,
                });
            }
        }
        Err(contended())
    }

    async fn decide_update(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        id: &str,
        sent: &Object,
        filter: &Filter,
        tx: &mut Tx,
    ) -> Result<Update> {
        let mut parsed = parse_update(class, sent, Author::Client(&self.inner.catalog, caller))?;
        let keeps_owner = access::keeps_owner(class, caller, &parsed.assign)?;
        parsed.guards.extend(keeps_owner);
        let mut returning = std::mem::take(&mut parsed.operated);
        if let Some(hooks) = self.inner.hooks.of(class.name) {
            let mut body = sent.clone();
            let original = self.original(class, id, filter.clone(), tx).await?;
            hooks.before_update(original, &mut body, tx).await?;
            let settled = parse_update(class, &body, Author::Server)?;
            // The hook may do what the client may not; what the client asked for stays bound by what he may.
            parsed.guards.extend(settled.guards);
            parsed = Body {
                relations: parsed.relations,
                guards: parsed.guards,
                ..settled
            };
            let changed = changed(class, sent, body);
            returning.extend(
                changed
                    .0
                    .keys()
                    .filter_map(|name| class.field(name))
                    .map(|(index, _)| index),
            );
            returning.sort_unstable();
            returning.dedup();
        }
        returning.extend(self.unconfirm(class, &mut parsed));
        let withheld = class.permissions.withheld(class, caller);
        returning.retain(|field| !withheld.contains(field));
        Ok(Update {
            class,
            id: id.to_owned(),
            at: Timestamp::now().as_millis(),
            assign: parsed.assign,
            relations: parsed.relations,
            filter: filter.clone(),
            guards: parsed.guards,
            missing: None,
            returning,
        })
    }

    /// # Errors
    /// Code 101 where there is no such object that the caller may delete; 142 where another keeps it from going.
    pub(crate) async fn delete(&self, caller: &Caller, class: &str, id: &str) -> Result<()> {
        let class = self.class(class)?;
        let filter = self.filter(class, Action::Delete, caller)?;
        let turn = self.turn(class, id).await;
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, caller);
            let mut deleted = None;
            if let Some(hooks) = self.inner.hooks.of(class.name) {
                let original = self.original(class, id, filter.clone(), &mut tx).await?;
                hooks.before_delete(original.clone(), &mut tx).await?;
                deleted = Some((hooks, original));
            }
            let step = Delete {
                class,
                id: id.to_owned(),
                filter: filter.clone(),
                guards: Vec::new(),
            };
            if self.commit(tx, Step::Delete(step), &[]).await?.is_some() {
                drop(turn);
                if let Some((hooks, original)) = deleted {
                    let mut tx = Tx::new(self, caller);
                    let done = hooks.after_delete(original, &mut tx).await;
                    self.finish(class, "after_delete", done, tx).await;
                }
                return Ok(());
            }
        }
        Err(contended())
    }

    /// The turn of a write that a hook decides on what the object is now; other writes need none.
    async fn turn(&self, class: &ClassDef, id: &str) -> Option<MutexGuard<'_, ()>> {
        self.inner.hooks.of(class.name)?;
        Some(self.inner.turns.wait(class.name, id).await)
    }

    /// Writes what hooks want written, the step of the request itself and what must come with it, or nothing; `None`
    /// where something that was read has changed, and the write is to be decided again.
    async fn commit(&self, tx: Tx, step: Step, more: &[Step]) -> Result<Option<Outcome>> {
        let mut writes = tx.into_writes()?;
        let its = writes.steps.len();
        writes.steps.push(step);
        writes.steps.extend_from_slice(more);
        match self.store().commit(writes).await {
            Ok(mut outcomes) => Ok(Some(outcomes.swap_remove(its))),
            Err(Conflict::Stale) => Ok(None),
            Err(Conflict::Refused(error)) => Err(error),
        }
    }

    /// Writes steps that no hook has a part in.
    pub(super) async fn write(&self, steps: Vec<Step>) -> Result<()> {
        let written = self
            .store()
            .commit(WriteSet {
                seen: Vec::new(),
                steps,
            })
            .await;
        written.map(drop).map_err(|conflict| match conflict {
            Conflict::Refused(error) => error,
            Conflict::Stale => contended(),
        })
    }

    /// The object as it is, for a hook. Hooks see hidden fields too.
    async fn original(
        &self,
        class: &'static ClassDef,
        id: &str,
        filter: Filter,
        tx: &mut Tx,
    ) -> Result<Object> {
        let select = Select {
            fields: Projection::All,
            ..Select::one(class, id, filter)
        };
        tx.select(select)
            .await?
            .into_iter()
            .next()
            .ok_or_else(Error::not_found)
    }

    async fn after_save(&self, caller: &Caller, class: &'static ClassDef, id: &str) {
        let Some(hooks) = self.inner.hooks.of(class.name) else {
            return;
        };
        let mut tx = Tx::new(self, caller);
        let done = match self
            .original(class, id, Filter::Always(true), &mut tx)
            .await
        {
            Ok(saved) => hooks.after_save(saved, &mut tx).await,
            Err(error) => Err(error),
        };
        self.finish(class, "after_save", done, tx).await;
    }

    /// Writes what a hook after a write wants written. The client's own write is made, so an error is only logged.
    async fn finish(&self, class: &ClassDef, hook: &str, done: Result<()>, tx: Tx) {
        let writes = done.and_then(|()| tx.into_writes());
        let result = match writes {
            Ok(writes) if writes.steps.is_empty() => return,
            // What it read was read after the write; it decides nothing for the client that must hold until now.
            Ok(writes) => self
                .store()
                .commit(WriteSet {
                    seen: Vec::new(),
                    ..writes
                })
                .await
                .map(drop),
            Err(error) => Err(error.into()),
        };
        if let Err(conflict) = result {
            tracing::warn!("{hook} of {}: {conflict:?}", class.name);
        }
    }

    /// # Errors
    /// Code 119 where the caller may not create this object.
    async fn may_create(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        body: &Body,
        tx: &mut Tx,
    ) -> Result<()> {
        let value_of = |place: Place| {
            body.assign.iter().find_map(|(set, assign)| match assign {
                write::Assign::Set(value) if *set == place => Some(value),
                _ => None,
            })
        };
        let allowed = match access::creates(&self.inner.catalog, class, caller)? {
            Filter::Always(allowed) => allowed,
            Filter::Compare { place, value, .. } => value_of(place) == Some(&value),
            Filter::LeadsTo {
                field,
                class,
                filter,
            } => match value_of(Place::Field(field)) {
                // That it still is his when the object is written, the transaction sees to.
                Some(Stored::Text(id)) => {
                    let his = tx.select(Select::one(class, id, *filter)).await?;
                    !his.is_empty()
                }
                _ => false,
            },
            _ => false,
        };
        if allowed {
            Ok(())
        } else {
            Err(Error::forbidden())
        }
    }

    pub(crate) fn insert(&self, class: &'static ClassDef, id: String, body: Body) -> Insert {
        let values = body
            .assign
            .into_iter()
            .filter_map(|(place, assign)| match assign {
                write::Assign::Set(value) => Some((place, value)),
                // A create has only values: its operations were applied to nothing.
                write::Assign::Increment(_) | write::Assign::Elements(..) => None,
            });
        Insert {
            class,
            id,
            at: Timestamp::now().as_millis(),
            values: values.collect(),
            relations: body.relations,
        }
    }
}

pub(super) fn contended() -> Error {
    Error::new(
        Code::REQUEST_LIMIT_EXCEEDED,
        "The object is being changed by others; try again.",
    )
}

/// What is to be written otherwise than it was sent, as far as a client may see it.
fn changed(class: &ClassDef, sent: &Object, written: Object) -> Object {
    let differs = |(name, value): &(String, Value)| {
        let hidden = class.field(name).is_some_and(|(_, field)| field.hidden);
        let as_sent = sent
            .get(name)
            .is_some_and(|sent| canonical(sent) == canonical(value));
        !hidden && name != "ACL" && !as_sent
    };
    Object(written.0.into_iter().filter(differs).collect())
}
