//! What the user's own code does around a read.

use super::Tx;
use super::erased::decode;
use crate::Result;
use crate::class::{Class, ClassDef};
use crate::query::{Condition, Filter};
use crate::wire::{Object, Value, Wire};
use crate::write::canonical;
use std::collections::HashMap;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

/// What happens around a read of one class: a get, a list, and what another class includes of it. Each has a default
/// that does nothing. Register them by [`HookSet::on_find`](super::HookSet::on_find); what a list finds is read into
/// structs only where that is done.
///
/// Reads of the server's own code pass no hook.
pub trait FindHooks: Class {
    /// Before objects are sought: it may narrow the query, or refuse it.
    fn before_find(find: &mut Find<Self>, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (find, tx);
        async { Ok(()) }
    }

    /// After objects were found: it may change what the client sees of them, and leave some out. What it writes is a
    /// transaction of its own, and an error of that is only logged.
    fn after_find(found: &mut Vec<Self>, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (found, tx);
        async { Ok(()) }
    }
}

/// A query for objects of class `C` that a client makes.
#[derive(Debug)]
pub struct Find<C> {
    filter: Result<Filter>,
    class: PhantomData<fn() -> C>,
}

impl<C> Find<C> {
    /// Only objects for which this holds are found, and counted.
    pub fn narrow(&mut self, condition: Condition<C>) {
        let filter = std::mem::replace(&mut self.filter, Ok(Filter::Always(true)));
        self.filter = filter.and_then(|filter| Ok(filter.and(condition.filter?)));
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Typed hooks behind an interface without types.
pub(crate) trait ErasedFind: Send + Sync {
    /// What must hold of what is found.
    fn before_find<'a>(&'a self, tx: &'a mut Tx) -> Answer<'a, Filter>;

    /// What of these objects the client is to see.
    fn after_find<'a>(&'a self, found: Vec<Object>, tx: &'a mut Tx) -> Answer<'a, Vec<Object>>;
}

pub(super) struct TypedFind<C>(pub PhantomData<fn() -> C>);

impl<C: FindHooks> ErasedFind for TypedFind<C> {
    fn before_find<'a>(&'a self, tx: &'a mut Tx) -> Answer<'a, Filter> {
        Box::pin(async move {
            let mut find = Find {
                filter: Ok(Filter::Always(true)),
                class: PhantomData,
            };
            C::before_find(&mut find, tx).await?;
            find.filter
        })
    }

    fn after_find<'a>(&'a self, found: Vec<Object>, tx: &'a mut Tx) -> Answer<'a, Vec<Object>> {
        Box::pin(async move {
            let mut typed = Vec::with_capacity(found.len());
            let mut originals = HashMap::with_capacity(found.len());
            for object in found {
                // One that does not fit its class, the hook cannot judge; it is logged, and nobody sees it.
                let Ok(before) = decode::<C>(object.clone()) else {
                    continue;
                };
                typed.push(decode::<C>(object.clone())?);
                let before = Object::from_wire(before.into_wire())?;
                originals.insert(id(&object).to_owned(), (object, before));
            }
            C::after_find(&mut typed, tx).await?;
            let mut seen = Vec::with_capacity(typed.len());
            for object in typed {
                let after = Object::from_wire(object.into_wire())?;
                if let Some((object, before)) = originals.get(id(&after)) {
                    seen.push(changed(C::DEF, object.clone(), before, &after)?);
                }
            }
            Ok(seen)
        })
    }
}

fn id(object: &Object) -> &str {
    object
        .get("objectId")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The object as it was read, but for the fields that a hook has changed.
fn changed(
    class: &ClassDef,
    mut object: Object,
    before: &Object,
    after: &Object,
) -> Result<Object> {
    let names = class.fields.iter().map(|field| field.name);
    for name in names.chain(["ACL"]) {
        let value = after.get(name);
        if value == before.get(name) {
            continue;
        }
        match value {
            Some(value) => object.0.insert(name.to_owned(), canonical(value)?),
            None => object.0.remove(name),
        };
    }
    Ok(object)
}
