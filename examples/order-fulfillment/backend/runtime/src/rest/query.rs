//! The parameters of a query string → a query of the service.

use crate::Result;
use crate::error::{Code, Error};
use crate::query::Shape;
use crate::service::Query;
use form_urlencoded::parse;

/// How many objects a list has where the client does not say.
const LIMIT: u64 = 100;

/// What speaks to the databases of other servers of the protocol, and changes no answer.
const IGNORED: [&str; 5] = [
    "hint",
    "comment",
    "readPreference",
    "includeReadPreference",
    "subqueryReadPreference",
];

/// # Errors
/// Code 107 where `where` is no JSON, 102 for a parameter that is unknown or no number.
pub(super) fn find(text: &str, max_limit: u64) -> Result<Query> {
    let mut query = Query {
        limit: LIMIT.min(max_limit),
        ..Query::default()
    };
    let mut shape = ShapeText::default();
    for (name, value) in parse(text.as_bytes()) {
        match name.as_ref() {
            "where" => {
                let filter = serde_json::from_str(&value).map_err(|_| {
                    Error::new(Code::INVALID_JSON, "where parameter is not valid JSON")
                })?;
                query.filter = Some(filter);
            }
            "order" => query.order = Some(value.into_owned()),
            "limit" => query.limit = number("limit", &value)?.min(max_limit),
            "skip" => query.skip = number("skip", &value)?,
            "after" => query.after = Some(value.into_owned()),
            "explain" => query.explain = !matches!(value.as_ref(), "" | "0" | "false"),
            "count" => query.count = is_yes(&value),
            "includeAll" => shape.include_all = is_yes(&value),
            "redirectClassNameForKey" => query.redirect = Some(value.into_owned()),
            other if shape.take(other, &value) || IGNORED.contains(&other) => {}
            other => {
                return Err(Error::query(format!(
                    "Invalid parameter for query: {other}"
                )));
            }
        }
    }
    query.shape = shape.parse()?;
    Ok(query)
}

/// How much of an object a get asks for.
///
/// # Errors
/// Code 102 for a parameter that is for lists, or for nothing.
pub(super) fn get(text: &str) -> Result<Shape> {
    let mut shape = ShapeText::default();
    for (name, value) in parse(text.as_bytes()) {
        let is_ignored = name.ends_with("eadPreference") && IGNORED.contains(&name.as_ref());
        if !shape.take(&name, &value) && !is_ignored {
            return Err(Error::query("Improper encode of parameter"));
        }
    }
    shape.parse()
}

/// The parameters that say how much of each object to answer.
#[derive(Default)]
struct ShapeText {
    keys: Option<String>,
    excluded: Option<String>,
    include: Option<String>,
    include_all: bool,
}

impl ShapeText {
    /// Whether it is one of them.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let place = match name {
            "keys" => &mut self.keys,
            "excludeKeys" => &mut self.excluded,
            "include" => &mut self.include,
            _ => return false,
        };
        *place = Some(value.to_owned());
        true
    }

    fn parse(&self) -> Result<Shape> {
        Shape::parse(
            self.keys.as_deref(),
            self.excluded.as_deref(),
            self.include.as_deref(),
            self.include_all,
        )
    }
}

fn is_yes(value: &str) -> bool {
    matches!(value, "1" | "true")
}

fn number(name: &str, value: &str) -> Result<u64> {
    value.trim().parse().map_err(|_| {
        Error::query(format!(
            "{name} must be a whole number, 0 or more, not `{value}`"
        ))
    })
}
