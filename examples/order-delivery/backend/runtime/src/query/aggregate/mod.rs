//! Aggregates: objects of a class → rows, stage by stage. What a pipeline names is resolved here; a store only has to say
//! it in its own language.

mod pipeline;
mod rows;
mod scope;
mod stages;

pub(crate) use pipeline::{parse_distinct, parse_pipeline, stages_of};

use super::{Compare, Filter, Place};
use crate::class::{ClassDef, Direction, Kind};
use crate::write::Stored;

/// What an aggregate does, and what it leaves.
#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    pub class: &'static ClassDef,
    /// The objects that it begins with.
    pub filter: Filter,
    /// What of each object it begins with; [`Expr::Column`] counts from here.
    pub places: Vec<Place>,
    pub stages: Vec<Stage>,
    pub columns: Vec<Column>,
}

/// What becomes of rows. A stage speaks of the columns that the one before it leaves.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Leaves those for which it holds.
    Match(Test),
    /// A row for each combination of the keys: those first, then the totals.
    Group {
        keys: Vec<Expr>,
        totals: Vec<(Total, Expr)>,
    },
    /// Other columns of the same rows.
    Project(Vec<Expr>),
    /// A row for each element of an Array.
    Unwind {
        column: usize,
        /// A row that has none stays.
        keep_empty: bool,
    },
    Sort(Vec<(Expr, Direction)>),
    Skip(u64),
    Limit(u64),
    /// So many rows, by chance.
    Sample(u64),
    /// Each row once.
    Distinct,
}

/// What is made of one row.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Column(usize),
    /// The JSON of what the steps lead to in the JSON of an expression.
    Inside(Box<Expr>, Vec<String>),
    /// The same as a value that can be ordered and counted with.
    Value(Box<Expr>, Vec<String>),
    Number(f64),
    Null,
    /// A part of a date, in UTC.
    Part(DatePart, Box<Expr>),
    Arithmetic(Arithmetic, Vec<Expr>),
}

/// What is made of all rows of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Total {
    Sum,
    Average,
    Minimum,
    Maximum,
    /// The value of the row that comes first.
    First,
    /// The value of the row that comes last.
    Last,
    /// An Array of all values, in the order of their rows.
    All(Form),
    /// An Array of the different values.
    Different(Form),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatePart {
    Year,
    Month,
    DayOfMonth,
    /// From 1, a Sunday.
    DayOfWeek,
    DayOfYear,
    /// From 1, a Monday.
    IsoDayOfWeek,
    IsoWeek,
    IsoWeekYear,
    /// From 0; each begins on a Sunday.
    Week,
    Hour,
    Minute,
    Second,
    Millisecond,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What must hold of a row.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Compare(Expr, Compare, Stored),
    IsSet(Expr),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

/// How a value is held.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// As the columns of a field hold it.
    Field(&'static Kind),
    /// As `createdAt` is: plain text on the wire.
    Time,
    Number,
    Text,
    /// The text of its JSON.
    Json,
    /// A number or a text, as it comes.
    Plain,
}

/// A column of the rows: a member of each result.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub name: String,
    /// Where the result has an object of that name, the member of it.
    pub member: Option<String>,
    pub form: Form,
    /// Whether a null is shown; a field that is not set is not.
    pub shows_null: bool,
}

pub(crate) static DATE: Kind = Kind::Date;
