//! The types of the protocol that JSON has no word for.

use super::{Object, Value, Wire, mismatch};
use crate::Result;
use crate::error::{Code, Error};
use jiff::fmt::temporal::DateTimePrinter;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt;

/// A point in time, in UTC, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_millisecond())
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(24);
        write_date(&mut text, self.0);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

impl Wire for Timestamp {
    /// Reads both forms: an object of `__type` Date, and the plain text that `createdAt` and `updatedAt` are.
    fn from_wire(value: Value) -> Result<Self> {
        parse_date(&value).map(Self)
    }

    fn into_wire(self) -> Value {
        json!({"__type": "Date", "iso": self.to_string()})
    }
}

/// Milliseconds since the epoch of a Date in either form.
pub(crate) fn parse_date(value: &Value) -> Result<i64> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(map) if map.get("__type").and_then(Value::as_str) == Some("Date") => {
            map.get("iso").and_then(Value::as_str).unwrap_or_default()
        }
        other => return Err(mismatch("Date", other)),
    };
    let date: jiff::Timestamp = text.parse().map_err(|_| {
        let message = format!("`{text}` is not a date such as 2026-01-31T12:00:00.000Z");
        Error::new(Code::INCORRECT_TYPE, message)
    })?;
    // The protocol writes years in four digits.
    if !(MIN_DATE..=MAX_DATE).contains(&date.as_millisecond()) {
        let message = format!("`{text}` is not between the years 0 and 9999");
        return Err(Error::new(Code::INCORRECT_TYPE, message));
    }
    Ok(date.as_millisecond())
}

/// 0000-01-01T00:00:00.000Z
const MIN_DATE: i64 = -62_167_219_200_000;
/// 9999-12-30T23:59:59.999Z, a day short of the year's end, which is as far as every time library goes.
const MAX_DATE: i64 = 253_402_214_399_999;

const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// Appends a date as ISO 8601 in UTC with three decimals.
pub(crate) fn write_date(out: &mut Vec<u8>, millis: i64) {
    let date =
        jiff::Timestamp::from_millisecond(millis.clamp(MIN_DATE, MAX_DATE)).unwrap_or_default();
    // Printing into memory does not fail.
    let _ = PRINTER.print_timestamp(&date, jiff::fmt::StdIoWrite(out));
}

/// Degrees of latitude and longitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeoPoint {
    /// From -90 to 90.
    pub latitude: f64,
    /// From -180 to 180.
    pub longitude: f64,
}

impl GeoPoint {
    fn checked(latitude: f64, longitude: f64) -> Result<Self> {
        if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
            let message = format!(
                "({latitude}, {longitude}) is no point: latitude is within ±90, longitude within ±180"
            );
            return Err(Error::new(Code::INCORRECT_TYPE, message));
        }
        Ok(Self {
            latitude,
            longitude,
        })
    }
}

impl Wire for GeoPoint {
    fn from_wire(value: Value) -> Result<Self> {
        let degrees = |name| value.get(name).and_then(Value::as_f64);
        match (
            value.get("__type").and_then(Value::as_str),
            degrees("latitude"),
            degrees("longitude"),
        ) {
            (Some("GeoPoint"), Some(latitude), Some(longitude)) => {
                Self::checked(latitude, longitude)
            }
            _ => Err(mismatch("GeoPoint", &value)),
        }
    }

    fn into_wire(self) -> Value {
        json!({"__type": "GeoPoint", "latitude": self.latitude, "longitude": self.longitude})
    }
}

/// A ring of points; the last need not repeat the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon(pub Vec<GeoPoint>);

impl Wire for Polygon {
    fn from_wire(value: Value) -> Result<Self> {
        let ring = value.get("coordinates").and_then(Value::as_array);
        let (Some("Polygon"), Some(ring)) = (value.get("__type").and_then(Value::as_str), ring)
        else {
            return Err(mismatch("Polygon", &value));
        };
        if ring.len() < 3 {
            return Err(Error::new(
                Code::INCORRECT_TYPE,
                "a Polygon has at least 3 points",
            ));
        }
        let point = |pair: &Value| match pair.as_array().map(Vec::as_slice) {
            Some([latitude, longitude]) => match (latitude.as_f64(), longitude.as_f64()) {
                (Some(latitude), Some(longitude)) => GeoPoint::checked(latitude, longitude),
                _ => Err(mismatch("[latitude, longitude]", pair)),
            },
            _ => Err(mismatch("[latitude, longitude]", pair)),
        };
        ring.iter().map(point).collect::<Result<_>>().map(Self)
    }

    fn into_wire(self) -> Value {
        let ring: Vec<_> = self
            .0
            .iter()
            .map(|point| json!([point.latitude, point.longitude]))
            .collect();
        json!({"__type": "Polygon", "coordinates": ring})
    }
}

/// A file that was uploaded before; its address is made from its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
}

impl Wire for File {
    fn from_wire(value: Value) -> Result<Self> {
        match (
            value.get("__type").and_then(Value::as_str),
            value.get("name").and_then(Value::as_str),
        ) {
            (Some("File"), Some(name)) => Ok(Self {
                name: name.to_owned(),
            }),
            _ => Err(mismatch("File", &value)),
        }
    }

    fn into_wire(self) -> Value {
        json!({"__type": "File", "name": self.name})
    }
}

/// Binary data, base64 on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Wire for Bytes {
    fn from_wire(value: Value) -> Result<Self> {
        match (
            value.get("__type").and_then(Value::as_str),
            value.get("base64").and_then(Value::as_str),
        ) {
            (Some("Bytes"), Some(text)) => BASE64.decode(text).map(Self).map_err(|_| {
                Error::new(
                    Code::INCORRECT_TYPE,
                    "the base64 of a Bytes value does not decode",
                )
            }),
            _ => Err(mismatch("Bytes", &value)),
        }
    }

    fn into_wire(self) -> Value {
        json!({"__type": "Bytes", "base64": BASE64.encode(self.0)})
    }
}

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;

/// Who may read and write one object: `*`, an objectId of a user, or `role:NAME`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acl(pub BTreeMap<String, Rights>);

/// What one entry of an ACL allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub read: bool,
    pub write: bool,
}

impl Wire for Acl {
    fn from_wire(value: Value) -> Result<Self> {
        let invalid = || {
            Error::new(
                Code::INVALID_ACL,
                "an ACL is {\"WHO\": {\"read\": true, \"write\": true}}",
            )
        };
        let Value::Object(entries) = value else {
            return Err(invalid());
        };
        let mut acl = BTreeMap::new();
        for (who, rights) in entries {
            let Value::Object(rights) = rights else {
                return Err(invalid());
            };
            let right = |name| match rights.get(name) {
                None | Some(Value::Null) => Ok(false),
                Some(value) => value.as_bool().ok_or_else(invalid),
            };
            let rights = Rights {
                read: right("read")?,
                write: right("write")?,
            };
            if rights != Rights::default() {
                acl.insert(who, rights);
            }
        }
        Ok(Self(acl))
    }

    fn into_wire(self) -> Value {
        let mut entries = Object::new();
        for (who, Rights { read, write }) in self.0 {
            let mut rights = Object::new();
            rights.put("read", read.then_some(true));
            rights.put("write", write.then_some(true));
            entries.put(&who, rights);
        }
        entries.into()
    }
}
