//! Aggregates as SQLite runs them: rows → JSON on the wire, one object a row, or one value.

use super::Database;
use super::dialect::SqliteDialect;
use super::functions::{ELEMENTS, FIRST, JSON_INSIDE, JSON_OF, VALUE_INSIDE};
use super::json::{Encoder, write_number, write_text};
use super::passed;
use crate::class::Kind;
use crate::query::aggregate::{Column, DatePart, Form, Pipeline};
use crate::store::sql::AggregateDialect;
use crate::wire::write_date;
use crate::write::Stored;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};

/// How many bytes an answer may take.
const MAX_BYTES: usize = 64 << 20;

/// The results with commas between them; `None` where they are more than an answer may hold. Where `values` are asked
/// for, each is the first column alone.
pub(super) fn aggregate(
    database: &Database,
    connection: &Connection,
    pipeline: &Pipeline,
    values: bool,
) -> rusqlite::Result<Option<Vec<u8>>> {
    let sql = database.sql().aggregate(pipeline);
    let mut statement = connection.prepare_cached(&sql.text)?;
    let mut rows = statement.query(params_from_iter(&sql.parameters))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        if !out.is_empty() {
            out.push(b',');
        }
        if values {
            write_value(
                &database.encoder,
                pipeline.columns[0].form,
                row.get_ref(0)?,
                &mut out,
            )?;
        } else {
            write_row(&database.encoder, &pipeline.columns, row, &mut out)?;
        }
        if out.len() > MAX_BYTES {
            return Ok(None);
        }
    }
    Ok(Some(out))
}

fn write_row(
    encoder: &Encoder,
    columns: &[Column],
    row: &Row<'_>,
    out: &mut Vec<u8>,
) -> rusqlite::Result<()> {
    out.push(b'{');
    let first = out.len();
    let mut open: Option<&str> = None;
    for (index, column) in columns.iter().enumerate() {
        let value = row.get_ref(index)?;
        let continues = column.member.is_some() && open == Some(column.name.as_str());
        if open.is_some() && !continues {
            out.push(b'}');
            open = None;
        }
        if value == ValueRef::Null && !column.shows_null {
            continue;
        }
        if out.len() > first {
            out.push(b',');
        }
        if !continues {
            write_text(column.name.as_bytes(), out);
            out.push(b':');
        }
        if let Some(member) = &column.member {
            if !continues {
                out.push(b'{');
                open = Some(&column.name);
            }
            write_text(member.as_bytes(), out);
            out.push(b':');
        }
        write_value(encoder, column.form, value, out)?;
    }
    if open.is_some() {
        out.push(b'}');
    }
    out.push(b'}');
    Ok(())
}

fn write_value(
    encoder: &Encoder,
    form: Form,
    value: ValueRef<'_>,
    out: &mut Vec<u8>,
) -> rusqlite::Result<()> {
    match (form, value) {
        (_, ValueRef::Null) => out.extend_from_slice(b"null"),
        (Form::Field(kind), value) => encoder.write_value(kind, value, out)?,
        (Form::Time, value) => {
            out.push(b'"');
            write_date(out, value.as_i64()?);
            out.push(b'"');
        }
        (Form::Json, value) => out.extend_from_slice(value.as_bytes()?),
        (_, ValueRef::Text(text)) => write_text(text, out),
        (_, value) => write_number(value, out),
    }
    Ok(())
}

impl AggregateDialect for SqliteDialect {
    fn geo_point(&self, latitude: &str, longitude: &str) -> String {
        format!(
            "CASE WHEN {latitude} IS NOT NULL THEN json_object('__type','GeoPoint','latitude',{latitude},\
             'longitude',{longitude}) END"
        )
    }

    fn each_element(&self, column: &str) -> String {
        format!("json_each({ELEMENTS}({column}))")
    }

    fn date_part(&self, part: DatePart, date: &str) -> String {
        let (letter, more) = match part {
            DatePart::Year => ("Y", 0),
            DatePart::Month => ("m", 0),
            DatePart::DayOfMonth => ("d", 0),
            DatePart::DayOfWeek => ("w", 1),
            DatePart::DayOfYear => ("j", 0),
            DatePart::IsoDayOfWeek => ("u", 0),
            DatePart::IsoWeek => ("V", 0),
            DatePart::IsoWeekYear => ("G", 0),
            DatePart::Week => ("U", 0),
            DatePart::Hour => ("H", 0),
            DatePart::Minute => ("M", 0),
            DatePart::Second => ("S", 0),
            DatePart::Millisecond => return format!("(({date}%1000)+1000)%1000"),
        };
        format!("CAST(strftime('%{letter}',{date}/1000.0,'unixepoch') AS INTEGER)+{more}")
    }

    fn inside(&self, json: &str, steps: &[String], is_plain: bool) -> (String, Stored) {
        let function = if is_plain { VALUE_INSIDE } else { JSON_INSIDE };
        (
            format!("{function}({json},?)"),
            Stored::Text(passed::steps(steps)),
        )
    }

    fn as_json(&self, value: &str, kind: &Kind) -> (String, Stored) {
        (
            format!("{JSON_OF}({value},?)"),
            Stored::Text(passed::kind(kind)),
        )
    }

    fn json_array(&self, json: &str, different: bool) -> String {
        let distinct = if different { "DISTINCT " } else { "" };
        format!("'['||coalesce(group_concat({distinct}{json}),'')||']'")
    }

    fn first(&self, value: &str) -> String {
        format!("{FIRST}({value})")
    }
}
