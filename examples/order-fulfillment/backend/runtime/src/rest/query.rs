//! The parameters of a query string → a query of the service.

use crate::Result;
use crate::error::{Code, Error};
use crate::service::Query;
use form_urlencoded::parse;

/// How many objects a list has where the client does not say.
const LIMIT: u64 = 100;

/// # Errors
/// Code 107 where `where` is no JSON, 102 for a parameter that is unknown or no number.
pub(super) fn find(text: &str, max_limit: u64) -> Result<Query> {
    let mut query = Query {
        limit: LIMIT.min(max_limit),
        ..Query::default()
    };
    for (name, value) in parse(text.as_bytes()) {
        match name.as_ref() {
            "where" => {
                let filter = serde_json::from_str(&value).map_err(|_| {
                    Error::new(Code::INVALID_JSON, "where parameter is not valid JSON")
                })?;
                query.filter = Some(filter);
            }
            "order" => query.order = Some(value.into_owned()),
            "keys" => query.keys = Some(value.into_owned()),
            "limit" => query.limit = number("limit", &value)?.min(max_limit),
            "skip" => query.skip = number("skip", &value)?,
            "count" => query.count = matches!(value.as_ref(), "1" | "true"),
            other => {
                return Err(Error::query(format!(
                    "Invalid parameter for query: {other}"
                )));
            }
        }
    }
    Ok(query)
}

/// The `keys` of a get, the one parameter it takes.
///
/// # Errors
/// Code 102 for any other.
pub(super) fn get(text: &str) -> Result<Option<String>> {
    let mut keys = None;
    for (name, value) in parse(text.as_bytes()) {
        if name != "keys" {
            return Err(Error::query("Improper encode of parameter"));
        }
        keys = Some(value.into_owned());
    }
    Ok(keys)
}

fn number(name: &str, value: &str) -> Result<u64> {
    value.trim().parse().map_err(|_| {
        Error::query(format!(
            "{name} must be a whole number, 0 or more, not `{value}`"
        ))
    })
}
