//! `where` and `order` as clients write them → [`Filter`] and an order.

use super::{Compare, Filter, Place, place};
use crate::Result;
use crate::class::{ClassDef, Direction, Kind};
use crate::error::{Code, Error};
use crate::wire::Value;
use crate::write::{Stored, element, stored};

/// How deep `$or`, `$and` and `$nor` may nest.
const MAX_DEPTH: usize = 16;
/// How many comparisons a `where` may hold, the values of `$in` among them.
const MAX_TERMS: usize = 10_000;

/// Which names a query may use.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names<'a> {
    /// Those that a client may see: none that is hidden, and none of these, which are withheld from him.
    Visible(&'a [usize]),
    /// Hidden fields too.
    All,
}

/// # Errors
/// Codes 102 and 119: an unknown operator, a value of another type, a hidden field.
pub(crate) fn parse_where(
    class: &'static ClassDef,
    document: &Value,
    names: Names<'_>,
) -> Result<Filter> {
    Parser {
        class,
        names,
        terms: 0,
    }
    .document(document, 0)
}

/// Reads `-createdAt,name`. A field that does not exist plays no part, as in Parse.
///
/// # Errors
/// Code 102 for a field that has no order, 119 for a hidden one.
pub(crate) fn parse_order(
    class: &'static ClassDef,
    text: &str,
    names: Names<'_>,
) -> Result<Vec<(Place, Direction)>> {
    let mut order = Vec::new();
    for key in text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let (name, direction) = match key.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (key.strip_prefix('+').unwrap_or(key), Direction::Ascending),
        };
        let Some(place) = visible(class, name, names)? else {
            continue;
        };
        if let Place::Field(index) = place
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
        // A place that was named before decides nothing a second time.
        if order.iter().all(|(known, _)| *known != place) {
            order.push((place, direction));
        }
    }
    Ok(order)
}

/// A name of the class, or `None` where it has no such field.
fn visible(class: &'static ClassDef, name: &str, names: Names<'_>) -> Result<Option<Place>> {
    let place = place(class, name);
    if let (Some(Place::Field(index)), Names::Visible(withheld)) = (place, names)
        && (class.fields[index].hidden || withheld.contains(&index))
    {
        return Err(Error::forbidden());
    }
    Ok(place)
}

struct Parser<'a> {
    class: &'static ClassDef,
    names: Names<'a>,
    terms: usize,
}

impl Parser<'_> {
    fn document(&mut self, document: &Value, depth: usize) -> Result<Filter> {
        let Value::Object(terms) = document else {
            return Err(Error::new(
                Code::INVALID_JSON,
                "where must be a JSON object",
            ));
        };
        if depth > MAX_DEPTH {
            return Err(Error::query(format!("where nests deeper than {MAX_DEPTH}")));
        }
        let mut filter = Filter::Always(true);
        for (key, value) in terms {
            let term = match key.as_str() {
                "$or" => Filter::Any(self.list(key, value, depth)?),
                "$and" => Filter::All(self.list(key, value, depth)?),
                "$nor" => Filter::Any(self.list(key, value, depth)?).not(),
                operator if operator.starts_with('$') => return Err(bad_constraint(operator)),
                name => self.field(name, value)?,
            };
            filter = filter.and(term);
        }
        Ok(filter)
    }

    fn list(&mut self, operator: &str, value: &Value, depth: usize) -> Result<Vec<Filter>> {
        match value.as_array() {
            Some(documents) if !documents.is_empty() => documents
                .iter()
                .map(|document| self.document(document, depth + 1))
                .collect(),
            _ => Err(Error::query(format!(
                "{operator} needs a list of queries, at least one"
            ))),
        }
    }

    fn field(&mut self, name: &str, value: &Value) -> Result<Filter> {
        let place = visible(self.class, name, self.names)?;
        let operators = value
            .as_object()
            .filter(|map| map.keys().any(|key| key.starts_with('$')));
        let Some(operators) = operators else {
            return self.equal(place, value);
        };
        let mut filter = Filter::Always(true);
        for (operator, operand) in operators {
            let term = match operator.as_str() {
                "$eq" => self.equal(place, operand)?,
                "$ne" => self.equal(place, operand)?.not(),
                "$lt" => self.compare(place, name, Compare::Less, operand)?,
                "$lte" => self.compare(place, name, Compare::LessOrEqual, operand)?,
                "$gt" => self.compare(place, name, Compare::Greater, operand)?,
                "$gte" => self.compare(place, name, Compare::GreaterOrEqual, operand)?,
                "$in" => self.one_of(place, operator, operand)?,
                "$nin" => self.one_of(place, operator, operand)?.not(),
                "$exists" => self.exists(place, operand)?,
                _ => return Err(bad_constraint(operator)),
            };
            filter = filter.and(term);
        }
        Ok(filter)
    }

    /// A field that the class does not have is one that is never set.
    fn equal(&mut self, place: Option<Place>, value: &Value) -> Result<Filter> {
        self.count(1)?;
        let Some(place) = place else {
            return Ok(Filter::Always(value.is_null()));
        };
        if value.is_null() {
            return Ok(Filter::IsSet(place).not());
        }
        if let Place::Field(field) = place
            && matches!(self.class.fields[field].kind, Kind::Array(_))
            && !value.is_array()
        {
            return contains(field, &[value]);
        }
        self.stored(place, value)
            .map(|value| Filter::equal(place, value))
    }

    fn compare(
        &mut self,
        place: Option<Place>,
        name: &str,
        compare: Compare,
        value: &Value,
    ) -> Result<Filter> {
        self.count(1)?;
        let Some(place) = place else {
            return Ok(Filter::Always(false));
        };
        let ordered = match place {
            Place::Id | Place::CreatedAt | Place::UpdatedAt => true,
            Place::Acl => false,
            Place::Field(index) => {
                matches!(
                    self.class.fields[index].kind,
                    Kind::String | Kind::Number | Kind::Boolean | Kind::Date
                )
            }
        };
        if !ordered {
            return Err(Error::query(format!(
                "`{name}` has no order: compare it with $eq, $ne, $in, $nin or $exists"
            )));
        }
        Ok(Filter::Compare {
            place,
            compare,
            value: self.stored(place, value)?,
        })
    }

    fn one_of(&mut self, place: Option<Place>, operator: &str, operand: &Value) -> Result<Filter> {
        let Some(values) = operand.as_array() else {
            return Err(Error::query(format!("{operator} needs a list of values")));
        };
        self.count(values.len())?;
        let unset = values.iter().any(Value::is_null);
        let Some(place) = place else {
            return Ok(Filter::Always(unset));
        };
        let values = values.iter().filter(|value| !value.is_null());
        let mut terms = match place {
            Place::Field(index) if matches!(self.class.fields[index].kind, Kind::Array(_)) => {
                // An array is compared as a whole; anything else is sought in the Array.
                let (arrays, elements): (Vec<_>, Vec<_>) =
                    values.partition(|value| value.is_array());
                let mut terms = vec![contains(index, &elements)?];
                for array in arrays {
                    terms.push(self.equal(Some(place), array)?);
                }
                terms
            }
            Place::Field(index) if matches!(self.class.fields[index].kind, Kind::GeoPoint) => {
                values
                    .map(|value| self.equal(Some(place), value))
                    .collect::<Result<Vec<_>>>()?
            }
            _ => {
                let values = values
                    .map(|value| self.stored(place, value))
                    .collect::<Result<Vec<_>>>()?;
                vec![Filter::OneOf { place, values }]
            }
        };
        if unset {
            terms.push(Filter::IsSet(place).not());
        }
        Ok(Filter::Any(terms))
    }

    fn exists(&mut self, place: Option<Place>, operand: &Value) -> Result<Filter> {
        self.count(1)?;
        let Some(exists) = operand.as_bool() else {
            return Err(Error::query("$exists is true or false"));
        };
        let filter = place.map_or(Filter::Always(false), Filter::IsSet);
        Ok(if exists { filter } else { filter.not() })
    }

    /// A value of the wrong type is the mistake of a query here, not of an object.
    fn stored(&self, place: Place, value: &Value) -> Result<Stored> {
        stored(self.class, place, value).map_err(|error| Error::query(error.message))
    }

    fn count(&mut self, terms: usize) -> Result<()> {
        self.terms += terms;
        if self.terms > MAX_TERMS {
            return Err(Error::query(format!(
                "where holds more than {MAX_TERMS} comparisons"
            )));
        }
        Ok(())
    }
}

fn contains(field: usize, elements: &[&Value]) -> Result<Filter> {
    let elements = elements
        .iter()
        .map(|value| element(value))
        .collect::<Result<Vec<_>>>()
        .map_err(|error| Error::query(error.message))?;
    Ok(Filter::Contains {
        field,
        elements: format!("[{}]", elements.join(",")),
    })
}

fn bad_constraint(operator: &str) -> Error {
    Error::query(format!("bad constraint: {operator}"))
}
