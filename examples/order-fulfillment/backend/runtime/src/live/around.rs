//! What changes have to be held against beside themselves: the objects that their Pointers lead to, and what queries
//! within a query find. It is asked for as it turns out to be needed, and then read for all changes at hand at once, so that
//! a thousand subscriptions to the same object's owner cost one query.

use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::{Filter, Others, Place, Projection, Select, Subquery};
use crate::service::Service;
use crate::store::Change;
use crate::wire::{Object, Value};
use crate::write::Stored;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many objects a query within a subscription's may find, where it is not about the object of a Pointer.
pub(super) const MOST: u64 = 1_000;
/// How many objects are read with one query.
const AT_ONCE: usize = 500;

type Held = (&'static ClassDef, Arc<Object>);

/// What is known so far. Queries are known by where they lie in memory: their filters outlive this.
#[derive(Default)]
pub(super) struct Around {
    objects: HashMap<&'static str, HashMap<String, Option<Held>>>,
    /// `None` where it cannot be found out.
    found: HashMap<usize, Option<Vec<Arc<Object>>>>,
    related: HashMap<(usize, usize, String), bool>,
    wanted: RefCell<Wanted>,
    /// Why something cannot be found out.
    error: Option<Error>,
    /// Nothing more can.
    is_broken: bool,
}

#[derive(Default)]
struct Wanted {
    objects: HashMap<&'static str, HashSet<String>>,
    found: HashMap<usize, Subquery>,
    related: HashMap<(usize, usize, String), Subquery>,
}

fn name(query: &Subquery) -> usize {
    std::ptr::from_ref(query) as usize
}

impl Around {
    /// The object of this id with its class, or `Some(None)` where there is none; `None` where that is not known yet, and
    /// asked for with this.
    pub(super) fn object(
        &self,
        class: &'static str,
        id: &str,
    ) -> Option<Option<(&'static ClassDef, &Object)>> {
        let Some(known) = self.objects.get(class).and_then(|known| known.get(id)) else {
            let mut wanted = self.wanted.borrow_mut();
            wanted
                .objects
                .entry(class)
                .or_default()
                .insert(id.to_owned());
            return None;
        };
        Some(
            known
                .as_ref()
                .map(|(class, object)| (*class, object.as_ref())),
        )
    }

    /// Why something that was asked for is not known.
    pub(super) fn error(&self) -> Error {
        let unknown = || Error::internal("what a subscription asks for was not found out");
        self.error.clone().unwrap_or_else(unknown)
    }

    /// Whether there is no use in asking for more.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Whether anything was asked for that may become known.
    pub(super) fn wants(&self) -> bool {
        let wanted = self.wanted.borrow();
        let has_some =
            !wanted.objects.is_empty() || !wanted.found.is_empty() || !wanted.related.is_empty();
        has_some && !self.is_broken
    }

    /// Reads all that was asked for. An object that is gone with these changes is there as it was.
    pub(super) async fn load(&mut self, service: &Service, changes: &[Change]) {
        let wanted = self.wanted.take();
        for (name, query) in wanted.found {
            let found = found(service, query).await;
            let found = found.map_err(|error| self.error = Some(error)).ok();
            self.found.insert(name, found);
        }
        if let Err(error) = self.load_objects(service, wanted.objects, changes).await {
            self.error = Some(error);
            self.is_broken = true;
        }
        for (key, mut owner) in wanted.related {
            let (_, field, id) = &key;
            owner.filter = owner.filter.and(Filter::Relates {
                field: *field,
                ids: vec![id.clone()],
            });
            match service.objects(select(owner, 1)).await {
                Ok(found) => _ = self.related.insert(key, !found.is_empty()),
                Err(error) => {
                    self.error = Some(error);
                    self.is_broken = true;
                }
            }
        }
    }

    async fn load_objects(
        &mut self,
        service: &Service,
        wanted: HashMap<&'static str, HashSet<String>>,
        changes: &[Change],
    ) -> Result<()> {
        for (class, ids) in wanted {
            let known = self.objects.entry(class).or_default();
            let Some(def) = service.catalog().class(class) else {
                known.extend(ids.into_iter().map(|id| (id, None)));
                continue;
            };
            let ids: Vec<_> = ids.into_iter().collect();
            for ids in ids.chunks(AT_ONCE) {
                read(service, def, ids, known).await?;
                for id in ids {
                    if !known.contains_key(id) {
                        let is_it =
                            |change: &&Change| change.class.name == class && change.id == *id;
                        let mut gone = changes.iter().rev().filter(|change| change.after.is_none());
                        let before = gone.find(is_it).and_then(|change| change.before.clone());
                        known.insert(id.clone(), before.map(|before| (def, before)));
                    }
                }
            }
        }
        Ok(())
    }
}

async fn read(
    service: &Service,
    class: &'static ClassDef,
    ids: &[String],
    known: &mut HashMap<String, Option<Held>>,
) -> Result<()> {
    let filter = Filter::OneOf {
        place: Place::Id,
        values: ids.iter().cloned().map(Stored::Text).collect(),
    };
    let query = Subquery::all(class, filter);
    for object in service.objects(select(query, ids.len() as u64)).await? {
        if let Some(id) = object.get("objectId").and_then(Value::as_str) {
            known.insert(id.to_owned(), Some((class, Arc::new(object))));
        }
    }
    Ok(())
}

async fn found(service: &Service, query: Subquery) -> Result<Vec<Arc<Object>>> {
    let most = query.limit.unwrap_or(MOST + 1).min(MOST + 1);
    let found = service.objects(select(query, most)).await?;
    if found.len() as u64 > MOST {
        return Err(Error::query(format!(
            "a query within that of a subscription finds more than {MOST} objects"
        )));
    }
    Ok(found.into_iter().map(Arc::new).collect())
}

fn select(query: Subquery, limit: u64) -> Select {
    Select {
        class: query.class,
        filter: query.filter,
        order: query.order,
        skip: query.skip,
        limit,
        fields: Projection::All,
        count: false,
        start: None,
    }
}

impl Others for Around {
    fn finds(&self, query: &Subquery, id: &str) -> Option<bool> {
        if query.limit.is_some() || query.skip > 0 {
            let found = self.found(query)?;
            let has_id =
                |object: &Arc<Object>| object.get("objectId").and_then(Value::as_str) == Some(id);
            return Some(found.iter().any(has_id));
        }
        match self.object(query.class.name, id)? {
            Some((class, object)) => query.filter.holds_among(class, object, self),
            None => Some(false),
        }
    }

    fn found(&self, query: &Subquery) -> Option<&[Arc<Object>]> {
        let name = name(query);
        let Some(found) = self.found.get(&name) else {
            let mut wanted = self.wanted.borrow_mut();
            wanted.found.entry(name).or_insert_with(|| query.clone());
            return None;
        };
        found.as_deref()
    }

    fn relates(&self, owner: &Subquery, field: usize, id: &str) -> Option<bool> {
        let key = (name(owner), field, id.to_owned());
        let related = self.related.get(&key).copied();
        if related.is_none() {
            let mut wanted = self.wanted.borrow_mut();
            wanted.related.entry(key).or_insert_with(|| owner.clone());
        }
        related
    }
}
