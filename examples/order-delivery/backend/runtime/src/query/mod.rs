//! Queries: one tree of terms, made from a `where` document, from typed columns or from access rules, and read by
//! every store. It names no dialect.

pub(crate) mod aggregate;
mod column;
mod filter;
mod inside;
mod parse;
mod place;
mod position;
mod select;
mod shape;

pub use column::{Column, Condition, Numeric};
pub(crate) use filter::{Compare, Filter, Right};
pub(crate) use inside::{Test, orderable, value_at};
pub(crate) use parse::{parse_order, parse_where};
pub(crate) use place::{Key, Path, Place, key, place};
pub(crate) use position::{Position, Start};
pub(crate) use select::{Projection, Select, Subquery};
pub(crate) use shape::Shape;
