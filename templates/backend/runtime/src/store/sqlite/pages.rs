//! Pages that begin after a position, and say where they end.

use super::{Database, reader};
use crate::class::Direction;
use crate::query::{Key, Position, Select, Start};
use crate::store::sql::{Segment, Sql, segments};
use crate::store::{End, Page};
use crate::write::Stored;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};

pub(super) fn page(
    database: &Database,
    connection: &Connection,
    select: &Select,
    start: &Start,
) -> rusqlite::Result<Page> {
    let (from, backwards) = start.parts();
    let turned;
    let select = if backwards {
        turned = select.turned();
        &turned
    } else {
        select
    };
    let layout = database.layout(select);
    let mut out = Vec::new();
    let mut end = End {
        position: from.cloned(),
        more: false,
        each: Vec::new(),
    };
    let (mut left, mut skip) = (select.limit, select.skip);
    let mut keys = select.order.iter().map(|(key, _)| key);
    let score = keys.position(|key| matches!(key, Key::Score { .. }));
    let last = last(select, backwards);
    'page: for range in ranges(select, from) {
        let sql = statement(database, select, range, last, left.saturating_add(skip));
        let mut statement = connection.prepare_cached(&sql.text)?;
        let first_key = statement.column_count() - select.order.len() - 1;
        let mut rows = statement.query(params_from_iter(&sql.parameters))?;
        while let Some(row) = rows.next()? {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            if left == 0 {
                end.more = true;
                break 'page;
            }
            if !out.is_empty() {
                out.push(b',');
            }
            database.encoder.write_object(&layout, row, &mut out)?;
            if let Some(key) = score {
                reader::add_score(row, first_key + key, &mut out)?;
            }
            end.each.push(position(row, first_key, select.order.len())?);
            left -= 1;
        }
    }
    if let Some(last) = end.each.last() {
        end.position = Some(last.clone());
    }
    Ok(Page {
        objects: out,
        count: None,
        end: Some(end),
    })
}

/// The direction of creation, which settles what the order leaves open.
fn last(select: &Select, backwards: bool) -> Direction {
    match select.order.last() {
        Some((_, direction)) => *direction,
        None if backwards => Direction::Descending,
        None => Direction::Ascending,
    }
}

/// A segment after a position; `None` is all there is.
type Range<'s> = Option<(&'s Position, Segment)>;

fn ranges<'s>(select: &Select, from: Option<&'s Position>) -> Vec<Range<'s>> {
    match from {
        None => vec![None],
        Some(position) => {
            let segments = segments(&select.order, position).into_iter();
            segments.map(|segment| Some((position, segment))).collect()
        }
    }
}

fn statement<'d>(
    database: &'d Database,
    select: &Select,
    range: Range<'_>,
    last: Direction,
    left: u64,
) -> Sql<'d> {
    // One more than the page holds tells whether there is one.
    let (limit, sql, layout) = (
        left.saturating_add(1),
        database.sql(),
        database.layout(select),
    );
    match range {
        None => sql.first_page(&layout.columns, select, last, limit),
        Some((position, segment)) => {
            sql.segment(&layout.columns, select, position, segment, last, limit)
        }
    }
}

/// How the database goes about the statements of a query, a line a step.
pub(super) fn plan(
    database: &Database,
    connection: &Connection,
    select: &Select,
) -> rusqlite::Result<Vec<String>> {
    let statements: Vec<_> = match &select.start {
        None => {
            let layout = database.layout(select);
            vec![database.sql().select(&layout.columns, select)]
        }
        Some(start) => {
            let (from, backwards) = start.parts();
            let turned = if backwards {
                select.turned()
            } else {
                select.clone()
            };
            let last = last(&turned, backwards);
            ranges(&turned, from)
                .into_iter()
                .map(|range| statement(database, &turned, range, last, select.limit))
                .collect()
        }
    };
    let mut steps = Vec::new();
    for sql in statements {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text))?;
        let lines = statement.query_map(params_from_iter(&sql.parameters), |row| row.get(3))?;
        for line in lines {
            steps.push(line?);
        }
    }
    Ok(steps)
}

fn position(row: &Row<'_>, first: usize, keys: usize) -> rusqlite::Result<Position> {
    let values = (first..first + keys).map(|column| row.get_ref(column).map(stored));
    Ok(Position {
        values: values.collect::<rusqlite::Result<_>>()?,
        sequence: row.get(first + keys)?,
    })
}

fn stored(value: ValueRef<'_>) -> Stored {
    match value {
        ValueRef::Null => Stored::Null,
        ValueRef::Integer(integer) => Stored::Integer(integer),
        ValueRef::Real(number) => Stored::Number(number),
        ValueRef::Text(text) => Stored::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Stored::Blob(bytes.to_vec()),
    }
}
