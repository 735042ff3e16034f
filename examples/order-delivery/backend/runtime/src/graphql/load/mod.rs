//! Picks → queries of the service: one find for a list with all that its Pointers lead to, and then, level by level, the
//! Relations among what was found.

mod needs;
mod page;

use super::data::{Connection, Data, Place, Relations};
use super::filter;
use super::ids;
use super::model::{Class, Model};
use super::picks::Pick;
use super::shape::shape;
use crate::Result;
use crate::access::Caller;
use crate::error::Error;
use crate::service::{Query, Service};
use crate::wire::Value;
use needs::{Need, Needs};
use page::Page;
use serde_json::json;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub(super) struct Loader<'a> {
    pub service: &'a Service,
    pub model: &'a Model,
    pub caller: &'a Caller,
    pub max_page: u64,
}

impl Loader<'_> {
    /// # Errors
    /// Code 101 where there is none that the caller may read.
    pub(super) async fn get(&self, class: &Arc<Class>, id: &str, pick: &Pick) -> Result<Data> {
        let picks: Vec<_> = pick.inner.iter().collect();
        let shape = shape(self.model, class, &picks)?;
        let json = self
            .service
            .get(self.caller, class.def.name, id, &shape)
            .await?;
        let object = serde_json::from_slice(&json).map_err(Error::internal)?;
        Ok(Data::Object(Arc::clone(class), object))
    }

    /// A page of the objects of a class, those for which `within` holds too.
    ///
    /// # Errors
    /// Those of the service, and code 102 for a page that cannot be.
    pub(super) async fn find(
        &self,
        class: &Arc<Class>,
        within: Option<(&str, Value)>,
        pick: &Pick,
    ) -> Result<Connection> {
        let page = Page::of(pick, self.max_page)?;
        self.page(class, within, pick, &page).await
    }

    async fn page(
        &self,
        class: &Arc<Class>,
        within: Option<(&str, Value)>,
        pick: &Pick,
        page: &Page<'_>,
    ) -> Result<Connection> {
        let mut document = match pick.arg("where") {
            Some(input) => filter::filter(self.model, class, input)?,
            None => json!({}),
        };
        if let Some((term, operand)) = within {
            document = json!({"$and": [document, {term: operand}]});
        }
        let edges = pick.inner.iter().filter(|pick| pick.name == "edges");
        let nodes = edges.flat_map(|pick| &pick.inner);
        let nodes = nodes.filter(|pick| pick.name == "node");
        let picks: Vec<_> = nodes.flat_map(|pick| &pick.inner).collect();
        let query = Query {
            filter: document
                .as_object()
                .is_some_and(|terms| !terms.is_empty())
                .then_some(document),
            order: pick.arg("order").map(|order| filter::order(class, order)),
            limit: page.limit,
            skip: page.skip,
            count: pick.of("count").is_some(),
            shape: shape(self.model, class, &picks)?,
            after: page
                .keyed
                .then(|| page.cursor.unwrap_or_default().to_owned()),
            backwards: page.backwards,
            each: page.keyed,
            ..Query::default()
        };
        let found = self
            .service
            .find(self.caller, class.def.name, query)
            .await?;
        let json = [b"[".as_slice(), &found.objects, b"]"].concat();
        let objects = serde_json::from_slice(&json).map_err(Error::internal)?;
        let more = found.end.is_some_and(|end| end.more);
        let mut connection = Connection {
            class: Arc::clone(class),
            objects,
            cursors: found.cursors,
            count: found.count,
            next: more,
            previous: page.cursor.is_some() || page.skip > 0,
        };
        if page.backwards {
            connection.turn();
        }
        Ok(connection)
    }

    /// What the Relations hold that are asked for in `answer`, and those in what they hold.
    pub(super) async fn relations(&self, answer: &[(&Pick, &Data)]) -> Relations {
        let mut relations = Relations::default();
        let mut needs = Needs::new(self.model);
        for (pick, data) in answer {
            needs.data(data, pick, &pick.key);
        }
        let mut level = self.load(needs.found).await;
        while !level.is_empty() {
            let mut needs = Needs::new(self.model);
            for (place, pick, found) in &level {
                if let Ok(connection) = found {
                    needs.connection(connection, pick, &place.way);
                }
            }
            let next = self.load(needs.found).await;
            for (place, _, found) in level {
                relations.put(place, found);
            }
            level = next;
        }
        relations
    }

    async fn load<'d>(&self, needs: Vec<Need<'d>>) -> Vec<(Place, &'d Pick, Result<Connection>)> {
        let mut loaded = Vec::new();
        for need in needs {
            for (owner, found) in self.of_all(&need).await {
                let place = Place {
                    way: need.way.clone(),
                    owner,
                };
                loaded.push((place, need.pick, found));
            }
        }
        loaded
    }

    /// The Relation of each object that it is asked of.
    async fn of_all(&self, need: &Need<'_>) -> Vec<(String, Result<Connection>)> {
        let together = match self.together(need).await {
            Ok(together) => together,
            Err(error) => {
                let owners = need.owners.iter().cloned();
                return owners.map(|owner| (owner, Err(error.clone()))).collect();
            }
        };
        if let Some(found) = together {
            return found;
        }
        let mut found = Vec::new();
        for owner in &need.owners {
            found.push((owner.clone(), self.of_one(need, owner).await));
        }
        found
    }

    async fn of_one(&self, need: &Need<'_>, owner: &str) -> Result<Connection> {
        let relation = json!({
            "object": {
                "__type": "Pointer",
                "className": need.class.def.name,
                "objectId": owner,
            },
            "key": need.field,
        });
        let within = Some(("$relatedTo", relation));
        self.find(&need.target, within, need.pick).await
    }

    /// The Relations of several objects by one query for what they hold, and each of these with those it belongs to. `None`
    /// where that is not how they can be found: of one object, from a cursor on, or where they hold very much.
    async fn together(&self, need: &Need<'_>) -> Result<Option<Vec<(String, Result<Connection>)>>> {
        let page = Page::of(need.pick, self.max_page)?;
        if need.owners.len() < 2 || page.cursor.is_some() {
            return Ok(None);
        }
        let class = need.class.def;
        let links = self
            .service
            .related(self.caller, class, need.field, &need.owners)
            .await?;
        let Some(links) = links else {
            return Ok(None);
        };
        let mut held: HashMap<&str, HashSet<&str>> = HashMap::new();
        for link in &links {
            held.entry(&link.owner).or_default().insert(&link.related);
        }
        let ids: BTreeSet<_> = links.iter().map(|link| link.related.as_str()).collect();
        let within = ("objectId", json!({"$in": ids}));
        let whole = Page {
            limit: ids.len() as u64,
            skip: 0,
            backwards: false,
            ..page
        };
        let all = self
            .page(&need.target, Some(within), need.pick, &whole)
            .await?;
        let nothing = HashSet::new();
        let owners = need.owners.iter().map(|owner| {
            let ids = held.get(owner.as_str()).unwrap_or(&nothing);
            (owner.clone(), Ok(page.of_those(&all, ids)))
        });
        Ok(Some(owners.collect()))
    }

    /// The object that a global id names, for `node`.
    ///
    /// # Errors
    /// Code 102 for an id of none, 101 where there is none that the caller may read.
    pub(super) async fn node(&self, pick: &Pick) -> Result<Data> {
        let (class, id) = ids::named(self.model, pick.text("id").unwrap_or_default())?;
        self.get(&class, &id, pick).await
    }
}
