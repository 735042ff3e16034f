//! What the user's own code does around a write or a read.

mod erased;
mod files;
mod find;
mod query;
mod request;
mod sign_in;
mod tx;
mod update;

pub(crate) use erased::Erased;
pub(crate) use files::{ErasedFiles, FileEvent};
pub use files::{FileHooks, Upload};
pub(crate) use find::ErasedFind;
pub use find::{Find, FindHooks};
pub use query::Query;
pub use request::Request;
pub use sign_in::SignIn;
pub(crate) use sign_in::{ErasedSignIn, Moment};
pub use tx::Tx;
pub use update::UpdateStep;

use crate::Result;
use crate::class::Class;
use erased::Typed;
use files::TypedFiles;
use find::TypedFind;
use sign_in::TypedSignIn;
use std::collections::HashMap;
use std::future::Future;
use std::marker::PhantomData;

/// What happens around a write of one class. Each has a default that does nothing.
///
/// A hook that fails before a write refuses it: nothing is written, and the client gets the error.
pub trait Hooks: Class {
    /// Before an object is created or updated, in the transaction that does it. It may change what is written.
    ///
    /// Where something that `tx` read has changed by the time it is written, the hook runs again.
    fn before_save(save: Save<'_, Self>, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (save, tx);
        async { Ok(()) }
    }

    /// After an object was created or updated; what it writes is a transaction of its own, and an error is only logged.
    fn after_save(saved: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (saved, tx);
        async { Ok(()) }
    }

    /// Before an object is deleted, in the transaction that does it.
    fn before_delete(object: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (object, tx);
        async { Ok(()) }
    }

    /// After an object was deleted; what it writes is a transaction of its own, and an error is only logged.
    fn after_delete(object: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (object, tx);
        async { Ok(()) }
    }
}

/// What is about to be written.
#[derive(Debug)]
pub enum Save<'a, C: Class> {
    Create(&'a mut C::New),
    Update {
        original: &'a C,
        patch: &'a mut C::Patch,
    },
}

/// The hooks of a backend, by class.
#[derive(Default)]
pub struct HookSet {
    by_class: HashMap<&'static str, Box<dyn Erased>>,
    finds: HashMap<&'static str, Box<dyn ErasedFind>>,
    sign_in: Option<Box<dyn ErasedSignIn>>,
    files: Option<Box<dyn ErasedFiles>>,
}

impl HookSet {
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs the hooks of class `C`.
    #[must_use]
    pub fn on<C: Hooks>(mut self) -> Self {
        self.by_class
            .insert(C::DEF.name, Box::new(Typed::<C>(PhantomData)));
        self
    }

    /// Runs the hooks of class `C` around reads of it.
    #[must_use]
    pub fn on_find<C: FindHooks>(mut self) -> Self {
        self.finds
            .insert(C::DEF.name, Box::new(TypedFind::<C>(PhantomData)));
        self
    }

    /// Runs the hooks of the class of users around signing in and out.
    #[must_use]
    pub fn on_sign_in<C: SignIn>(mut self) -> Self {
        self.sign_in = Some(Box::new(TypedSignIn::<C>(PhantomData)));
        self
    }

    /// Runs these hooks around files.
    #[must_use]
    pub fn on_files<H: FileHooks>(mut self) -> Self {
        self.files = Some(Box::new(TypedFiles::<H>(PhantomData)));
        self
    }

    pub(crate) fn of_files(&self) -> Option<&dyn ErasedFiles> {
        self.files.as_deref()
    }

    pub(crate) fn of_sign_in(&self) -> Option<&dyn ErasedSignIn> {
        self.sign_in.as_deref()
    }

    pub(crate) fn of_finds(&self, class: &str) -> Option<&dyn ErasedFind> {
        self.finds.get(class).map(Box::as_ref)
    }

    pub(crate) fn of(&self, class: &str) -> Option<&dyn Erased> {
        self.by_class.get(class).map(Box::as_ref)
    }
}
