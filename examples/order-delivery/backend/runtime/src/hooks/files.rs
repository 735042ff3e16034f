//! What the user's own code does around files.

use super::Tx;
use super::erased::Done;
use crate::Result;
use crate::wire::{File, Object};
use std::future::Future;
use std::marker::PhantomData;

/// What happens around files. Register it by [`HookSet::on_files`](super::HookSet::on_files). Each has a default that does
/// nothing.
///
/// What a hook writes is a transaction of its own: a file is in no database. Before a file is kept, read or deleted, an
/// error refuses it, and what the hook writes stays written even where keeping the file fails after that. An error of a
/// hook that runs afterwards is only logged.
pub trait FileHooks: 'static {
    /// Before anything of a file is kept. It may change what the client says of it, its name too.
    fn before_save(upload: &mut Upload, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (upload, tx);
        async { Ok(()) }
    }

    /// After a file was kept, and before its client is told its name.
    fn after_save(
        file: &File,
        upload: &Upload,
        tx: &mut Tx,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (file, upload, tx);
        async { Ok(()) }
    }

    /// Before a file is sent to a client. Who asks, `tx.caller()` tells, where the request says so in its head; a browser
    /// that shows a picture by its address does not.
    fn before_read(file: &File, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (file, tx);
        async { Ok(()) }
    }

    /// Before a file is deleted.
    fn before_delete(file: &File, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (file, tx);
        async { Ok(()) }
    }

    /// After a file was deleted.
    fn after_delete(file: &File, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (file, tx);
        async { Ok(()) }
    }
}

/// A file as a client announces it.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Without the random letters that will stand before it.
    pub name: String,
    /// Empty where the client does not say. What the file is served as follows from its name.
    pub content_type: String,
    pub metadata: Object,
    pub tags: Object,
}

/// When the user's code runs, and for what.
#[derive(Clone, Copy)]
pub(crate) enum FileEvent<'a> {
    Saved(&'a File, &'a Upload),
    Reading(&'a File),
    Deleting(&'a File),
    Deleted(&'a File),
}

/// Hooks of any type behind one.
pub(crate) trait ErasedFiles: Send + Sync {
    fn before_save<'a>(&'a self, upload: &'a mut Upload, tx: &'a mut Tx) -> Done<'a>;
    fn run<'a>(&'a self, event: FileEvent<'a>, tx: &'a mut Tx) -> Done<'a>;
}

pub(super) struct TypedFiles<H>(pub PhantomData<fn() -> H>);

impl<H: FileHooks> ErasedFiles for TypedFiles<H> {
    fn before_save<'a>(&'a self, upload: &'a mut Upload, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(H::before_save(upload, tx))
    }

    fn run<'a>(&'a self, event: FileEvent<'a>, tx: &'a mut Tx) -> Done<'a> {
        match event {
            FileEvent::Saved(file, upload) => Box::pin(H::after_save(file, upload, tx)),
            FileEvent::Reading(file) => Box::pin(H::before_read(file, tx)),
            FileEvent::Deleting(file) => Box::pin(H::before_delete(file, tx)),
            FileEvent::Deleted(file) => Box::pin(H::after_delete(file, tx)),
        }
    }
}
