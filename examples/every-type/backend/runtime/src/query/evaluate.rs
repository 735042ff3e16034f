//! A [`Filter`] for one object in memory, where the database would say the same.

use super::selected::{Comparison, comparison};
use super::{Area, Compare, Filter, Key, Place, Right, Subquery, covers, same};
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Kind, Schema};
use crate::error::Error;
use crate::store::Catalog;
use crate::wire::{Acl, GeoPoint, Object, Polygon, Value, Wire as _};
use crate::write::{AclColumns, Stored, stored};
use std::cmp::Ordering;
use std::sync::Arc;

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

/// Other objects than the one that a filter is held against, as far as they are known.
pub(crate) trait Others {
    /// Whether a query within the filter finds the object of this id.
    fn finds(&self, query: &Subquery, id: &str) -> Option<bool>;

    /// All that a query within the filter finds.
    fn found(&self, query: &Subquery) -> Option<&[Arc<Object>]>;

    /// Whether the Relation `field` of an object that `owner` finds has this id.
    fn relates(&self, owner: &Subquery, field: usize, id: &str) -> Option<bool>;
}

/// Where nothing else is known.
struct Nothing;

impl Others for Nothing {
    fn finds(&self, _: &Subquery, _: &str) -> Option<bool> {
        None
    }

    fn found(&self, _: &Subquery) -> Option<&[Arc<Object>]> {
        None
    }

    fn relates(&self, _: &Subquery, _: usize, _: &str) -> Option<bool> {
        None
    }
}

impl Filter {
    /// Whether it holds for an object as it is on the wire; `None` where only the store knows, because other objects decide.
    pub(crate) fn holds(&self, class: &'static ClassDef, object: &Object) -> Option<bool> {
        self.holds_among(class, object, &Nothing)
    }

    /// The same where something is known of other objects.
    pub(crate) fn holds_among(
        &self,
        class: &'static ClassDef,
        object: &Object,
        others: &dyn Others,
    ) -> Option<bool> {
        let this = Evaluation {
            class,
            object,
            others,
        };
        this.holds(self)
    }
}

struct Evaluation<'o> {
    class: &'static ClassDef,
    object: &'o Object,
    others: &'o dyn Others,
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
            Filter::LeadsTo { field, to } => return self.leads_to(*field, to),
            Filter::RelatedTo { owner, field } => {
                let id = self.value(Place::Id).and_then(Value::as_str)?;
                return self.others.relates(owner, *field, id);
            }
            Filter::Selected { subject, key, of } => return self.selected(subject, key, of),
            // What a Relation holds is not part of the object.
            Filter::Relates { .. } => return None,
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
    fn leads_to(&self, field: usize, to: &Subquery) -> Option<bool> {
        if matches!(to.filter, Filter::Always(false)) {
            return Some(false);
        }
        if self.is_relation(Place::Field(field)) {
            return None;
        }
        let Some(value) = self.value(Place::Field(field)) else {
            return Some(false);
        };
        let one = std::slice::from_ref(value);
        let pointers = value.as_array().map_or(one, Vec::as_slice);
        let ids = pointers
            .iter()
            .filter_map(|held| target(held, to.class.name));
        let mut known = true;
        for id in ids {
            match self.others.finds(to, id) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = false,
            }
        }
        known.then_some(false)
    }

    fn selected(&self, subject: &Key, key: &Key, of: &Subquery) -> Option<bool> {
        let Some(compared) = comparison(self.class, subject, of.class, key) else {
            return Some(false);
        };
        let Some(held) = subject.value(self.class, self.object) else {
            return Some(false);
        };
        let found = self.others.found(of)?;
        let mut sought = found
            .iter()
            .filter_map(|object| key.value(of.class, object));
        Some(match (compared, held.as_array()) {
            (Comparison::Whole, _) => sought.any(|sought| same(&held, &sought)),
            (Comparison::Element, Some(elements)) => {
                sought.any(|sought| elements.iter().any(|held| same(held, &sought)))
            }
            (Comparison::Element, None) => false,
        })
    }
}

/// The id of a Pointer to an object of `class`; in an Array its class alone tells what it is.
fn target<'v>(value: &'v Value, class: &str) -> Option<&'v str> {
    let is_of = value.get("className").and_then(Value::as_str) == Some(class);
    value
        .get("objectId")
        .and_then(Value::as_str)
        .filter(|_| is_of)
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
