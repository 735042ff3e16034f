//! What webhooks are told after a write: a row of `_WebhookDelivery` in the transaction of the write, delivered afterwards,
//! again and again until the webhook has answered or it has been tried often enough.

use super::Service;
use super::accounts::equal;
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Direction};
use crate::error::Error;
use crate::query::{Compare, Filter, Key, Place, Projection, Select, place};
use crate::webhooks::{Failure, Trigger};
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::{Author, Step, Stored, parse_create};
use rand::Rng as _;
use std::collections::HashSet;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

const CLASS: &str = "_WebhookDelivery";
/// How long to wait before the second try; twice as long before each further one, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(6 * 60 * 60);
/// How many are under way at once.
const AT_ONCE: usize = 8;
/// How many are read at once.
const PAGE: u64 = 200;

/// A row.
struct Waiting {
    id: String,
    class: String,
    object: String,
    trigger: String,
    url: String,
    original: Option<Object>,
    user: Option<String>,
    master: bool,
    attempts: u32,
}

impl Service {
    /// The step that keeps what is to be told.
    pub(super) fn delivery(
        &self,
        about: &ClassDef,
        id: &str,
        trigger: Trigger,
        url: &str,
        original: Option<Object>,
        caller: &Caller,
    ) -> Result<Step> {
        let class = self.class(CLASS)?;
        let mut row = Object::new();
        row.put("className", about.name.to_owned());
        row.put("object", id.to_owned());
        row.put("triggerName", trigger.name().to_owned());
        row.put("url", url.to_owned());
        row.put("state", "waiting".to_owned());
        row.put("attempts", 0.0);
        row.put("nextAt", Timestamp::now());
        row.put("master", *caller == Caller::Master);
        row.put("user", caller.user().map(str::to_owned));
        row.put("original", original);
        let body = parse_create(class, &row, Author::Server)?;
        Ok(Step::Insert(self.insert(class, self.new_id(), body)))
    }

    /// Delivers what is due, until the server stops.
    pub(crate) async fn tell_webhooks(self) {
        loop {
            match self.deliver_due().await {
                // There may be more than one page.
                Ok(true) => {}
                Ok(false) => self.until_next().await,
                Err(error) => {
                    tracing::error!("webhooks are not told: {error}");
                    sleep(FIRST_WAIT).await;
                }
            }
        }
    }

    /// Waits until something is due, or there is something new.
    async fn until_next(&self) {
        let new = self.inner.webhooks.wake.notified();
        match self.next_due().await {
            Ok(None) => new.await,
            Ok(Some(at)) => {
                let wait = at.as_millis() - Timestamp::now().as_millis();
                let wait = Duration::from_millis(u64::try_from(wait).unwrap_or_default());
                tokio::select! {
                    () = new => {}
                    () = sleep(wait) => {}
                }
            }
            // What is due is asked for next, and says why.
            Err(_) => {}
        }
    }

    async fn next_due(&self) -> Result<Option<Timestamp>> {
        let class = self.class(CLASS)?;
        let mut select = waiting(class, Filter::Always(true), 1);
        let next_at = place(class, "nextAt").map(Key::Place);
        select.order = next_at
            .map(|key| (key, Direction::Ascending))
            .into_iter()
            .collect();
        let first = self.objects(select).await?.pop();
        first.map(|mut row| row.take("nextAt")).transpose()
    }

    /// Tries what is due, one for each object at a time; whether there was any.
    async fn deliver_due(&self) -> Result<bool> {
        let class = self.class(CLASS)?;
        let now = Timestamp::now();
        let select = waiting(class, when(class, Compare::LessOrEqual, now), PAGE);
        let due = self.objects(select).await?;
        if due.is_empty() {
            return Ok(false);
        }
        let mut begun = HashSet::new();
        let mut under_way = JoinSet::new();
        let mut ended = Vec::new();
        for row in due {
            let delivery = Waiting::of(row)?;
            // What was written first is told first.
            if !begun.insert((delivery.class.clone(), delivery.object.clone())) {
                continue;
            }
            if let Some(first) = self.tried_before(class, &delivery, now).await? {
                self.put_off(class, &delivery, first).await?;
                continue;
            }
            if under_way.len() >= AT_ONCE {
                ended.extend(under_way.join_next().await);
            }
            let service = self.clone();
            under_way.spawn(async move { service.try_delivery(class, delivery).await });
        }
        while let Some(end) = under_way.join_next().await {
            ended.push(end);
        }
        // Where it cannot be written down how one ended, it must not be told again without a wait.
        for end in ended {
            end.map_err(Error::internal)??;
        }
        Ok(true)
    }

    /// When an earlier delivery for the same object is tried again, if there is one.
    async fn tried_before(
        &self,
        class: &'static ClassDef,
        delivery: &Waiting,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let of_the_same = equal(class, "object", &delivery.object)
            .and(equal(class, "className", &delivery.class))
            .and(when(class, Compare::Greater, now));
        let select = waiting(class, of_the_same, 1);
        let first = self.objects(select).await?.pop();
        first.map(|mut row| row.take("nextAt")).transpose()
    }

    async fn put_off(
        &self,
        class: &'static ClassDef,
        delivery: &Waiting,
        until: Timestamp,
    ) -> Result<()> {
        let mut row = Object::new();
        row.put("nextAt", until);
        self.write_steps(vec![Step::change(class, &delivery.id, &row)?])
            .await
    }

    async fn try_delivery(&self, class: &'static ClassDef, delivery: Waiting) -> Result<()> {
        let told = match self.told(&delivery).await? {
            Some(question) => {
                let client = &self.inner.webhooks.client;
                client.ask(&delivery.url, &delivery.id, &question).await
            }
            // It is gone since, which is another delivery.
            None => Ok(Value::Null),
        };
        let reason = match told {
            Ok(_) => {
                let done = Step::removal(class, &delivery.id);
                return self.write_steps(vec![done]).await;
            }
            Err(Failure::Unanswered(reason)) => reason,
            #[cfg(feature = "webhooks")]
            Err(Failure::Refused(error)) => format!("it answered: {}", error.message),
        };
        let attempts = delivery.attempts + 1;
        let mut row = Object::new();
        row.put("attempts", f64::from(attempts));
        row.put("lastError", reason.clone());
        if attempts >= self.inner.webhooks.attempts {
            tracing::warn!(
                "the delivery {} to a webhook is given up: {reason}",
                delivery.id
            );
            row.put("state", "dead".to_owned());
        } else {
            let wait = i64::try_from(wait(attempts).as_millis()).unwrap_or(i64::MAX / 4);
            let next = Timestamp::from_millis(Timestamp::now().as_millis() + wait);
            row.put("nextAt", next);
        }
        self.write_steps(vec![Step::change(class, &delivery.id, &row)?])
            .await
    }

    /// The question of a delivery; `None` where the object that it is about is gone.
    async fn told(&self, delivery: &Waiting) -> Result<Option<Value>> {
        let (Some(trigger), Ok(class)) = (
            Trigger::of_name(&delivery.trigger),
            self.class(&delivery.class),
        ) else {
            return Ok(None);
        };
        let object = match &delivery.original {
            Some(original) => Some(original.clone()),
            None => {
                let select = Select::one(class, &delivery.object, Filter::Always(true));
                self.objects(select).await?.pop()
            }
        };
        let Some(object) = object else {
            return Ok(None);
        };
        let caller = match &delivery.user {
            _ if delivery.master => Caller::Master,
            Some(id) => Caller::User {
                id: id.clone(),
                roles: Vec::new(),
            },
            None => Caller::Anonymous,
        };
        let question = self.question(class, trigger, object, None, &caller).await?;
        Ok(Some(question))
    }

    /// Tries a delivery that was given up again, from the start.
    ///
    /// # Errors
    /// Code 119 for anybody but the master, 101 where there is none.
    pub(crate) async fn retry_delivery(&self, caller: &Caller, id: &str) -> Result<()> {
        caller.must_be_master()?;
        let class = self.class(CLASS)?;
        let mut row = Object::new();
        row.put("state", "waiting".to_owned());
        row.put("attempts", 0.0);
        row.put("nextAt", Timestamp::now());
        self.write_steps(vec![Step::change(class, id, &row)?])
            .await?;
        self.inner.webhooks.wake.notify_one();
        Ok(())
    }
}

impl Waiting {
    fn of(mut row: Object) -> Result<Self> {
        let attempts = row.get("attempts").and_then(Value::as_u64);
        Ok(Self {
            id: row.take("objectId")?,
            class: row.take("className")?,
            object: row.take("object")?,
            trigger: row.take("triggerName")?,
            url: row.take("url")?,
            original: row.take("original")?,
            user: row.take("user")?,
            master: bool::from_wire(row.0.remove("master").unwrap_or_default())?,
            attempts: attempts
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or_default(),
        })
    }
}

/// How long to wait after this many attempts: twice as long each time, and by up to a half less, so that what failed
/// together is not tried again together.
fn wait(attempts: u32) -> Duration {
    let whole = FIRST_WAIT * 2_u32.saturating_pow(attempts.saturating_sub(1));
    whole
        .min(LONGEST_WAIT)
        .mul_f64(rand::rng().random_range(0.5..=1.0))
}

fn waiting(class: &'static ClassDef, filter: Filter, limit: u64) -> Select {
    Select {
        class,
        filter: equal(class, "state", "waiting").and(filter),
        order: Vec::new(),
        skip: 0,
        limit,
        fields: Projection::Visible,
        count: false,
        start: None,
    }
}

fn when(class: &ClassDef, compare: Compare, now: Timestamp) -> Filter {
    match place(class, "nextAt") {
        Some(place @ Place::Field(_)) => Filter::Compare {
            place,
            compare,
            value: Stored::Integer(now.as_millis()),
        },
        _ => Filter::Always(false),
    }
}
