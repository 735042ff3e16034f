//! Places on the earth: how far apart they are, and what lies where.

use crate::wire::GeoPoint;
use std::f64::consts::{FRAC_PI_2, PI};

/// What a place may be in. Distances are in radians, on a sphere; lines are straight on the map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Area {
    /// At least so far from a place, and at most.
    Ring {
        center: GeoPoint,
        from: f64,
        to: Option<f64>,
    },
    Box(Bounds),
    Polygon(Vec<GeoPoint>),
}

/// From south to north, and from west to east, in degrees; where the west is past the east it goes over the date line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub south: f64,
    pub north: f64,
    pub west: f64,
    pub east: f64,
}

/// What arithmetic may get wrong, in degrees: bounds are wider by that.
const MARGIN: f64 = 1e-6;

impl Area {
    pub(crate) fn contains(&self, point: GeoPoint) -> bool {
        match self {
            Self::Ring { center, from, to } => {
                let distance = distance(*center, point);
                distance >= *from && to.is_none_or(|to| distance <= to)
            }
            Self::Box(bounds) => bounds.contains(point),
            Self::Polygon(ring) => covers(ring, point),
        }
    }

    /// Where all of it is, as far as that rules anything out.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Ring { center, to, .. } => to.and_then(|to| around(*center, to)),
            Self::Box(bounds) => Some(*bounds),
            Self::Polygon(ring) => {
                let of = |degrees: fn(&GeoPoint) -> f64| {
                    let all = ring.iter().map(degrees);
                    (
                        all.clone().fold(f64::INFINITY, f64::min),
                        all.fold(f64::NEG_INFINITY, f64::max),
                    )
                };
                let (south, north) = of(|point| point.latitude);
                let (west, east) = of(|point| point.longitude);
                Some(Bounds {
                    south,
                    north,
                    west,
                    east,
                })
            }
        }
    }
}

impl Bounds {
    fn contains(self, point: GeoPoint) -> bool {
        let GeoPoint {
            latitude,
            longitude,
        } = point;
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&longitude)
        } else {
            longitude >= self.west || longitude <= self.east
        };
        between && (self.south..=self.north).contains(&latitude)
    }
}

/// In radians, by the haversine formula.
pub(crate) fn distance(one: GeoPoint, other: GeoPoint) -> f64 {
    let half_chord = |difference: f64| (difference.to_radians() / 2.0).sin().powi(2);
    let chord = half_chord(other.latitude - one.latitude)
        + one.latitude.to_radians().cos()
            * other.latitude.to_radians().cos()
            * half_chord(other.longitude - one.longitude);
    2.0 * chord.sqrt().min(1.0).asin()
}

/// The bounds of a circle; none where it holds a pole, as every meridian meets there.
fn around(center: GeoPoint, radius: f64) -> Option<Bounds> {
    let latitude = center.latitude.to_radians();
    let (south, north) = (latitude - radius, latitude + radius);
    if south <= -FRAC_PI_2 || north >= FRAC_PI_2 {
        return None;
    }
    let width = (radius.sin() / latitude.cos()).min(1.0).asin().to_degrees() + MARGIN;
    let wrapped = |longitude: f64| match longitude {
        past if past > 180.0 => past - 360.0,
        before if before < -180.0 => before + 360.0,
        longitude => longitude,
    };
    (radius < PI && width < 180.0).then(|| Bounds {
        south: south.to_degrees() - MARGIN,
        north: north.to_degrees() + MARGIN,
        west: wrapped(center.longitude - width),
        east: wrapped(center.longitude + width),
    })
}

/// Whether a place is inside a ring or on it.
pub(crate) fn covers(ring: &[GeoPoint], point: GeoPoint) -> bool {
    let (x, y) = (point.longitude, point.latitude);
    let mut inside = false;
    let mut before = ring.last();
    for corner in ring {
        let Some(start) = before.replace(corner) else {
            return false;
        };
        let (x1, y1) = (start.longitude, start.latitude);
        let (x2, y2) = (corner.longitude, corner.latitude);
        let side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
        let on_line = side == 0.0
            && (x1.min(x2)..=x1.max(x2)).contains(&x)
            && (y1.min(y2)..=y1.max(y2)).contains(&y);
        if on_line {
            return true;
        }
        // A ray to the east meets an edge that goes past its height, and is left of it or right of it.
        if (y1 > y) != (y2 > y) && (side > 0.0) == (y2 > y1) {
            inside = !inside;
        }
    }
    inside
}
