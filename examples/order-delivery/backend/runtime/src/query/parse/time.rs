//! `$relativeTime` → a Date: `now`, `3 days ago`, `in 1 week 2 days`.

use crate::Result;
use crate::error::Error;
use crate::wire::{Timestamp, Value, Wire as _, parse_date};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

pub(super) fn from_now(text: &Value) -> Result<Value> {
    let refused = || {
        Error::query(
            "$relativeTime is `now`, or an amount of time such as `3 days ago` or `in 1 week`",
        )
    };
    let millis = text.as_str().and_then(distance).ok_or_else(refused)?;
    let now = Timestamp::now().as_millis();
    let date = now.checked_add(millis).map(Timestamp::from_millis);
    let date = date.ok_or_else(refused)?;
    let wire = date.into_wire();
    // What is past the years that can be written comes out as their end.
    match parse_date(&wire) {
        Ok(written) if written == date.as_millis() => Ok(wire),
        _ => Err(refused()),
    }
}

/// Milliseconds from now, before it or after it.
fn distance(text: &str) -> Option<i64> {
    let words: Vec<_> = text.split_whitespace().collect();
    let (sign, amounts) = match words.as_slice() {
        ["now"] => return Some(0),
        ["in", .., "ago"] => return None,
        ["in", amounts @ ..] => (1, amounts),
        [amounts @ .., "ago"] => (-1, amounts),
        _ => return None,
    };
    if amounts.is_empty() || amounts.len() % 2 > 0 {
        return None;
    }
    let millis = amounts.chunks_exact(2).try_fold(0_i64, |sum, pair| {
        let (number, unit) = (pair[0].parse::<u32>().ok()?, unit(pair[1])?);
        sum.checked_add(i64::from(number).checked_mul(unit)?)
    });
    Some(sign * millis?)
}

fn unit(name: &str) -> Option<i64> {
    Some(match name.strip_suffix('s').unwrap_or(name) {
        "year" | "yr" => 365 * DAY,
        "week" | "wk" => 7 * DAY,
        "day" | "d" => DAY,
        "hour" | "hr" => HOUR,
        "minute" | "min" => MINUTE,
        "second" | "sec" => SECOND,
        _ => return None,
    })
}
