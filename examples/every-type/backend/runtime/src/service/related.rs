//! What the Relations of many objects hold, for one caller: as much as each of them would tell by `$relatedTo`.

use super::Service;
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::{Filter, Place, Projection, Select};
use crate::store::Link;
use crate::wire::Value;
use crate::write::Stored;
use std::collections::HashSet;

/// How many objects the Relations of many may hold together.
const MAX_LINKS: usize = 10_000;

impl Service {
    /// What a Relation of these objects holds; `None` where that is too much to be read at once.
    ///
    /// # Errors
    /// Code 119 for a field that the caller may not name.
    pub(crate) async fn related(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        field: &str,
        owners: &[String],
    ) -> Result<Option<Vec<Link>>> {
        let Some((field, def)) = class.field(field) else {
            return Ok(Some(Vec::new()));
        };
        let withheld = class.permissions.withheld(class, caller);
        if *caller != Caller::Master && (def.hidden || withheld.contains(&field)) {
            return Err(Error::forbidden());
        }
        let owners = self.readable(caller, class, owners).await?;
        let most = MAX_LINKS + 1;
        let links = self.store().links(class, field, owners, most).await?;
        Ok((links.len() < most).then_some(links))
    }

    /// Those of these objects that the caller may get.
    async fn readable(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        ids: &[String],
    ) -> Result<Vec<String>> {
        let allowed = self.filter(class, Action::Get, caller)?;
        if matches!(allowed, Filter::Always(true)) {
            return Ok(ids.to_vec());
        }
        let values = ids.iter().map(|id| Stored::Text(id.clone())).collect();
        let place = Place::Id;
        let select = Select {
            class,
            filter: Filter::OneOf { place, values }.and(allowed),
            order: Vec::new(),
            skip: 0,
            limit: ids.len() as u64,
            fields: Projection::Only(Vec::new()),
            count: false,
            start: None,
        };
        let found = self.objects(select).await?;
        let found: HashSet<_> = found
            .iter()
            .filter_map(|object| object.get("objectId").and_then(Value::as_str))
            .collect();
        let readable = ids.iter().filter(|id| found.contains(id.as_str()));
        Ok(readable.cloned().collect())
    }
}
