//! Terms about places → comparisons that an index can serve, and functions for what those let through.

use super::{Sql, Table};
use crate::query::{Area, Place};
use crate::wire::GeoPoint;
use crate::write::Stored;

impl Sql<'_> {
    pub(super) fn within(&mut self, table: &Table, field: usize, area: &Area) {
        let Some(columns @ [latitude, longitude]) = places(table, field) else {
            return;
        };
        self.push("(").push(latitude).push(" IS NOT NULL");
        if let Some(bounds) = area.bounds() {
            self.push(" AND ")
                .push(latitude)
                .push(" BETWEEN ")
                .parameter(Stored::Number(bounds.south))
                .push(" AND ")
                .parameter(Stored::Number(bounds.north));
            let joined = if bounds.west <= bounds.east {
                " AND "
            } else {
                " OR "
            };
            self.push(" AND (")
                .push(longitude)
                .push(">=")
                .parameter(Stored::Number(bounds.west))
                .push(joined)
                .push(longitude)
                .push("<=")
                .parameter(Stored::Number(bounds.east))
                .push(")");
        }
        match area {
            // Its bounds say all of it.
            Area::Box(_) => {}
            Area::Ring { center, from, to } => {
                let limits = [(">=", Some(*from).filter(|from| *from > 0.0)), ("<=", *to)];
                for (operator, limit) in limits {
                    let Some(limit) = limit else { continue };
                    self.push(" AND ");
                    self.dialect.distance(self, columns, *center);
                    self.push(operator).parameter(Stored::Number(limit));
                }
            }
            Area::Polygon(ring) => {
                self.push(" AND ");
                self.dialect.in_polygon(self, columns, ring);
            }
        }
        self.push(")");
    }

    pub(super) fn distance(&mut self, table: &Table, field: usize, from: GeoPoint) {
        if let Some(columns) = places(table, field) {
            self.dialect.distance(self, columns, from);
        }
    }

    pub(super) fn covers(&mut self, table: &Table, field: usize, point: GeoPoint) {
        let column = table.column(Place::Field(field));
        self.dialect.polygon_covers(self, column, point);
    }
}

/// The columns of a GeoPoint.
fn places(table: &Table, field: usize) -> Option<[&str; 2]> {
    table.columns(Place::Field(field)).try_into().ok()
}
