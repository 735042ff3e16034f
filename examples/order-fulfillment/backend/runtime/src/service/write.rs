//! Writes: each request made ready, decided with its hooks, written together with those of its transaction, and decided
//! again where what it was decided on has changed.

use super::decide::Draft;
use super::once::Once;
use super::promise::recall;
use super::request::{Failed, Intent, Prepared, Ready, Request, Written, told};
use super::{Origin, Service, installations};
use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::idempotency::Key;
use crate::query::Filter;
use crate::store::Conflict;
use crate::wire::Object;
use crate::write::{Outcome, Record, Step, WriteSet};

/// How often a write is decided again because what it was decided on has changed.
pub(super) const ATTEMPTS: usize = 5;

/// Whoever guesses a key that is short may learn the answer that it seals.
const WEAK: &str =
    "a request whose answer opens a session takes a request id of 20 characters or more";

/// Why an attempt wrote nothing.
enum Undone {
    /// What it was decided on has changed.
    Stale,
    Failed(Failed),
}

impl Service {
    /// # Errors
    /// Codes of the Parse protocol for a body that cannot be, 101 where there is no such object that the caller may
    /// change, 159 where the key came with another request, and whatever a hook refuses it with.
    pub(crate) async fn write(
        &self,
        caller: &Caller,
        request: Request,
        origin: &Origin,
        key: Option<&Key>,
    ) -> Result<Once<Written>> {
        let work = async {
            match self.prepare(caller, request, origin).await? {
                Prepared::Write(mut ready) => {
                    let links = std::mem::take(&mut ready.links);
                    let written = self.write_one(caller, *ready, key).await;
                    self.or_known(written, &links, origin).await
                }
                Prepared::SignIn(known) => self.sign_in_again(known, origin).await,
            }
        };
        self.once(key, |kept| only(recall(kept)?), work).await
    }

    /// Writes what all of these ask for, or nothing; each sees what those before it have done.
    ///
    /// # Errors
    /// As [`Service::write`], with the request that it is about.
    pub(crate) async fn write_together(
        &self,
        caller: &Caller,
        requests: Vec<Request>,
        origin: &Origin,
        key: Option<&Key>,
    ) -> Result<Once<Vec<Written>>, Failed> {
        let work = self.write_requests(caller, requests, origin, key);
        self.once(key, recall, work).await
    }

    async fn write_requests(
        &self,
        caller: &Caller,
        requests: Vec<Request>,
        origin: &Origin,
        key: Option<&Key>,
    ) -> Result<Vec<Written>, Failed> {
        let mut ready = Vec::with_capacity(requests.len());
        for (index, request) in requests.into_iter().enumerate() {
            let prepared = self.prepare(caller, request, origin).await;
            let prepared = prepared.and_then(|prepared| match prepared {
                Prepared::Write(one) => Ok(*one),
                Prepared::SignIn(_) => Err(Error::new(
                    Code::COMMAND_UNAVAILABLE,
                    "a user comes back by a request of his own",
                )),
            });
            ready.push(prepared.map_err(|error| Failed {
                index: Some(index),
                error,
            })?);
        }
        self.write_all(caller, &ready, key).await
    }

    pub(super) async fn write_one(
        &self,
        caller: &Caller,
        ready: Ready,
        key: Option<&Key>,
    ) -> Result<Written> {
        let written = self.write_all(caller, &[ready], key).await;
        only(written.map_err(|failed| failed.error)?)
    }

    async fn write_all(
        &self,
        caller: &Caller,
        ready: &[Ready],
        key: Option<&Key>,
    ) -> Result<Vec<Written>, Failed> {
        let turns = self.inner.turns.wait(self.decided_on(ready)).await;
        for _ in 0..ATTEMPTS {
            let (drafts, outcomes) = match self.attempt(caller, ready, key).await {
                Ok(done) => done,
                Err(Undone::Stale) => continue,
                Err(Undone::Failed(Failed { index, error })) => {
                    let error = match index.and_then(|index| ready.get(index)) {
                        Some(one) if !matches!(one.intent, Intent::Create { .. }) => {
                            told(caller, one.class, &one.id, error)
                        }
                        _ => error,
                    };
                    return Err(Failed { index, error });
                }
            };
            drop(turns);
            let mut outcomes: Vec<_> = outcomes.into_iter().map(Some).collect();
            let mut written = Vec::with_capacity(ready.len());
            for (one, mut draft) in ready.iter().zip(drafts) {
                let id = draft.promise.found().unwrap_or(&one.id);
                self.after(caller, one, id, draft.original.take()).await;
                let outcome = outcomes[draft.own].take().unwrap_or_default();
                written.push(draft.promise.kept_with(outcome));
            }
            return Ok(written);
        }
        Err(Failed {
            index: None,
            error: Error::contended(),
        })
    }

    /// What is decided on as it is now, by a hook or because a device may be there already; other writes need no turn.
    fn decided_on<'r>(&self, ready: &'r [Ready]) -> impl Iterator<Item = (&'r str, &'r str)> {
        ready.iter().flat_map(|one| {
            let on = match &one.intent {
                Intent::Create { sent } if one.class.name == installations::CLASS => {
                    installations::names(sent)
                }
                Intent::Update { sent, .. } if one.class.name == installations::CLASS => {
                    let [_, token] = installations::names(sent);
                    [Some(one.id.as_str()), token]
                }
                Intent::Update { .. } | Intent::Delete { .. }
                    if self.around(one.class).is_some() =>
                {
                    [Some(one.id.as_str()), None]
                }
                Intent::Create { .. } | Intent::Update { .. } | Intent::Delete { .. } => {
                    [None, None]
                }
            };
            on.into_iter().flatten().map(|on| (one.class.name, on))
        })
    }

    /// Decides all requests, one after the other, and writes what they want written.
    async fn attempt(
        &self,
        caller: &Caller,
        ready: &[Ready],
        key: Option<&Key>,
    ) -> Result<(Vec<Draft>, Vec<Outcome>), Undone> {
        let mut writes = WriteSet::default();
        let mut drafts: Vec<Draft> = Vec::with_capacity(ready.len());
        for (index, one) in ready.iter().enumerate() {
            let mut tx = Tx::after(writes, self, caller);
            let decided = self.decide(caller, one, &mut tx).await;
            if let Some(conflict) = tx.take_conflict() {
                return Err(undone(conflict, &drafts));
            }
            let decided = decided.and_then(|decided| Ok((decided, tx.into_writes()?)));
            let ((step, mut draft), mut all) = decided.map_err(|error| {
                Undone::Failed(Failed {
                    index: Some(index),
                    error,
                })
            })?;
            draft.own = all.steps.len();
            all.steps.push(step);
            all.steps.extend_from_slice(&one.more);
            draft.end = all.steps.len();
            drafts.push(draft);
            writes = all;
        }
        if let Some(key) = key {
            let record = self.record_of(key, &drafts);
            writes.record = Some(record.map_err(|error| Undone::Failed(error.into()))?);
        }
        match self.store().commit(writes).await {
            Ok(outcomes) => Ok((drafts, outcomes)),
            Err(conflict) => Err(undone(conflict, &drafts)),
        }
    }

    /// What is kept of these requests, for a repeat of them.
    fn record_of(&self, key: &Key, drafts: &[Draft]) -> Result<Record> {
        if !key.is_strong && drafts.iter().any(|draft| draft.promise.is_secret()) {
            return Err(Error::validation(WEAK));
        }
        let promises = drafts.iter().map(|draft| draft.promise.to_value(draft.own));
        self.record(key, &promises.collect())
    }

    /// What the user's code does after a write, and the letter that it brings about.
    async fn after(&self, caller: &Caller, ready: &Ready, id: &str, original: Option<Object>) {
        if ready.welcome {
            self.welcome(&ready.id);
        }
        let Some(hooks) = self.around(ready.class) else {
            return;
        };
        hooks.tell();
        let (class, mut tx) = (ready.class, Tx::new(self, caller));
        let (hook, done) = match (&ready.intent, original) {
            (Intent::Delete { .. }, Some(original)) => {
                ("after_delete", hooks.after_delete(original, &mut tx).await)
            }
            (Intent::Delete { .. }, None) => return,
            (Intent::Create { .. } | Intent::Update { .. }, _) => {
                let always = Filter::Always(true);
                let done = match self.original(class, id, always, &mut tx).await {
                    Ok(saved) => hooks.after_save(saved, &mut tx).await,
                    Err(error) => Err(error),
                };
                ("after_save", done)
            }
        };
        self.finish(class, hook, done, tx).await;
    }

    /// Writes what a hook wants written after the client's own request was done, so an error is only logged.
    pub(super) async fn finish(&self, class: &ClassDef, hook: &str, done: Result<()>, tx: Tx) {
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

    /// Writes steps that no hook has a part in.
    pub(super) async fn write_steps(&self, steps: Vec<Step>) -> Result<()> {
        self.write_kept(steps, None).await
    }

    /// The same, and what is kept of the request behind them.
    pub(super) async fn write_kept(&self, steps: Vec<Step>, record: Option<Record>) -> Result<()> {
        let writes = WriteSet {
            steps,
            record,
            ..WriteSet::default()
        };
        let written = self.store().commit(writes).await;
        written.map(drop).map_err(|conflict| match conflict {
            Conflict::Refused { error, .. } => error,
            Conflict::Stale => Error::contended(),
        })
    }
}

/// Whose fault it is that nothing was written.
fn undone(conflict: Conflict, drafts: &[Draft]) -> Undone {
    match conflict {
        Conflict::Stale => Undone::Stale,
        Conflict::Refused { error, step } => {
            let index = step.and_then(|step| drafts.iter().position(|draft| step < draft.end));
            Undone::Failed(Failed { index, error })
        }
    }
}

fn only(mut written: Vec<Written>) -> Result<Written> {
    written
        .pop()
        .ok_or_else(|| Error::internal("a write without an answer"))
}
