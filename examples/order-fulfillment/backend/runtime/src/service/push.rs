//! Pushes: a row of `_PushStatus` from the first moment to the last, and the devices in between, a batch at a time.

use super::Service;
use super::accounts::equal;
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Direction};
use crate::error::{Code, Error};
use crate::push::{Badge, Delivery, Device, Push, PushRequest, Pushes};
use crate::query::{Compare, Filter, Key, Place, Projection, Select, parse_where, place};
use crate::wire::{Object, Timestamp, Value};
use crate::write::{Author, Step, Stored, parse_create};
use serde_json::json;
use std::collections::BTreeMap;
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument as _;

const STATUS: &str = "_PushStatus";
const INSTALLATION: &str = "_Installation";
/// How many devices are read and handed to the provider at once.
const BATCH: u64 = 500;

/// How many devices a push has gone to, and to how many it could not.
#[derive(Debug, Default)]
struct Tally {
    sent: BTreeMap<String, u64>,
    failed: BTreeMap<String, u64>,
}

impl Service {
    pub(crate) fn pushes(&self) -> &Pushes {
        &self.inner.pushes
    }

    /// Takes on a push, and gives the objectId of the row that tells how it goes.
    ///
    /// # Errors
    /// Code 119 for anybody but the master, 115 and 152 for what is no push, those of a query for its `where`, 155 where
    /// too many are under way.
    pub(crate) async fn push(&self, caller: &Caller, body: Object) -> Result<String> {
        caller.must_be_master()?;
        let now = Timestamp::now();
        let request = PushRequest::read(body, now)?;
        let devices = self.class(INSTALLATION)?;
        let catalog = &self.inner.catalog;
        let filter = parse_where(catalog, caller, devices, &request.filter)?;
        let claim = self.pushes().claim()?;
        let class = self.class(STATUS)?;
        let row = parse_create(class, &pending(&request, now), Author::Server)?;
        let id = self.new_id();
        let insert = self.insert(class, id.clone(), row);
        self.write_steps(vec![Step::Insert(insert)]).await?;
        let watched = self.clone().watch_push(id.clone(), request, filter, claim);
        tokio::spawn(watched.in_current_span());
        Ok(id)
    }

    /// Waits for the end of a push, whatever it is, and writes it down.
    async fn watch_push(
        self,
        id: String,
        request: PushRequest,
        filter: Filter,
        claim: OwnedSemaphorePermit,
    ) {
        let service = self.clone();
        // A task of its own: a provider that panics has failed like any other.
        let delivering = async move {
            let mut tally = Tally::default();
            let ended = service.deliver(&request, filter, &mut tally).await;
            (tally, ended)
        };
        let ended = tokio::spawn(delivering.in_current_span()).await;
        let (tally, ended) = ended.unwrap_or_else(|error| {
            let message = format!("the provider failed: {error}");
            (
                Tally::default(),
                Err(Error::new(Code::PUSH_MISCONFIGURED, message)),
            )
        });
        let count = |of: &BTreeMap<String, u64>| of.values().sum::<u64>();
        let (sent, failed) = (count(&tally.sent), count(&tally.failed));
        match &ended {
            Ok(()) => tracing::info!("the push {id} went to {sent} device(s), to {failed} not"),
            Err(error) => tracing::warn!("the push {id} ended after {sent} device(s): {error}"),
        }
        if let Err(error) = self.push_ended(&id, &tally, ended).await {
            tracing::error!("the end of the push {id} is not written down: {error}");
        }
        drop(claim);
    }

    async fn deliver(
        &self,
        request: &PushRequest,
        filter: Filter,
        tally: &mut Tally,
    ) -> Result<()> {
        let class = self.class(INSTALLATION)?;
        let stopped = |why: &'static str| Error::new(Code::TIMEOUT, why);
        let mut last = None;
        loop {
            if request
                .push
                .expires_at
                .is_some_and(|at| at <= Timestamp::now())
            {
                return Err(stopped("the push expired"));
            }
            let installations = self.with_tokens(class, &filter, last.take()).await?;
            let Some(end) = installations.last() else {
                return Ok(());
            };
            last = text(end, "objectId");
            if let Some(badge) = request.badge {
                self.set_badges(class, &installations, badge).await?;
            }
            let devices = installations
                .into_iter()
                .map(|installation| device(installation, request.badge))
                .collect::<Vec<_>>();
            let sent = self.pushes().send(&request.push, &devices).await;
            tally.add(&devices, sent.map_err(stopped)?);
        }
    }

    /// The next installations that a push can reach, by their ids.
    async fn with_tokens(
        &self,
        class: &'static ClassDef,
        filter: &Filter,
        after: Option<String>,
    ) -> Result<Vec<Object>> {
        let mut filter = filter.clone();
        if let Some(token) = place(class, "deviceToken") {
            filter = filter.and(Filter::IsSet(token));
        }
        if let Some(id) = after {
            filter = filter.and(Filter::Compare {
                place: Place::Id,
                compare: Compare::Greater,
                value: Stored::Text(id),
            });
        }
        let by_id = vec![(Key::from(Place::Id), Direction::Ascending)];
        self.objects(Select {
            class,
            filter,
            order: by_id,
            skip: 0,
            limit: BATCH,
            fields: Projection::All,
            count: false,
            start: None,
        })
        .await
    }

    /// Writes the numbers that the devices are about to show.
    async fn set_badges(
        &self,
        class: &'static ClassDef,
        installations: &[Object],
        badge: Badge,
    ) -> Result<()> {
        let mut change = Object::new();
        match badge {
            Badge::Set(number) => change.put("badge", number),
            Badge::Increment(by) => {
                change.put("badge", json!({"__op": "Increment", "amount": by}));
            }
        }
        let ids = installations
            .iter()
            .filter_map(|object| text(object, "objectId"));
        let steps = ids
            .map(|id| Step::change(class, &id, &change))
            .collect::<Result<Vec<_>>>()?;
        match self.write_steps(steps.clone()).await {
            Err(error) if error.code == Code::OBJECT_NOT_FOUND => {}
            done => return done,
        }
        // One of them is gone since it was read: the others one by one.
        for step in steps {
            match self.write_steps(vec![step]).await {
                Err(error) if error.code != Code::OBJECT_NOT_FOUND => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    async fn push_ended(&self, id: &str, tally: &Tally, ended: Result<()>) -> Result<()> {
        let count = |of: &BTreeMap<String, u64>| Value::from(of.values().sum::<u64>());
        let mut row = Object::new();
        row.put("numSent", count(&tally.sent));
        row.put("numFailed", count(&tally.failed));
        row.put("sentPerType", json!(tally.sent));
        row.put("failedPerType", json!(tally.failed));
        let status = match ended {
            Ok(()) => "succeeded",
            Err(error) => {
                row.put("errorMessage", json!({"message": error.message}));
                "failed"
            }
        };
        row.put("status", status.to_owned());
        let step = Step::change(self.class(STATUS)?, id, &row)?;
        self.write_steps(vec![step]).await
    }

    /// Says of the pushes that an earlier server did not see the end of that they failed.
    pub(crate) async fn fail_interrupted_pushes(&self) -> Result<()> {
        let class = self.class(STATUS)?;
        let unfinished = Select {
            class,
            filter: equal(class, "status", "running"),
            order: Vec::new(),
            skip: 0,
            limit: BATCH,
            fields: Projection::Only(Vec::new()),
            count: false,
            start: None,
        };
        loop {
            let rows = self.objects(unfinished.clone()).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for id in rows.iter().filter_map(|row| text(row, "objectId")) {
                tracing::warn!("the push {id} did not see its end");
                let stopped = Err(Error::new(Code::TIMEOUT, "the server stopped"));
                self.push_ended(&id, &Tally::default(), stopped).await?;
            }
        }
    }
}

impl Tally {
    /// What the provider says of each device; one of which it says nothing did not get the push.
    fn add(&mut self, devices: &[Device], deliveries: Vec<Delivery>) {
        let unsaid = || Delivery::Failed("the provider does not say".to_owned());
        let all = deliveries.into_iter().chain(std::iter::repeat_with(unsaid));
        for (device, delivery) in devices.iter().zip(all) {
            let of = match delivery {
                Delivery::Sent => &mut self.sent,
                Delivery::Failed(why) => {
                    tracing::debug!(kind = device.kind, "a push did not reach a device: {why}");
                    &mut self.failed
                }
            };
            *of.entry(device.kind.clone()).or_default() += 1;
        }
    }
}

/// The row of a push that has been taken on.
fn pending(request: &PushRequest, now: Timestamp) -> Object {
    let PushRequest { push, filter, .. } = request;
    let Push { data, expires_at } = push;
    let mut row = Object::new();
    row.put("pushTime", now.to_string());
    row.put("source", "rest".to_owned());
    row.put("query", filter.to_string());
    row.put("payload", Value::from(data.clone()).to_string());
    row.put("title", text(data, "title"));
    row.put("expiry", expires_at.map(|at| at.as_millis()));
    row.put("status", "running".to_owned());
    row
}

fn device(installation: Object, badge: Option<Badge>) -> Device {
    let number = installation.get("badge").and_then(Value::as_f64);
    Device {
        token: text(&installation, "deviceToken").unwrap_or_default(),
        kind: text(&installation, "pushType")
            .or_else(|| text(&installation, "deviceType"))
            .unwrap_or_default(),
        badge: badge.map(|badge| match badge {
            Badge::Set(number) => number,
            Badge::Increment(by) => (number.unwrap_or_default() as i64).saturating_add(by),
        }),
        installation,
    }
}

fn text(object: &Object, name: &str) -> Option<String> {
    let text = object.get(name).and_then(Value::as_str);
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
