//! Operators about places on the earth → an [`Area`].

use crate::Result;
use crate::error::Error;
use crate::query::geo::{Area, Bounds};
use crate::wire::{GeoPoint, Polygon, Value, Wire as _};
use serde_json::Map;

/// How many corners a polygon of a query may have.
const MAX_CORNERS: usize = 1_000;
/// Radii of the earth, as Parse has them.
const MILES: f64 = 3958.8;
const KILOMETERS: f64 = 6371.0;

/// What `$nearSphere` has beside it to say how near.
pub(super) const DISTANCES: [&str; 8] = [
    "$maxDistance",
    "$maxDistanceInRadians",
    "$maxDistanceInMiles",
    "$maxDistanceInKilometers",
    "$minDistance",
    "$minDistanceInRadians",
    "$minDistanceInMiles",
    "$minDistanceInKilometers",
];

/// `$nearSphere`, with the distances beside it.
pub(super) fn near(point: &Value, operators: &Map<String, Value>) -> Result<Area> {
    let (mut from, mut to) = (0.0_f64, None::<f64>);
    for name in DISTANCES {
        let Some(distance) = operators.get(name) else {
            continue;
        };
        let radius = match name {
            name if name.ends_with("Miles") => MILES,
            name if name.ends_with("Kilometers") => KILOMETERS,
            _ => 1.0,
        };
        let distance = length(name, distance)? / radius;
        if name.starts_with("$max") {
            to = Some(to.map_or(distance, |to| to.min(distance)));
        } else {
            from = from.max(distance);
        }
    }
    Ok(Area::Ring {
        center: self::point("$nearSphere", point)?,
        from,
        to,
    })
}

/// `$within`: a box from its south-west to its north-east.
pub(super) fn within(operand: &Value) -> Result<Area> {
    let corners = operand
        .get("$box")
        .and_then(Value::as_array)
        .map(Vec::as_slice);
    let Some([one, other]) = corners else {
        return Err(Error::query(
            "$within is {\"$box\": [the south-west, the north-east]}",
        ));
    };
    let (mut one, mut other) = (point("$box", one)?, point("$box", other)?);
    if one.latitude > other.latitude {
        std::mem::swap(&mut one, &mut other);
    }
    Ok(Area::Box(Bounds {
        south: one.latitude,
        north: other.latitude,
        west: one.longitude,
        east: other.longitude,
    }))
}

/// `$geoWithin`: a polygon, or a circle.
pub(super) fn geo_within(operand: &Value) -> Result<Area> {
    if let Some(polygon) = operand.get("$polygon") {
        return self::polygon(polygon).map(Area::Polygon);
    }
    let circle = operand
        .get("$centerSphere")
        .and_then(Value::as_array)
        .map(Vec::as_slice);
    let Some([center, radius]) = circle else {
        return Err(Error::query(
            "$geoWithin has a $polygon, or a $centerSphere of a place and a radius",
        ));
    };
    let center = match center.as_array().map(Vec::as_slice) {
        // A pair is written as on a map: x, then y.
        Some([longitude, latitude]) => point(
            "$centerSphere",
            &serde_json::json!({"__type": "GeoPoint", "latitude": latitude, "longitude": longitude}),
        )?,
        _ => point("$centerSphere", center)?,
    };
    Ok(Area::Ring {
        center,
        from: 0.0,
        to: Some(length("$centerSphere", radius)?),
    })
}

/// `$geoIntersects`: a place.
pub(super) fn geo_intersects(operand: &Value) -> Result<GeoPoint> {
    match operand.get("$point") {
        Some(place) => point("$point", place),
        None => Err(Error::query("$geoIntersects has a $point")),
    }
}

fn polygon(operand: &Value) -> Result<Vec<GeoPoint>> {
    let corners = match operand.as_array() {
        Some(corners) => corners
            .iter()
            .take(MAX_CORNERS + 1)
            .map(|corner| point("$polygon", corner))
            .collect::<Result<_>>()?,
        None => {
            Polygon::from_wire(operand.clone())
                .map_err(|error| Error::query(format!("$polygon: {}", error.message)))?
                .0
        }
    };
    match corners.len() {
        0..3 => Err(Error::query("$polygon has at least 3 points")),
        3..=MAX_CORNERS => Ok(corners),
        _ => Err(Error::query(format!(
            "$polygon has more than {MAX_CORNERS} points"
        ))),
    }
}

fn point(operator: &str, value: &Value) -> Result<GeoPoint> {
    GeoPoint::from_wire(value.clone())
        .map_err(|error| Error::query(format!("{operator}: {}", error.message)))
}

fn length(operator: &str, value: &Value) -> Result<f64> {
    value
        .as_f64()
        .filter(|length| *length >= 0.0)
        .ok_or_else(|| Error::query(format!("{operator} is a number, 0 or more")))
}
