//! Queries: one tree of terms, made from a `where` document, from typed columns or from access rules, and read by
//! every store. It names no dialect.

mod column;
mod parse;
mod shape;

pub use column::{Column, Condition, Numeric};
pub(crate) use parse::{Names, parse_order, parse_where};
pub(crate) use shape::Shape;

use crate::class::{ClassDef, Direction};
use crate::write::Stored;

/// A place in an object that a query can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Id,
    CreatedAt,
    UpdatedAt,
    Acl,
    /// By its place in [`ClassDef::fields`].
    Field(usize),
}

/// What must hold for an object.
///
/// A term is true or false, never unknown: a comparison with a field that is not set is false, and its negation true.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    Always(bool),
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        place: Place,
        compare: Compare,
        value: Stored,
    },
    /// Equal to one of these.
    OneOf {
        place: Place,
        values: Vec<Stored>,
    },
    /// An Array that holds one of these elements, an array of canonical JSON.
    Contains {
        field: usize,
        elements: String,
    },
    IsSet(Place),
    /// The object's ACL, if it has one, gives this right to one of these: `*`, a user's id, `role:NAME`.
    Permits {
        right: Right,
        to: Vec<String>,
    },
    /// The same of the right to read, from the table of readers: for who may read few.
    ReadBy {
        to: Vec<String>,
    },
    /// A Pointer to an object for which `filter` holds.
    LeadsTo {
        field: usize,
        class: &'static ClassDef,
        filter: Box<Filter>,
    },
}

/// A right that an ACL gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Read,
    Write,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Filter {
    pub(crate) fn equal(place: Place, value: Stored) -> Self {
        Self::Compare {
            place,
            compare: Compare::Equal,
            value,
        }
    }

    /// Both must hold.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always(true), filter) | (filter, Self::Always(true)) => filter,
            (Self::All(mut terms), Self::All(more)) => {
                terms.extend(more);
                Self::All(terms)
            }
            (Self::All(mut terms), term) => {
                terms.push(term);
                Self::All(terms)
            }
            (term, other) => Self::All(vec![term, other]),
        }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::Always(holds) => Self::Always(!holds),
            Self::Not(filter) => *filter,
            filter => Self::Not(Box::new(filter)),
        }
    }
}

/// Which objects of a class, in which order, and how much of each.
#[derive(Clone, Debug)]
pub(crate) struct Select {
    pub class: &'static ClassDef,
    pub filter: Filter,
    /// What this leaves open is settled by the order of creation, in the direction of the last key.
    pub order: Vec<(Place, Direction)>,
    pub skip: u64,
    pub limit: u64,
    pub fields: Projection,
    /// Whether to count all that match, beyond the limit too.
    pub count: bool,
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
        }
    }
}

/// A place of every object or a field, by its name on the wire.
pub(crate) fn place(class: &ClassDef, name: &str) -> Option<Place> {
    match name {
        "objectId" => Some(Place::Id),
        "createdAt" => Some(Place::CreatedAt),
        "updatedAt" => Some(Place::UpdatedAt),
        "ACL" => Some(Place::Acl),
        _ => class.field(name).map(|(index, _)| Place::Field(index)),
    }
}
