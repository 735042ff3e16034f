//! Pages that begin after a position, and say where they end.

use super::{Database, reader};
use crate::query::{Key, Position, Select, Start};
use crate::store::sql::segments;
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
    let layout = database.layout(select);
    let mut out = Vec::new();
    let mut end = End {
        position: match start {
            Start::First => None,
            Start::After(position) => Some(position.clone()),
        },
        more: false,
    };
    let mut left = select.limit;
    let mut keys = select.order.iter().map(|(key, _)| key);
    let score = keys.position(|key| matches!(key, Key::Score { .. }));
    let segments = match start {
        Start::First => vec![None],
        Start::After(position) => {
            let segments = segments(&select.order, position).into_iter();
            segments.map(|segment| Some((position, segment))).collect()
        }
    };
    'page: for segment in segments {
        // One more than the page holds tells whether there is one.
        let (limit, sql, columns) = (left.saturating_add(1), database.sql(), &layout.columns);
        let sql = match segment {
            None => sql.first_page(columns, select, limit),
            Some((position, segment)) => sql.segment(columns, select, position, segment, limit),
        };
        let mut statement = connection.prepare_cached(&sql.text)?;
        let first_key = statement.column_count() - select.order.len() - 1;
        let mut rows = statement.query(params_from_iter(&sql.parameters))?;
        while let Some(row) = rows.next()? {
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
            end.position = Some(position(row, first_key, select.order.len())?);
            left -= 1;
        }
    }
    Ok(Page {
        objects: out,
        count: None,
        end: Some(end),
    })
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
