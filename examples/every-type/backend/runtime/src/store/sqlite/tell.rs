//! Notifications: what is told of a change is written with it, whoever makes it.

use super::execute::{Execution, Result};
use super::reader;
use crate::class::{ClassDef, Kind, Notify};
use crate::error::Error;
use crate::query::{Filter, Place, Projection, Select, place};
use crate::store::Page;
use crate::wire::{Object, Value};
use crate::write::{Insert, NOTIFICATION, Update, is_told, notification};
use rusqlite::OptionalExtension as _;

/// The rules that an update may set off.
pub(super) fn rules(update: &Update) -> impl Iterator<Item = &'static Notify> {
    let written = |rule: &&Notify| {
        rule.when == "updatedAt"
            || place(update.class, rule.when)
                .is_some_and(|when| update.assign.iter().any(|(place, _)| *place == when))
    };
    update.class.notify.iter().filter(written)
}

impl Execution<'_> {
    /// The object as it is, where a rule of its class may ask what a change changed.
    pub(super) fn before(&self, update: &Update) -> Result<Option<Object>> {
        if rules(update).next().is_none() {
            return Ok(None);
        }
        self.object(update.class, &update.id)
    }

    /// Writes what is told of an object that was `before` and is another now.
    pub(super) fn tell(
        &self,
        class: &'static ClassDef,
        id: &str,
        at: i64,
        before: Option<Object>,
    ) -> Result<()> {
        // What tells of a change is none that is told.
        let told = class.name != NOTIFICATION;
        let Some(into) = self.database.catalog.class(NOTIFICATION).filter(|_| told) else {
            return Ok(());
        };
        let Some(after) = self.object(class, id)? else {
            return Ok(());
        };
        for rule in class.notify {
            if !is_told(rule, before.as_ref(), &after) {
                continue;
            }
            let Some(user) = self.end_of(class, rule.to, &after)? else {
                continue;
            };
            match notification(into, class, rule, &user, &after) {
                Ok((id, body)) => self.insert(&Insert::new(into, id, at, body)).map(drop)?,
                // The change is the client's, and right; that it cannot be told is for the log.
                Err(error) => tracing::error!("a notification of {}: {error}", class.name),
            }
        }
        Ok(())
    }

    /// The user to whom a path of Pointers leads, if it leads to one that is there.
    fn end_of(
        &self,
        class: &'static ClassDef,
        path: &[&str],
        object: &Object,
    ) -> Result<Option<String>> {
        let (mut class, mut id) = (class, None::<String>);
        for step in path {
            let Some((field, def)) = class.field(step) else {
                return Ok(None);
            };
            let next = match &id {
                None => object
                    .get(step)
                    .and_then(|pointer| pointer.get("objectId"))
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                Some(id) => self.pointer(class, id, field)?,
            };
            let Kind::Pointer { class: target, .. } = def.kind else {
                return Ok(None);
            };
            let (Some(target), Some(next)) = (self.database.catalog.class(target), next) else {
                return Ok(None);
            };
            (class, id) = (target, Some(next));
        }
        match id {
            Some(id) if self.exists(class.name, &id)? => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    /// Where a Pointer of an object leads.
    fn pointer(&self, class: &'static ClassDef, id: &str, field: usize) -> Result<Option<String>> {
        let sql = self.database.sql();
        let column = sql.table(class).column(Place::Field(field));
        let sql = sql.select(column, &Select::one(class, id, Filter::Always(true)));
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        let found = statement
            .query_row(rusqlite::params_from_iter(&sql.parameters), |row| {
                row.get(0)
            })
            .optional()?;
        Ok(found.flatten())
    }

    fn object(&self, class: &'static ClassDef, id: &str) -> Result<Option<Object>> {
        let select = Select {
            fields: Projection::All,
            ..Select::one(class, id, Filter::Always(true))
        };
        let page = Page::of(reader::objects(self.database, self.connection, &select)?);
        let found: std::result::Result<_, Error> = page.into_objects();
        Ok(found?.into_iter().next())
    }
}
