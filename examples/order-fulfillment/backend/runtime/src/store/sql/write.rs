//! Writes → `INSERT`, `UPDATE` and `DELETE` statements.

use super::{CREATED_AT, ID, Sql, UPDATED_AT};
use crate::class::ClassDef;
use crate::query::{Filter, Place};
use crate::write::{AclColumns, Assign, Stored};
use std::fmt::Write as _;

impl Sql<'_> {
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
                (Assign::Increment(_) | Assign::Elements(..) | Assign::Parts(_), _) => {}
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
}
