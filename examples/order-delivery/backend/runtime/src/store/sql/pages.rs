//! Pages that begin after a position → `SELECT` statements, each over a range that an index serves.
//!
//! In the order of `a, b`, what comes after (1, 2) is: what has `a = 1, b = 2` and was created later; then `a = 1, b > 2`;
//! then `a > 1`. Nulls come first where a key ascends and last where it descends. One condition for all of that would be
//! an `OR` that no index serves.

use super::{SEQUENCE, Sql};
use crate::class::Direction;
use crate::query::{Key, Place, Position, Select};
use crate::write::Stored;

/// Objects that agree with the position in the first keys, and lie beyond it in the next one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    same: usize,
    beyond: Beyond,
}

#[derive(Clone, Copy, Debug)]
enum Beyond {
    /// The order of creation, where all keys are the same.
    Sequence,
    /// The position's value, by a value.
    Value,
    /// Its null, by any value.
    AnyValue,
    /// Its value, by nulls.
    Nulls,
}

/// What comes after a position, one segment after the other.
pub(crate) fn segments(order: &[(Key, Direction)], position: &Position) -> Vec<Segment> {
    let mut segments = vec![Segment {
        same: order.len(),
        beyond: Beyond::Sequence,
    }];
    let keys = order.iter().zip(&position.values).enumerate();
    for (same, ((key, direction), value)) in keys.rev() {
        let beyond: &[Beyond] = match (direction, value) {
            (Direction::Ascending, Stored::Null) => &[Beyond::AnyValue],
            (Direction::Ascending, _) => &[Beyond::Value],
            (Direction::Descending, Stored::Null) => &[],
            (Direction::Descending, _) if is_always_set(key) => &[Beyond::Value],
            (Direction::Descending, _) => &[Beyond::Value, Beyond::Nulls],
        };
        segments.extend(beyond.iter().map(|&beyond| Segment { same, beyond }));
    }
    segments
}

impl Sql<'_> {
    /// The columns, the keys of the order, and what settles the rest of it.
    fn keyed_columns(&mut self, columns: &str, select: &Select) -> &mut Self {
        let table = self.table(select.class);
        self.push("SELECT ").push(columns).push(",");
        for (key, _) in &select.order {
            self.key(table, key);
            self.push(",");
        }
        self.push(SEQUENCE)
    }

    /// The first page, of at most `limit` objects. `last` is the direction of creation, which settles what the order leaves
    /// open.
    pub(crate) fn first_page(
        mut self,
        columns: &str,
        select: &Select,
        last: Direction,
        limit: u64,
    ) -> Self {
        let table = self.table(select.class);
        self.keyed_columns(columns, select);
        self.from(table, &select.filter);
        self.order_by(table, &select.order, last);
        self.page(Some(limit), 0);
        self
    }

    /// At most `limit` objects of a segment.
    pub(crate) fn segment(
        mut self,
        columns: &str,
        select: &Select,
        position: &Position,
        segment: Segment,
        last: Direction,
        limit: u64,
    ) -> Self {
        let table = self.table(select.class);
        self.keyed_columns(columns, select);
        self.push(" FROM ").push(&table.name).push(" WHERE (");
        self.filter(table, &select.filter);
        self.push(")");
        let keys = select.order.iter().zip(&position.values);
        for ((key, _), value) in keys.take(segment.same) {
            self.push(" AND ");
            self.key(table, key);
            match value {
                Stored::Null => self.push(" IS NULL"),
                value => self.push("=").parameter(value.clone()),
            };
        }
        self.push(" AND ");
        let mut open = segment.same;
        match segment.beyond {
            Beyond::Sequence => {
                self.push(SEQUENCE)
                    .push(after(last))
                    .parameter(Stored::Integer(position.sequence));
            }
            Beyond::Value => {
                let (key, direction) = &select.order[segment.same];
                self.key(table, key);
                self.push(after(*direction))
                    .parameter(position.values[segment.same].clone());
            }
            Beyond::AnyValue => {
                self.key(table, &select.order[segment.same].0);
                self.push(" IS NOT NULL");
            }
            Beyond::Nulls => {
                self.key(table, &select.order[segment.same].0);
                self.push(" IS NULL");
                open += 1;
            }
        }
        // What is the same in all of them decides nothing.
        self.order_by(table, &select.order[open..], last);
        self.page(Some(limit), 0);
        self
    }
}

fn is_always_set(key: &Key) -> bool {
    matches!(
        key,
        Key::Place(Place::Id | Place::CreatedAt | Place::UpdatedAt)
    )
}

fn after(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => ">",
        Direction::Descending => "<",
    }
}
