//! Reads: one object, a list, a page, all of them.

use super::collection::{path, path_of};
use super::http::Call;
use super::transport::Method;
use super::{Class, Client, Error, Filter, Id, Include, Result, Sort};
use futures_util::stream::{Stream, try_unfold};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::VecDeque;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

/// How many objects [`Find::iterate`] asks for at once.
const PAGE: u64 = 100;

pub(super) type Calling<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::unreadable)
}

/// One object.
#[must_use = "it is read when it is awaited"]
pub struct Get<'a, C> {
    client: &'a Client,
    id: Id<C>,
    include: Vec<String>,
}

impl<'a, C: Class> Get<'a, C> {
    pub(super) fn new(client: &'a Client, id: Id<C>) -> Self {
        Self {
            client,
            id,
            include: Vec::new(),
        }
    }

    /// Reads what a Pointer leads to as well.
    pub fn include(mut self, include: impl Into<Include<C>>) -> Self {
        self.include.push(include.into().path);
        self
    }
}

impl<'a, C: Class> IntoFuture for Get<'a, C> {
    type Output = Result<C>;
    type IntoFuture = Calling<'a, C>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut call = Call::new(Method::Get, path_of(&self.id));
            if !self.include.is_empty() {
                call.query.push(("include", self.include.join(",")));
            }
            read(self.client.http().call(call).await?)
        })
    }
}

/// A list of objects.
#[must_use = "it is read when it is awaited"]
pub struct Find<'a, C> {
    client: &'a Client,
    wanted: Wanted<C>,
}

/// What a list is asked for with.
pub(super) struct Wanted<C> {
    pub filter: Option<Filter<C>>,
    include: Vec<String>,
    order: Vec<String>,
    limit: Option<u64>,
    skip: u64,
}

// By hand, because a derive would ask the same of `C`.
impl<C> Clone for Wanted<C> {
    fn clone(&self) -> Self {
        Self {
            filter: self.filter.clone(),
            include: self.include.clone(),
            order: self.order.clone(),
            limit: self.limit,
            skip: self.skip,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<C> {
    pub objects: Vec<C>,
    /// What to ask for the next page with.
    pub cursor: String,
    /// Whether there is one.
    pub has_more: bool,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<C> {
    results: Vec<C>,
    #[serde(default)]
    count: u64,
    #[serde(default)]
    cursor: String,
    #[serde(default)]
    has_more: bool,
}

impl<'a, C: Class> Find<'a, C> {
    pub(super) fn new(client: &'a Client) -> Self {
        let wanted = Wanted {
            filter: None,
            include: Vec::new(),
            order: Vec::new(),
            limit: None,
            skip: 0,
        };
        Self { client, wanted }
    }

    #[cfg(feature = "live")]
    pub(super) fn of(client: &'a Client, wanted: Wanted<C>) -> Self {
        Self { client, wanted }
    }

    #[cfg(feature = "live")]
    pub(super) fn into_parts(self) -> (&'a Client, Wanted<C>) {
        (self.client, self.wanted)
    }

    #[cfg(feature = "live")]
    pub(super) fn including(mut self, paths: &[String]) -> Self {
        self.wanted.include.extend_from_slice(paths);
        self
    }

    /// Only objects for which this holds; said twice, both hold.
    pub fn filter(mut self, filter: Filter<C>) -> Self {
        self.wanted.filter = Some(match self.wanted.filter {
            Some(before) => before.and(filter),
            None => filter,
        });
        self
    }

    /// Reads what a Pointer leads to as well.
    pub fn include(mut self, include: impl Into<Include<C>>) -> Self {
        self.wanted.include.push(include.into().path);
        self
    }

    /// Said twice, the second decides between those that the first leaves equal.
    pub fn order(mut self, sort: Sort<C>) -> Self {
        self.wanted.order.push(sort.key);
        self
    }

    /// At most so many; 100 if nothing is said.
    pub fn limit(mut self, limit: u64) -> Self {
        self.wanted.limit = Some(limit);
        self
    }

    /// Leaves out the first. Far into a list, [`Self::page`] is faster.
    pub fn skip(mut self, skip: u64) -> Self {
        self.wanted.skip = skip;
        self
    }

    /// The first of them, if there is any.
    pub fn first(self) -> First<'a, C> {
        First(self.limit(1))
    }

    /// How many there are in all.
    ///
    /// # Errors
    /// As any read.
    pub async fn count(self) -> Result<u64> {
        let mut call = self.limit(0).call();
        call.1.query.push(("count", "1".to_owned()));
        call.make::<Value>().await.map(|answer| answer.count)
    }

    /// A page that begins where the one with this cursor ended; `""` is the first. No change of the data moves pages.
    ///
    /// # Errors
    /// As any read.
    pub async fn page(self, after: &str) -> Result<Page<C>> {
        let mut call = self.call();
        call.1.query.push(("after", after.to_owned()));
        let answer: Answer<C> = call.make().await?;
        Ok(Page {
            objects: answer.results,
            cursor: answer.cursor,
            has_more: answer.has_more,
        })
    }

    /// All that there are, page by page, as far as one goes on asking. A limit is the size of a page.
    pub fn iterate(self) -> Iterate<'a, C> {
        let find = match self.wanted.limit {
            None => self.limit(PAGE),
            Some(_) => self,
        };
        Iterate {
            call: find.call(),
            ready: VecDeque::new(),
            after: Some(String::new()),
            class: PhantomData,
        }
    }

    fn call(self) -> Asking<'a> {
        let Self { client, wanted } = self;
        let mut call = Call::new(Method::Get, path::<C>());
        let query = &mut call.query;
        if let Some(filter) = wanted.filter {
            query.push(("where", filter.into_json().to_string()));
        }
        if !wanted.include.is_empty() {
            query.push(("include", wanted.include.join(",")));
        }
        if !wanted.order.is_empty() {
            query.push(("order", wanted.order.join(",")));
        }
        query.extend(wanted.limit.map(|limit| ("limit", limit.to_string())));
        if wanted.skip > 0 {
            query.push(("skip", wanted.skip.to_string()));
        }
        Asking(client, call)
    }
}

struct Asking<'a>(&'a Client, Call);

impl Asking<'_> {
    async fn make<T: DeserializeOwned>(self) -> Result<Answer<T>> {
        read(self.0.http().call(self.1).await?)
    }
}

impl<'a, C: Class> IntoFuture for Find<'a, C> {
    type Output = Result<Vec<C>>;
    type IntoFuture = Calling<'a, Vec<C>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.call().make().await.map(|answer| answer.results) })
    }
}

/// The first of a list.
#[must_use = "it is read when it is awaited"]
pub struct First<'a, C>(Find<'a, C>);

impl<'a, C: Class> IntoFuture for First<'a, C> {
    type Output = Result<Option<C>>;
    type IntoFuture = Calling<'a, Option<C>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.0.await?.into_iter().next()) })
    }
}

/// All objects of a list, in order.
pub struct Iterate<'a, C> {
    call: Asking<'a>,
    ready: VecDeque<C>,
    /// Where the next page begins; `None` after the last.
    after: Option<String>,
    class: PhantomData<fn() -> C>,
}

impl<'a, C: Class> Iterate<'a, C> {
    /// The next object; `None` after the last.
    ///
    /// # Errors
    /// As any read.
    pub async fn try_next(&mut self) -> Result<Option<C>> {
        while self.ready.is_empty() {
            let Some(after) = &self.after else {
                return Ok(None);
            };
            let mut call = self.call.1.clone();
            call.query.push(("after", after.clone()));
            let page: Answer<C> = Asking(self.call.0, call).make().await?;
            self.ready = page.results.into();
            // A page that leads to itself would be asked for without end.
            let goes_on = page.has_more && page.cursor != *after;
            self.after = goes_on.then_some(page.cursor);
        }
        Ok(self.ready.pop_front())
    }

    /// The same for programs that work with streams.
    pub fn into_stream(self) -> impl Stream<Item = Result<C>> + Send + 'a {
        try_unfold(self, |mut all| async move {
            Ok(all.try_next().await?.map(|next| (next, all)))
        })
    }
}
