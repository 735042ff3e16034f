//! Aggregates, for the master: rules of access speak of objects, and these are none.

use super::Service;
use crate::Result;
use crate::access::Caller;
use crate::query::aggregate::{parse_distinct, parse_pipeline, stages_of};
use crate::wire::{Ordered, Value};

/// What is asked of all objects of a class.
#[derive(Debug)]
pub(crate) struct Aggregate {
    /// The objects that it begins with.
    pub filter: Option<Value>,
    pub of: Asked,
}

#[derive(Debug)]
pub(crate) enum Asked {
    /// The different values of a field.
    Distinct(String),
    /// Stages, by their names.
    Pipeline(Ordered),
}

impl Service {
    /// The results as JSON, with commas between them.
    ///
    /// # Errors
    /// Code 119 for anybody but the master, 102 for what cannot be asked.
    pub(crate) async fn aggregate(
        &self,
        caller: &Caller,
        class: &str,
        asked: Aggregate,
    ) -> Result<Vec<u8>> {
        caller.must_be_master()?;
        let class = self.class(class)?;
        let (catalog, filter) = (&self.inner.catalog, asked.filter.as_ref());
        match asked.of {
            Asked::Distinct(field) => {
                let pipeline = parse_distinct(catalog, class, filter, &field)?;
                self.store().aggregate(pipeline, true).await
            }
            Asked::Pipeline(stages) => {
                let pipeline = parse_pipeline(catalog, class, filter, &stages_of(&stages)?)?;
                self.store().aggregate(pipeline, false).await
            }
        }
    }
}
