//! What must hold for an object: one tree of terms, for the database and for an object in memory alike.

use super::{Area, Key, Path, Pattern, Place, Search, Subquery, Test};
use crate::class::Direction;
use crate::wire::{GeoPoint, Value};
use crate::write::Stored;

/// What must hold for an object.
///
/// A term is true or false, never unknown: a comparison with a field that is not set is false, and its negation true.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    Always(bool),
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        place: Place,
        compare: Compare,
        value: Stored,
    },
    /// Equal to one of these.
    OneOf {
        place: Place,
        values: Vec<Stored>,
    },
    /// An Array that holds one of these elements, in canonical form.
    Contains {
        field: usize,
        elements: Vec<Value>,
    },
    IsSet(Place),
    /// Text in which a regular expression finds something.
    Matches {
        place: Place,
        pattern: Pattern,
    },
    /// A GeoPoint in an area.
    Within {
        field: usize,
        area: Area,
        /// Whether what is found comes in the order of its distance, where no other is asked for.
        nearest_first: bool,
    },
    /// A Polygon around a place.
    Covers {
        field: usize,
        point: GeoPoint,
    },
    /// Text that holds the words that are sought.
    Text {
        place: Place,
        search: Search,
    },
    /// The object's ACL, if it has one, gives this right to one of these: `*`, a user's id, `role:NAME`.
    Permits {
        right: Right,
        to: Vec<String>,
    },
    /// The same of the right to read, from the table of readers: for who may read few.
    ReadBy {
        to: Vec<String>,
    },
    /// What is inside an Object or an Array.
    Inside {
        path: Path,
        test: Test,
    },
    /// A Pointer, or one of those in an Array or a Relation, to an object that is found.
    LeadsTo {
        field: usize,
        to: Box<Subquery>,
    },
    /// A Relation to one of these objects.
    Relates {
        field: usize,
        ids: Vec<String>,
    },
    /// In the Relation `field` of an object that is found.
    RelatedTo {
        owner: Box<Subquery>,
        field: usize,
    },
    /// Equal to the value of `key` in an object that is found.
    Selected {
        subject: Key,
        key: Key,
        of: Box<Subquery>,
    },
}

/// A right that an ACL gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Read,
    Write,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Filter {
    pub(crate) fn equal(place: Place, value: Stored) -> Self {
        Self::Compare {
            place,
            compare: Compare::Equal,
            value,
        }
    }

    /// Both must hold.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always(true), filter) | (filter, Self::Always(true)) => filter,
            (Self::All(mut terms), Self::All(more)) => {
                terms.extend(more);
                Self::All(terms)
            }
            (Self::All(mut terms), term) => {
                terms.push(term);
                Self::All(terms)
            }
            (term, other) => Self::All(vec![term, other]),
        }
    }

    /// The order in which its objects come where no other is asked for: that of `$nearSphere`.
    pub(crate) fn nearest_first(&self) -> Option<(Key, Direction)> {
        match self {
            Self::Within {
                field,
                area: Area::Ring { center, .. },
                nearest_first: true,
            } => {
                let (field, from) = (*field, *center);
                Some((Key::Distance { field, from }, Direction::Ascending))
            }
            Self::All(terms) => terms.iter().find_map(Self::nearest_first),
            _ => None,
        }
    }

    /// How well an object matches, where words are sought in it.
    pub(crate) fn score(&self) -> Option<Key> {
        match self {
            Self::Text { place, search } => Some(Key::Score {
                place: *place,
                search: search.clone(),
            }),
            Self::All(terms) => terms.iter().find_map(Self::score),
            _ => None,
        }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::Always(holds) => Self::Always(!holds),
            Self::Not(filter) => *filter,
            filter => Self::Not(Box::new(filter)),
        }
    }
}
