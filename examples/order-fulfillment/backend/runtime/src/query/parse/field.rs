//! What must hold for one field → a [`Filter`].

use super::{Parser, bad_constraint, geo, time};
use crate::Result;
use crate::class::Kind;
use crate::error::Error;
use crate::query::{Compare, Filter, Key, Path, Place, Test};
use crate::wire::{Value, pointer_id};
use crate::write::{Stored, canonical, stored};

/// What a name stands for, as far as it matters to operators.
pub(super) enum Subject {
    /// No field of the class: one that is never set.
    Nothing,
    Column(Place),
    Array(usize),
    Relation {
        field: usize,
        class: &'static str,
    },
    Inside(Path),
}

/// A term under way: what it is about, and how the client called it.
pub(super) struct Term<'t> {
    pub subject: Subject,
    pub name: &'t str,
}

impl Parser<'_> {
    pub(super) fn field(&mut self, name: &str, value: &Value, depth: usize) -> Result<Filter> {
        let subject = match self.names.key(self.class, name)? {
            None => self
                .names
                .unknown(self.class, name)
                .map(|()| Subject::Nothing)?,
            Some(Key::Inside(path)) => Subject::Inside(path),
            Some(Key::Place(Place::Field(field))) => match self.class.fields[field].kind {
                Kind::Array(_) => Subject::Array(field),
                Kind::Relation { class } => Subject::Relation { field, class },
                _ => Subject::Column(Place::Field(field)),
            },
            Some(Key::Place(place)) => Subject::Column(place),
            // No name of a field leads to these.
            Some(Key::Target(_) | Key::Distance { .. } | Key::Score { .. }) => Subject::Nothing,
        };
        let term = Term { subject, name };
        let operators = value
            .as_object()
            .filter(|map| map.keys().any(|key| key.starts_with('$')));
        let Some(operators) = operators else {
            return self.equal(&term, value);
        };
        let mut filter = Filter::Always(true);
        for (operator, operand) in operators {
            let more = match operator.as_str() {
                "$regex" => self.matches(&term, operand, operators.get("$options"))?,
                "$options" if operators.contains_key("$regex") => continue,
                "$nearSphere" => self.within(&term, geo::near(operand, operators)?, true)?,
                near if geo::DISTANCES.contains(&near) && operators.contains_key("$nearSphere") => {
                    continue;
                }
                operator => self.operator(&term, operator, operand, depth)?,
            };
            filter = filter.and(more);
        }
        Ok(filter)
    }

    fn operator(
        &mut self,
        term: &Term<'_>,
        operator: &str,
        operand: &Value,
        depth: usize,
    ) -> Result<Filter> {
        Ok(match operator {
            "$eq" => self.equal(term, operand)?,
            "$ne" => self.equal(term, operand)?.not(),
            "$lt" => self.compare(term, Compare::Less, operand)?,
            "$lte" => self.compare(term, Compare::LessOrEqual, operand)?,
            "$gt" => self.compare(term, Compare::Greater, operand)?,
            "$gte" => self.compare(term, Compare::GreaterOrEqual, operand)?,
            "$in" => self.one_of(term, operator, operand)?,
            "$nin" => self.one_of(term, operator, operand)?.not(),
            "$all" => self.all(term, operand)?,
            "$containedBy" => self.contained_by(term, operand)?,
            "$text" => self.text(term, operand)?,
            "$within" => self.within(term, geo::within(operand)?, false)?,
            "$geoWithin" => self.within(term, geo::geo_within(operand)?, false)?,
            "$geoIntersects" => self.covers(term, geo::geo_intersects(operand)?)?,
            "$exists" => self.exists(term, operand)?,
            "$inQuery" => self.in_query(term.pointers()?, term.name, operand, depth)?,
            "$notInQuery" => self
                .in_query(term.pointers()?, term.name, operand, depth)?
                .not(),
            "$select" => self.selected(term.key()?, operator, operand, depth)?,
            "$dontSelect" => self.selected(term.key()?, operator, operand, depth)?.not(),
            _ => return Err(bad_constraint(operator)),
        })
    }

    fn equal(&mut self, term: &Term<'_>, value: &Value) -> Result<Filter> {
        self.count(1)?;
        Ok(match &term.subject {
            Subject::Nothing => Filter::Always(value.is_null()),
            Subject::Relation { .. } if value.is_null() => Filter::Always(false),
            Subject::Relation { field, class } => Filter::Relates {
                field: *field,
                ids: vec![related(class, value)?],
            },
            subject if value.is_null() => is_set(subject).not(),
            Subject::Array(field) if !value.is_array() => contains(*field, &[value])?,
            Subject::Array(field) => {
                let place = Place::Field(*field);
                Filter::equal(place, self.stored(place, value)?)
            }
            Subject::Column(place) => Filter::equal(*place, self.stored(*place, value)?),
            Subject::Inside(path) => inside(path, Test::Equal(of_json(value)?)),
        })
    }

    fn compare(&mut self, term: &Term<'_>, compare: Compare, value: &Value) -> Result<Filter> {
        self.count(1)?;
        let relative = value.get("$relativeTime").map(time::from_now).transpose()?;
        let value = relative.as_ref().unwrap_or(value);
        let place = match &term.subject {
            Subject::Nothing => return Ok(Filter::Always(false)),
            Subject::Inside(path) => {
                let value = of_json(value)?;
                if !is_ordered(&value) {
                    return Err(Error::query(format!(
                        "`{}` is compared with a String, a Number, a Boolean or a Date",
                        term.name
                    )));
                }
                return Ok(inside(path, Test::Compare(compare, value)));
            }
            Subject::Column(place) => *place,
            Subject::Array(field) | Subject::Relation { field, .. } => Place::Field(*field),
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
                "`{}` has no order: compare it with $eq, $ne, $in, $nin or $exists",
                term.name
            )));
        }
        Ok(Filter::Compare {
            place,
            compare,
            value: self.stored(place, value)?,
        })
    }

    fn one_of(&mut self, term: &Term<'_>, operator: &str, operand: &Value) -> Result<Filter> {
        let Some(values) = operand.as_array() else {
            return Err(Error::query(format!("{operator} needs a list of values")));
        };
        self.count(values.len())?;
        let unset = values.iter().any(Value::is_null);
        let values = values.iter().filter(|value| !value.is_null());
        let mut terms = match &term.subject {
            Subject::Nothing => return Ok(Filter::Always(unset)),
            Subject::Array(field) => {
                // An array is compared as a whole; anything else is sought in the Array.
                let (arrays, elements): (Vec<_>, Vec<_>) =
                    values.partition(|value| value.is_array());
                let mut terms = vec![contains(*field, &elements)?];
                for array in arrays {
                    terms.push(self.equal(term, array)?);
                }
                terms
            }
            Subject::Relation { field, class } => {
                let ids = values
                    .map(|value| related(class, value))
                    .collect::<Result<_>>()?;
                vec![Filter::Relates { field: *field, ids }]
            }
            Subject::Inside(path) => {
                let values = values.map(of_json).collect::<Result<_>>()?;
                vec![inside(path, Test::OneOf(values))]
            }
            Subject::Column(Place::Field(index))
                if matches!(self.class.fields[*index].kind, Kind::GeoPoint) =>
            {
                values
                    .map(|value| self.equal(term, value))
                    .collect::<Result<Vec<_>>>()?
            }
            Subject::Column(place) => {
                let values = values
                    .map(|value| self.stored(*place, value))
                    .collect::<Result<Vec<_>>>()?;
                let place = *place;
                vec![Filter::OneOf { place, values }]
            }
        };
        if unset {
            terms.push(is_set(&term.subject).not());
        }
        Ok(Filter::Any(terms))
    }

    fn exists(&mut self, term: &Term<'_>, operand: &Value) -> Result<Filter> {
        self.count(1)?;
        let Some(exists) = operand.as_bool() else {
            return Err(Error::query("$exists is true or false"));
        };
        let filter = is_set(&term.subject);
        Ok(if exists { filter } else { filter.not() })
    }

    /// A value of the wrong type is the mistake of a query here, not of an object.
    fn stored(&self, place: Place, value: &Value) -> Result<Stored> {
        match stored(self.class, place, value) {
            // An ACL is compared as a whole.
            Ok(Stored::Acl(acl)) => Ok(Stored::Text(acl.json)),
            Ok(stored) => Ok(stored),
            Err(error) => Err(Error::query(error.message)),
        }
    }
}

impl Term<'_> {
    /// The field, for an operator that follows Pointers.
    fn pointers(&self) -> Result<Option<usize>> {
        match self.subject {
            Subject::Nothing => Ok(None),
            Subject::Array(field)
            | Subject::Relation { field, .. }
            | Subject::Column(Place::Field(field)) => Ok(Some(field)),
            Subject::Column(_) | Subject::Inside(_) => Err(Error::query(format!(
                "$inQuery is about Pointers, and `{}` is none",
                self.name
            ))),
        }
    }

    /// The value, for an operator that compares it with one of another object.
    fn key(&self) -> Result<Option<Key>> {
        match &self.subject {
            Subject::Nothing => Ok(None),
            Subject::Column(place) => Ok(Some(Key::Place(*place))),
            Subject::Array(field) => Ok(Some(Key::Place(Place::Field(*field)))),
            Subject::Inside(path) => Ok(Some(Key::Inside(path.clone()))),
            Subject::Relation { .. } => Err(Error::query(format!(
                "`{}` is a Relation: ask for it with $inQuery",
                self.name
            ))),
        }
    }
}

fn is_set(subject: &Subject) -> Filter {
    match subject {
        Subject::Nothing => Filter::Always(false),
        Subject::Column(place) => Filter::IsSet(*place),
        Subject::Array(field) | Subject::Relation { field, .. } => {
            Filter::IsSet(Place::Field(*field))
        }
        Subject::Inside(path) => inside(path, Test::IsSet),
    }
}

pub(super) fn inside(path: &Path, test: Test) -> Filter {
    Filter::Inside {
        path: path.clone(),
        test,
    }
}

/// The object that a Relation is asked for.
fn related(class: &str, value: &Value) -> Result<String> {
    pointer_id(value, class)
        .map(str::to_owned)
        .map_err(|error| Error::query(error.message))
}

pub(super) fn contains(field: usize, elements: &[&Value]) -> Result<Filter> {
    let elements = elements.iter().map(|value| of_json(value));
    let elements = elements.collect::<Result<_>>()?;
    Ok(Filter::Contains { field, elements })
}

/// A value that an Object or an Array may hold.
pub(super) fn of_json(value: &Value) -> Result<Value> {
    canonical(value).map_err(|error| Error::query(error.message))
}

fn is_ordered(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) | Value::Bool(_) => true,
        Value::Object(_) => crate::wire::parse_date(value).is_ok(),
        Value::Null | Value::Array(_) => false,
    }
}
