//! Changes to elements or parts of a field → the whole that they make of what is stored, checked as a whole.

use super::execute::{Execution, Result};
use crate::class::ClassDef;
use crate::error::Error;
use crate::query::{Filter, Place, Select};
use crate::write::{Assign, Update, apply, checked};
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde_json::Value;

impl Execution<'_> {
    /// A change to elements or parts becomes the whole that it makes of what is stored; `None` where the object is not
    /// there, or must not be changed.
    pub(super) fn whole(
        &self,
        update: &Update,
        filter: &Filter,
        place: Place,
        change: &Assign,
    ) -> Result<Option<Assign>> {
        let Place::Field(index) = place else {
            return Ok(Some(change.clone()));
        };
        let stored = || self.json(update.class, filter, place);
        let field = &update.class.fields[index];
        let whole = match change {
            Assign::Set(_) | Assign::Increment(_) => return Ok(Some(change.clone())),
            Assign::Elements(elements, objects) => match stored()? {
                Some(Value::Array(array)) => Value::Array(elements.apply(array, objects)),
                Some(_) => Value::Array(elements.apply(Vec::new(), objects)),
                None => return Ok(None),
            },
            Assign::Parts(parts) => match stored()? {
                Some(whole) => apply(field, whole, parts)?,
                None => return Ok(None),
            },
        };
        Ok(Some(Assign::Set(checked(update.class, index, &whole)?)))
    }

    /// The JSON that an object has in a place; null where it is not set, `None` where there is no such object.
    fn json(
        &self,
        class: &'static ClassDef,
        filter: &Filter,
        place: Place,
    ) -> Result<Option<Value>> {
        let sql = self.database.sql();
        let table = sql.table(class);
        let select = Select {
            filter: filter.clone(),
            ..Select::one(class, "", Filter::Always(true))
        };
        let sql = sql.select(table.column(place), &select);
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        let text: Option<Option<String>> = statement
            .query_row(params_from_iter(&sql.parameters), |row| row.get(0))
            .optional()?;
        match text {
            Some(Some(text)) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|error| Error::internal(error).into()),
            Some(None) => Ok(Some(Value::Null)),
            None => Ok(None),
        }
    }
}
