//! Makes the database fit the schema: tables, columns and indexes are added, nothing is taken away, all in one
//! transaction. The database itself remembers which column belongs to which field.

mod indexes;
mod kept;

use super::super::catalog::Catalog;
use super::super::sql::{ACL, CREATED_AT, ID, READ, SEQUENCE, Table, UPDATED_AT, WRITE, quoted};
use crate::Result;
use crate::class::{ClassDef, FieldDef, Kind};
use crate::error::Error;
use crate::query::{Place, place};
use crate::write::{Stored, stored};
use rusqlite::{Connection, Transaction, TransactionBehavior, params, params_from_iter};
use std::collections::{HashMap, HashSet};

/// # Errors
/// A column of the database is of another type than its field, or a unique index finds values that are not.
pub(super) fn migrate(connection: &mut Connection, catalog: &Catalog) -> Result<Vec<Table>> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let tables = Migration::new(transaction)?.run(catalog)?;
    Ok(tables)
}

struct Migration<'a> {
    transaction: Transaction<'a>,
    /// (class, field) → (type, name of the column); a class itself stands under the field "".
    known: HashMap<(String, String), (String, String)>,
    /// Names of tables, and of the columns of each, in lower case: SQLite does not tell cases apart, Parse does.
    taken: HashSet<(String, String)>,
}

impl<'a> Migration<'a> {
    fn new(transaction: Transaction<'a>) -> Result<Self> {
        let known = read_known(&transaction).map_err(failed)?;
        let taken = known.iter().map(|((class, field), (_, name))| {
            let scope = if field.is_empty() {
                String::new()
            } else {
                class.clone()
            };
            (scope, name.to_lowercase())
        });
        Ok(Self {
            taken: taken.collect(),
            known,
            transaction,
        })
    }

    fn run(mut self, catalog: &Catalog) -> Result<Vec<Table>> {
        let mut tables = Vec::new();
        for class in catalog.classes() {
            tables.push(self.class(class)?);
        }
        self.indexes(&tables)?;
        self.report_leftovers(catalog);
        self.transaction.commit().map_err(failed)?;
        Ok(tables)
    }

    fn class(&mut self, class: &'static ClassDef) -> Result<Table> {
        let (name, is_new) = self.name(class.name, "", "class", class.name, "")?;
        let name = quoted(&name);
        if is_new {
            self.execute(&format!(
                "CREATE TABLE {name} ({SEQUENCE} INTEGER PRIMARY KEY, {ID} TEXT UNIQUE NOT NULL, \
                 {CREATED_AT} INTEGER NOT NULL, {UPDATED_AT} INTEGER NOT NULL, {ACL} TEXT, {READ} TEXT, {WRITE} TEXT)"
            ))?;
            tracing::info!("created the table of {}", class.name);
        }
        let mut table = Table {
            class,
            name,
            columns: Vec::new(),
            joins: Vec::new(),
            readers: None,
            linked: None,
        };
        for (index, field) in class.fields.iter().enumerate() {
            let columns = self.field(&mut table, index, field, is_new)?;
            table.columns.push(columns);
        }
        self.keep_beside(&mut table)?;
        Ok(table)
    }

    fn field(
        &mut self,
        table: &mut Table,
        index: usize,
        field: &'static FieldDef,
        new_table: bool,
    ) -> Result<Vec<String>> {
        let class = table.class;
        if let Kind::Relation { .. } = field.kind {
            // A join table stands among the tables, so its name is told apart from theirs.
            let wanted = format!("_Join:{}:{}", field.name, class.name);
            let (name, is_new) =
                self.name(class.name, field.name, &kind_name(&field.kind), &wanted, "")?;
            let name = quoted(&name);
            if is_new {
                self.execute(&format!(
                    "CREATE TABLE {name} (\"owningId\" TEXT NOT NULL, \"relatedId\" TEXT NOT NULL, \
                     PRIMARY KEY (\"owningId\", \"relatedId\")) WITHOUT ROWID"
                ))?;
                let index = quoted(&format!("index:{wanted}"));
                self.execute(&format!("CREATE INDEX {index} ON {name} (\"relatedId\")"))?;
            }
            table.joins.push((index, name));
            return Ok(Vec::new());
        }
        let (name, is_new) = self.name(
            class.name,
            field.name,
            &kind_name(&field.kind),
            field.name,
            class.name,
        )?;
        let names = match field.kind {
            Kind::GeoPoint => vec![
                quoted(&format!("{name}.latitude")),
                quoted(&format!("{name}.longitude")),
            ],
            _ => vec![quoted(&name)],
        };
        if is_new {
            for name in &names {
                self.execute(&format!(
                    "ALTER TABLE {} ADD COLUMN {name} {}",
                    table.name,
                    sql_type(&field.kind)
                ))?;
            }
            if !new_table {
                tracing::info!("added the field {} to {}", field.name, class.name);
                self.fill(table, field, &names, index)?;
            }
        }
        Ok(names)
    }

    /// Objects that were there before a field was get its default; without one, a required field stays unset on them.
    fn fill(&self, table: &Table, field: &FieldDef, names: &[String], index: usize) -> Result<()> {
        if let Some(default) = field.default {
            let value = serde_json::from_str(default).map_err(failed)?;
            let value = stored(table.class, Place::Field(index), &value)?;
            let (set, values) = match value {
                Stored::Point(latitude, longitude) => (
                    names.join("=?,"),
                    vec![Stored::Number(latitude), Stored::Number(longitude)],
                ),
                value => (names.join(""), vec![value]),
            };
            let sql = format!("UPDATE {} SET {set}=?", table.name);
            let filled = self
                .transaction
                .execute(&sql, params_from_iter(&values))
                .map_err(failed)?;
            if filled > 0 {
                tracing::info!(
                    "{filled} object(s) of {} got the default of {}",
                    table.class.name,
                    field.name
                );
            }
        } else if field.required {
            let sql = format!("SELECT count(*) FROM {}", table.name);
            let without: i64 = self
                .transaction
                .query_row(&sql, [], |row| row.get(0))
                .map_err(failed)?;
            if without > 0 {
                tracing::warn!(
                    "{without} object(s) of {} have no {}, which is required",
                    table.class.name,
                    field.name
                );
            }
        }
        Ok(())
    }

    /// The name that the database has for a class or field, and whether it is new to it.
    fn name(
        &mut self,
        class: &str,
        field: &str,
        kind: &str,
        wanted: &str,
        scope: &str,
    ) -> Result<(String, bool)> {
        let key = (class.to_owned(), field.to_owned());
        if let Some((known, name)) = self.known.get(&key) {
            if known != kind {
                return Err(Error::startup(format!(
                    "{class}.{field} is a {known} in the database and a {kind} in the schema: give the field \
                     another name, or move the data by hand"
                )));
            }
            return Ok((name.clone(), false));
        }
        let reserved = [
            "objectid",
            "createdat",
            "updatedat",
            "_acl",
            "_read",
            "_write",
            "_seq",
            "_field",
            "_change",
            "_recorded",
            "_epoch",
            "rowid",
            "_rowid_",
            "oid",
        ];
        // No number helps a name that SQLite keeps for itself by how it begins.
        let prefix = if wanted.to_lowercase().starts_with("sqlite_") {
            "~"
        } else {
            ""
        };
        let mut name = format!("{prefix}{wanted}");
        let mut number = 2;
        while reserved.contains(&name.to_lowercase().as_str())
            || !self.taken.insert((scope.to_owned(), name.to_lowercase()))
        {
            name = format!("{prefix}{wanted}~{number}");
            number += 1;
        }
        self.transaction
            .execute(
                "INSERT INTO \"_Field\" VALUES (?,?,?,?)",
                params![class, field, kind, name],
            )
            .map_err(failed)?;
        self.known.insert(key, (kind.to_owned(), name.clone()));
        Ok((name, true))
    }

    fn report_leftovers(&self, catalog: &Catalog) {
        for (class, field) in self.known.keys() {
            let kept = match catalog.class(class) {
                Some(class) => place(class, field).is_some() || field.is_empty(),
                None => false,
            };
            if !kept && field.is_empty() {
                tracing::info!("{class} is not in the schema any more; its table stays as it is");
            } else if !kept && catalog.class(class).is_some() {
                tracing::info!(
                    "{class}.{field} is not in the schema any more; its column stays as it is"
                );
            }
        }
    }

    fn execute(&self, sql: &str) -> Result<()> {
        self.transaction.execute_batch(sql).map_err(failed)
    }
}

pub(super) fn failed(error: impl std::fmt::Display) -> Error {
    Error::startup(format!("cannot prepare the database: {error}"))
}

fn read_known(
    transaction: &Transaction<'_>,
) -> rusqlite::Result<HashMap<(String, String), (String, String)>> {
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS \"_Field\" (class TEXT NOT NULL, field TEXT NOT NULL, type TEXT NOT NULL, \
         name TEXT NOT NULL, PRIMARY KEY (class, field)) WITHOUT ROWID",
    )?;
    let mut statement = transaction.prepare("SELECT class, field, type, name FROM \"_Field\"")?;
    let rows = statement.query_map([], |row| {
        Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)))
    })?;
    rows.collect()
}

fn kind_name(kind: &Kind) -> String {
    match kind {
        Kind::Pointer { class, .. } => format!("Pointer<{class}>"),
        Kind::Relation { class } => format!("Relation<{class}>"),
        other => other.name().into(),
    }
}

fn sql_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number | Kind::GeoPoint => "REAL",
        Kind::Boolean | Kind::Date => "INTEGER",
        Kind::Bytes => "BLOB",
        Kind::String
        | Kind::Object(_)
        | Kind::Array(_)
        | Kind::Polygon
        | Kind::File
        | Kind::Pointer { .. }
        | Kind::Relation { .. }
        | Kind::Acl => "TEXT",
    }
}
