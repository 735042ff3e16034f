//! `order` as clients write it → keys, each with its direction.

use super::names::Names;
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Direction, Kind};
use crate::error::Error;
use crate::query::{Filter, Key, Place};

/// How many keys an order may have.
const MAX_KEYS: usize = 32;

/// Reads `-createdAt,name,address.city`. A field that does not exist plays no part, as in Parse; where nothing is
/// written, the order is that of the filter.
///
/// # Errors
/// Code 102 for a field that has no order, 119 for one that the caller may not name.
pub(crate) fn parse_order(
    caller: &Caller,
    class: &'static ClassDef,
    text: &str,
    filter: &Filter,
) -> Result<Vec<(Key, Direction)>> {
    if text.is_empty() {
        return Ok(filter.nearest_first().into_iter().collect());
    }
    let mut order: Vec<(Key, Direction)> = Vec::new();
    let names = Names::of(class, caller);
    for written in text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let (name, direction) = match written.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (
                written.strip_prefix('+').unwrap_or(written),
                Direction::Ascending,
            ),
        };
        let (key, direction) = match name {
            // Whichever way it is asked for, the best comes first.
            "$score" => (filter.score(), Direction::Descending),
            name => (names.key(class, name)?, direction),
        };
        let Some(key) = key else { continue };
        if let Key::Place(Place::Field(index)) = key
            && matches!(
                class.fields[index].kind,
                Kind::Relation { .. } | Kind::GeoPoint | Kind::Polygon | Kind::Acl
            )
        {
            return Err(Error::query(format!(
                "cannot order by `{name}`, a {}",
                class.fields[index].kind.name()
            )));
        }
        // A key that was named before decides nothing a second time.
        if order.iter().any(|(known, _)| *known == key) {
            continue;
        }
        if order.len() == MAX_KEYS {
            return Err(Error::query(format!(
                "order holds more than {MAX_KEYS} keys"
            )));
        }
        order.push((key, direction));
    }
    Ok(order)
}
