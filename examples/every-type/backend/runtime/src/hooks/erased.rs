//! Hooks of any class behind one type: objects go in and come out as they are on the wire.

use super::{Hooks, Save, Tx};
use crate::Result;
use crate::class::{Class, FieldDef};
use crate::error::Error;
use crate::wire::{Object, Wire};
use serde_json::Value;
use std::future::Future;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;

pub(crate) type Done<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

pub(crate) trait Erased: Send + Sync {
    fn before_create<'a>(&'a self, body: &'a mut Object, tx: &'a mut Tx) -> Done<'a>;
    fn before_update<'a>(
        &'a self,
        original: Object,
        body: &'a mut Object,
        tx: &'a mut Tx,
    ) -> Done<'a>;
    fn before_delete<'a>(&'a self, object: Object, tx: &'a mut Tx) -> Done<'a>;
    fn after_save<'a>(&'a self, saved: Object, tx: &'a mut Tx) -> Done<'a>;
    fn after_delete<'a>(&'a self, object: Object, tx: &'a mut Tx) -> Done<'a>;
}

pub(super) struct Typed<C>(pub PhantomData<fn() -> C>);

impl<C: Hooks> Erased for Typed<C> {
    fn before_create<'a>(&'a self, body: &'a mut Object, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(async move {
            let mut new = <C::New>::from_wire(mem::take(body).into())?;
            C::before_save(Save::Create(&mut new), tx).await?;
            *body = Object::from_wire(new.into_wire())?;
            Ok(())
        })
    }

    fn before_update<'a>(
        &'a self,
        original: Object,
        body: &'a mut Object,
        tx: &'a mut Tx,
    ) -> Done<'a> {
        Box::pin(async move {
            let original = decode::<C>(completed::<C>(original, body)?)?;
            // In a patch a field that is not there stays as it is, and one that is null is to be unset.
            for value in body.0.values_mut().filter(|value| value.is_null()) {
                *value = serde_json::json!({"__op": "Delete"});
            }
            let mut patch = <C::Patch>::from_wire(mem::take(body).into())?;
            C::before_save(
                Save::Update {
                    original: &original,
                    patch: &mut patch,
                },
                tx,
            )
            .await?;
            *body = Object::from_wire(patch.into_wire())?;
            Ok(())
        })
    }

    fn before_delete<'a>(&'a self, object: Object, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(async move {
            let object = completed::<C>(object, &Object::new())?;
            C::before_delete(&decode::<C>(object)?, tx).await
        })
    }

    fn after_save<'a>(&'a self, saved: Object, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(async move { C::after_save(&decode::<C>(saved)?, tx).await })
    }

    fn after_delete<'a>(&'a self, object: Object, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(async move { C::after_delete(&decode::<C>(object)?, tx).await })
    }
}

/// An object from before a field was required has none, and one from before an enum lost a value may have it still. Whoever
/// changes it must set the field, and a hook sees it with the value that it is to have.
///
/// # Errors
/// Code 142, naming the field.
fn completed<C: Class>(mut object: Object, body: &Object) -> Result<Object> {
    for field in C::DEF.fields.iter().filter(|field| !field.hidden) {
        let Some(trouble) = outgrown(field, object.get(field.name)) else {
            continue;
        };
        let set = body
            .get(field.name)
            .filter(|value| !value.is_null() && value.get("__op").is_none());
        let Some(value) = set else {
            return Err(Error::validation(format!("{} {trouble}", field.name)));
        };
        object.0.insert(field.name.to_owned(), value.clone());
    }
    Ok(object)
}

/// Why the schema, as it is by now, has no room for what is stored.
fn outgrown(field: &FieldDef, stored: Option<&Value>) -> Option<String> {
    let Some(stored) = stored else {
        let trouble = "is required, and this object has none yet";
        return field.required.then(|| trouble.to_owned());
    };
    let known = field.checks.one_of;
    let value = stored.as_str().filter(|_| !known.is_empty())?;
    let trouble = || format!("is {value} in this object, which the schema has no longer");
    (!known.contains(&value)).then(trouble)
}

/// An object that the database holds but the schema does not allow is not the client's mistake.
pub(super) fn decode<C: Class>(object: Object) -> Result<C> {
    let id = object.get("objectId").cloned();
    C::from_wire(object.into()).map_err(|error| {
        let id = id.as_ref().and_then(|id| id.as_str()).unwrap_or_default();
        Error::internal(format!(
            "{} {id} does not fit its class: {error}",
            C::DEF.name
        ))
    })
}
