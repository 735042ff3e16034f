//! Relay's ids: one text that names an object of any class, `base64("Order:objectId")`.

use super::model::{Class, Model};
use crate::error::{Code, Error};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use std::sync::Arc;

/// How long an id may be.
const MAX_LENGTH: usize = 1024;

/// The id of an object among those of all classes.
pub(super) fn global(class: &Class, id: &str) -> String {
    BASE64.encode(format!("{}:{id}", class.name))
}

/// The objectId in an id that a client sends of an object of this class: the global one, or the objectId itself.
pub(super) fn local(class: &Class, id: &str) -> String {
    match parts(id) {
        Some((name, local)) if name == class.name || name == class.def.name => local,
        _ => id.to_owned(),
    }
}

/// The object that a global id names.
///
/// # Errors
/// Code 102 where it names none that there could be.
pub(super) fn named(model: &Model, id: &str) -> Result<(Arc<Class>, String), Error> {
    let unknown = || Error::new(Code::INVALID_QUERY, "`id` is the global id of no object");
    let (name, local) = parts(id).ok_or_else(unknown)?;
    let mut classes = model.classes.iter();
    let class = classes
        .find(|class| class.name == name || class.def.name == name)
        .ok_or_else(unknown)?;
    Ok((Arc::clone(class), local))
}

fn parts(id: &str) -> Option<(String, String)> {
    if id.len() > MAX_LENGTH {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(id).ok()?).ok()?;
    let (name, id) = text.split_once(':')?;
    Some((name.to_owned(), id.to_owned()))
}
