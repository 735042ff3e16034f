//! Operators about what is in a value: text and the words in it, the elements of an Array, a place in an area.

use super::field::{Subject, Term, contains, inside, of_json};
use super::{MAX_PATTERNS, Parser, add, text};
use crate::Result;
use crate::class::Kind;
use crate::error::Error;
use crate::query::{Area, Filter, Path, Pattern, Place, Test};
use crate::wire::{GeoPoint, Value};

impl Parser<'_> {
    pub(super) fn matches(
        &mut self,
        term: &Term<'_>,
        pattern: &Value,
        options: Option<&Value>,
    ) -> Result<Filter> {
        self.count(1)?;
        add(&mut self.used.patterns, 1, MAX_PATTERNS, "of $regex")?;
        let options = options.map_or(Some(""), Value::as_str);
        let (Some(pattern), Some(options)) = (pattern.as_str(), options) else {
            return Err(Error::query("$regex and $options are text"));
        };
        let pattern = Pattern::parse(pattern, options)?;
        match &term.subject {
            Subject::Nothing => Ok(Filter::Always(false)),
            Subject::Array(field) => Ok(inside(&whole(*field), Test::Matches(pattern))),
            Subject::Inside(path) => Ok(inside(path, Test::Matches(pattern))),
            Subject::Column(place) if self.is_text(*place) => Ok(Filter::Matches {
                place: *place,
                pattern,
            }),
            Subject::Column(_) | Subject::Relation { .. } => Err(Error::query(format!(
                "$regex is about text, and `{}` is none",
                term.name
            ))),
        }
    }

    /// Every one of these values is in an Array, or every one of these beginnings is that of text in it.
    pub(super) fn all(&mut self, term: &Term<'_>, operand: &Value) -> Result<Filter> {
        let Some(values) = operand.as_array() else {
            return Err(Error::query("$all needs a list of values"));
        };
        self.count(values.len().max(1))?;
        let of_patterns = values.iter().filter(|value| value.get("$regex").is_some());
        let of_patterns = of_patterns.count();
        if of_patterns > 0 && of_patterns < values.len() {
            return Err(Error::query("all values of $all are of $regex, or none is"));
        }
        let path = match &term.subject {
            Subject::Nothing => return Ok(Filter::Always(false)),
            Subject::Array(field) => whole(*field),
            Subject::Inside(path) => path.clone(),
            Subject::Column(_) | Subject::Relation { .. } => {
                return Err(Error::query(format!(
                    "$all is about an Array, and `{}` is none",
                    term.name
                )));
            }
        };
        // No value at all is what no Array is asked for.
        if values.is_empty() {
            return Ok(Filter::Always(false));
        }
        let terms = values.iter().map(|value| {
            if let Some(pattern) = value.get("$regex") {
                return self.matches(term, pattern, value.get("$options"));
            }
            Ok(match &term.subject {
                Subject::Array(field) => contains(*field, &[value])?,
                _ => inside(&path, Test::Equal(of_json(value)?)),
            })
        });
        Ok(Filter::All(terms.collect::<Result<_>>()?))
    }

    pub(super) fn contained_by(&mut self, term: &Term<'_>, operand: &Value) -> Result<Filter> {
        let Some(values) = operand.as_array() else {
            return Err(Error::query("$containedBy needs a list of values"));
        };
        self.count(values.len().max(1))?;
        let values = values.iter().map(of_json).collect::<Result<_>>()?;
        match &term.subject {
            Subject::Nothing => Ok(Filter::Always(false)),
            Subject::Array(field) => Ok(inside(&whole(*field), Test::ContainedBy(values))),
            Subject::Inside(path) => Ok(inside(path, Test::ContainedBy(values))),
            Subject::Column(_) | Subject::Relation { .. } => Err(Error::query(format!(
                "$containedBy is about an Array, and `{}` is none",
                term.name
            ))),
        }
    }

    pub(super) fn within(
        &mut self,
        term: &Term<'_>,
        area: Area,
        nearest_first: bool,
    ) -> Result<Filter> {
        // An area is several comparisons: a box around it, and what is in the box.
        self.count(10)?;
        match term.subject {
            Subject::Nothing => Ok(Filter::Always(false)),
            Subject::Column(Place::Field(field))
                if matches!(self.class.fields[field].kind, Kind::GeoPoint) =>
            {
                Ok(Filter::Within {
                    field,
                    area,
                    nearest_first,
                })
            }
            _ => Err(Error::query(format!("`{}` is no GeoPoint", term.name))),
        }
    }

    pub(super) fn covers(&mut self, term: &Term<'_>, point: GeoPoint) -> Result<Filter> {
        self.count(1)?;
        match term.subject {
            Subject::Nothing => Ok(Filter::Always(false)),
            Subject::Column(Place::Field(field))
                if matches!(self.class.fields[field].kind, Kind::Polygon) =>
            {
                Ok(Filter::Covers { field, point })
            }
            _ => Err(Error::query(format!("`{}` is no Polygon", term.name))),
        }
    }

    pub(super) fn text(&mut self, term: &Term<'_>, operand: &Value) -> Result<Filter> {
        self.count(1)?;
        let search = text::search(operand)?;
        match term.subject {
            Subject::Nothing => Ok(Filter::Always(false)),
            Subject::Column(place) if self.is_text(place) => Ok(Filter::Text { place, search }),
            _ => Err(Error::query(format!("`{}` is no String", term.name))),
        }
    }

    fn is_text(&self, place: Place) -> bool {
        match place {
            Place::Id => true,
            Place::CreatedAt | Place::UpdatedAt | Place::Acl => false,
            Place::Field(field) => matches!(self.class.fields[field].kind, Kind::String),
        }
    }
}

/// The way to the whole of an Array.
fn whole(field: usize) -> Path {
    Path {
        field,
        steps: Vec::new(),
    }
}
