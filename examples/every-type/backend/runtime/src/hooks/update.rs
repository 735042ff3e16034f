//! An update of the user's code: calls on typed columns → one step of its transaction.

use super::Tx;
use crate::class::Class;
use crate::error::{Code, Error};
use crate::query::{Column, Condition, Numeric};
use crate::wire::{Id, Object, Ref, Relation, Wire};
use crate::write::{self, Author, Step};
use std::marker::PhantomData;

/// An update of one object in a [`Tx`].
pub struct UpdateStep<'tx, C> {
    tx: &'tx mut Tx,
    /// Taken when the step is handed to the transaction.
    step: Option<write::Update>,
    class: PhantomData<fn() -> C>,
}

impl<'tx, C: Class> UpdateStep<'tx, C> {
    pub(super) fn new(tx: &'tx mut Tx, id: &Id<C>) -> Self {
        let step = write::Update::new(C::DEF, id.as_str().to_owned(), write::Body::default());
        Self {
            tx,
            step: Some(step),
            class: PhantomData,
        }
    }

    #[must_use = "`write` ends the update"]
    pub fn set<T: Wire>(self, column: Column<C, T>, value: impl Into<T>) -> Self {
        self.change(column.name(), value.into().into_wire())
    }

    /// Makes the field one that is not set.
    #[must_use = "`write` ends the update"]
    pub fn unset<T: Wire>(self, column: Column<C, T>) -> Self {
        self.change(column.name(), serde_json::json!({"__op": "Delete"}))
    }

    /// All that a patch says.
    #[must_use = "`write` ends the update"]
    pub fn patch(mut self, patch: C::Patch) -> Self {
        let body = Object::from_wire(patch.into_wire());
        if let Some(body) = self.tx.keep(body) {
            self.apply(&body);
        }
        self
    }

    /// Adds to a number; one that is not set counts as 0.
    #[must_use = "`write` ends the update"]
    pub fn increment<T: Numeric>(self, column: Column<C, T>, by: T) -> Self {
        let amount = by.into_number();
        self.change(
            column.name(),
            serde_json::json!({"__op": "Increment", "amount": amount}),
        )
    }

    /// Takes from a number; one that is not set counts as 0.
    #[must_use = "`write` ends the update"]
    pub fn decrement<T: Numeric>(self, column: Column<C, T>, by: T) -> Self {
        let amount = -by.into_number();
        self.change(
            column.name(),
            serde_json::json!({"__op": "Increment", "amount": amount}),
        )
    }

    /// Adds an object to a Relation; one that is in it stays.
    #[must_use = "`write` ends the update"]
    pub fn relate<T: Class>(self, column: Column<C, Relation<T>>, to: impl AsRef<Id<T>>) -> Self {
        self.relation("AddRelation", column, to.as_ref())
    }

    /// Takes an object out of a Relation, if it is in it.
    #[must_use = "`write` ends the update"]
    pub fn unrelate<T: Class>(self, column: Column<C, Relation<T>>, to: impl AsRef<Id<T>>) -> Self {
        self.relation("RemoveRelation", column, to.as_ref())
    }

    /// Changes the object only where this holds when it is written; otherwise the whole transaction fails.
    #[must_use = "`write` ends the update"]
    pub fn only_if(mut self, condition: Condition<C>) -> Self {
        if let Some(filter) = self.tx.keep(condition.filter)
            && let Some(step) = &mut self.step
        {
            let error = Error::new(Code::VALIDATION, "a condition of the write does not hold");
            step.guards.push(write::Guard { filter, error });
        }
        self
    }

    /// What the transaction fails with where there is no such object, or it may not be changed.
    pub fn or_else(mut self, error: impl FnOnce() -> Error) {
        if let Some(step) = &mut self.step {
            let error = error();
            for guard in &mut step.guards {
                guard.error = error.clone();
            }
            step.missing = Some(error);
        }
    }

    /// Ends the update. Nothing is written before the whole transaction is.
    pub fn write(self) {}

    fn relation<T: Class>(
        self,
        operation: &str,
        column: Column<C, Relation<T>>,
        to: &Id<T>,
    ) -> Self {
        let pointer = Ref::from(to).into_wire();
        let value = serde_json::json!({"__op": operation, "objects": [pointer]});
        self.change(column.name(), value)
    }

    fn change(mut self, name: &str, value: serde_json::Value) -> Self {
        let mut body = Object::new();
        body.0.insert(name.to_owned(), value);
        self.apply(&body);
        self
    }

    fn apply(&mut self, body: &Object) {
        let parsed = write::parse_update(C::DEF, body, Author::Server);
        if let Some(parsed) = self.tx.keep(parsed)
            && let Some(step) = &mut self.step
        {
            step.assign.extend(parsed.assign);
            step.relations.extend(parsed.relations);
            step.guards.extend(parsed.guards);
        }
    }
}

impl<C> Drop for UpdateStep<'_, C> {
    fn drop(&mut self) {
        if let Some(step) = self.step.take() {
            self.tx.step(Step::Update(step));
        }
    }
}
