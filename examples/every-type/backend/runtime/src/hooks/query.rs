//! A query of the user's code: conditions, order and page → objects of its class.

use super::Tx;
use super::erased::decode;
use crate::Result;
use crate::access::Action;
use crate::class::{Class, Direction};
use crate::query::{Column, Condition, Filter, Key, Projection, Select, place};
use crate::wire::Wire;
use std::marker::PhantomData;

/// How many objects a query finds at most, and where no limit is set.
pub(super) const MOST: u64 = 1_000;

/// A query in the making; see [`Tx::query`].
#[must_use = "it asks nothing before `find`, `first` or `count`"]
pub struct Query<'tx, C> {
    tx: &'tx mut Tx,
    /// A condition that cannot be is an error when the query is asked.
    select: Result<Select>,
    class: PhantomData<fn() -> C>,
}

impl<'tx, C: Class> Query<'tx, C> {
    pub(super) fn new(tx: &'tx mut Tx) -> Self {
        let select = Select {
            class: C::DEF,
            filter: Filter::Always(true),
            order: Vec::new(),
            skip: 0,
            limit: MOST,
            fields: Projection::All,
            count: false,
            start: None,
        };
        Self {
            tx,
            select: Ok(select),
            class: PhantomData,
        }
    }

    /// Only objects for which this holds too.
    pub fn filter(mut self, condition: Condition<C>) -> Self {
        self.select = self.select.and_then(|mut select| {
            select.filter = select.filter.and(condition.filter?);
            Ok(select)
        });
        self
    }

    /// Only objects that the caller may read, by every rule that binds him.
    pub fn visible(mut self) -> Self {
        let allowed = self.tx.allowed(C::DEF, Action::Find);
        self.select = self.select.and_then(|mut select| {
            select.filter = select.filter.and(allowed?);
            Ok(select)
        });
        self
    }

    /// In the order of this field, and of those named after it where it is the same. Without any, the oldest come first.
    pub fn ascending<T: Wire>(self, by: Column<C, T>) -> Self {
        self.order(by.name(), Direction::Ascending)
    }

    /// As [`Query::ascending`], the greatest first.
    pub fn descending<T: Wire>(self, by: Column<C, T>) -> Self {
        self.order(by.name(), Direction::Descending)
    }

    pub fn skip(mut self, count: u64) -> Self {
        if let Ok(select) = &mut self.select {
            select.skip = count;
        }
        self
    }

    /// Finds no more than this, and never more than 1,000.
    pub fn limit(mut self, count: u64) -> Self {
        if let Ok(select) = &mut self.select {
            select.limit = count.min(MOST);
        }
        self
    }

    /// # Errors
    /// Code 1 where they cannot be read, 124 where that takes too long.
    pub async fn find(self) -> Result<Vec<C>> {
        let found = self.tx.select(self.select?).await?;
        found.into_iter().map(decode).collect()
    }

    /// # Errors
    /// As [`Query::find`].
    pub async fn first(self) -> Result<Option<C>> {
        Ok(self.limit(1).find().await?.pop())
    }

    /// How many there are, whatever `skip` and `limit` say. It is not remembered: a number that has changed by the time
    /// something is written keeps nothing from being written.
    ///
    /// # Errors
    /// As [`Query::find`].
    pub async fn count(self) -> Result<u64> {
        let select = Select {
            limit: 0,
            count: true,
            ..self.select?
        };
        self.tx.count(select).await
    }

    fn order(mut self, name: &str, direction: Direction) -> Self {
        if let (Ok(select), Some(place)) = (&mut self.select, place(C::DEF, name)) {
            select.order.push((Key::Place(place), direction));
        }
        self
    }
}
