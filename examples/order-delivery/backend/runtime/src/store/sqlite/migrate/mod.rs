//! Makes the database fit the schema: tables, columns and indexes are added, nothing is taken away, all in one
//! transaction. The database itself remembers which column belongs to which field.

use super::super::catalog::Catalog;
use super::super::sql::{
    ACL, CREATED_AT, ID, READ, SEQUENCE, Table, UPDATED_AT, WRITE, quoted, unquoted,
};
use crate::Result;
use crate::access::Principal;
use crate::class::{ClassDef, Direction, FieldDef, Kind};
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
        };
        for (index, field) in class.fields.iter().enumerate() {
            let columns = self.field(&mut table, index, field, is_new)?;
            table.columns.push(columns);
        }
        if is_decided_by_acl(class) {
            table.readers = Some(self.readers(&table)?);
        }
        Ok(table)
    }

    /// The table of who may read which object, kept by triggers, so that no way of writing an object can forget it.
    fn readers(&mut self, table: &Table) -> Result<String> {
        let class = table.class.name;
        let wanted = format!("_Readers:{class}");
        let (name, is_new) = self.name(class, "ACL", "Readers", &wanted, "")?;
        let (readers, objects) = (quoted(&name), &table.name);
        if is_new {
            let of = |object: &str| {
                format!(
                    "SELECT '*' AS who, {object}.{SEQUENCE} AS seq WHERE {object}.{ACL} IS NULL UNION ALL \
                     SELECT key, {object}.{SEQUENCE} FROM json_each({object}.{ACL}) \
                     WHERE json_extract(value, '$.read')"
                )
            };
            let trigger = |event: &str| quoted(&format!("{event}:{name}"));
            let forget = format!(
                "DELETE FROM {readers} WHERE seq = OLD.{SEQUENCE} AND who IN \
                 (SELECT key FROM json_each(OLD.{ACL}) UNION SELECT '*')"
            );
            let (insert, update, delete) =
                (trigger("insert"), trigger("update"), trigger("delete"));
            let of_new = of("NEW");
            self.execute(&format!(
                "CREATE TABLE {readers} (who TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (who, seq)) WITHOUT ROWID; \
                 INSERT INTO {readers} SELECT '*', {SEQUENCE} FROM {objects} WHERE {ACL} IS NULL UNION ALL \
                 SELECT acl.key, {SEQUENCE} FROM {objects}, json_each({ACL}) AS acl \
                 WHERE json_extract(acl.value, '$.read'); \
                 CREATE TRIGGER {insert} AFTER INSERT ON {objects} BEGIN INSERT INTO {readers} {of_new}; END; \
                 CREATE TRIGGER {update} AFTER UPDATE OF {ACL} ON {objects} BEGIN {forget}; \
                 INSERT INTO {readers} {of_new}; END; \
                 CREATE TRIGGER {delete} AFTER DELETE ON {objects} BEGIN {forget}; END;"
            ))?;
        }
        Ok(readers)
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

    /// Makes the indexes that the schema wants, and drops those that it wants no more: one that is unique would go on
    /// refusing objects.
    fn indexes(&self, tables: &[Table]) -> Result<()> {
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
        } else if (field.unique || is_provider_key(class, field)) && !columns.is_empty() {
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

/// Names and e-mail addresses of users are unique whatever their case.
fn is_user_key(class: &ClassDef, field: &FieldDef) -> bool {
    class.name == "_User" && matches!(field.name, "username" | "email")
}

/// Whether everybody, or everybody who is signed in, may read what an ACL lets him. Installations are read one by one.
fn is_decided_by_acl(class: &ClassDef) -> bool {
    let open = [Principal::Public, Principal::Authenticated];
    class.name != "_Installation" && class.access.read.iter().any(|who| open.contains(who))
}

/// What a provider knows a user by leads to one user.
fn is_provider_key(class: &ClassDef, field: &FieldDef) -> bool {
    class.name == "_User" && field.name == "authData"
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
