//! The body of a push → what is sent, and the query for the devices that it goes to.

use super::Push;
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::{Object, Timestamp, Value, parse_date};
use serde_json::json;

/// The longest time that a push may wait for a device: 366 days, in milliseconds.
const MAX_WAIT: f64 = 366.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// A push and whom it is for.
#[derive(Debug)]
pub(crate) struct PushRequest {
    pub push: Push,
    /// A query of installations.
    pub filter: Value,
    pub badge: Option<Badge>,
}

/// What a push does to the number on an application's icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Badge {
    Set(i64),
    Increment(i64),
}

impl PushRequest {
    /// # Errors
    /// Code 115 for what is no push, 152 for one that is to be sent later.
    pub(crate) fn read(mut body: Object, now: Timestamp) -> Result<Self> {
        let data = match body.0.remove("data") {
            Some(Value::Object(data)) => Object(data),
            _ => return Err(misconfigured("Sending a push requires data, an Object.")),
        };
        if let Some(time) = body.get("push_time")
            && moment(time)? > now
        {
            let message = "push_time: a push is sent at once; a job can send it later";
            return Err(Error::new(Code::INVALID_PUSH_TIME, message));
        }
        let badge = data.get("badge").map(badge).transpose()?;
        let expires_at = expiry(&body, now)?;
        Ok(Self {
            filter: filter(&mut body)?,
            push: Push { data, expires_at },
            badge,
        })
    }
}

fn misconfigured(message: impl Into<String>) -> Error {
    Error::new(Code::PUSH_MISCONFIGURED, message.into())
}

/// The devices, as a query.
fn filter(body: &mut Object) -> Result<Value> {
    match (body.0.remove("where"), body.0.remove("channels")) {
        (Some(_), Some(_)) => Err(misconfigured(
            "Channels and query can not be set at the same time.",
        )),
        (Some(filter @ Value::Object(_)), None) => Ok(filter),
        (None, Some(Value::Array(channels))) if channels.iter().all(Value::is_string) => {
            Ok(json!({"channels": {"$in": channels}}))
        }
        (None, Some(_)) => Err(misconfigured("channels must be an Array of Strings.")),
        (Some(_), None) => Err(misconfigured("where must be an Object.")),
        (None, None) => Err(misconfigured(
            "Sending a push requires either \"channels\" or a \"where\" query.",
        )),
    }
}

fn badge(value: &Value) -> Result<Badge> {
    let whole = |value: &Value| value.as_i64();
    let read = match value {
        Value::String(word) if word.eq_ignore_ascii_case("increment") => Some(Badge::Increment(1)),
        Value::Object(members) => members
            .get("increment")
            .and_then(whole)
            .map(Badge::Increment),
        number => whole(number).map(Badge::Set),
    };
    read.ok_or_else(|| {
        misconfigured(
            "Invalid value for badge, expected number or 'Increment' or {increment: number}",
        )
    })
}

/// When the push is of no use any more: at a time, or after so many seconds.
fn expiry(body: &Object, now: Timestamp) -> Result<Option<Timestamp>> {
    match (body.get("expiration_time"), body.get("expiration_interval")) {
        (Some(_), Some(_)) => Err(misconfigured(
            "Both expiration_time and expiration_interval cannot be set.",
        )),
        (Some(time), None) => moment(time).map(Some),
        (None, Some(interval)) => {
            let millis = interval.as_f64().map(|seconds| seconds * 1000.0);
            let millis = millis.filter(|millis| (1.0..=MAX_WAIT).contains(millis));
            let millis = millis.ok_or_else(|| {
                misconfigured("expiration_interval must be a number of seconds, more than 0 and at most 366 days.")
            })?;
            Ok(Some(Timestamp::from_millis(
                now.as_millis() + millis as i64,
            )))
        }
        (None, None) => Ok(None),
    }
}

/// Seconds since 1970, or a date as text or as a Date.
fn moment(value: &Value) -> Result<Timestamp> {
    let millis = match value.as_f64() {
        Some(seconds) => parse_seconds(seconds),
        None => parse_date(value).ok(),
    };
    let wrong = || misconfigured(format!("{value} is not valid time."));
    millis.map(Timestamp::from_millis).ok_or_else(wrong)
}

fn parse_seconds(seconds: f64) -> Option<i64> {
    // Up to the year 9999, beyond which no date is written.
    (0.0..=253_402_214_399.0)
        .contains(&seconds)
        .then_some((seconds * 1000.0) as i64)
}
