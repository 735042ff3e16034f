//! The changes of what a query finds, one by one.

use super::super::query::{Calling, read};
use super::{QUEUE, Raw, Subscription, Told};
use crate::runtime::{Class, Client, Column, Error, Filter, Find, Include, Result, Timestamp};
use futures_util::stream::{Stream, try_unfold};
use serde_json::{Map, Value, json};
use std::collections::VecDeque;
use std::future::IntoFuture;

/// What happened to an object, as a query sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    Create,
    /// It has come to be found, by a change of it or of what may be seen.
    Enter,
    Update,
    /// It is found no longer.
    Leave,
    Delete,
}

impl EventKind {
    pub(super) fn named(op: &str) -> Option<Self> {
        Some(match op {
            "create" => Self::Create,
            "enter" => Self::Enter,
            "update" => Self::Update,
            "leave" => Self::Leave,
            "delete" => Self::Delete,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Event<C> {
    pub kind: EventKind,
    pub object: C,
    /// As it was before, where the server tells.
    pub original: Option<C>,
    /// It was missed while there was no connection, and asked for later; objects that went meanwhile are not told.
    pub missed: bool,
}

/// A live query that is about to begin.
#[must_use = "it begins when it is awaited"]
pub struct Watch<'a, C> {
    client: &'a Client,
    filter: Option<Filter<C>>,
    include: Vec<String>,
    fields: Vec<&'static str>,
}

impl<'a, C: Class> Watch<'a, C> {
    pub(in super::super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            filter: None,
            include: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Only objects for which this holds; said twice, both hold.
    pub fn filter(mut self, filter: Filter<C>) -> Self {
        self.filter = Some(match self.filter {
            Some(before) => before.and(filter),
            None => filter,
        });
        self
    }

    /// Reads what a Pointer leads to as well.
    pub fn include(mut self, include: impl Into<Include<C>>) -> Self {
        self.include.push(include.into().path);
        self
    }

    /// An update is told only where this field has changed, or another that is named so.
    pub fn changes_of<T>(mut self, column: Column<C, T>) -> Self {
        self.fields.push(column.name);
        self
    }

    /// Begins it: whatever changes from here on is told. Dropping what it gives ends it.
    ///
    /// # Errors
    /// What the server says against the query.
    pub async fn subscribe(self) -> Result<Events<C>> {
        let filter = self.filter.clone().map_or(json!({}), Filter::into_json);
        let mut query = Map::new();
        query.insert("className".to_owned(), C::NAME.into());
        query.insert("where".to_owned(), filter);
        for (name, list) in [
            ("include", json!(self.include)),
            ("watch", json!(self.fields)),
        ] {
            if list.as_array().is_some_and(|list| !list.is_empty()) {
                query.insert(name.to_owned(), list);
            }
        }
        let mut subscription = self.client.inner.live.subscribe(query.into());
        match subscription.next().await {
            Some(Told::Failed(error)) => return Err(error),
            Some(_) => {}
            None => return Err(Error::unreadable("the client was closed")),
        }
        Ok(Events {
            client: self.client.clone(),
            subscription,
            filter: self.filter,
            include: self.include,
            seen: Timestamp::now(),
            is_behind: false,
            missed: VecDeque::new(),
        })
    }
}

impl<'a, C: Class> IntoFuture for Watch<'a, C> {
    type Output = Result<Events<C>>;
    type IntoFuture = Calling<'a, Events<C>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.subscribe())
    }
}

/// Changes as they come, over every break of the connection. Dropping it ends the live query.
pub struct Events<C> {
    client: Client,
    subscription: Subscription,
    filter: Option<Filter<C>>,
    include: Vec<String>,
    /// When the newest object was changed that was told of.
    seen: Timestamp,
    /// There was a gap, and what was missed is not here yet.
    is_behind: bool,
    /// What was asked for after a gap.
    missed: VecDeque<C>,
}

impl<C: Class> Events<C> {
    /// The next change; `None` when the client is gone. What it gives may be dropped before it is ready, as `select!` does: no change
    /// is lost by that.
    ///
    /// # Errors
    /// [`Error::InvalidSession`] where the session has ended; what the server says against going on.
    pub async fn try_next(&mut self) -> Result<Option<Event<C>>> {
        loop {
            if let Some(object) = self.missed.pop_front() {
                return Ok(Some(self.saw(Event {
                    kind: EventKind::Update,
                    object,
                    original: None,
                    missed: true,
                })));
            }
            if self.is_behind {
                self.catch_up().await?;
                self.is_behind = false;
                continue;
            }
            match self.subscription.next().await {
                Some(Told::Event(raw)) => return event(raw).map(|event| Some(self.saw(event))),
                Some(Told::Subscribed { gap }) => self.is_behind = gap,
                Some(Told::Failed(error)) => return Err(error),
                None => return Ok(None),
            }
        }
    }

    /// The same for programs that work with streams.
    pub fn into_stream(self) -> impl Stream<Item = Result<Event<C>>> + Send {
        try_unfold(self, |mut events| async move {
            Ok(events.try_next().await?.map(|next| (next, events)))
        })
    }

    /// Whether something has happened since, of whatever kind.
    pub(super) async fn changed(&mut self) -> Result<bool> {
        let mut told = self.subscription.next().await;
        loop {
            match told {
                Some(Told::Failed(error)) => return Err(error),
                Some(Told::Event(_) | Told::Subscribed { .. }) => {}
                None => return Ok(false),
            }
            // Of all that waits, one change is as good as many.
            told = match self.subscription.told.try_recv() {
                Ok(told) => Some(told),
                Err(_) => return Ok(true),
            };
        }
    }

    fn saw(&mut self, event: Event<C>) -> Event<C> {
        self.seen = self.seen.max(event.object.updated_at());
        event
    }

    /// Asks for what has changed since the newest that was told of.
    async fn catch_up(&mut self) -> Result<()> {
        let updated_at = Column::<C, Timestamp>::new("updatedAt");
        let mut find = Find::new(&self.client)
            .filter(updated_at.gt(self.seen))
            .order(updated_at.ascending())
            .limit(QUEUE as u64)
            .including(&self.include);
        if let Some(filter) = &self.filter {
            find = find.filter(filter.clone());
        }
        let mut all = find.iterate();
        let mut missed = VecDeque::new();
        while let Some(object) = all.try_next().await? {
            missed.push_back(object);
        }
        self.missed = missed;
        Ok(())
    }
}

fn event<C: Class>(raw: Raw) -> Result<Event<C>> {
    let original: Option<Value> = raw.original;
    Ok(Event {
        kind: raw.kind,
        object: read(raw.object)?,
        original: original.map(read).transpose()?,
        missed: false,
    })
}
