//! What the client knows of a class: its name, its forms, and its fields as constants that queries are written with.

use super::{Id, Ref, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;

/// A class of the schema.
pub trait Class: Clone + fmt::Debug + DeserializeOwned + Send + Sync + 'static {
    /// On the wire.
    const NAME: &'static str;
    /// What it takes to create one.
    type New: Serialize + Send + Sync;
    /// Changes to one.
    type Patch: Serialize + Send + Sync;

    fn id(&self) -> &Id<Self>;

    fn updated_at(&self) -> Timestamp;
}

/// A field of the class `C` with values of type `T`.
pub struct Column<C, T> {
    pub(super) name: &'static str,
    types: PhantomData<fn() -> (C, T)>,
}

impl<C, T> Column<C, T> {
    /// The field that the wire calls `name`.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// Least first.
    pub fn ascending(self) -> Sort<C> {
        Sort::new(self.name.to_owned())
    }

    /// Greatest first.
    pub fn descending(self) -> Sort<C> {
        Sort::new(format!("-{}", self.name))
    }
}

// By hand, because a derive would ask the same of `C` and `T`.
impl<C, T> Clone for Column<C, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, T> Copy for Column<C, T> {}

impl<C, T> fmt::Debug for Column<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The order of a list.
pub struct Sort<C> {
    pub(super) key: String,
    class: PhantomData<fn() -> C>,
}

impl<C> Sort<C> {
    fn new(key: String) -> Self {
        Self {
            key,
            class: PhantomData,
        }
    }
}

/// Pointers to follow, from an object of the class `C`.
pub struct Include<C> {
    pub(super) path: String,
    class: PhantomData<fn() -> C>,
}

impl<C> Include<C> {
    /// The Pointers that a path of names on the wire leads to: those inside Objects have no column of their own.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            class: PhantomData,
        }
    }
}

/// A column by which other objects are reached: a Pointer, or an Array of them.
pub trait Leads {
    /// Where it leads.
    type To;
}

impl<D> Leads for Ref<D> {
    type To = D;
}

impl<D> Leads for Vec<Ref<D>> {
    type To = D;
}

impl<C, T: Leads> Column<C, T> {
    /// Follows a Pointer of what this one leads to as well: `Shipment::ORDER.then(Order::USER)`.
    pub fn then(self, next: impl Into<Include<T::To>>) -> Include<C> {
        Include::new(format!("{}.{}", self.name, next.into().path))
    }
}

impl<C, T: Leads> From<Column<C, T>> for Include<C> {
    fn from(column: Column<C, T>) -> Self {
        Self::new(column.name)
    }
}
