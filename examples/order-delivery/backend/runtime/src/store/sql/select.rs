//! Queries → `SELECT` statements.

use super::{ID, SEQUENCE, Sql, Table};
use crate::class::Direction;
use crate::query::{Filter, Key, Path, Place, Select, place};
use crate::write::Stored;

impl Sql<'_> {
    /// `SELECT columns FROM … WHERE … ORDER BY … LIMIT … OFFSET …`; the last column is the score, where it is told.
    pub(crate) fn select(mut self, columns: &str, select: &Select) -> Self {
        let table = self.table(select.class);
        self.push("SELECT ").push(columns);
        if let Some(score) = select.score() {
            self.push(",").key(table, score);
        }
        self.from(table, &select.filter);
        if select.limit > 1 || select.skip > 0 || !select.order.is_empty() {
            self.order(table, &select.order);
        }
        self.page(Some(select.limit), select.skip);
        self
    }

    pub(super) fn order(&mut self, table: &Table, order: &[(Key, Direction)]) {
        let last = order.last().map(|(_, direction)| *direction);
        self.order_by(table, order, last.unwrap_or(Direction::Ascending));
    }

    pub(super) fn order_by(&mut self, table: &Table, keys: &[(Key, Direction)], last: Direction) {
        self.push(" ORDER BY ");
        for (key, direction) in keys {
            self.key(table, key);
            self.push(keyword(*direction)).push(",");
        }
        // The order of creation tells any two objects apart, and is the end of every index.
        self.push(SEQUENCE).push(keyword(last));
    }

    pub(super) fn page(&mut self, limit: Option<u64>, skip: u64) {
        let number = |count| Stored::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        if limit.is_some() || skip > 0 {
            self.push(" LIMIT ")
                .parameter(number(limit.unwrap_or(u64::MAX)));
        }
        if skip > 0 {
            self.push(" OFFSET ").parameter(number(skip));
        }
    }

    /// The value of a key, as one that can be compared and ordered.
    pub(super) fn key(&mut self, table: &Table, key: &Key) {
        match key {
            Key::Place(place) => _ = self.push(table.column(*place)),
            Key::Target(field) => _ = self.push(table.column(Place::Field(*field))),
            Key::Score { place, search } => {
                self.dialect.score(self, table.column(*place), search);
            }
            Key::Distance { field, from } => self.distance(table, *field, *from),
            Key::Inside(Path { field, steps }) => {
                let column = table.qualified(Place::Field(*field));
                self.dialect.value_inside(self, &column, steps);
            }
        }
    }

    /// `SELECT count(*) FROM … WHERE …`
    pub(crate) fn count(mut self, select: &Select) -> Self {
        let table = self.table(select.class);
        self.push("SELECT count(*)");
        self.from(table, &select.filter);
        self
    }

    pub(super) fn from(&mut self, table: &Table, filter: &Filter) {
        self.push(" FROM ").push(&table.name);
        if !matches!(filter, Filter::Always(true)) {
            self.push(" WHERE ");
            self.filter(table, filter);
        }
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

    /// The id of the user whom a provider, the first parameter, knows by an id, the second.
    pub(crate) fn linked(&self) -> Option<String> {
        let table = self.table(self.catalog.class("_User")?);
        let linked = table.linked.as_ref()?;
        let (mut provider, mut id) = (String::new(), String::new());
        self.dialect.parameter(1, &mut provider);
        self.dialect.parameter(2, &mut id);
        Some(format!(
            "SELECT {ID} FROM {} WHERE {SEQUENCE}=(SELECT seq FROM {linked} WHERE provider={provider} AND id={id})",
            table.name
        ))
    }
}

fn keyword(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => "",
        Direction::Descending => " DESC",
    }
}
