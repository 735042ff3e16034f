//! All objects of one class.

use super::class::Class;
#[cfg(feature = "live")]
use super::live::Watch;
use super::write::{Create, Delete, Update};
use super::{Client, Find, Get, Id};
use std::marker::PhantomData;

/// All objects of the class `C`. Each method gives a call that is made when it is awaited.
pub struct Collection<'a, C> {
    client: &'a Client,
    class: PhantomData<fn() -> C>,
}

impl<'a, C: Class> Collection<'a, C> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            class: PhantomData,
        }
    }

    /// The object with this id; [`Error::NotFound`](super::Error::NotFound) where there is none to be seen.
    pub fn get(&self, id: impl Into<Id<C>>) -> Get<'a, C> {
        Get::new(self.client, id.into())
    }

    /// Those for which a filter holds, or all.
    pub fn find(&self) -> Find<'a, C> {
        Find::new(self.client)
    }

    pub fn create(&self, new: C::New) -> Create<'a, C> {
        Create::new(self.client, new)
    }

    /// Changes the fields that the patch names.
    pub fn update(&self, id: impl Into<Id<C>>, patch: C::Patch) -> Update<'a, C> {
        Update::new(self.client, id.into(), patch)
    }

    pub fn delete(&self, id: impl Into<Id<C>>) -> Delete<'a, C> {
        Delete::new(self.client, id.into())
    }

    /// The changes from now on.
    #[cfg(feature = "live")]
    pub fn watch(&self) -> Watch<'a, C> {
        Watch::new(self.client)
    }
}

/// Where the server has the objects of a class.
pub(super) fn path<C: Class>() -> String {
    format!("/classes/{}", C::NAME)
}

pub(super) fn path_of<C: Class>(id: &Id<C>) -> String {
    let id: String = form_urlencoded::byte_serialize(id.as_str().as_bytes()).collect();
    // A form has a space as `+`, a path has it as `%20`.
    format!("/classes/{}/{}", C::NAME, id.replace('+', "%20"))
}
