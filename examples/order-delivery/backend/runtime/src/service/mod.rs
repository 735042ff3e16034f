//! The one service that every door calls: access, hooks, write, answer. A rule that holds here holds everywhere.

mod accounts;
mod letters;
mod sessions;
mod turns;
mod write;

pub(crate) use accounts::{Origin, SignedIn};

use crate::Result;
use crate::access::{self, Action, Caller};
use crate::auth::{Lockout, PasswordPolicy, Passwords, Sessions};
use crate::class::ClassDef;
use crate::config::Config;
use crate::error::Error;
use crate::hooks::HookSet;
use crate::mail::Queue;
use crate::query::{Filter, Names, Projection, Select, parse_order, parse_where};
use crate::store::{Catalog, Page, Store};
use crate::wire::{Object, Timestamp, Value};
use crate::write::unknown_class;
use rand::Rng as _;
use rand::distr::Alphanumeric;
use std::sync::Arc;

/// The letters of an objectId.
const ID_LENGTH: usize = 10;

#[derive(Clone)]
pub(crate) struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    catalog: Arc<Catalog>,
    store: Box<dyn Store>,
    hooks: HookSet,
    passwords: Passwords,
    lockout: Lockout,
    sessions: Sessions,
    session_millis: i64,
    policy: PasswordPolicy,
    letters: letters::Letters,
    turns: turns::Turns,
}

/// A list of objects to be found, as a client asks for it.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub filter: Option<Value>,
    pub order: Option<String>,
    pub limit: u64,
    pub skip: u64,
    pub count: bool,
    /// Names of fields.
    pub keys: Option<String>,
}

/// What a create answers.
#[derive(Debug)]
pub(crate) struct Created {
    pub id: String,
    pub at: Timestamp,
    /// Fields that are not as the client sent them: defaults, and what a hook set.
    pub fields: Object,
    /// Nothing was created: an anonymous user came back.
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
        hooks: HookSet,
        mail: Queue,
        config: &Config,
    ) -> Self {
        let inner = Inner {
            catalog,
            store,
            hooks,
            passwords: Passwords::new(),
            lockout: Lockout::new(config.lockout_attempts, config.lockout_wait),
            sessions: Sessions::default(),
            session_millis: i64::try_from(config.session_length.as_millis())
                .unwrap_or(i64::MAX / 4),
            turns: turns::Turns::new(),
            policy: config.password.clone(),
            letters: letters::Letters::new(mail, config),
        };
        Self {
            inner: Arc::new(inner),
        }
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

    fn filter(&self, class: &'static ClassDef, action: Action, caller: &Caller) -> Result<Filter> {
        access::filter(&self.inner.catalog, class, action, caller)
    }

    /// The object as JSON.
    ///
    /// # Errors
    /// Code 101 where there is none that the caller may read.
    pub(crate) async fn get(
        &self,
        caller: &Caller,
        class: &str,
        id: &str,
        keys: Option<&str>,
    ) -> Result<Vec<u8>> {
        let class = self.class(class)?;
        let mut select = Select::one(class, id, self.filter(class, Action::Get, caller)?);
        select.fields = projection(class, keys, &class.permissions.withheld(class, caller));
        let page = self.store().find(select).await?;
        if page.objects.is_empty() {
            Err(Error::not_found())
        } else {
            Ok(page.objects)
        }
    }

    /// # Errors
    /// Codes 102, 107, 119 for a query that cannot be.
    pub(crate) async fn find(&self, caller: &Caller, class: &str, query: Query) -> Result<Page> {
        let class = self.class(class)?;
        let withheld = class.permissions.withheld(class, caller);
        let names = match caller {
            Caller::Master => Names::All,
            Caller::User { .. } | Caller::Anonymous => Names::Visible(&withheld),
        };
        let mut allowed = Filter::Always(true);
        if query.limit > 0 || !query.count {
            allowed = allowed.and(self.filter(class, Action::Find, caller)?);
        }
        if query.count {
            allowed = allowed.and(self.filter(class, Action::Count, caller)?);
        }
        let filter = match &query.filter {
            Some(document) => parse_where(class, document, names)?,
            None => Filter::Always(true),
        };
        let select = Select {
            class,
            filter: allowed.and(filter),
            order: parse_order(class, query.order.as_deref().unwrap_or_default(), names)?,
            skip: query.skip,
            limit: query.limit,
            fields: projection(class, query.keys.as_deref(), &withheld),
            count: query.count,
        };
        self.store().find(select).await
    }

    pub(crate) fn new_id(&self) -> String {
        rand::rng()
            .sample_iter(Alphanumeric)
            .take(ID_LENGTH)
            .map(char::from)
            .collect()
    }

    /// What a query finds, as objects.
    pub(crate) async fn objects(&self, select: Select) -> Result<Vec<Object>> {
        let page = self.store().find(select).await?;
        let json = [b"[".as_slice(), &page.objects, b"]"].concat();
        let maps: Vec<_> = serde_json::from_slice(&json).map_err(Error::internal)?;
        Ok(maps.into_iter().map(Object).collect())
    }
}

/// The fields of `keys` that a client may see; all of them where it names none.
fn projection(class: &'static ClassDef, keys: Option<&str>, withheld: &[usize]) -> Projection {
    let keys = keys.filter(|keys| !keys.trim().is_empty());
    if keys.is_none() && withheld.is_empty() {
        return Projection::Visible;
    }
    let named: Vec<_> = match keys {
        // A key with a dot asks for a part of what is included; the whole holds it.
        Some(keys) => keys
            .split(',')
            .map(|key| key.trim().split('.').next().unwrap_or_default())
            .filter_map(|key| class.field(key))
            .map(|(index, _)| index)
            .collect(),
        None => (0..class.fields.len()).collect(),
    };
    let visible = |index: &usize| !class.fields[*index].hidden && !withheld.contains(index);
    let mut fields: Vec<_> = named.into_iter().filter(visible).collect();
    fields.sort_unstable();
    fields.dedup();
    Projection::Only(fields)
}
