//! Which objects of a class a query is about, in which order, and how much of each it reads.

use super::{Filter, Key, Place, Start};
use crate::class::{ClassDef, Direction};
use crate::write::Stored;

/// The objects that a term of another query is about.
#[derive(Clone, Debug)]
pub(crate) struct Subquery {
    pub class: &'static ClassDef,
    pub filter: Filter,
    pub order: Vec<(Key, Direction)>,
    pub skip: u64,
    /// `None` is all of them.
    pub limit: Option<u64>,
}

impl Subquery {
    /// Every object for which `filter` holds.
    pub(crate) fn all(class: &'static ClassDef, filter: Filter) -> Self {
        Self {
            class,
            filter,
            order: Vec::new(),
            skip: 0,
            limit: None,
        }
    }
}

/// Which objects of a class, in which order, and how much of each.
#[derive(Clone, Debug)]
pub(crate) struct Select {
    pub class: &'static ClassDef,
    pub filter: Filter,
    /// What this leaves open is settled by the order of creation, in the direction of the last key.
    pub order: Vec<(Key, Direction)>,
    pub skip: u64,
    pub limit: u64,
    pub fields: Projection,
    /// Whether to count all that match, beyond the limit too.
    pub count: bool,
    /// Where it begins, and then it says where it ends; `skip` plays no part.
    pub start: Option<Start>,
}

/// How much of an object to read; objectId, createdAt, updatedAt and ACL always are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Projection {
    /// What a client may see.
    Visible,
    /// Hidden fields too, for the typed objects of the server's own code.
    All,
    /// These of what a client may see.
    Only(Vec<usize>),
}

impl Select {
    /// The same from the other end.
    pub(crate) fn turned(&self) -> Self {
        let order = self.order.iter();
        let order = order.map(|(key, direction)| (key.clone(), direction.turned()));
        Self {
            order: order.collect(),
            ..self.clone()
        }
    }

    /// What each object's `score` is: it is told where it decides the order.
    pub(crate) fn score(&self) -> Option<&Key> {
        let mut keys = self.order.iter().map(|(key, _)| key);
        keys.find(|key| matches!(key, Key::Score { .. }))
    }

    /// The object of this id, if it passes `filter`.
    pub(crate) fn one(class: &'static ClassDef, id: &str, filter: Filter) -> Self {
        Self {
            class,
            filter: Filter::equal(Place::Id, Stored::Text(id.to_owned())).and(filter),
            order: Vec::new(),
            skip: 0,
            limit: 1,
            fields: Projection::Visible,
            count: false,
            start: None,
        }
    }
}
