//! Queries and writes → SQL text with its parameters. What differs between databases is in [`Dialect`].

mod aggregate;
mod filter;
mod fragment;
mod geo;
mod pages;
mod select;
mod subquery;
mod write;

pub(crate) use aggregate::AggregateDialect;
pub(crate) use pages::{Segment, segments};

use super::catalog::Catalog;
use crate::class::{ClassDef, Kind};
use crate::query::{Pattern, Place, Search, Test};
use crate::wire::{GeoPoint, Value};
use crate::write::Stored;

/// What databases do each in their own way. Columns are names that are told apart from those of other tables.
pub(crate) trait Dialect: AggregateDialect {
    /// The `n`th parameter of a statement, from 1.
    fn parameter(&self, n: usize, sql: &mut String);

    /// A term: the array in `column` holds one of these elements.
    fn array_contains(&self, sql: &mut Sql<'_>, column: &str, elements: &[Value]);

    /// A term: the text in `column` holds `text`.
    fn text_contains(&self, sql: &mut Sql<'_>, column: &str, text: String);

    /// A term, one of several with AND between them where that helps: the pattern finds something in the text in `column`.
    fn matches(&self, sql: &mut Sql<'_>, column: &str, pattern: &Pattern);

    /// How much of the text in `column` is what is sought: 0 where it is not what is sought.
    fn score(&self, sql: &mut Sql<'_>, column: &str, search: &Search);

    /// How far the place in two columns, latitude and longitude, is from another, in radians.
    fn distance(&self, sql: &mut Sql<'_>, columns: [&str; 2], from: GeoPoint);

    /// A term: the place in two columns is in a ring of places, or on it.
    fn in_polygon(&self, sql: &mut Sql<'_>, columns: [&str; 2], ring: &[GeoPoint]);

    /// A term: a place is in the Polygon in `column`, or on it.
    fn polygon_covers(&self, sql: &mut Sql<'_>, column: &str, point: GeoPoint);

    /// A term: the text in `column` is one of these.
    fn one_of(&self, sql: &mut Sql<'_>, column: &str, texts: Vec<&str>);

    /// A term: the test holds for what the steps lead to in the JSON in `column`.
    fn holds_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String], test: &Test);

    /// A value that can be ordered: what the steps lead to in the JSON in `column`.
    fn value_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String]);

    /// The same as canonical JSON.
    fn json_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String]);

    /// The value of a column as the canonical JSON that an Array would hold it as; null where none would.
    fn json_of(&self, sql: &mut Sql<'_>, column: &str, kind: &Kind);

    /// A subquery: the canonical JSON of each element of the array in `column`.
    fn elements(&self, sql: &mut Sql<'_>, column: &str);

    /// A subquery: the ids of the Pointers to a class in the array in `column`.
    fn pointers(&self, sql: &mut Sql<'_>, column: &str, class: &str);
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
    /// Which user a provider knows by which id, of users.
    pub linked: Option<String>,
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

    /// The column of a place as it is called beside those of other tables.
    pub(crate) fn qualified(&self, place: Place) -> String {
        match self.column(place) {
            "NULL" => "NULL".into(),
            column => format!("{}.{column}", self.name),
        }
    }

    /// The table that holds what a Relation relates.
    pub(crate) fn join(&self, field: usize) -> &str {
        let join = self.joins.iter().find(|(index, _)| *index == field);
        join.map_or("", |(_, name)| name)
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

    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub(crate) fn parameter(&mut self, value: Stored) -> &mut Self {
        self.parameters.push(value);
        self.dialect
            .parameter(self.parameters.len(), &mut self.text);
        self
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
