//! Which part of a list a pick asks for, and that part of a list that was read whole.

use super::super::data::{Connection, id_of};
use super::super::picks::{PAGE, Pick};
use crate::Result;
use crate::error::Error;
use std::collections::HashSet;
use std::sync::Arc;

/// Which part of a list is asked for.
pub(super) struct Page<'p> {
    pub limit: u64,
    pub skip: u64,
    /// Whether each object is asked for its place in the list.
    pub keyed: bool,
    pub cursor: Option<&'p str>,
    pub backwards: bool,
}

impl<'p> Page<'p> {
    pub(super) fn of(pick: &'p Pick, max_page: u64) -> Result<Self> {
        let (first, last) = (number(pick, "first")?, number(pick, "last")?);
        let (after, before) = (pick.text("after"), pick.text("before"));
        let skip = number(pick, "skip")?.unwrap_or_default();
        if first.is_some() && (last.is_some() || before.is_some())
            || last.is_some() && after.is_some()
        {
            return Err(Error::query(
                "a page is the `first` objects, perhaps `after` a cursor, or the `last` ones, perhaps `before` one",
            ));
        }
        if after.is_some() && before.is_some() {
            return Err(Error::query(
                "a page begins `after` a cursor or ends `before` one, not both",
            ));
        }
        let backwards = last.is_some() || before.is_some();
        let asks = |name: &str| pick.of(name).is_some();
        let mut edges = pick.inner.iter().filter(|pick| pick.name == "edges");
        let cursors = edges.any(|edges| edges.of("cursor").is_some());
        let is_read = asks("edges") || asks("pageInfo");
        let limit = first.or(last).unwrap_or(PAGE).min(max_page);
        Ok(Self {
            limit: if is_read { limit } else { 0 },
            skip,
            keyed: is_read && (backwards || after.is_some() || cursors || asks("pageInfo")),
            cursor: after.or(before),
            backwards,
        })
    }
}

impl Page<'_> {
    /// This page of those among all objects that have these ids.
    pub(super) fn of_those(&self, all: &Connection, ids: &HashSet<&str>) -> Connection {
        let mut own: Vec<_> = (0..all.objects.len())
            .filter(|&index| ids.contains(id_of(&all.objects[index])))
            .collect();
        let count = own.len();
        if self.backwards {
            own.reverse();
        }
        let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (skip, limit) = (size(self.skip), size(self.limit));
        let more = count > skip.saturating_add(limit);
        let own: Vec<_> = own.into_iter().skip(skip).take(limit).collect();
        let cursors = own.iter().filter_map(|&index| all.cursors.get(index));
        let mut connection = Connection {
            class: Arc::clone(&all.class),
            cursors: cursors.cloned().collect(),
            objects: own
                .iter()
                .map(|&index| all.objects[index].clone())
                .collect(),
            count: all.count.map(|_| count as u64),
            next: more,
            previous: skip > 0,
        };
        if self.backwards {
            connection.turn();
        }
        connection
    }
}

fn number(pick: &Pick, name: &str) -> Result<Option<u64>> {
    match pick.arg(name) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| Error::query(format!("`{name}` must be 0 or more, not {value}"))),
    }
}
