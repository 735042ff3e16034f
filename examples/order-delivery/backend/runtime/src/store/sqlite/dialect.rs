//! What SQLite says in its own way: mostly by calling functions of the engine.

use super::functions::{
    DISTANCE, ELEMENTS, HOLDS_INSIDE, IN_POLYGON, JSON_INSIDE, JSON_OF, MATCHES, POINTERS,
    POLYGON_COVERS, SCORE, VALUE_INSIDE,
};
use super::passed;
use crate::class::Kind;
use crate::query::{Pattern, Search, Test};
use crate::store::sql::{Dialect, Sql};
use crate::wire::{GeoPoint, Value};
use crate::write::Stored;

pub(super) struct SqliteDialect;

impl Dialect for SqliteDialect {
    fn parameter(&self, _n: usize, sql: &mut String) {
        sql.push('?');
    }

    fn array_contains(&self, sql: &mut Sql<'_>, column: &str, elements: &[Value]) {
        // `json_each` gives a nested value as its text and a plain one as itself, so both sides go through it.
        sql.push("EXISTS (SELECT 1 FROM json_each(")
            .push(column)
            .push(") AS held, json_each(")
            .parameter(Stored::Text(passed::elements(elements)))
            .push(") AS sought WHERE held.value IS sought.value AND held.type = sought.type)");
    }

    fn text_contains(&self, sql: &mut Sql<'_>, column: &str, text: String) {
        sql.push("instr(")
            .push(column)
            .push(",")
            .parameter(Stored::Text(text))
            .push(")>0");
    }

    fn matches(&self, sql: &mut Sql<'_>, column: &str, pattern: &Pattern) {
        let prefix = pattern.prefix();
        if let Some(prefix) = prefix {
            // Text is compared by its bytes, and those of UTF-8 are in the order of code points.
            sql.push(column)
                .push(">=")
                .parameter(Stored::Text(prefix.text.clone()));
            if let Some(end) = prefix.end() {
                sql.push(" AND ")
                    .push(column)
                    .push("<")
                    .parameter(Stored::Text(end));
            }
        }
        if prefix.is_some_and(|prefix| prefix.is_all) {
            return;
        }
        sql.push(if prefix.is_some() { " AND " } else { "" });
        call(sql, MATCHES, column, pattern.text().to_owned());
    }

    fn score(&self, sql: &mut Sql<'_>, column: &str, search: &Search) {
        call(sql, SCORE, column, passed::search(search));
    }

    fn distance(&self, sql: &mut Sql<'_>, [latitude, longitude]: [&str; 2], from: GeoPoint) {
        sql.push(DISTANCE)
            .push("(")
            .push(latitude)
            .push(",")
            .push(longitude)
            .push(",")
            .parameter(Stored::Number(from.latitude))
            .push(",")
            .parameter(Stored::Number(from.longitude))
            .push(")");
    }

    fn in_polygon(&self, sql: &mut Sql<'_>, columns: [&str; 2], ring: &[GeoPoint]) {
        call(sql, IN_POLYGON, &columns.join(","), passed::ring(ring));
    }

    fn polygon_covers(&self, sql: &mut Sql<'_>, column: &str, point: GeoPoint) {
        sql.push(POLYGON_COVERS)
            .push("(")
            .push(column)
            .push(",")
            .parameter(Stored::Number(point.latitude))
            .push(",")
            .parameter(Stored::Number(point.longitude))
            .push(")");
    }

    fn one_of(&self, sql: &mut Sql<'_>, column: &str, texts: Vec<&str>) {
        sql.push(column)
            .push(" IN (SELECT value FROM json_each(")
            .parameter(Stored::Text(Value::from(texts).to_string()))
            .push("))");
    }

    fn holds_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String], test: &Test) {
        call(sql, HOLDS_INSIDE, column, passed::inside(steps, test));
    }

    fn value_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String]) {
        call(sql, VALUE_INSIDE, column, passed::steps(steps));
    }

    fn json_inside(&self, sql: &mut Sql<'_>, column: &str, steps: &[String]) {
        call(sql, JSON_INSIDE, column, passed::steps(steps));
    }

    fn json_of(&self, sql: &mut Sql<'_>, column: &str, kind: &Kind) {
        call(sql, JSON_OF, column, passed::kind(kind));
    }

    fn elements(&self, sql: &mut Sql<'_>, column: &str) {
        sql.push("SELECT value AS json FROM json_each(")
            .push(ELEMENTS)
            .push("(")
            .push(column)
            .push("))");
    }

    fn pointers(&self, sql: &mut Sql<'_>, column: &str, class: &str) {
        sql.push("SELECT value AS id FROM json_each(");
        call(sql, POINTERS, column, class.to_owned());
        sql.push(")");
    }
}

/// A call of a function of the engine with a column and something that the function reads once a statement.
fn call(sql: &mut Sql<'_>, function: &str, column: &str, parameter: String) {
    sql.push(function)
        .push("(")
        .push(column)
        .push(",")
        .parameter(Stored::Text(parameter))
        .push(")");
}
