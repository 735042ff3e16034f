//! Typed columns: what generated code names the fields of a class by, and the conditions made of them.

use super::{Compare, Filter, Place, place};
use crate::Result;
use crate::class::Class;
use crate::error::Error;
use crate::wire::Wire;
use crate::write::{Stored, stored};
use std::marker::PhantomData;
use std::ops::Not;

/// A field of class `C` whose values are of type `T`.
pub struct Column<C, T> {
    name: &'static str,
    types: PhantomData<fn() -> (C, T)>,
}

impl<C, T> Clone for Column<C, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, T> Copy for Column<C, T> {}

/// What must hold for an object of class `C`.
pub struct Condition<C> {
    /// A value that does not fit its field is an error when the condition is used.
    pub(crate) filter: Result<Filter>,
    class: PhantomData<fn() -> C>,
}

/// Types that can be counted up and down.
pub trait Numeric: Wire {
    fn into_number(self) -> f64;
}

impl Numeric for f64 {
    fn into_number(self) -> f64 {
        self
    }
}

impl Numeric for i64 {
    fn into_number(self) -> f64 {
        self as f64
    }
}

impl<C, T> Column<C, T> {
    /// `name` is the field's name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// The field's name on the wire.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<C: Class, T: Wire> Column<C, T> {
    pub fn eq(self, value: impl Into<T>) -> Condition<C> {
        self.compare(Compare::Equal, value)
    }

    pub fn ne(self, value: impl Into<T>) -> Condition<C> {
        !self.eq(value)
    }

    pub fn lt(self, value: impl Into<T>) -> Condition<C> {
        self.compare(Compare::Less, value)
    }

    pub fn le(self, value: impl Into<T>) -> Condition<C> {
        self.compare(Compare::LessOrEqual, value)
    }

    pub fn gt(self, value: impl Into<T>) -> Condition<C> {
        self.compare(Compare::Greater, value)
    }

    pub fn ge(self, value: impl Into<T>) -> Condition<C> {
        self.compare(Compare::GreaterOrEqual, value)
    }

    pub fn is_set(self) -> Condition<C> {
        Condition::new(self.place().map(Filter::IsSet))
    }

    pub(crate) fn place(self) -> Result<Place> {
        place(C::DEF, self.name)
            .ok_or_else(|| Error::internal(format!("{} has no field {}", C::DEF.name, self.name)))
    }

    fn compare(self, compare: Compare, value: impl Into<T>) -> Condition<C> {
        let value = value.into().into_wire();
        Condition::new(self.place().and_then(|place| {
            let value: Stored = stored(C::DEF, place, &value)?;
            Ok(Filter::Compare {
                place,
                compare,
                value,
            })
        }))
    }
}

impl<C> Condition<C> {
    fn new(filter: Result<Filter>) -> Self {
        Self {
            filter,
            class: PhantomData,
        }
    }

    /// Holds for every object.
    pub fn always() -> Self {
        Self::new(Ok(Filter::Always(true)))
    }

    pub fn and(self, other: Self) -> Self {
        Self::new(self.filter.and_then(|filter| Ok(filter.and(other.filter?))))
    }

    pub fn or(self, other: Self) -> Self {
        Self::new(
            self.filter
                .and_then(|filter| Ok(Filter::Any(vec![filter, other.filter?]))),
        )
    }
}

impl<C> Not for Condition<C> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(self.filter.map(Filter::not))
    }
}
