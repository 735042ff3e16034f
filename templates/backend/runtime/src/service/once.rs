//! Requests with a key are done once: the first answer is kept in the transaction of what was written, and a repeat is
//! given it, whatever became of the server in between.

use super::Service;
use crate::Result;
use crate::class::{ClassDef, Direction};
use crate::config::{Config, Repeats};
use crate::error::{Code, Error};
use crate::idempotency::Key;
use crate::query::{Compare, Filter, Place, Projection, Select, place};
use crate::system::IDEMPOTENCY;
use crate::wire::{Bytes, Timestamp, Value};
use crate::write::{DeleteAll, Insert, Outcome, Record, Step, Stored, read_outcomes};
use std::time::Duration;

/// How many records that are too old go in one transaction, and how long it takes until they are looked for again.
const SWEEP: u64 = 500;
const SWEEP_EVERY: Duration = Duration::from_secs(60);

const ANSWER: &str = "answer";
const OUTCOMES: &str = "outcomes";

/// An answer, and whether it was given before.
#[derive(Debug)]
pub(crate) struct Once<T> {
    pub answer: T,
    pub replayed: bool,
}

/// What is kept of an answer: what was known of it before it was written, and what the steps then did.
pub(crate) struct Kept {
    pub answer: Value,
    pub outcomes: Vec<Outcome>,
}

/// How long an answer is kept, and what for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeping {
    millis: i64,
    repeats: Repeats,
}

impl Keeping {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            millis: i64::try_from(config.idempotency.as_millis()).unwrap_or(i64::MAX / 4),
            repeats: config.repeats,
        }
    }
}

impl Service {
    /// Does `work`, or gives the answer that a request with this key had before, which `recall` makes of what was kept.
    /// The work has to write [`Service::record`] with what it writes; where another request was quicker, that is refused, and
    /// this one is a repeat. A request that is refused keeps nothing, so that a repeat of it is tried again.
    ///
    /// # Errors
    /// Code 159 where the key came with another request, or a repeat is to be refused; those of `work`.
    pub(crate) async fn once<T, E: From<Error>>(
        &self,
        key: Option<&Key>,
        recall: impl Fn(Kept) -> Result<T>,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<Once<T>, E> {
        let first = |answer| Once {
            answer,
            replayed: false,
        };
        let again = |answer| Once {
            answer,
            replayed: true,
        };
        let Some(key) = key else {
            return work.await.map(first);
        };
        let _turn = self.inner.underway.wait(&key.id).await;
        if let Some(kept) = self.kept(key).await? {
            return Ok(again(recall(kept)?));
        }
        match work.await {
            Ok(answer) => Ok(first(answer)),
            // Whatever it was refused for may be the doing of the first, which another process was at.
            Err(error) => match self.kept(key).await? {
                Some(kept) => Ok(again(recall(kept)?)),
                None => Err(error),
            },
        }
    }

    /// What is to be written with the writes of a request that has a key. `answer` is what a repeat will be answered, as far
    /// as it is known before they are made.
    pub(crate) fn record(&self, key: &Key, answer: &Value) -> Result<Record> {
        let class = self.class(IDEMPOTENCY)?;
        let sealed = key.seal(answer.to_string().as_bytes());
        Ok(Record {
            insert: Insert {
                class,
                id: key.id.clone(),
                at: Timestamp::now().as_millis(),
                values: vec![(field(class, ANSWER)?, Stored::Blob(sealed))],
                relations: Vec::new(),
            },
            outcomes: field(class, OUTCOMES)?,
        })
    }

    /// What was kept of the request with this key.
    async fn kept(&self, key: &Key) -> Result<Option<Kept>> {
        let class = self.class(IDEMPOTENCY)?;
        let select = Select {
            fields: Projection::All,
            ..Select::one(class, &key.id, Filter::Always(true))
        };
        let Some(mut record) = self.objects(select).await?.into_iter().next() else {
            return Ok(None);
        };
        let at = record.take::<Timestamp>("createdAt")?.as_millis();
        if at <= self.oldest() {
            let filter = Filter::equal(Place::Id, Stored::Text(key.id.clone()))
                .and(Filter::equal(Place::CreatedAt, Stored::Integer(at)));
            self.write_steps(vec![Step::DeleteAll(DeleteAll { class, filter })])
                .await?;
            return Ok(None);
        }
        let sealed = record.take::<Bytes>(ANSWER)?.0;
        let outcomes = record.take::<Option<String>>(OUTCOMES)?;
        let (false, Some(outcomes), Repeats::Replay) =
            (sealed.is_empty(), outcomes, self.inner.keeping.repeats)
        else {
            return Err(Error::duplicate_request());
        };
        let answer = key.open(&sealed).ok_or_else(another_request)?;
        Ok(Some(Kept {
            answer: serde_json::from_slice(&answer).map_err(Error::internal)?,
            outcomes: read_outcomes(&outcomes)?,
        }))
    }

    /// Records from then or before count no more.
    fn oldest(&self) -> i64 {
        Timestamp::now().as_millis() - self.inner.keeping.millis
    }

    /// Deletes records that are too old, again and again.
    pub(crate) async fn forget_old_requests(self) {
        loop {
            if let Err(error) = self.sweep().await {
                tracing::warn!("old idempotency records stay for now: {error}");
            }
            tokio::time::sleep(SWEEP_EVERY).await;
        }
    }

    /// Deletes all records that are too old, a few at a time, so that other writes come in between.
    async fn sweep(&self) -> Result<()> {
        let class = self.class(IDEMPOTENCY)?;
        loop {
            let old = Filter::Compare {
                place: Place::CreatedAt,
                compare: Compare::LessOrEqual,
                value: Stored::Integer(self.oldest()),
            };
            let select = Select {
                class,
                filter: old,
                order: vec![(Place::CreatedAt.into(), Direction::Ascending)],
                skip: 0,
                start: None,
                limit: SWEEP,
                fields: Projection::Only(Vec::new()),
                count: false,
            };
            let mut ids = Vec::new();
            for mut record in self.objects(select).await? {
                ids.push(Stored::Text(record.take("objectId")?));
            }
            if ids.is_empty() {
                return Ok(());
            }
            let filter = Filter::OneOf {
                place: Place::Id,
                values: ids,
            };
            self.write_steps(vec![Step::DeleteAll(DeleteAll { class, filter })])
                .await?;
        }
    }
}

fn field(class: &'static ClassDef, name: &str) -> Result<Place> {
    place(class, name).ok_or_else(|| Error::internal(format!("{} has no {name}", class.name)))
}

fn another_request() -> Error {
    Error::new(
        Code::DUPLICATE_REQUEST,
        "This request id came with another request before; a new request needs a new one.",
    )
}
