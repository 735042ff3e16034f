//! What a value becomes by what a body says of it, where that is not for the store to do: outside of a class's fields.

use super::{Elements, canonical};
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::Value;

/// What is there after a value or an operation is written over `current`, and nothing where it is deleted.
///
/// # Errors
/// Codes 107, 108 and 111 for what cannot be done to it, naming it.
pub(crate) fn applied(name: &str, current: Option<&Value>, value: &Value) -> Result<Option<Value>> {
    let Some(operation) = value.get("__op").and_then(Value::as_str) else {
        return canonical(value).map(Some);
    };
    let wrong = |code, message: &str| Err(Error::new(code, format!("{name}: {message}")));
    match operation {
        "Delete" => Ok(None),
        "Increment" => {
            let current = current.unwrap_or(&Value::Null);
            let sum = match (current.as_f64(), value["amount"].as_f64()) {
                (_, None) => return wrong(Code::INVALID_JSON, "Increment needs an amount"),
                (None, Some(_)) if !current.is_null() => {
                    return wrong(Code::INCORRECT_TYPE, "only a Number is incremented");
                }
                (current, Some(amount)) => current.unwrap_or_default() + amount,
            };
            if !sum.is_finite() {
                return wrong(Code::INCORRECT_TYPE, "the sum is too large for a Number");
            }
            canonical(&sum.into()).map(Some)
        }
        "Add" | "AddUnique" | "Remove" => {
            let current = match current {
                None | Some(Value::Null) => Vec::new(),
                Some(Value::Array(elements)) => elements.clone(),
                Some(_) => {
                    return wrong(Code::INCORRECT_TYPE, "only an Array has elements");
                }
            };
            let Some(objects) = value["objects"].as_array() else {
                return wrong(Code::INVALID_JSON, "the operation needs a list of objects");
            };
            let objects = objects.iter().map(canonical).collect::<Result<Vec<_>>>()?;
            let elements = match operation {
                "Add" => Elements::Add,
                "AddUnique" => Elements::AddUnique,
                _ => Elements::Remove,
            };
            Ok(Some(elements.apply(current, &objects).into()))
        }
        other => wrong(
            Code::COMMAND_UNAVAILABLE,
            &format!("there is no operation {other}"),
        ),
    }
}
