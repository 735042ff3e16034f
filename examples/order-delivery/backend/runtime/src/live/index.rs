//! Which subscriptions a change may concern, without a look at each: they are found by a value that an object must have
//! for their filter to hold, or by who must be able to read it.

use super::around::Around;
use crate::class::{ClassDef, Kind};
use crate::query::{Compare, Filter, Place, Right};
use crate::wire::{Acl, Object, Value, Wire as _};
use crate::write::{Stored, stored};
use std::collections::{BTreeSet, HashMap};

/// What must be the case for a filter to hold, as far as it serves to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// It never holds.
    Never,
    /// One of these values is at a place.
    Values(Probe, Vec<Term>),
    /// One of these may read the object.
    Readers(Vec<String>),
    /// Nothing that serves.
    Any,
}

/// A place of an object, or of one that Pointers of it lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Probe {
    /// Pointers from the object on, by their places in the class of each.
    through: Vec<usize>,
    place: Place,
}

/// A value by which something is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Term {
    Text(String),
    Integer(i64),
    /// The bits of a number.
    Number(u64),
}

/// The filters of one class, by what they are called.
#[derive(Default)]
pub(super) struct Index {
    values: Vec<(Probe, HashMap<Term, BTreeSet<u64>>)>,
    readers: HashMap<String, BTreeSet<u64>>,
    /// All that are found by who may read: an object without an ACL concerns each.
    read: BTreeSet<u64>,
    rest: BTreeSet<u64>,
}

impl Index {
    pub(super) fn insert(&mut self, name: u64, slot: &Slot) {
        match slot {
            Slot::Never => {}
            Slot::Any => _ = self.rest.insert(name),
            Slot::Readers(readers) => {
                self.read.insert(name);
                for reader in readers {
                    self.readers.entry(reader.clone()).or_default().insert(name);
                }
            }
            Slot::Values(probe, terms) => {
                let known = self.values.iter().position(|(known, _)| known == probe);
                let at = known.unwrap_or_else(|| {
                    self.values.push((probe.clone(), HashMap::new()));
                    self.values.len() - 1
                });
                for term in terms {
                    let found = self.values[at].1.entry(term.clone()).or_default();
                    found.insert(name);
                }
            }
        }
    }

    pub(super) fn remove(&mut self, name: u64, slot: &Slot) {
        match slot {
            Slot::Never => {}
            Slot::Any => _ = self.rest.remove(&name),
            Slot::Readers(readers) => {
                self.read.remove(&name);
                for reader in readers {
                    forget(&mut self.readers, reader, name);
                }
            }
            Slot::Values(probe, terms) => {
                if let Some((_, found)) = self.values.iter_mut().find(|(known, _)| known == probe) {
                    for term in terms {
                        forget(found, term, name);
                    }
                }
                self.values.retain(|(_, found)| !found.is_empty());
            }
        }
    }

    /// Adds the filters that may hold for the object. What Pointers lead to and is not known yet is asked for in `around`,
    /// and then this is to be called again.
    pub(super) fn find(
        &self,
        class: &'static ClassDef,
        object: &Object,
        around: &Around,
        found: &mut BTreeSet<u64>,
    ) {
        found.extend(&self.rest);
        if !self.read.is_empty() {
            match object.get("ACL").filter(|acl| !acl.is_null()) {
                None => found.extend(&self.read),
                Some(acl) => {
                    let acl = Acl::from_wire(acl.clone()).unwrap_or_default();
                    let readers = acl.0.iter().filter(|(_, rights)| rights.read);
                    let named = readers.filter_map(|(who, _)| self.readers.get(who));
                    found.extend(named.flatten());
                }
            }
        }
        for (probe, terms) in &self.values {
            if !probe.through.is_empty() && around.is_broken() {
                // What cannot be found out may concern each of them.
                found.extend(terms.values().flatten());
                continue;
            }
            if let Some(named) = probe
                .term(class, object, around)
                .and_then(|term| terms.get(&term))
            {
                found.extend(named);
            }
        }
    }
}

fn forget<K: std::hash::Hash + Eq>(all: &mut HashMap<K, BTreeSet<u64>>, key: &K, name: u64) {
    if let Some(names) = all.get_mut(key) {
        names.remove(&name);
        if names.is_empty() {
            all.remove(key);
        }
    }
}

impl Probe {
    /// The value that an object has there.
    fn term(&self, class: &'static ClassDef, object: &Object, around: &Around) -> Option<Term> {
        let Some((first, rest)) = self.through.split_first() else {
            let value = object
                .get(self.place.name(class))
                .filter(|value| !value.is_null())?;
            return term(&stored(class, self.place, value).ok()?);
        };
        let field = &class.fields[*first];
        let Kind::Pointer { class: target, .. } = field.kind else {
            return None;
        };
        let id = object
            .get(field.name)?
            .get("objectId")
            .and_then(Value::as_str)?;
        let (class, object) = around.object(target, id)??;
        let rest = Self {
            through: rest.to_vec(),
            place: self.place,
        };
        rest.term(class, object, around)
    }
}

impl Slot {
    /// The one by which a filter is found with the fewest others.
    pub(super) fn of(class: &'static ClassDef, filter: &Filter) -> Self {
        let mut best = (u32::MAX, Self::Any);
        rank(class, filter, &mut best);
        best.1
    }
}

/// Looks at all terms that must hold; the least rank is the best.
fn rank(class: &'static ClassDef, filter: &Filter, best: &mut (u32, Slot)) {
    let mut offer = |rank: u32, slot: Slot| {
        if rank < best.0 {
            *best = (rank, slot);
        }
    };
    match filter {
        Filter::All(terms) => {
            for term in terms {
                rank(class, term, best);
            }
        }
        Filter::Always(false) => offer(0, Slot::Never),
        Filter::Compare {
            place,
            compare: Compare::Equal,
            value,
        } => {
            if let (Some(rank), Some(term)) = (of_place(class, *place), term(value)) {
                offer(rank, values(*place, vec![term]));
            }
        }
        Filter::OneOf { place, values: all } => {
            let terms = all.iter().map(term).collect::<Option<Vec<_>>>();
            if let (Some(rank), Some(terms)) = (of_place(class, *place), terms) {
                // More values are found with more others.
                let more = terms.len().min(50) as u32;
                offer(rank + more, values(*place, terms));
            }
        }
        Filter::LeadsTo { field, to } if to.limit.is_none() && to.skip == 0 => {
            if !matches!(class.fields[*field].kind, Kind::Pointer { .. }) {
                return;
            }
            let mut there = (u32::MAX, Slot::Any);
            rank(to.class, &to.filter, &mut there);
            match there {
                (rank, Slot::Values(mut probe, terms)) => {
                    probe.through.insert(0, *field);
                    offer(rank + 1, Slot::Values(probe, terms));
                }
                (_, Slot::Never) => offer(0, Slot::Never),
                (_, Slot::Readers(_) | Slot::Any) => {}
            }
        }
        Filter::Permits {
            right: Right::Read,
            to,
        } => offer(300, Slot::Readers(to.clone())),
        _ => {}
    }
}

fn values(place: Place, terms: Vec<Term>) -> Slot {
    let through = Vec::new();
    Slot::Values(Probe { through, place }, terms)
}

/// How many objects share a value of such a place, roughly; `None` where none is found by it.
fn of_place(class: &ClassDef, place: Place) -> Option<u32> {
    match place {
        Place::Id => Some(1),
        Place::CreatedAt | Place::UpdatedAt => Some(10),
        Place::Acl => None,
        Place::Field(field) => match class.fields[field].kind {
            Kind::Pointer { .. } => Some(100),
            Kind::String | Kind::Number | Kind::Date | Kind::File => Some(200),
            Kind::Boolean => Some(400),
            Kind::Object(_)
            | Kind::Array(_)
            | Kind::GeoPoint
            | Kind::Polygon
            | Kind::Bytes
            | Kind::Relation { .. }
            | Kind::Acl => None,
        },
    }
}

fn term(value: &Stored) -> Option<Term> {
    match value {
        Stored::Text(text) => Some(Term::Text(text.clone())),
        Stored::Integer(integer) => Some(Term::Integer(*integer)),
        // Zero is zero, whatever its sign.
        Stored::Number(number) => Some(Term::Number((number + 0.0).to_bits())),
        Stored::Null | Stored::Blob(_) | Stored::Point(..) | Stored::Acl(_) => None,
    }
}
