//! The parameters as they were sent → as a function's code takes them: defaults filled in, every check made.

use crate::Result;
use crate::class::FieldDef;
use crate::error::Error;
use crate::wire::Object;
use crate::write::{check_nested, misfit};

/// Parameters that the function does not take are left out: an application of another version may still send them.
///
/// # Errors
/// Code 142, naming the parameter.
pub(crate) fn read(params: &[FieldDef], mut sent: Object) -> Result<Object> {
    let mut read = Object::new();
    for param in params {
        let value = sent.0.remove(param.name).filter(|value| !value.is_null());
        let value = match (value, param.default) {
            (Some(value), _) => checked(param, value)?,
            (None, Some(default)) => serde_json::from_str(default).map_err(Error::internal)?,
            (None, None) if param.required => {
                return Err(failed(format!("Please specify data for {}.", param.name)));
            }
            (None, None) => continue,
        };
        read.0.insert(param.name.to_owned(), value);
    }
    Ok(read)
}

fn checked(param: &FieldDef, value: crate::wire::Value) -> Result<crate::wire::Value> {
    if misfit(param, &value).is_some() {
        let expected = param.kind.name().to_lowercase();
        let name = param.name;
        return Err(failed(format!(
            "Invalid type for {name}. Expected: {expected}"
        )));
    }
    check_nested(param, &value, param.name).map_err(refused)?;
    Ok(value)
}

/// A parameter is at fault, whatever it is that refuses it.
pub(super) fn refused(error: Error) -> Error {
    failed(error.message)
}

fn failed(reason: impl std::fmt::Display) -> Error {
    Error::validation(format!("Validation failed. {reason}"))
}
