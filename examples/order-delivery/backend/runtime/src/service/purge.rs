//! All objects of a class are deleted, a batch at a time, so that other writers get their turn between two of them.

use super::Service;
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, OnDelete};
use crate::error::Error;
use crate::query::{Filter, Place, Projection, Select};
use crate::wire::Object;
use crate::write::{DeleteAll, Step, Stored};

/// How many objects are deleted in one transaction.
const BATCH: u64 = 250;

impl Service {
    /// Deletes every object of a class, and does what `onDelete` says about those that point at them. No hook runs.
    ///
    /// # Errors
    /// Code 119 where the caller has not the master key, 103 where there is no such class, 142 where an object of another
    /// class keeps one from going. What was deleted by then stays deleted.
    pub(crate) async fn purge(&self, caller: &Caller, class: &str) -> Result<()> {
        caller.must_be_master()?;
        let class = self.shown(class)?;
        self.nothing_restricts(class).await?;
        loop {
            let batch = self.ids(class, Filter::Always(true), BATCH).await?;
            if batch.is_empty() {
                return Ok(());
            }
            let filter = Filter::OneOf {
                place: Place::Id,
                values: batch.into_iter().map(Stored::Text).collect(),
            };
            self.write_steps(vec![Step::DeleteAll(DeleteAll { class, filter })])
                .await?;
        }
    }

    /// Looks before the first batch, so that what cannot be purged as a whole is left whole.
    async fn nothing_restricts(&self, class: &'static ClassDef) -> Result<()> {
        let referrers = self.inner.catalog.referrers(class);
        for referrer in referrers {
            let pointing = Filter::IsSet(Place::Field(referrer.field));
            if referrer.on_delete == OnDelete::Restrict
                && !self.ids(referrer.class, pointing, 1).await?.is_empty()
            {
                return Err(Error::validation(format!(
                    "{} cannot be purged: objects of {} point at it in {}",
                    class.name, referrer.class.name, referrer.class.fields[referrer.field].name
                )));
            }
        }
        Ok(())
    }

    async fn ids(
        &self,
        class: &'static ClassDef,
        filter: Filter,
        limit: u64,
    ) -> Result<Vec<String>> {
        let select = Select {
            class,
            filter,
            order: Vec::new(),
            skip: 0,
            limit,
            fields: Projection::Only(Vec::new()),
            count: false,
            start: None,
        };
        let id = |mut object: Object| object.take("objectId");
        self.objects(select).await?.into_iter().map(id).collect()
    }
}
