//! Operations: what `__op` asks for, of a field or of a part of one.

use super::value::canonical;
use super::{Elements, Relate};
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::{Value, pointer_id};

/// What a member of a body asks for.
pub(super) enum Operation<'v> {
    Set(&'v Value),
    Unset,
    Increment(f64),
    Elements(Elements, Vec<Value>),
    Relate,
    /// Set where the object is created, and nothing otherwise.
    SetOnInsert(&'v Value),
}

/// # Errors
/// Code 107 where the operation lacks what it needs, 108 where there is none of this name.
pub(super) fn read<'v>(name: &str, value: &'v Value) -> Result<Operation<'v>> {
    let Some(operation) = operation(value) else {
        return Ok(Operation::Set(value));
    };
    let lacks = |what: &str| {
        Error::new(
            Code::INVALID_JSON,
            format!("{name}: {operation} needs {what}"),
        )
    };
    Ok(match operation {
        "Delete" => Operation::Unset,
        "Increment" => {
            let amount = value.get("amount").and_then(Value::as_f64);
            Operation::Increment(amount.ok_or_else(|| lacks("an amount"))?)
        }
        "Add" | "AddUnique" | "Remove" => {
            let objects = value.get("objects").and_then(Value::as_array);
            let objects = objects.ok_or_else(|| lacks("a list of objects"))?;
            let change = match operation {
                "Add" => Elements::Add,
                "AddUnique" => Elements::AddUnique,
                _ => Elements::Remove,
            };
            let objects = objects.iter().map(canonical).collect::<Result<_>>()?;
            Operation::Elements(change, objects)
        }
        "AddRelation" | "RemoveRelation" | "Batch" => Operation::Relate,
        "SetOnInsert" => {
            let amount = value.get("amount");
            Operation::SetOnInsert(amount.ok_or_else(|| lacks("an amount"))?)
        }
        _ => {
            return Err(Error::new(
                Code::COMMAND_UNAVAILABLE,
                format!("{name}: there is no operation {operation}"),
            ));
        }
    })
}

pub(super) fn operation(value: &Value) -> Option<&str> {
    value.get("__op").and_then(Value::as_str)
}

impl Elements {
    /// Both lists in canonical form.
    pub(crate) fn apply(self, mut array: Vec<Value>, objects: &[Value]) -> Vec<Value> {
        match self {
            Self::Add => array.extend_from_slice(objects),
            Self::AddUnique => {
                for object in objects {
                    if !array.contains(object) {
                        array.push(object.clone());
                    }
                }
            }
            Self::Remove => array.retain(|element| !objects.contains(element)),
        }
        array
    }
}

pub(super) fn change_relation(
    name: &str,
    target: &str,
    value: &Value,
    relate: &mut Relate,
) -> Result<()> {
    let list = |key: &str| value.get(key).and_then(Value::as_array);
    let operation = operation(value).unwrap_or_default();
    if operation == "Batch" {
        let Some(operations) = list("ops") else {
            return Err(Error::new(
                Code::INVALID_JSON,
                format!("{name}: Batch needs a list of ops"),
            ));
        };
        return operations.iter().try_for_each(|one| {
            if self::operation(one).is_some_and(|operation| operation.ends_with("Relation")) {
                change_relation(name, target, one, relate)
            } else {
                Err(Error::new(
                    Code::INVALID_JSON,
                    format!("{name}: Batch holds AddRelation and RemoveRelation"),
                ))
            }
        });
    }
    let Some(objects) = list("objects") else {
        return Err(Error::new(
            Code::INVALID_JSON,
            format!("{name}: {operation} needs a list of objects"),
        ));
    };
    let ids = if operation == "AddRelation" {
        &mut relate.add
    } else {
        &mut relate.remove
    };
    for object in objects {
        ids.push(pointer_id(object, target)?.to_owned());
    }
    Ok(())
}
