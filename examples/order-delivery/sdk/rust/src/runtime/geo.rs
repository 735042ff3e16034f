//! Places on the globe.

use super::types::tagged;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Degrees.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct GeoPoint {
    /// From -90 to 90.
    pub latitude: f64,
    /// From -180 to 180.
    pub longitude: f64,
}

impl Serialize for GeoPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = [("latitude", self.latitude), ("longitude", self.longitude)];
        tagged(serializer, "GeoPoint", members)
    }
}

/// The corners of an area, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon(pub Vec<GeoPoint>);

impl<'de> Deserialize<'de> for Polygon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            coordinates: Vec<(f64, f64)>,
        }
        let corners = Written::deserialize(deserializer)?.coordinates.into_iter();
        let corners = corners.map(|(latitude, longitude)| GeoPoint {
            latitude,
            longitude,
        });
        Ok(Self(corners.collect()))
    }
}

impl Serialize for Polygon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let corners: Vec<_> = self
            .0
            .iter()
            .map(|at| (at.latitude, at.longitude))
            .collect();
        tagged(serializer, "Polygon", [("coordinates", corners)])
    }
}
