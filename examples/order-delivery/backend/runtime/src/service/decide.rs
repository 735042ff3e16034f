//! A request that is ready → its step of the transaction, with what its hooks have to say.

use super::promise::Promise;
use super::request::{Intent, Ready};
use super::{Service, installations};
use crate::Result;
use crate::access::{self, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::query::{Filter, Place, Projection, Select};
use crate::webhooks::Trigger;
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::{
    self, Author, Body, Delete, Guard, Insert, Step, Stored, Update, canonical, check_complete,
    check_sent, join, parse_create, parse_update, settle,
};

/// What was decided of a request.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its own step among those of the transaction, and where its steps end.
    pub own: usize,
    pub end: usize,
    pub promise: Promise,
    /// Of a delete that a hook comes after: the object as it was.
    pub original: Option<Object>,
}

impl Service {
    /// The step that a request asks for; what hooks want written is in `tx`.
    pub(super) async fn decide(
        &self,
        caller: &Caller,
        ready: &Ready,
        tx: &mut Tx,
    ) -> Result<(Step, Draft)> {
        let Ready { class, id, .. } = ready;
        let mut original = None;
        let (step, promise) = match &ready.intent {
            Intent::Create { sent } if class.name == installations::CLASS => {
                self.decide_registration(caller, ready, sent, tx).await?
            }
            Intent::Create { sent } => {
                let (body, fields) = self.decide_create(caller, class, sent, tx).await?;
                let insert = self.insert(class, id.clone(), body);
                (Step::Insert(insert), Promise::created(ready, fields))
            }
            Intent::Update {
                sent,
                filter,
                unchanged,
            } => {
                if class.name == installations::CLASS {
                    self.still_the_device(class, id, sent, tx).await?;
                }
                let mut update = self.decide_update(caller, ready, sent, filter, tx).await?;
                // What the client has read comes first: on something else he would not have decided this.
                update.guards.splice(0..0, unchanged.map(still_of));
                let token = ready.token.clone();
                (Step::Update(update), Promise::Updated { token })
            }
            Intent::Delete { filter, unchanged } => {
                original = self.decide_delete(ready, filter, tx).await?;
                let delete = Delete {
                    class,
                    id: id.clone(),
                    filter: filter.clone(),
                    guards: unchanged.map(still_of).into_iter().collect(),
                };
                (Step::Delete(delete), Promise::Deleted)
            }
        };
        if let Some(around) = self.around(class) {
            let trigger = match &ready.intent {
                Intent::Create { .. } | Intent::Update { .. } => Trigger::AfterSave,
                Intent::Delete { .. } => Trigger::AfterDelete,
            };
            let announcement = around.announcement(trigger, id, original.as_ref(), tx)?;
            announcement.into_iter().for_each(|step| tx.also(step));
        }
        let draft = Draft {
            own: 0,
            end: 0,
            promise,
            original,
        };
        Ok((step, draft))
    }

    /// What to create, and what of it is not as it was sent.
    pub(super) async fn decide_create(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        sent: &Object,
        tx: &mut Tx,
    ) -> Result<(Body, Object)> {
        check_sent(class, sent)?;
        let mut body = sent.clone();
        settle(class, &mut body)?;
        let mut parsed = parse_create(class, &body, Author::Client(&self.inner.catalog, caller))?;
        if let Some(hooks) = self.around(class) {
            hooks.before_create(&mut body, tx).await?;
            // A hook may have changed anything, so all of it is checked again.
            parsed = Body {
                relations: parsed.relations,
                ..parse_create(class, &body, Author::Server)?
            };
        } else {
            check_complete(class, &parsed)?;
        }
        self.unconfirm(class, &mut parsed);
        self.may_create(caller, class, &parsed, tx).await?;
        let mut changed = changed(class, sent, body);
        for field in class.permissions.withheld(class, caller) {
            changed.0.remove(class.fields[field].name);
        }
        Ok((parsed, changed))
    }

    pub(super) async fn decide_update(
        &self,
        caller: &Caller,
        ready: &Ready,
        sent: &Object,
        filter: &Filter,
        tx: &mut Tx,
    ) -> Result<Update> {
        let Ready { class, id, .. } = ready;
        check_sent(class, sent)?;
        let mut parsed = parse_update(class, sent, Author::Client(&self.inner.catalog, caller))?;
        let keeps_owner = access::keeps_owner(class, caller, &parsed.assign)?;
        parsed.guards.extend(keeps_owner);
        let mut returning = std::mem::take(&mut parsed.operated);
        if let Some(hooks) = self.around(class) {
            let mut body = sent.clone();
            let original = self.original_of(ready, filter, tx).await?;
            // A hook sees whole fields, so the parts are put together on what it decides on.
            let parts = body.0.keys().any(|key| key.contains('.'));
            for field in class.fields.iter().filter(|_| parts) {
                let whole = original.get(field.name).cloned().unwrap_or_default();
                join(field, whole, &mut body)?;
            }
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
            id: id.clone(),
            at: Timestamp::now().as_millis(),
            assign: parsed.assign,
            relations: parsed.relations,
            filter: filter.clone(),
            guards: parsed.guards,
            missing: None,
            returning,
        })
    }

    /// The object that is to go, where a hook comes after it.
    async fn decide_delete(
        &self,
        ready: &Ready,
        filter: &Filter,
        tx: &mut Tx,
    ) -> Result<Option<Object>> {
        let Some(hooks) = self.around(ready.class) else {
            return Ok(None);
        };
        let original = self.original_of(ready, filter, tx).await?;
        hooks.before_delete(&original, tx).await?;
        Ok(Some(original))
    }

    /// The object that a hook is to decide on, if it is still the one that the client has read.
    async fn original_of(&self, ready: &Ready, filter: &Filter, tx: &mut Tx) -> Result<Object> {
        let original = self
            .original(ready.class, &ready.id, filter.clone(), tx)
            .await?;
        let now = original.get("updatedAt").cloned().unwrap_or_default();
        match &ready.intent {
            Intent::Update {
                unchanged: Some(at),
                ..
            }
            | Intent::Delete {
                unchanged: Some(at),
                ..
            } if Timestamp::from_wire(now.clone())? != *at => {
                Err(still_of(*at).error.with("updatedAt", now))
            }
            _ => Ok(original),
        }
    }

    /// The object as it is, for a hook. Hooks see hidden fields too.
    pub(super) async fn original(
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
            Filter::LeadsTo { field, to } => match value_of(Place::Field(field)) {
                // That it still is his when the object is written, the transaction sees to.
                Some(Stored::Text(id)) => {
                    let his = tx.select(Select::one(to.class, id, to.filter)).await?;
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
        Insert::new(class, id, Timestamp::now().as_millis(), body)
    }
}

/// The condition that an object is the one that the client has read.
fn still_of(at: Timestamp) -> Guard {
    let message = format!("The object has changed since {at}.");
    Guard {
        filter: Filter::equal(Place::UpdatedAt, Stored::Integer(at.as_millis())),
        error: Error::new(Code::OBJECT_CHANGED, message),
    }
}

/// What is to be written otherwise than it was sent, as far as a client may see it.
fn changed(class: &ClassDef, sent: &Object, written: Object) -> Object {
    let differs = |(name, value): &(String, Value)| {
        let hidden = class.field(name).is_some_and(|(_, field)| field.hidden);
        // Most are the same to the letter, and need no copy to be told so.
        let as_sent = sent
            .get(name)
            .is_some_and(|sent| sent == value || canonical(sent) == canonical(value));
        !hidden && name != "ACL" && !as_sent
    };
    Object(written.0.into_iter().filter(differs).collect())
}
