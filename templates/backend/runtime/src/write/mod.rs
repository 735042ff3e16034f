//! Writes: from a client's document to what is to be stored, checked against the class, and the steps of a transaction.

mod applied;
mod body;
mod check;
mod guard;
mod nested;
mod notify;
mod operation;
mod record;
mod settle;
mod value;

pub(crate) use applied::applied;
pub(crate) use body::{
    Author, Body, check_complete, check_sent, not_an_object, parse_create, parse_update,
    unknown_class,
};
pub(crate) use check::{check, check_nested, is_email, misfit};
pub(crate) use nested::{Part, apply};
pub(crate) use notify::{NOTIFICATION, is_told, notification};
pub(crate) use record::{Record, read_outcomes};
pub(crate) use settle::{join, settle};
pub(crate) use value::{AclColumns, Stored, canonical, checked, element, stored};

use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::{Filter, Place, Select};
use crate::wire::{Object, Timestamp, Value};

/// What a place becomes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Assign {
    Set(Stored),
    /// Adds to a Number; one that is not set counts as 0.
    Increment(f64),
    /// Changes the elements of an Array; one that is not set counts as empty.
    Elements(Elements, Vec<Value>),
    /// Changes parts of an Object or an Array.
    Parts(Vec<Part>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elements {
    Add,
    AddUnique,
    Remove,
}

/// What a transaction does: all of it, or nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct WriteSet {
    /// What the decisions behind it were made on, in order; if any of it has changed, nothing is written.
    pub seen: Vec<Seen>,
    pub steps: Vec<Step>,
    /// Kept with what they did, so that the request is known when it comes again.
    pub record: Option<Record>,
}

/// A read that must still give what it gave.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// How many of the set's steps were made when it was read: those of the requests before it in the same transaction.
    pub after: usize,
    pub select: Select,
    /// Each object found, with its `updatedAt`, which rises with every write.
    pub found: Vec<(String, i64)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Insert(Insert),
    Update(Update),
    Delete(Delete),
    DeleteAll(DeleteAll),
}

impl Step {
    /// What the server's own code makes of an object, whoever it belongs to.
    ///
    /// # Errors
    /// As [`parse_update`].
    pub(crate) fn change(class: &'static ClassDef, id: &str, to: &Object) -> Result<Self> {
        let body = parse_update(class, to, Author::Server)?;
        Ok(Self::Update(Update::new(class, id.to_owned(), body)))
    }

    /// The end of an object, whoever it belongs to.
    pub(crate) fn removal(class: &'static ClassDef, id: &str) -> Self {
        Self::Delete(Delete {
            class,
            id: id.to_owned(),
            filter: Filter::Always(true),
            guards: Vec::new(),
        })
    }

    pub(crate) fn class(&self) -> &'static ClassDef {
        match self {
            Self::Insert(Insert { class, .. })
            | Self::Update(Update { class, .. })
            | Self::Delete(Delete { class, .. })
            | Self::DeleteAll(DeleteAll { class, .. }) => class,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Insert {
    pub class: &'static ClassDef,
    pub id: String,
    /// Milliseconds since the epoch.
    pub at: i64,
    pub values: Vec<(Place, Stored)>,
    pub relations: Vec<Relate>,
}

impl Insert {
    pub(crate) fn new(class: &'static ClassDef, id: String, at: i64, body: Body) -> Self {
        let assign = body.assign.into_iter();
        let values = assign.filter_map(|(place, assign)| match assign {
            Assign::Set(value) => Some((place, value)),
            // A create has only values: its operations were applied to nothing.
            Assign::Increment(_) | Assign::Elements(..) | Assign::Parts(_) => None,
        });
        Self {
            class,
            id,
            at,
            values: values.collect(),
            relations: body.relations,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub class: &'static ClassDef,
    pub id: String,
    pub at: i64,
    pub assign: Vec<(Place, Assign)>,
    pub relations: Vec<Relate>,
    /// Whose objects the caller may change; one that does not pass is not there for him.
    pub filter: Filter,
    pub guards: Vec<Guard>,
    /// What to answer where the object is not there, if not that it was not found.
    pub missing: Option<Error>,
    /// What the answer tells of the object as it is now.
    pub returning: Vec<usize>,
}

impl Update {
    /// Of an object whoever it belongs to.
    pub(crate) fn new(class: &'static ClassDef, id: String, body: Body) -> Self {
        Self {
            class,
            id,
            at: Timestamp::now().as_millis(),
            assign: body.assign,
            relations: body.relations,
            filter: Filter::Always(true),
            guards: body.guards,
            missing: None,
            returning: Vec::new(),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Delete {
    pub class: &'static ClassDef,
    pub id: String,
    pub filter: Filter,
    pub guards: Vec<Guard>,
}

/// Deletes every object that passes, be there none.
#[derive(Clone, Debug)]
pub(crate) struct DeleteAll {
    pub class: &'static ClassDef,
    pub filter: Filter,
}

/// A condition of a write, in the statement that makes it, and what to answer where it does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub filter: Filter,
    pub error: Error,
}

/// Objects that join or leave a Relation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relate {
    pub field: usize,
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

/// What a step did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// When the object was last written, in milliseconds since the epoch.
    pub at: i64,
    /// The fields that were asked for, as members of a JSON object without its braces.
    pub fields: Vec<u8>,
}
