//! Conditions of an update, in the statement that makes it: the steps that an enum field may take, and the range of a
//! Number that is counted.

use super::body::Author;
use super::{Guard, Stored};
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::{Filter, Place};
use crate::wire::{MAX_INTEGER, Value};

/// The condition that an enum field takes one of its declared steps. None leads to nothing: what could be unset could
/// start again from anywhere.
pub(super) fn step_of(
    class: &'static ClassDef,
    index: usize,
    value: &Value,
    by: Author<'_>,
) -> Option<Guard> {
    let field = &class.fields[index];
    if field.checks.transitions.is_empty() {
        return None;
    }
    let place = Place::Field(index);
    let is = |name: &str| Filter::equal(place, Stored::Text(name.to_owned()));
    // What was never set may become anything, and what stays as it is takes no step.
    let mut terms = vec![Filter::IsSet(place).not()];
    let Some(to) = value.as_str() else {
        return Some(Guard {
            filter: Filter::Any(terms),
            error: Error::validation(format!("{} may not be unset", field.name)),
        });
    };
    terms.push(is(to));
    let steps = field.checks.transitions.iter();
    terms.extend(
        steps
            .filter(|step| step.to == to)
            .map(|step| is(step.from).and(by.may_take(class, step))),
    );
    Some(Guard {
        filter: Filter::Any(terms),
        error: Error::validation(format!(
            "{} may not become {to} from what it is now",
            field.name
        )),
    })
}

/// The condition that a Number that is counted up or down stays in its range, and a number.
pub(super) fn within(class: &'static ClassDef, index: usize, amount: f64) -> Option<Guard> {
    use crate::query::Compare::{GreaterOrEqual, LessOrEqual};
    let field = &class.fields[index];
    let most = if field.checks.integer {
        MAX_INTEGER
    } else {
        f64::MAX
    };
    let (compare, limit, word) = if amount < 0.0 {
        let limit = field.checks.minimum.unwrap_or(-most);
        (GreaterOrEqual, limit, "least")
    } else {
        (LessOrEqual, field.checks.maximum.unwrap_or(most), "most")
    };
    // What is that small is lost in the rounding of the largest number there is.
    if limit.abs() == f64::MAX && amount.abs() < f64::MAX * f64::EPSILON / 4.0 {
        return None;
    }
    let place = Place::Field(index);
    let mut filter = Filter::Compare {
        place,
        compare,
        value: Stored::Number(limit - amount),
    };
    // What is not set counts as 0.
    if (compare == GreaterOrEqual && amount >= limit) || (compare == LessOrEqual && amount <= limit)
    {
        filter = Filter::Any(vec![filter, Filter::IsSet(place).not()]);
    }
    let reason = if limit.abs() == f64::MAX {
        "is too large to be counted on".to_owned()
    } else {
        format!("must be at {word} {limit}")
    };
    Some(Guard {
        filter,
        error: Error::validation(format!("{} {reason}", field.name)),
    })
}

/// The condition that a field which is set once is set now.
pub(super) fn once(class: &ClassDef, index: usize) -> Guard {
    Guard {
        filter: Filter::IsSet(Place::Field(index)).not(),
        error: Error::validation(format!(
            "{} is set once, and never changed",
            class.fields[index].name
        )),
    }
}
