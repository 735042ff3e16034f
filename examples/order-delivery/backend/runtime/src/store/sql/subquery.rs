//! Terms that are about other objects → subqueries of the same statement.

use super::{ID, Sql, Table};
use crate::class::Kind;
use crate::query::{Filter, Key, Path, Place, Subquery};

impl Sql<'_> {
    /// `SELECT … FROM … WHERE …`, as the right side of an `IN`.
    pub(super) fn subquery(&mut self, of: &Subquery, column: impl FnOnce(&mut Self, &Table)) {
        let table = self.table(of.class);
        self.push("SELECT ");
        column(self, table);
        self.from(table, &of.filter);
        if of.limit.is_some() || of.skip > 0 {
            self.order(table, &of.order);
            self.page(of.limit, of.skip);
        }
    }

    pub(super) fn leads_to(&mut self, table: &Table, field: usize, to: &Subquery) {
        let place = Place::Field(field);
        match table.class.fields[field].kind {
            Kind::Relation { .. } => {
                self.push(ID)
                    .push(" IN (SELECT \"owningId\" FROM ")
                    .push(table.join(field))
                    .push(" WHERE \"relatedId\" IN (");
                self.subquery(to, |sql, _| _ = sql.push(ID));
                self.push("))");
            }
            Kind::Array(_) => {
                self.push("EXISTS (SELECT 1 FROM (");
                let column = table.qualified(place);
                self.dialect.pointers(self, &column, to.class.name);
                self.push(") AS held WHERE held.id IN (");
                self.subquery(to, |sql, _| _ = sql.push(ID));
                self.push("))");
            }
            _ => {
                self.push(table.column(place)).push(" IN (");
                self.subquery(to, |sql, _| _ = sql.push(ID));
                self.push(")");
            }
        }
    }

    pub(super) fn selected(&mut self, table: &Table, subject: &Key, key: &Key, of: &Subquery) {
        let (held, sought) = (
            Form::of(table, subject),
            Form::of(self.table(of.class), key),
        );
        match (held, sought) {
            (Form::Column(held), Form::Column(sought)) if held == sought => {
                self.key(table, subject);
                self.push(" IN (");
                self.subquery(of, |sql, table| sql.key(table, key));
                self.push(")");
            }
            (Form::Point, Form::Point) => {
                self.points(table, subject);
                self.push(" IN (");
                self.subquery(of, |sql, table| {
                    if let Key::Place(place) = key {
                        sql.push(&table.columns(*place).join(","));
                    }
                });
                self.push(")");
            }
            // An Array is compared as a whole with another, and anything else is sought in it.
            (Form::Array, sought) if sought != Form::Array && sought.is_json() => {
                self.push("EXISTS (SELECT 1 FROM (");
                if let Key::Place(place) = subject {
                    let column = table.qualified(*place);
                    self.dialect.elements(self, &column);
                }
                self.push(") AS held WHERE held.json IN (");
                self.subquery(of, |sql, table| sql.json(table, key));
                self.push("))");
            }
            (held, sought) if held.is_json() && sought.is_json() => {
                self.json(table, subject);
                self.push(" IN (");
                self.subquery(of, |sql, table| sql.json(table, key));
                self.push(")");
            }
            _ => self.filter(table, &Filter::Always(false)),
        }
    }

    fn points(&mut self, table: &Table, key: &Key) {
        if let Key::Place(place) = key {
            let columns = table.columns(*place).join(",");
            self.push("(").push(&columns).push(")");
        }
    }

    /// The value of a key as canonical JSON.
    fn json(&mut self, table: &Table, key: &Key) {
        match key {
            Key::Inside(Path { field, steps }) => {
                let column = table.qualified(Place::Field(*field));
                self.dialect.json_inside(self, &column, steps);
            }
            Key::Target(field) => {
                let column = table.qualified(Place::Field(*field));
                self.dialect.json_of(self, &column, &Kind::String);
            }
            Key::Distance { .. } | Key::Score { .. } => _ = self.push("NULL"),
            Key::Place(place) => {
                let kind = match place {
                    Place::Id => &Kind::String,
                    Place::CreatedAt | Place::UpdatedAt => &Kind::Date,
                    Place::Acl => &Kind::Acl,
                    Place::Field(field) => &table.class.fields[*field].kind,
                };
                let column = table.qualified(*place);
                self.dialect.json_of(self, &column, kind);
            }
        }
    }
}

/// How a value is kept, as far as it decides whether it can be equal to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In a column of its own, with others of its type.
    Column(&'static str),
    /// In two columns.
    Point,
    Array,
    /// Somewhere in a JSON value.
    Inside,
    Nowhere,
}

impl Form {
    fn of(table: &Table, key: &Key) -> Self {
        let place = match key {
            Key::Place(place) => place,
            Key::Inside(_) => return Self::Inside,
            Key::Target(_) => return Self::Column("String"),
            Key::Distance { .. } | Key::Score { .. } => return Self::Nowhere,
        };
        let field = match place {
            Place::Id => return Self::Column("String"),
            Place::CreatedAt | Place::UpdatedAt => return Self::Column("Date"),
            Place::Acl => return Self::Column("ACL"),
            Place::Field(field) => &table.class.fields[*field],
        };
        match field.kind {
            Kind::GeoPoint => Self::Point,
            Kind::Array(_) => Self::Array,
            Kind::Relation { .. } => Self::Nowhere,
            // Ids of one class are never those of another.
            Kind::Pointer { class, .. } => Self::Column(class),
            ref other => Self::Column(other.name()),
        }
    }

    /// Whether it can be compared with what is in a JSON value.
    fn is_json(self) -> bool {
        match self {
            Self::Array | Self::Inside => true,
            Self::Column(kind) => !matches!(kind, "File" | "Bytes" | "Polygon" | "ACL"),
            Self::Point | Self::Nowhere => false,
        }
    }
}
