//! Which queries can be subscribed to: those that one change of one object decides, with what other objects say now.

use super::around::MOST;
use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use crate::query::{Filter, Subquery};
use crate::wire::Value;

/// # Errors
/// Code 102, naming it, for an operator whose meaning changes as time goes by.
pub(crate) fn document(document: &Value) -> Result<()> {
    match document {
        Value::Object(members) => {
            if members.contains_key("$relativeTime") {
                return Err(Error::query(
                    "$relativeTime cannot be subscribed to: what it finds changes with the time, and no write tells",
                ));
            }
            members.values().try_for_each(self::document)
        }
        Value::Array(values) => values.iter().try_for_each(self::document),
        _ => Ok(()),
    }
}

/// # Errors
/// Code 102, naming it, for what an object does not tell: what its Relations hold.
pub(crate) fn filter(class: &'static ClassDef, term: &Filter) -> Result<()> {
    let relation = |field: usize| {
        Err(Error::query(format!(
            "`{}` is a Relation, and what it holds cannot be subscribed to: use $relatedTo, or a Pointer",
            class.fields[field].name
        )))
    };
    // The store finds it as it is.
    let bounded = |query: &Subquery| match query.limit {
        Some(limit) if limit > MOST => Err(Error::query(format!(
            "a query within that of a subscription has a limit of at most {MOST}"
        ))),
        _ => Ok(()),
    };
    match term {
        Filter::All(terms) | Filter::Any(terms) => {
            terms.iter().try_for_each(|term| filter(class, term))
        }
        Filter::Not(term) => filter(class, term),
        Filter::Relates { field, .. } => relation(*field),
        Filter::LeadsTo { field, to } => match class.fields[*field].kind {
            Kind::Relation { .. } => relation(*field),
            _ if to.limit.is_some() || to.skip > 0 => bounded(to),
            _ => filter(to.class, &to.filter),
        },
        Filter::Selected { of, .. } => bounded(of),
        Filter::Always(_)
        | Filter::Compare { .. }
        | Filter::OneOf { .. }
        | Filter::Contains { .. }
        | Filter::IsSet(_)
        | Filter::Matches { .. }
        | Filter::Within { .. }
        | Filter::Covers { .. }
        | Filter::Text { .. }
        | Filter::Permits { .. }
        | Filter::ReadBy { .. }
        | Filter::Inside { .. }
        | Filter::RelatedTo { .. } => Ok(()),
    }
}

/// The classes that Pointers lead to on the way that a filter goes: an object that it asks about may go in the same
/// transaction, and then its image is all that is known of it.
pub(crate) fn led_to(term: &Filter, classes: &mut Vec<&'static ClassDef>) {
    match term {
        Filter::All(terms) | Filter::Any(terms) => {
            for term in terms {
                led_to(term, classes);
            }
        }
        Filter::Not(term) => led_to(term, classes),
        Filter::LeadsTo { to, .. } if to.limit.is_none() && to.skip == 0 => {
            if classes.iter().all(|known| known.name != to.class.name) {
                classes.push(to.class);
            }
            led_to(&to.filter, classes);
        }
        _ => {}
    }
}
