//! Reads: an object by its id, or a list, each only as far as the caller may read it.

use super::identities::own_fields;
use super::outline::outline;
use super::{Service, schemas};
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::{ClassDef, Direction, Kind};
use crate::error::Error;
use crate::query::{Filter, Key, Select, Shape, Start, parse_order, parse_where};
use crate::store::End;
use crate::wire::{Object, Value};

/// A list of objects to be found, as a client asks for it.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub filter: Option<Value>,
    pub order: Option<String>,
    pub limit: u64,
    pub skip: u64,
    pub count: bool,
    pub shape: Shape,
    /// The cursor of the page before, or nothing for the first page.
    pub after: Option<String>,
    /// Whether the page is the one that ends before the cursor, or the last one. Its objects come in the turned order.
    pub backwards: bool,
    /// Whether each object is to come with its cursor; then `skip` counts from where the page begins.
    pub each: bool,
    /// Asks how the objects would be found, instead of for them.
    pub explain: bool,
    /// A Pointer or Relation of the class that is named; the query is one of the class that it leads to.
    pub redirect: Option<String>,
}

/// What a query found, for this caller.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The objects as JSON on the wire, with commas between them.
    pub objects: Vec<u8>,
    /// All that match, where the query counts.
    pub count: Option<u64>,
    /// The class that a query was redirected to.
    pub class: Option<&'static str>,
    /// Where the page ends, where the query asks for pages.
    pub end: Option<Cursor>,
    /// That of each object, where the query asks for pages.
    #[cfg(feature = "graphql")]
    pub cursors: Vec<String>,
}

/// Where a page ends.
#[derive(Debug)]
pub(crate) struct Cursor {
    /// What to ask for the next page with.
    pub text: String,
    /// Whether there is one.
    pub more: bool,
}

impl Service {
    /// The object as JSON.
    ///
    /// # Errors
    /// Code 101 where there is none that the caller may read.
    pub(crate) async fn get(
        &self,
        caller: &Caller,
        class: &str,
        id: &str,
        shape: &Shape,
    ) -> Result<Vec<u8>> {
        let class = self.class(class)?;
        let mut select = Select::one(class, id, self.filter(class, Action::Get, caller)?);
        let withheld = class.permissions.withheld(class, caller);
        let own = *caller == Caller::Master || caller.user() == Some(id);
        let shown = if own { own_fields(class) } else { &[] };
        select.fields = shape.projection_with(class, &withheld, shown);
        let page = self.read(caller, select).await?;
        if page.objects.is_empty() {
            return Err(Error::not_found());
        }
        self.include(caller, class, shape, page.objects).await
    }

    /// # Errors
    /// Codes 102, 107, 119 for a query that cannot be.
    pub(crate) async fn find(&self, caller: &Caller, class: &str, query: Query) -> Result<Found> {
        if *caller == Caller::Master && schemas::is_empty(&self.inner.catalog, class) {
            return Ok(Found {
                count: query.count.then_some(0),
                ..Found::default()
            });
        }
        let mut class = self.class(class)?;
        if let Some(key) = &query.redirect {
            class = self.redirected(class, key)?;
        }
        let withheld = class.permissions.withheld(class, caller);
        let mut allowed = Filter::Always(true);
        if query.limit > 0 || !query.count {
            allowed = allowed.and(self.filter(class, Action::Find, caller)?);
        }
        if query.count {
            allowed = allowed.and(self.filter(class, Action::Count, caller)?);
        }
        let filter = match &query.filter {
            Some(document) => parse_where(&self.inner.catalog, caller, class, document)?,
            None => Filter::Always(true),
        };
        let order = query.order.as_deref().unwrap_or_default();
        let order = parse_order(caller, class, order, &filter)?;
        let start = match &query.after {
            Some(_) if query.skip > 0 && !query.each => {
                return Err(Error::query(
                    "a page begins by `after` or by `skip`, not both",
                ));
            }
            Some(cursor) if query.backwards => Some(Start::read(cursor, class, &order)?.turned()),
            Some(cursor) => Some(Start::read(cursor, class, &order)?),
            None => None,
        };
        let shown = match caller {
            Caller::Master => own_fields(class),
            Caller::User { .. } | Caller::Anonymous => &[],
        };
        let select = Select {
            class,
            filter: allowed.and(filter),
            order: order.clone(),
            start,
            skip: query.skip,
            limit: query.limit,
            fields: query.shape.projection_with(class, &withheld, shown),
            count: query.count,
        };
        if query.explain {
            caller.must_be_master()?;
            let steps = self.store().plan(select).await?.into_iter();
            let steps: Vec<_> = steps.map(|step| Value::from(step).to_string()).collect();
            return Ok(Found {
                objects: steps.join(",").into_bytes(),
                ..Found::default()
            });
        }
        let page = self.read(caller, select).await?;
        #[cfg(feature = "graphql")]
        let cursors = match &page.end {
            Some(end) if query.each => end
                .each
                .iter()
                .map(|position| position.write(class, &order))
                .collect::<Result<_>>()?,
            _ => Vec::new(),
        };
        let mut found = Found {
            objects: self
                .include(caller, class, &query.shape, page.objects)
                .await?,
            count: page.count,
            class: None,
            end: cursor(class, &order, page.end)?,
            #[cfg(feature = "graphql")]
            cursors,
        };
        if query.redirect.is_some() {
            found.objects = named(class, &found.objects);
            found.class = Some(class.name);
        }
        Ok(found)
    }

    /// The class that a field leads to.
    fn redirected(&self, class: &'static ClassDef, key: &str) -> Result<&'static ClassDef> {
        match class.field(key).map(|(_, field)| &field.kind) {
            Some(Kind::Pointer { class, .. } | Kind::Relation { class }) => self.class(class),
            _ => Err(Error::query(format!("`{key}` leads to no class"))),
        }
    }

    /// What a query finds, as objects.
    pub(crate) async fn objects(&self, select: Select) -> Result<Vec<Object>> {
        self.store().find(select).await?.into_objects()
    }
}

fn cursor(
    class: &ClassDef,
    order: &[(Key, Direction)],
    end: Option<End>,
) -> Result<Option<Cursor>> {
    let Some(End { position, more, .. }) = end else {
        return Ok(None);
    };
    let text = match position {
        Some(position) => position.write(class, order)?,
        None => String::new(),
    };
    Ok(Some(Cursor { text, more }))
}

/// The objects, each with its class: whoever was redirected does not know it.
fn named(class: &ClassDef, objects: &[u8]) -> Vec<u8> {
    let member = format!(",\"className\":{}}}", Value::from(class.name));
    let mut named = Vec::with_capacity(objects.len());
    for object in outline(objects, &[]) {
        if !named.is_empty() {
            named.push(b',');
        }
        named.extend_from_slice(&objects[object.range.start..object.range.end - 1]);
        named.extend_from_slice(member.as_bytes());
    }
    named
}
