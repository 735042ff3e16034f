//! Writes: each request made ready, decided with its hooks, written together with those of its transaction, and decided
//! again where what it was decided on has changed.

use super::decide::Draft;
use super::once::Once;
use super::promise::recall;
use super::{Created, Origin, Service, Updated, accounts, installations};
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::idempotency::Key;
use crate::query::Filter;
use crate::store::Conflict;
use crate::wire::{Object, Timestamp, Value, mismatch};
use crate::write::{Outcome, Record, Step, WriteSet};

/// How often a write is decided again because what it was decided on has changed.
pub(super) const ATTEMPTS: usize = 5;

/// Whoever guesses a key that is short may learn the answer that it seals.
const WEAK: &str =
    "a request whose answer opens a session takes a request id of 20 characters or more";
/// The most characters of an objectId that a client chooses.
const MAX_ID: usize = 64;

/// A write that a client asks for.
#[derive(Debug)]
pub(crate) enum Request {
    Create {
        class: String,
        sent: Object,
    },
    Update {
        class: String,
        id: String,
        sent: Object,
        unchanged: Option<Timestamp>,
    },
    /// `unchanged`, here and above, is the `updatedAt` that the object must still have.
    Delete {
        class: String,
        id: String,
        unchanged: Option<Timestamp>,
    },
}

/// What a write answers.
#[derive(Debug)]
pub(crate) enum Written {
    Created(Created),
    Updated(Updated),
    Deleted,
}

/// Why none of several requests was done.
#[derive(Debug)]
pub(crate) struct Failed {
    /// The request that could not be; `None` where it is not for any one of them.
    pub index: Option<usize>,
    pub error: Error,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { index: None, error }
    }
}

/// A request made ready: all of it that does not depend on what the database holds, so that this is done once however
/// often it is decided.
pub(super) struct Ready {
    pub class: &'static ClassDef,
    pub id: String,
    pub intent: Intent,
    /// Steps that are taken after its own, in the same transaction.
    pub more: Vec<Step>,
    /// The token of the session that they open.
    pub token: Option<String>,
    /// The address of the user is new, and he is to be asked to confirm it.
    pub welcome: bool,
}

pub(super) enum Intent {
    Create {
        sent: Object,
    },
    Update {
        sent: Object,
        filter: Filter,
        unchanged: Option<Timestamp>,
    },
    Delete {
        filter: Filter,
        unchanged: Option<Timestamp>,
    },
}

pub(super) enum Prepared {
    Write(Box<Ready>),
    /// Nothing is to be created: an anonymous user came back.
    SignIn(String),
}

impl From<Ready> for Prepared {
    fn from(ready: Ready) -> Self {
        Self::Write(Box::new(ready))
    }
}

/// Why an attempt wrote nothing.
enum Undone {
    /// What it was decided on has changed.
    Stale,
    Failed(Failed),
}

impl Ready {
    pub(super) fn new(class: &'static ClassDef, id: String, intent: Intent) -> Self {
        Self {
            class,
            id,
            intent,
            more: Vec::new(),
            token: None,
            welcome: false,
        }
    }
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
                Prepared::Write(ready) => self.write_one(caller, *ready, key).await,
                Prepared::SignIn(user) => {
                    self.sign_in_again(user, origin).await.map(Written::Created)
                }
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
                    "an anonymous user comes back by a request of his own",
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

    async fn prepare(
        &self,
        caller: &Caller,
        request: Request,
        origin: &Origin,
    ) -> Result<Prepared> {
        match request {
            Request::Create { class, mut sent } => {
                let class = self.class(&class)?;
                match class.name {
                    installations::CLASS => installations::registered(&mut sent, origin)?,
                    accounts::USER => return self.prepare_sign_up(class, sent, origin).await,
                    "_Role" if sent.get("ACL").is_none() => {
                        return Err(Error::new(Code::INCORRECT_TYPE, "ACL is required."));
                    }
                    _ => {}
                }
                let id = self.id_of(&mut sent)?;
                Ok(Ready::new(class, id, Intent::Create { sent }).into())
            }
            Request::Update {
                class,
                id,
                mut sent,
                unchanged,
            } => {
                let class = self.class(&class)?;
                if class.name == installations::CLASS {
                    installations::settle(&mut sent);
                }
                let filter = self
                    .filter(class, Action::Update, caller)
                    .map_err(|error| told(caller, class, &id, error))?;
                let intent = Intent::Update {
                    sent,
                    filter,
                    unchanged,
                };
                let mut ready = Ready::new(class, id, intent);
                if class.name == accounts::USER {
                    self.prepare_user(caller, &mut ready, origin).await?;
                }
                Ok(ready.into())
            }
            Request::Delete {
                class,
                id,
                unchanged,
            } => {
                let class = self.class(&class)?;
                let filter = self
                    .filter(class, Action::Delete, caller)
                    .map_err(|error| told(caller, class, &id, error))?;
                let intent = Intent::Delete { filter, unchanged };
                Ok(Ready::new(class, id, intent).into())
            }
        }
    }

    /// The id of an object that is to be created: a new one, or the client's where he may choose.
    ///
    /// # Errors
    /// Code 104 where he chooses nothing, 142 what no id can be.
    pub(super) fn id_of(&self, sent: &mut Object) -> Result<String> {
        if !self.inner.custom_ids || sent.get("objectId").is_none() {
            return Ok(self.new_id());
        }
        let id = match sent.0.remove("objectId") {
            Some(Value::String(id)) if !id.is_empty() => id,
            Some(Value::String(_) | Value::Null) => {
                let message = "objectId must not be empty, null or undefined";
                return Err(Error::new(Code::MISSING_OBJECT_ID, message));
            }
            other => return Err(mismatch("String", &other.unwrap_or_default())),
        };
        let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
        if id.len() > MAX_ID || !id.bytes().all(plain) {
            return Err(Error::validation(format!(
                "objectId must be of at most {MAX_ID} of the characters A-Z, a-z, 0-9, - and _"
            )));
        }
        Ok(id)
    }

    async fn write_all(
        &self,
        caller: &Caller,
        ready: &[Ready],
        key: Option<&Key>,
    ) -> Result<Vec<Written>, Failed> {
        let turns = self.inner.turns.wait(self.decided_by_hooks(ready)).await;
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

    /// The objects whose change a hook decides on what they are now; other writes need no turn.
    fn decided_by_hooks<'r>(&self, ready: &'r [Ready]) -> impl Iterator<Item = (&'r str, &'r str)> {
        ready
            .iter()
            .filter(|one| !matches!(one.intent, Intent::Create { .. }))
            .filter(|one| self.inner.hooks.of(one.class.name).is_some())
            .map(|one| (one.class.name, one.id.as_str()))
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
        let Some(hooks) = self.inner.hooks.of(ready.class.name) else {
            return;
        };
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
        let writes = WriteSet {
            steps,
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

/// What the caller is told: a user whom he may not change, unlike any other object, is there.
fn told(caller: &Caller, class: &ClassDef, id: &str, error: Error) -> Error {
    let himself = caller.user() == Some(id) || *caller == Caller::Master;
    let denied = matches!(
        error.code,
        Code::OBJECT_NOT_FOUND | Code::OPERATION_FORBIDDEN
    );
    if class.name == accounts::USER && denied && !himself {
        return Error::new(Code::SESSION_MISSING, "Permission denied");
    }
    error
}
