//! What of an object a query can speak of, by its name on the wire.

use super::Search;
use crate::class::{ClassDef, Kind};
use crate::wire::GeoPoint;

/// A place in an object that a query can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Id,
    CreatedAt,
    UpdatedAt,
    Acl,
    /// By its place in [`ClassDef::fields`].
    Field(usize),
}

/// A way into the value of an Object or an Array, as `address.city` and `products.0.price` are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub field: usize,
    /// Names of members, and numbers of elements; none leads to the whole.
    pub steps: Vec<String>,
}

/// A single value of an object: what a query orders by, and what one query takes from another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    Place(Place),
    Inside(Path),
    /// The id of what a Pointer leads to.
    Target(usize),
    /// How far a GeoPoint is from a place, in radians.
    Distance {
        field: usize,
        from: GeoPoint,
    },
    /// How much of a text is what is sought in it.
    Score {
        place: Place,
        search: Search,
    },
}

impl Key {
    /// Its name on the wire.
    pub(crate) fn name(&self, class: &ClassDef) -> String {
        match self {
            Self::Place(place) => place.name(class).to_owned(),
            Self::Inside(Path { field, steps }) => {
                format!("{}.{}", class.fields[*field].name, steps.join("."))
            }
            Self::Target(field) => format!("{}.objectId", class.fields[*field].name),
            Self::Score { .. } => "$score".to_owned(),
            Self::Distance { field, from } => format!(
                "distance({},{},{})",
                class.fields[*field].name, from.latitude, from.longitude
            ),
        }
    }
}

impl Place {
    pub(crate) fn name(self, class: &ClassDef) -> &'static str {
        match self {
            Self::Id => "objectId",
            Self::CreatedAt => "createdAt",
            Self::UpdatedAt => "updatedAt",
            Self::Acl => "ACL",
            Self::Field(index) => class.fields[index].name,
        }
    }
}

impl From<Place> for Key {
    fn from(place: Place) -> Self {
        Self::Place(place)
    }
}

/// A place of every object or a field, by its name on the wire.
pub(crate) fn place(class: &ClassDef, name: &str) -> Option<Place> {
    match name {
        "objectId" => Some(Place::Id),
        "createdAt" => Some(Place::CreatedAt),
        "updatedAt" => Some(Place::UpdatedAt),
        "ACL" => Some(Place::Acl),
        _ => class.field(name).map(|(index, _)| Place::Field(index)),
    }
}

/// A place, or what `address.city` leads to; `None` where the class has no such field, or it has no inside.
pub(crate) fn key(class: &ClassDef, name: &str) -> Option<Key> {
    let Some((first, rest)) = name.split_once('.') else {
        return place(class, name).map(Key::Place);
    };
    let (field, def) = class.field(first)?;
    let steps = rest.split('.').map(str::to_owned).collect();
    matches!(def.kind, Kind::Object(_) | Kind::Array(_))
        .then_some(Key::Inside(Path { field, steps }))
}
