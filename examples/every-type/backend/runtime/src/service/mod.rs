//! The one service that every door calls: access, hooks, write, answer. A rule that holds here holds everywhere.

mod accounts;
mod aggregate;
mod around;
mod decide;
mod deliveries;
mod files;
mod functions;
mod global_config;
mod hooked;
mod identities;
mod include;
mod installations;
mod jobs;
mod letters;
mod once;
mod outline;
mod promise;
mod purge;
mod push;
mod read;
#[cfg(feature = "graphql")]
mod related;
mod request;
mod schemas;
mod sessions;
mod sign_in;
mod turns;
mod underway;
mod watch;
mod webhooks;
mod write;

pub(crate) use accounts::{Origin, SignedIn};
pub(crate) use aggregate::{Aggregate, Asked};
pub(crate) use once::Once;
pub(crate) use read::{Cursor, Found, Query};
pub(crate) use request::{Request, Written};

use crate::Result;
use crate::access::{self, Action, Caller};
use crate::auth::{Lockout, PasswordPolicy, Passwords, Sessions};
use crate::class::ClassDef;
use crate::config::{Config, FileSettings};
use crate::files::Files;
use crate::functions::FunctionSet;
use crate::hooks::HookSet;
use crate::identity::Providers;
use crate::jobs::{JobSet, Jobs};
use crate::live::Live;
use crate::mail::Queue;
use crate::push::{ErasedProvider, Pushes};
use crate::query::Filter;
use crate::store::{Catalog, Store};
use crate::webhooks::Webhooks;
use crate::wire::{Object, Timestamp};
use crate::write::unknown_class;
use rand::Rng as _;
use rand::distr::Alphanumeric;
use std::sync::Arc;
use std::time::Duration;

/// The letters of an objectId.
const ID_LENGTH: usize = 10;

/// What the user wrote.
#[derive(Default)]
pub(crate) struct UserCode {
    pub hooks: HookSet,
    pub functions: FunctionSet,
    pub jobs: JobSet,
    /// `None` is the log.
    pub push: Option<Arc<dyn ErasedProvider>>,
}

/// What the server asks of others, and keeps with them.
pub(crate) struct Outside {
    pub files: Files,
    pub mail: Queue,
    pub webhooks: Webhooks,
    pub providers: Providers,
}

#[derive(Clone)]
pub(crate) struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    catalog: Arc<Catalog>,
    store: Box<dyn Store>,
    hooks: HookSet,
    functions: FunctionSet,
    function_timeout: Duration,
    jobs: Jobs,
    pushes: Pushes,
    live: Live,
    webhooks: Webhooks,
    files: Files,
    file_settings: FileSettings,
    passwords: Passwords,
    lockout: Lockout,
    sessions: Sessions,
    session_millis: i64,
    policy: PasswordPolicy,
    letters: letters::Letters,
    providers: Providers,
    turns: turns::Turns,
    underway: underway::Underway,
    keeping: once::Keeping,
    /// Whether clients choose the objectId of what they create, if they like.
    custom_ids: bool,
}

/// What a create answers.
#[derive(Debug)]
pub(crate) struct Created {
    pub id: String,
    pub at: Timestamp,
    /// Fields that are not as the client sent them: defaults, and what a hook set.
    pub fields: Object,
    /// Nothing was created: an anonymous user or an installation came back.
    pub again: bool,
}

/// What an update answers.
#[derive(Debug)]
pub(crate) struct Updated {
    pub at: Timestamp,
    /// The members of a JSON object, without its braces.
    pub fields: Vec<u8>,
    /// Of the session that takes the place of those that a new password ended.
    pub token: Option<String>,
}

impl Service {
    pub(crate) fn new(
        catalog: Arc<Catalog>,
        store: Box<dyn Store>,
        code: UserCode,
        outside: Outside,
        config: &Config,
    ) -> Self {
        let inner = Inner {
            catalog,
            store,
            hooks: code.hooks,
            functions: code.functions,
            function_timeout: config.function_timeout,
            jobs: Jobs::new(code.jobs, config),
            pushes: Pushes::new(code.push),
            live: Live::new(config.live),
            webhooks: outside.webhooks,
            providers: outside.providers,
            files: outside.files,
            file_settings: config.files.clone(),
            passwords: Passwords::new(),
            lockout: Lockout::new(config.lockout_attempts, config.lockout_wait),
            sessions: Sessions::default(),
            session_millis: i64::try_from(config.session_length.as_millis())
                .unwrap_or(i64::MAX / 4),
            turns: turns::Turns::new(),
            underway: underway::Underway::default(),
            keeping: once::Keeping::new(config),
            custom_ids: config.custom_ids,
            policy: config.password.clone(),
            letters: letters::Letters::new(outside.mail, config),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    pub(crate) fn sessions_cached(&self) -> usize {
        self.inner.sessions.len()
    }

    /// Writes nothing, as far as that can be written.
    ///
    /// # Errors
    /// The store takes no writes.
    pub(crate) async fn writes(&self) -> Result<()> {
        self.write_steps(Vec::new()).await
    }

    /// Every class there is.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.inner.catalog
    }

    pub(crate) fn store(&self) -> &dyn Store {
        self.inner.store.as_ref()
    }

    fn class(&self, name: &str) -> Result<&'static ClassDef> {
        self.inner
            .catalog
            .class(name)
            .ok_or_else(|| unknown_class(name))
    }

    pub(crate) fn filter(
        &self,
        class: &'static ClassDef,
        action: Action,
        caller: &Caller,
    ) -> Result<Filter> {
        access::filter(&self.inner.catalog, class, action, caller)
    }

    pub(crate) fn new_id(&self) -> String {
        rand::rng()
            .sample_iter(Alphanumeric)
            .take(ID_LENGTH)
            .map(char::from)
            .collect()
    }
}
