//! Queries that an ACL narrows: whoever may read few of a class's objects has those looked up, instead of every object
//! looked at; whoever may read many finds enough of them in the order that he asks for.

use super::Database;
use crate::query::{Filter, Place, Right, Select};
use rusqlite::{Connection, params_from_iter};
use std::borrow::Cow;
use std::sync::atomic::Ordering;

/// As many objects are few: looking them up and sorting them takes less than a millisecond.
const FEW: i64 = 1_000;

/// The same query by the table of readers, where there is one and it names few.
pub(super) fn narrow<'s>(
    database: &Database,
    connection: &Connection,
    select: &'s Select,
) -> rusqlite::Result<Cow<'s, Select>> {
    let class = database
        .catalog
        .index(select.class.name)
        .unwrap_or_default();
    let (Some(readers), Some(to)) = (&database.tables[class].readers, readers_of(&select.filter))
    else {
        return Ok(Cow::Borrowed(select));
    };
    let widely_read = &database.widely_read[class];
    // Objects are found by their ids.
    let by_id = select.limit == 1 && !select.count || names_ids(&select.filter);
    if by_id || widely_read.load(Ordering::Relaxed) {
        return Ok(Cow::Borrowed(select));
    }
    if !few(connection, readers, &["*".to_owned()])? {
        widely_read.store(true, Ordering::Relaxed);
        return Ok(Cow::Borrowed(select));
    }
    if !few(connection, readers, to)? {
        return Ok(Cow::Borrowed(select));
    }
    let mut narrowed = select.clone();
    replace(&mut narrowed.filter);
    Ok(Cow::Owned(narrowed))
}

/// Whether these may read no more than a few.
fn few(connection: &Connection, readers: &str, to: &[String]) -> rusqlite::Result<bool> {
    let places = vec!["?"; to.len()].join(",");
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {readers} WHERE who IN ({places}) LIMIT {})",
        FEW + 1
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let count: i64 = statement.query_row(params_from_iter(to), |row| row.get(0))?;
    Ok(count <= FEW)
}

/// Whether only objects of some ids pass.
fn names_ids(filter: &Filter) -> bool {
    match filter {
        Filter::OneOf { place, .. } => *place == Place::Id,
        Filter::All(terms) => terms.iter().any(names_ids),
        _ => false,
    }
}

/// The term that every object must pass by its ACL.
fn readers_of(filter: &Filter) -> Option<&[String]> {
    match filter {
        Filter::Permits {
            right: Right::Read,
            to,
        } => Some(to),
        Filter::All(terms) => terms.iter().find_map(readers_of),
        _ => None,
    }
}

fn replace(filter: &mut Filter) {
    match filter {
        Filter::Permits {
            right: Right::Read,
            to,
        } => {
            *filter = Filter::ReadBy {
                to: std::mem::take(to),
            };
        }
        Filter::All(terms) => terms.iter_mut().for_each(replace),
        _ => {}
    }
}
