//! The body of a create as a client sends it → what it stands for: operations are what they make of nothing, parts are put
//! together, and what is left out has its default.

use super::nested;
use super::operation::{self, Operation};
use super::{Elements, canonical};
use crate::Result;
use crate::class::{ClassDef, FieldDef, Kind};
use crate::error::Error;
use crate::wire::{Object, Value};

/// # Errors
/// Those of an operation; 105 where a field is sent both whole and in parts.
pub(crate) fn settle(class: &'static ClassDef, body: &mut Object) -> Result<()> {
    for field in class.fields {
        let Some(value) = body.get(field.name) else {
            if let Some(default) = default_of(class, field)? {
                body.0.insert(field.name.to_owned(), default);
            }
            continue;
        };
        let made = match (operation::operation(value), &field.kind) {
            (Some(_), Kind::Relation { .. }) | (None, _) => continue,
            // An operation that does not fit the type is refused as it would be of an update.
            (Some("Increment"), Kind::Number)
            | (Some("Add" | "AddUnique" | "Remove"), Kind::Array(_))
            | (Some("SetOnInsert" | "Delete"), _) => operation::read(field.name, value)?,
            (Some(_), _) => continue,
        };
        let made = match made {
            Operation::Set(value) | Operation::SetOnInsert(value) => Some(value.clone()),
            Operation::Increment(amount) => Some(canonical(&amount.into())?),
            Operation::Elements(Elements::Remove, _) => Some(Value::Array(Vec::new())),
            Operation::Elements(elements, objects) => {
                Some(elements.apply(Vec::new(), &objects).into())
            }
            Operation::Unset | Operation::Relate => default_of(class, field)?,
        };
        match made {
            Some(made) => body.0.insert(field.name.to_owned(), made),
            None => body.0.remove(field.name),
        };
    }
    if body.0.keys().any(|key| key.contains('.')) {
        for field in class.fields {
            let default = default_of(class, field)?.unwrap_or_default();
            join(field, default, body)?;
        }
    }
    Ok(())
}

/// Makes of the parts of a field in a body the whole, on the ground of what it is without them.
///
/// # Errors
/// As [`nested::apply`].
pub(crate) fn join(field: &FieldDef, whole: Value, body: &mut Object) -> Result<()> {
    let is_part = |key: &&String| {
        key.strip_prefix(field.name)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let keys: Vec<_> = body.0.keys().filter(is_part).cloned().collect();
    if keys.is_empty() {
        return Ok(());
    }
    let mut parts = Vec::with_capacity(keys.len());
    for key in keys {
        if let Some(value) = body.0.remove(&key) {
            parts.extend(nested::parse(field, &key, &value)?);
        }
    }
    let whole = nested::apply(field, whole, &parts)?;
    body.0.insert(field.name.to_owned(), whole);
    Ok(())
}

fn default_of(class: &ClassDef, field: &FieldDef) -> Result<Option<Value>> {
    let default = field.default.map(serde_json::from_str).transpose();
    default.map_err(|error| {
        let (class, field) = (class.name, field.name);
        Error::internal(format!("default of {class}.{field}: {error}"))
    })
}
