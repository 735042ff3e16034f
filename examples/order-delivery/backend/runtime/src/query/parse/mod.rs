//! `where` and `order` as clients write them → [`Filter`] and an order.

mod contents;
mod field;
mod geo;
mod names;
mod order;
mod subquery;
mod text;
mod time;

pub(crate) use order::parse_order;

use super::Filter;
use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::store::Catalog;
use crate::wire::Value;
use names::Names;

/// How deep `$or`, `$and`, `$nor` and subqueries may nest.
const MAX_DEPTH: usize = 16;
/// How many comparisons a `where` may hold, the values of `$in` among them.
const MAX_TERMS: usize = 10_000;
/// How many queries a `where` may hold within it.
const MAX_SUBQUERIES: usize = 16;

/// How many regular expressions a `where` may hold.
const MAX_PATTERNS: usize = 16;

/// Reads a `where` document as `caller` may mean it: he names no field that is withheld from him, and a query within it
/// finds what he would find with it.
///
/// # Errors
/// Codes 102, 105, 107 and 119: an unknown operator, a value of another type, a field that he may not name.
pub(crate) fn parse_where(
    catalog: &Catalog,
    caller: &Caller,
    class: &'static ClassDef,
    document: &Value,
) -> Result<Filter> {
    let mut used = Used::default();
    Parser {
        catalog,
        caller,
        class,
        names: Names::of(class, caller),
        used: &mut used,
    }
    .document(document, 0)
}

/// Reads the documents of one class.
struct Parser<'a> {
    catalog: &'a Catalog,
    caller: &'a Caller,
    class: &'static ClassDef,
    names: Names,
    used: &'a mut Used,
}

/// What a `where` has used of what it may, its subqueries included.
#[derive(Debug, Default)]
struct Used {
    terms: usize,
    subqueries: usize,
    patterns: usize,
}

impl Parser<'_> {
    fn document(&mut self, document: &Value, depth: usize) -> Result<Filter> {
        let Value::Object(terms) = document else {
            return Err(Error::new(
                Code::INVALID_JSON,
                "where must be a JSON object",
            ));
        };
        if depth > MAX_DEPTH {
            return Err(Error::query(format!("where nests deeper than {MAX_DEPTH}")));
        }
        let mut filter = Filter::Always(true);
        for (key, value) in terms {
            let term = match key.as_str() {
                "$or" => Filter::Any(self.list(key, value, depth)?),
                "$and" => Filter::All(self.list(key, value, depth)?),
                "$nor" => Filter::Any(self.list(key, value, depth)?).not(),
                "$relatedTo" => self.related_to(value)?,
                operator if operator.starts_with('$') => return Err(bad_constraint(operator)),
                name => self.field(name, value, depth)?,
            };
            filter = filter.and(term);
        }
        Ok(filter)
    }

    fn list(&mut self, operator: &str, value: &Value, depth: usize) -> Result<Vec<Filter>> {
        match value.as_array() {
            Some(documents) if !documents.is_empty() => documents
                .iter()
                .map(|document| self.document(document, depth + 1))
                .collect(),
            _ => Err(Error::query(format!(
                "{operator} needs a list of queries, at least one"
            ))),
        }
    }

    fn count(&mut self, terms: usize) -> Result<()> {
        let most = MAX_TERMS;
        add(&mut self.used.terms, terms, most, "comparisons")
    }
}

/// Counts something of which a `where` may hold no more than `most`.
fn add(used: &mut usize, more: usize, most: usize, what: &str) -> Result<()> {
    *used += more;
    if *used > most {
        return Err(Error::query(format!("where holds more than {most} {what}")));
    }
    Ok(())
}

fn bad_constraint(operator: &str) -> Error {
    Error::query(format!("bad constraint: {operator}"))
}
