//! The indexes that a schema wants: those of fields, those of its lists, and those of every class.

use super::super::super::sql::{CREATED_AT, Table, quoted, unquoted};
use super::{Migration, failed};
use crate::Result;
use crate::class::{ClassDef, Direction, FieldDef, Kind};
use crate::error::Error;
use crate::query::place;
use std::collections::{HashMap, HashSet};

impl Migration<'_> {
    /// Makes the indexes that the schema wants, and drops those that it wants no more: one that is unique would go on
    /// refusing objects.
    pub(super) fn indexes(&self, tables: &[Table]) -> Result<()> {
        let wanted: Vec<_> = tables.iter().flat_map(wanted_indexes).collect();
        let mut present = HashMap::new();
        for table in tables {
            present.extend(self.present_indexes(table).map_err(failed)?);
        }
        for (name, sql) in &present {
            if wanted.iter().all(|index| index.sql != *sql) {
                self.execute(&format!("DROP INDEX {}", quoted(name)))?;
                tracing::info!("dropped the index {name}, which the schema does not want any more");
            }
        }
        for Index { of, sql } in wanted {
            if present.values().all(|known| *known != sql) {
                self.execute(&sql).map_err(|error| {
                    Error::startup(format!("cannot index {of}: {}", error.message))
                })?;
            }
        }
        Ok(())
    }

    /// Name and SQL of the indexes that a start before this one made.
    fn present_indexes(&self, table: &Table) -> rusqlite::Result<Vec<(String, String)>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT name, sql FROM sqlite_master WHERE type='index' AND tbl_name=? COLLATE NOCASE \
             AND (name LIKE 'index:%' OR name LIKE 'unique:%')",
        )?;
        let rows = statement.query_map([unquoted(&table.name)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        rows.collect()
    }
}

/// An index of a table, and whose it is for a message.
struct Index {
    of: String,
    sql: String,
}

impl Index {
    fn new(table: &Table, columns: &[String], unique: bool, of: &str) -> Self {
        let (kind, word) = if unique {
            ("UNIQUE INDEX", "unique")
        } else {
            ("INDEX", "index")
        };
        let columns = columns.join(",");
        // Named after the table and its columns, which the database tells apart whatever their case.
        let name = format!("{word}:{}:{columns}", table.name).replace('"', "");
        let sql = format!(
            "CREATE {kind} {} ON {} ({columns})",
            quoted(&name),
            table.name
        );
        Self {
            of: format!("{of} of {}", table.class.name),
            sql,
        }
    }
}

fn wanted_indexes(table: &Table) -> Vec<Index> {
    let class = table.class;
    let created_at = || CREATED_AT.to_owned();
    // Every list has an order in time, so an index on a field ends in it: what a filter finds is in order already.
    let mut indexes = vec![Index::new(table, &[created_at()], false, "createdAt")];
    for (field, columns) in class.fields.iter().zip(&table.columns) {
        if is_user_key(class, field) {
            let lower = [format!("lower({})", columns[0])];
            indexes.push(Index::new(table, &lower, true, field.name));
            // Logging in asks for the name as it is written.
            indexes.push(Index::new(table, columns, false, field.name));
        } else if field.unique && !columns.is_empty() {
            indexes.push(Index::new(table, columns, true, field.name));
        } else if field.index && !columns.is_empty() || matches!(field.kind, Kind::Pointer { .. }) {
            let columns = [columns.as_slice(), &[created_at()]].concat();
            indexes.push(Index::new(table, &columns, false, field.name));
        }
    }
    for declared in class.indexes {
        let columns = declared.fields.iter().filter_map(|(name, direction)| {
            let column = table.column(place(class, name)?);
            let descending = *direction == Direction::Descending;
            Some(format!("{column}{}", if descending { " DESC" } else { "" }))
        });
        let columns: Vec<_> = columns.collect();
        let names: Vec<_> = declared.fields.iter().map(|(name, _)| *name).collect();
        indexes.push(Index::new(
            table,
            &columns,
            declared.unique,
            &names.join(","),
        ));
    }
    // A field may be indexed by what it says of itself and by the class's list.
    let mut seen = HashSet::new();
    indexes.retain(|index| seen.insert(index.sql.clone()));
    // SQLite looks first at the index that was made last, and of two that a new user breaks, Parse names the username.
    indexes.reverse();
    indexes
}

/// Names and e-mail addresses of users are unique whatever their case.
fn is_user_key(class: &ClassDef, field: &FieldDef) -> bool {
    class.name == "_User" && matches!(field.name, "username" | "email")
}
