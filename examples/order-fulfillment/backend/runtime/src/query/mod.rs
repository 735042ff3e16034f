//! Queries: one tree of terms, made from a `where` document, from typed columns or from access rules, and read by
//! every store. It names no dialect.

pub(crate) mod aggregate;
mod column;
mod evaluate;
mod filter;
mod geo;
mod inside;
mod parse;
mod pattern;
mod place;
mod position;
mod search;
mod select;
mod selected;
mod shape;

pub use column::{Column, Condition, Numeric};
pub(crate) use evaluate::Others;
pub use evaluate::Where;
pub(crate) use filter::{Compare, Filter, Right};
pub(crate) use geo::{Area, covers, distance};
pub(crate) use inside::{Test, orderable, same, value_at};
pub(crate) use parse::{parse_order, parse_where};
pub(crate) use pattern::Pattern;
pub(crate) use place::{Key, Path, Place, key, place};
pub(crate) use position::{Position, Start};
pub(crate) use search::Search;
pub(crate) use select::{Projection, Select, Subquery};
pub(crate) use shape::Shape;
