//! What is kept of a request together with what it writes, so that a repeat of it can be answered: an object of a class of
//! its own, one of whose fields takes what the steps did.

use super::{Insert, Outcome};
use crate::Result;
use crate::error::Error;
use crate::idempotency::MAX_ANSWER;
use crate::query::Place;
use crate::write::Stored;

#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Its id is that of the request: there is one, so a second request with it writes nothing.
    pub insert: Insert,
    /// The field for what the steps did, which is known only then.
    pub outcomes: Place,
}

impl Record {
    /// What is to be inserted once the steps have been made.
    pub(crate) fn after(&self, outcomes: &[Outcome]) -> Insert {
        let mut insert = self.insert.clone();
        let text = written(outcomes);
        if text.len() <= MAX_ANSWER {
            insert.values.push((self.outcomes, Stored::Text(text)));
        }
        insert
    }
}

fn written(outcomes: &[Outcome]) -> String {
    let pairs = outcomes
        .iter()
        .map(|outcome| (outcome.at, String::from_utf8_lossy(&outcome.fields)));
    serde_json::Value::from_iter(pairs.map(|(at, fields)| serde_json::json!([at, fields])))
        .to_string()
}

/// Reads what [`Record::after`] wrote.
///
/// # Errors
/// It did not write that.
pub(crate) fn read_outcomes(text: &str) -> Result<Vec<Outcome>> {
    let pairs: Vec<(i64, String)> = serde_json::from_str(text).map_err(Error::internal)?;
    let outcomes = pairs.into_iter().map(|(at, fields)| Outcome {
        at,
        fields: fields.into_bytes(),
    });
    Ok(outcomes.collect())
}
