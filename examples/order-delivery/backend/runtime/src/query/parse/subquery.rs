//! Queries within a query. Each finds what the caller would find with it: the rules of the class that it asks are terms
//! of it, and a field that is withheld from him it may not name.

use super::names::Names;
use super::{MAX_SUBQUERIES, Parser, add, parse_order};
use crate::Result;
use crate::access::{self, Action};
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use crate::query::{Filter, Key, Place, Subquery};
use crate::wire::{Value, pointer_id};
use crate::write::{Stored, unknown_class};
use serde_json::Map;

/// What a query may say that makes no difference to which objects it finds.
const IGNORED: [&str; 12] = [
    "comment",
    "count",
    "excludeKeys",
    "explain",
    "hint",
    "include",
    "includeAll",
    "includeReadPreference",
    "key",
    "keys",
    "readPreference",
    "subqueryReadPreference",
];

impl Parser<'_> {
    /// `$inQuery`: a Pointer, or one of those in an Array or a Relation, leads to an object that is found.
    pub(super) fn in_query(
        &mut self,
        field: Option<usize>,
        name: &str,
        operand: &Value,
        depth: usize,
    ) -> Result<Filter> {
        let to = self.subquery("$inQuery", operand, depth)?;
        let Some(field) = field else {
            return Ok(Filter::Always(false));
        };
        match self.class.fields[field].kind {
            Kind::Pointer { class, .. } | Kind::Relation { class } if class != to.class.name => {
                Ok(Filter::Always(false))
            }
            Kind::Pointer { .. } | Kind::Relation { .. } | Kind::Array(_) => Ok(Filter::LeadsTo {
                field,
                to: Box::new(to),
            }),
            ref other => Err(Error::query(format!(
                "$inQuery is about Pointers, and `{name}` is a {}",
                other.name()
            ))),
        }
    }

    /// `$select`: equal to the value that `key` has in an object that is found.
    pub(super) fn selected(
        &mut self,
        subject: Option<Key>,
        operator: &str,
        operand: &Value,
        depth: usize,
    ) -> Result<Filter> {
        let malformed = || {
            Error::query(format!(
                "{operator} is {{\"query\": {{\"className\": …, \"where\": …}}, \"key\": …}}"
            ))
        };
        let (Some(query), Some(key)) = (
            operand.get("query"),
            operand.get("key").and_then(Value::as_str),
        ) else {
            return Err(malformed());
        };
        let of = self.subquery(operator, query, depth)?;
        let names = Names::of(of.class, self.caller);
        let pointer = key.strip_suffix(".objectId");
        let pointer = pointer.filter(|field| is_pointer(of.class, field));
        let key = match names.key(of.class, pointer.unwrap_or(key))? {
            Some(Key::Place(Place::Field(field))) if pointer.is_some() => Some(Key::Target(field)),
            key => key,
        };
        Ok(match (subject, key) {
            (Some(subject), Some(key)) => Filter::Selected {
                subject,
                key,
                of: Box::new(of),
            },
            _ => Filter::Always(false),
        })
    }

    /// `$relatedTo`: in a Relation of an object that the caller may read.
    pub(super) fn related_to(&mut self, operand: &Value) -> Result<Filter> {
        self.count(1)?;
        let malformed = || {
            Error::query("$relatedTo is {\"object\": a Pointer, \"key\": the name of a Relation}")
        };
        let object = operand.get("object").ok_or_else(malformed)?;
        let key = operand.get("key").and_then(Value::as_str);
        let class = object.get("className").and_then(Value::as_str);
        let (Some(key), Some(class)) = (key, class) else {
            return Err(malformed());
        };
        let class = self
            .catalog
            .class(class)
            .ok_or_else(|| unknown_class(class))?;
        let id = pointer_id(object, class.name).map_err(|_| malformed())?;
        let allowed = access::filter(self.catalog, class, Action::Get, self.caller)?;
        let Some(Place::Field(field)) = Names::of(class, self.caller).place(class, key)? else {
            return Ok(Filter::Always(false));
        };
        match class.fields[field].kind {
            Kind::Relation { class: target } if target == self.class.name => {
                let itself = Filter::equal(Place::Id, Stored::Text(id.to_owned()));
                Ok(Filter::RelatedTo {
                    owner: Box::new(Subquery::all(class, itself.and(allowed))),
                    field,
                })
            }
            ref other => Err(Error::query(format!(
                "`{key}` of {} is a {}, and no Relation to {}",
                class.name,
                other.name(),
                self.class.name
            ))),
        }
    }

    fn subquery(&mut self, operator: &str, query: &Value, depth: usize) -> Result<Subquery> {
        add(
            &mut self.used.subqueries,
            1,
            MAX_SUBQUERIES,
            "queries within it",
        )?;
        let malformed = || {
            Error::query(format!(
                "{operator} needs a query: {{\"className\": …, \"where\": …}}"
            ))
        };
        let query = query.as_object().ok_or_else(malformed)?;
        let class = query
            .get("className")
            .and_then(Value::as_str)
            .ok_or_else(malformed)?;
        let class = self
            .catalog
            .class(class)
            .ok_or_else(|| unknown_class(class))?;
        let mut found = Subquery::all(
            class,
            access::filter(self.catalog, class, Action::Find, self.caller)?,
        );
        let mut order = "";
        for (name, value) in query {
            match name.as_str() {
                "className" => {}
                "where" => {
                    let mut parser = Parser {
                        catalog: self.catalog,
                        caller: self.caller,
                        class,
                        names: Names::of(class, self.caller),
                        used: self.used,
                    };
                    let filter = parser.document(value, depth + 1)?;
                    found.filter =
                        std::mem::replace(&mut found.filter, Filter::Always(true)).and(filter);
                }
                "limit" => found.limit = number(query, name)?,
                "skip" => found.skip = number(query, name)?.unwrap_or_default(),
                "order" => {
                    order = value
                        .as_str()
                        .ok_or_else(|| Error::query("order is text"))?
                }
                ignored if IGNORED.contains(&ignored) => {}
                other => {
                    return Err(Error::query(format!(
                        "Invalid parameter for query: {other}"
                    )));
                }
            }
        }
        found.order = parse_order(self.caller, class, order, &found.filter)?;
        Ok(found)
    }
}

fn is_pointer(class: &ClassDef, name: &str) -> bool {
    class
        .field(name)
        .is_some_and(|(_, field)| matches!(field.kind, Kind::Pointer { .. }))
}

fn number(query: &Map<String, Value>, name: &str) -> Result<Option<u64>> {
    match query.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| {
            Error::query(format!(
                "{name} must be a whole number, 0 or more, not `{value}`"
            ))
        }),
    }
}
