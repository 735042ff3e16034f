//! Queries and writes → SQL text with its parameters. What differs between databases is in [`Dialect`].

use super::catalog::Catalog;
use crate::class::{ClassDef, Direction, Kind};
use crate::query::{Compare, Filter, Place, Right, Select, place};
use crate::write::{AclColumns, Assign, Stored};
use std::fmt::Write as _;

/// What databases do each in their own way.
pub(crate) trait Dialect {
    /// The `n`th parameter of a statement, from 1.
    fn parameter(&self, n: usize, sql: &mut String);

    /// A term: the JSON array in `column` holds an element of the array of canonical JSON in `parameter`.
    fn array_contains(&self, column: &str, parameter: &str, sql: &mut String);

    /// A term: the text in `column` holds the text in `parameter`.
    fn text_contains(&self, column: &str, parameter: &str, sql: &mut String);
}

/// The names of a class's table and columns in the database, quoted.
#[derive(Debug)]
pub(crate) struct Table {
    pub class: &'static ClassDef,
    pub name: String,
    /// One name a field, two for a GeoPoint (latitude, longitude), none for a Relation.
    pub columns: Vec<Vec<String>>,
    /// The join tables of its Relations, by field.
    pub joins: Vec<(usize, String)>,
    /// Who may read which object, where an ACL alone decides it.
    pub readers: Option<String>,
}

/// Rises with each object that is created: the primary key, and the order of objects where nothing else is asked for.
pub(crate) const SEQUENCE: &str = "\"_seq\"";
pub(crate) const ID: &str = "\"objectId\"";
pub(crate) const CREATED_AT: &str = "\"createdAt\"";
pub(crate) const UPDATED_AT: &str = "\"updatedAt\"";
pub(crate) const ACL: &str = "\"_acl\"";
/// Who may read and write as the ACL has it; null where there is none, and everybody may.
pub(crate) const READ: &str = "\"_read\"";
pub(crate) const WRITE: &str = "\"_write\"";

impl Table {
    pub(crate) fn columns(&self, place: Place) -> Vec<&str> {
        match place {
            Place::Id => vec![ID],
            Place::CreatedAt => vec![CREATED_AT],
            Place::UpdatedAt => vec![UPDATED_AT],
            Place::Acl => vec![ACL, READ, WRITE],
            Place::Field(index) => self.columns[index].iter().map(String::as_str).collect(),
        }
    }

    /// The first column of a place, which is null where the place is not set.
    pub(crate) fn column(&self, place: Place) -> &str {
        match place {
            Place::Field(index) => self.columns[index].first().map_or("NULL", String::as_str),
            _ => self.columns(place)[0],
        }
    }
}

/// A statement in the making.
pub(crate) struct Sql<'a> {
    pub text: String,
    pub parameters: Vec<Stored>,
    dialect: &'a dyn Dialect,
    catalog: &'a Catalog,
    tables: &'a [Table],
}

impl<'a> Sql<'a> {
    /// `tables` stand in the order of the catalog's classes.
    pub(crate) fn new(dialect: &'a dyn Dialect, catalog: &'a Catalog, tables: &'a [Table]) -> Self {
        Self {
            text: String::with_capacity(256),
            parameters: Vec::new(),
            dialect,
            catalog,
            tables,
        }
    }

    /// Every class of a query comes from the catalog, so it has a table.
    pub(crate) fn table(&self, class: &ClassDef) -> &'a Table {
        let index = self.catalog.index(class.name).unwrap_or_default();
        &self.tables[index]
    }

    fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    fn parameter(&mut self, value: Stored) -> &mut Self {
        self.parameters.push(value);
        self.dialect
            .parameter(self.parameters.len(), &mut self.text);
        self
    }

    /// `SELECT columns FROM … WHERE … ORDER BY … LIMIT … OFFSET …`
    pub(crate) fn select(mut self, columns: &str, select: &Select) -> Self {
        let table = self.table(select.class);
        self.push("SELECT ").push(columns);
        self.from(table, &select.filter);
        if select.limit > 1 || select.skip > 0 || !select.order.is_empty() {
            self.push(" ORDER BY ");
            let mut last = Direction::Ascending;
            for (place, direction) in &select.order {
                self.push(table.column(*place))
                    .push(keyword(*direction))
                    .push(",");
                last = *direction;
            }
            // The order of creation tells any two objects apart, and is the end of every index.
            self.push(SEQUENCE).push(keyword(last));
        }
        self.push(" LIMIT ").parameter(Stored::Integer(
            i64::try_from(select.limit).unwrap_or(i64::MAX),
        ));
        if select.skip > 0 {
            self.push(" OFFSET ").parameter(Stored::Integer(
                i64::try_from(select.skip).unwrap_or(i64::MAX),
            ));
        }
        self
    }

    /// `SELECT count(*) FROM … WHERE …`
    pub(crate) fn count(mut self, select: &Select) -> Self {
        let table = self.table(select.class);
        self.push("SELECT count(*)");
        self.from(table, &select.filter);
        self
    }

    fn from(&mut self, table: &Table, filter: &Filter) {
        self.push(" FROM ").push(&table.name);
        if !matches!(filter, Filter::Always(true)) {
            self.push(" WHERE ");
            self.filter(table, filter);
        }
    }

    /// `INSERT INTO … VALUES …`
    pub(crate) fn insert(
        mut self,
        class: &ClassDef,
        id: &str,
        at: i64,
        values: Vec<(Place, Stored)>,
    ) -> Self {
        let table = self.table(class);
        let _ = write!(
            self.text,
            "INSERT INTO {} ({ID},{CREATED_AT},{UPDATED_AT}",
            table.name
        );
        for (place, _) in values.iter().filter(|(_, value)| *value != Stored::Null) {
            for column in table.columns(*place) {
                self.push(",").push(column);
            }
        }
        self.push(") VALUES (")
            .parameter(Stored::Text(id.to_owned()));
        self.push(",").parameter(Stored::Integer(at));
        self.push(",").parameter(Stored::Integer(at));
        for (_, value) in values {
            match value {
                Stored::Null => {}
                Stored::Acl(AclColumns { json, read, write }) => {
                    for text in [json, read, write] {
                        self.push(",").parameter(Stored::Text(text));
                    }
                }
                Stored::Point(latitude, longitude) => {
                    self.push(",").parameter(Stored::Number(latitude));
                    self.push(",").parameter(Stored::Number(longitude));
                }
                value => {
                    self.push(",").parameter(value);
                }
            }
        }
        self.push(")");
        self
    }

    /// `UPDATE … SET … WHERE … RETURNING columns`; changes to elements must have become values before.
    pub(crate) fn update(
        mut self,
        class: &ClassDef,
        at: i64,
        assign: Vec<(Place, Assign)>,
        filter: &Filter,
        returning: &str,
    ) -> Self {
        let table = self.table(class);
        self.push("UPDATE ")
            .push(&table.name)
            .push(" SET ")
            .push(UPDATED_AT);
        // Every write of an object is later than the one before, even within a millisecond or with a clock set back:
        // `updatedAt` is the object's version.
        self.push("=CASE WHEN ")
            .push(UPDATED_AT)
            .push("<")
            .parameter(Stored::Integer(at));
        self.push(" THEN ")
            .parameter(Stored::Integer(at))
            .push(" ELSE ")
            .push(UPDATED_AT)
            .push("+1 END");
        for (place, assign) in assign {
            let columns = table.columns(place);
            match (assign, columns.as_slice()) {
                (Assign::Set(Stored::Point(latitude, longitude)), [first, second]) => {
                    self.push(",")
                        .push(first)
                        .push("=")
                        .parameter(Stored::Number(latitude));
                    self.push(",")
                        .push(second)
                        .push("=")
                        .parameter(Stored::Number(longitude));
                }
                (Assign::Set(Stored::Acl(AclColumns { json, read, write })), columns) => {
                    for (column, text) in columns.iter().zip([json, read, write]) {
                        self.push(",")
                            .push(column)
                            .push("=")
                            .parameter(Stored::Text(text));
                    }
                }
                (Assign::Increment(amount), [column]) => {
                    self.push(",")
                        .push(column)
                        .push("=coalesce(")
                        .push(column)
                        .push(",0)+");
                    self.parameter(Stored::Number(amount));
                }
                (Assign::Set(value), columns) => {
                    for column in columns {
                        self.push(",")
                            .push(column)
                            .push("=")
                            .parameter(value.clone());
                    }
                }
                (Assign::Increment(_) | Assign::Elements(..), _) => {}
            }
        }
        self.push(" WHERE ");
        self.filter(table, filter);
        self.push(" RETURNING ").push(returning);
        self
    }

    /// `DELETE FROM … WHERE …`
    pub(crate) fn delete(mut self, class: &ClassDef, filter: &Filter) -> Self {
        let table = self.table(class);
        self.push("DELETE FROM ").push(&table.name).push(" WHERE ");
        self.filter(table, filter);
        self
    }

    /// The names of the roles of the user who is the one parameter: those that hold him, and, since a role that holds
    /// a role gives it what it has, those that hold one of these. `None` where the schema gives roles no such fields.
    pub(crate) fn roles(&self) -> Option<String> {
        let table = self.table(self.catalog.class("_Role")?);
        let join = |name| {
            let (field, _) = table.class.field(name)?;
            table
                .joins
                .iter()
                .find(|(index, _)| *index == field)
                .map(|(_, join)| join)
        };
        let (users, roles) = (join("users")?, join("roles")?);
        let name = table.column(place(table.class, "name")?);
        let mut parameter = String::new();
        self.dialect.parameter(1, &mut parameter);
        Some(format!(
            "WITH RECURSIVE held(id) AS (SELECT \"owningId\" FROM {users} WHERE \"relatedId\"={parameter} \
             UNION SELECT above.\"owningId\" FROM {roles} AS above JOIN held ON above.\"relatedId\"=held.id) \
             SELECT {name} FROM {} JOIN held ON {ID}=held.id",
            table.name
        ))
    }

    fn filter(&mut self, table: &Table, filter: &Filter) {
        match filter {
            Filter::Always(true) => _ = self.push("1=1"),
            Filter::Always(false) => _ = self.push("1=0"),
            Filter::All(terms) => self.terms(table, terms, " AND ", true),
            Filter::Any(terms) => self.terms(table, terms, " OR ", false),
            Filter::Not(term) => {
                // A comparison with null is neither true nor false in SQL; here it is false, and its negation true.
                self.push("(");
                self.filter(table, term);
                self.push(") IS NOT TRUE");
            }
            Filter::Compare {
                place,
                compare,
                value,
            } => self.compare(table, *place, *compare, value),
            Filter::OneOf { place, values } => {
                self.push(table.column(*place)).push(" IN (");
                for (index, value) in values.iter().enumerate() {
                    self.push(if index == 0 { "" } else { "," })
                        .parameter(value.clone());
                }
                self.push(")");
            }
            Filter::Contains { field, elements } => {
                let mut parameter = String::new();
                self.parameters.push(Stored::Text(elements.clone()));
                self.dialect
                    .parameter(self.parameters.len(), &mut parameter);
                self.dialect.array_contains(
                    table.column(Place::Field(*field)),
                    &parameter,
                    &mut self.text,
                );
            }
            Filter::IsSet(place) => {
                // A Relation is there on every object, even an empty one.
                let always = matches!(place, Place::Field(index) if matches!(table.class.fields[*index].kind, Kind::Relation { .. }));
                if always {
                    self.push("1=1");
                } else {
                    self.push(table.column(*place)).push(" IS NOT NULL");
                }
            }
            Filter::Permits { right, to } => {
                let column = match right {
                    Right::Read => READ,
                    Right::Write => WRITE,
                };
                self.push("(").push(column).push(" IS NULL");
                for who in to {
                    let mut parameter = String::new();
                    self.parameters.push(Stored::Text(format!("\n{who}\n")));
                    self.dialect
                        .parameter(self.parameters.len(), &mut parameter);
                    self.push(" OR ");
                    self.dialect
                        .text_contains(column, &parameter, &mut self.text);
                }
                self.push(")");
            }
            Filter::ReadBy { to } => {
                let readers = table.readers.as_deref().unwrap_or_default();
                self.push(SEQUENCE)
                    .push(" IN (SELECT seq FROM ")
                    .push(readers);
                self.push(" WHERE who IN (");
                for (index, who) in to.iter().enumerate() {
                    self.push(if index == 0 { "" } else { "," });
                    self.parameter(Stored::Text(who.clone()));
                }
                self.push("))");
            }
            Filter::LeadsTo {
                field,
                class,
                filter,
            } => {
                let target = self.table(class);
                self.push(table.column(Place::Field(*field)))
                    .push(" IN (SELECT ")
                    .push(ID);
                self.from(target, filter);
                self.push(")");
            }
        }
    }

    fn terms(&mut self, table: &Table, terms: &[Filter], separator: &str, of_none: bool) {
        if terms.is_empty() {
            return self.filter(table, &Filter::Always(of_none));
        }
        // In halves, because databases limit how deep an expression may nest, and `a OR b OR c` nests at each term.
        self.push("(");
        match terms {
            [term] => self.filter(table, term),
            terms => {
                let (first, second) = terms.split_at(terms.len() / 2);
                self.terms(table, first, separator, of_none);
                self.push(separator);
                self.terms(table, second, separator, of_none);
            }
        }
        self.push(")");
    }

    fn compare(&mut self, table: &Table, place: Place, compare: Compare, value: &Stored) {
        let operator = match compare {
            Compare::Equal => "=",
            Compare::Less => "<",
            Compare::LessOrEqual => "<=",
            Compare::Greater => ">",
            Compare::GreaterOrEqual => ">=",
        };
        if let (Stored::Point(latitude, longitude), [first, second]) =
            (value, table.columns(place).as_slice())
        {
            self.push("(")
                .push(first)
                .push("=")
                .parameter(Stored::Number(*latitude));
            self.push(" AND ")
                .push(second)
                .push("=")
                .parameter(Stored::Number(*longitude))
                .push(")");
            return;
        }
        self.push(table.column(place))
            .push(operator)
            .parameter(value.clone());
    }
}

fn keyword(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => "",
        Direction::Descending => " DESC",
    }
}

/// A name as an identifier of SQL.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The name in an identifier of SQL.
pub(crate) fn unquoted(identifier: &str) -> String {
    identifier[1..identifier.len() - 1].replace("\"\"", "\"")
}
