//! A [`Filter`] for one object in memory, where the database would say the same.

use super::{Area, Compare, Filter, Place, Right, Subquery, covers};
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Kind, Schema};
use crate::error::Error;
use crate::store::Catalog;
use crate::wire::{Acl, GeoPoint, Object, Polygon, Value, Wire as _};
use crate::write::{AclColumns, Stored, stored};
use std::cmp::Ordering;

/// A `where` document that is held against objects one by one.
#[derive(Clone, Debug)]
pub struct Where {
    class: &'static ClassDef,
    filter: Filter,
}

impl Where {
    /// Reads a document as the master key may mean it, so that it names hidden fields too.
    ///
    /// # Errors
    /// Codes 102 and 107 for a document that cannot be, 119 where the schema has no such class.
    pub fn parse(schema: &Schema, class: &str, document: &Value) -> Result<Self> {
        let catalog = Catalog::new(schema);
        let class = catalog.class(class).ok_or_else(Error::forbidden)?;
        let filter = super::parse_where(&catalog, &Caller::Master, class, document)?;
        Ok(Self { class, filter })
    }

    /// Whether an object, as it is on the wire and with all of its fields, is one that the document asks for; `None`
    /// where other objects decide it, as they do for `$inQuery`.
    pub fn matches(&self, object: &Object) -> Option<bool> {
        self.filter.holds(self.class, object)
    }
}

impl Filter {
    /// Whether it holds for an object as it is on the wire; `None` where only the store knows, because other objects decide.
    pub(crate) fn holds(&self, class: &'static ClassDef, object: &Object) -> Option<bool> {
        let this = Evaluation { class, object };
        this.holds(self)
    }
}

struct Evaluation<'o> {
    class: &'static ClassDef,
    object: &'o Object,
}

impl Evaluation<'_> {
    fn holds(&self, filter: &Filter) -> Option<bool> {
        Some(match filter {
            Filter::Always(holds) => *holds,
            Filter::All(terms) => return self.all(terms, true),
            Filter::Any(terms) => return self.all(terms, false).map(|none| !none),
            Filter::Not(term) => return self.holds(term).map(|holds| !holds),
            Filter::Compare {
                place,
                compare,
                value,
            } => self.is(*place, *compare, value),
            Filter::OneOf { place, values } => values
                .iter()
                .any(|value| self.is(*place, Compare::Equal, value)),
            Filter::Contains { field, elements } => self
                .value(Place::Field(*field))
                .and_then(Value::as_array)
                .is_some_and(|held| {
                    held.iter()
                        .any(|held| elements.iter().any(|sought| super::same(held, sought)))
                }),
            Filter::IsSet(place) => self.is_relation(*place) || self.value(*place).is_some(),
            Filter::Matches { place, pattern } => self
                .value(*place)
                .and_then(Value::as_str)
                .is_some_and(|text| pattern.is_match(text)),
            Filter::Text { place, search } => self
                .value(*place)
                .and_then(Value::as_str)
                .is_some_and(|text| search.is_match(text)),
            Filter::Within { field, area, .. } => self.is_within(*field, area),
            Filter::Covers { field, point } => self
                .value(Place::Field(*field))
                .and_then(|area| Polygon::from_wire(area.clone()).ok())
                .is_some_and(|Polygon(ring)| covers(&ring, *point)),
            Filter::Permits { right, to } => self.permits(*right, to),
            Filter::ReadBy { to } => self.permits(Right::Read, to),
            Filter::Inside { path, test } => self
                .value(Place::Field(path.field))
                .is_some_and(|value| test.holds(value, &path.steps)),
            Filter::LeadsTo { field, to } => return self.leads_to(Place::Field(*field), to),
            Filter::Relates { .. } | Filter::RelatedTo { .. } | Filter::Selected { .. } => {
                return None;
            }
        })
    }

    /// Whether all terms come out as `wanted`; one that does not settles it, whatever the others are.
    fn all(&self, terms: &[Filter], wanted: bool) -> Option<bool> {
        let mut known = true;
        for term in terms {
            match self.holds(term) {
                Some(holds) if holds != wanted => return Some(false),
                Some(_) => {}
                None => known = false,
            }
        }
        known.then_some(true)
    }

    /// What is set at a place.
    fn value(&self, place: Place) -> Option<&Value> {
        let value = self.object.get(place.name(self.class));
        value.filter(|value| !value.is_null())
    }

    fn is(&self, place: Place, compare: Compare, with: &Stored) -> bool {
        let held = self
            .value(place)
            .and_then(|value| stored(self.class, place, value).ok());
        held.and_then(|held| ordering(&held, with))
            .is_some_and(|ordering| compare.holds(ordering))
    }

    fn is_relation(&self, place: Place) -> bool {
        matches!(place, Place::Field(field) if matches!(self.class.fields[field].kind, Kind::Relation { .. }))
    }

    fn is_within(&self, field: usize, area: &Area) -> bool {
        self.value(Place::Field(field))
            .and_then(|point| GeoPoint::from_wire(point.clone()).ok())
            .is_some_and(|point| area.contains(point))
    }

    fn permits(&self, right: Right, to: &[String]) -> bool {
        let Some(acl) = self.value(Place::Acl) else {
            return true;
        };
        let given = Acl::from_wire(acl.clone()).unwrap_or_default();
        to.iter()
            .filter_map(|who| given.0.get(who))
            .any(|rights| match right {
                Right::Read => rights.read,
                Right::Write => rights.write,
            })
    }

    /// What leads nowhere needs no look at where it leads.
    fn leads_to(&self, place: Place, to: &Subquery) -> Option<bool> {
        let leads = self.is_relation(place) || self.value(place).is_some();
        let none = matches!(to.filter, Filter::Always(false));
        (!leads || none).then_some(false)
    }
}

/// As the store compares two values of one place; `None` where they are unlike.
fn ordering(one: &Stored, other: &Stored) -> Option<Ordering> {
    match (one, other) {
        (Stored::Text(one), Stored::Text(other)) => Some(one.cmp(other)),
        (Stored::Number(one), Stored::Number(other)) => one.partial_cmp(other),
        (Stored::Integer(one), Stored::Integer(other)) => Some(one.cmp(other)),
        (Stored::Blob(one), Stored::Blob(other)) => Some(one.cmp(other)),
        (Stored::Point(..), Stored::Point(..)) => (one == other).then_some(Ordering::Equal),
        (Stored::Acl(AclColumns { json, .. }), Stored::Text(text)) => Some(json.cmp(text)),
        _ => None,
    }
}
