//! Deletions, and what becomes of the objects that pointed at what is gone.

use super::execute::{Execution, Result};
use crate::class::{ClassDef, OnDelete};
use crate::error::Error;
use crate::query::{Filter, Place};
use crate::store::catalog::Referrer;
use crate::store::sql::{ID, UPDATED_AT};
use crate::wire::Timestamp;
use crate::write::{Delete, DeleteAll, Outcome, Stored};
use rusqlite::params_from_iter;

impl Execution<'_> {
    /// Whether nothing has to be looked after when an object of the class is deleted.
    pub(super) fn leaves_nothing_behind(&self, class: &ClassDef) -> bool {
        self.database.catalog.referrers(class).is_empty()
            && self.database.sql().table(class).joins.is_empty()
    }

    pub(super) fn delete(&self, delete: &Delete) -> Result<Outcome> {
        let mine =
            Filter::equal(Place::Id, Stored::Text(delete.id.clone())).and(delete.filter.clone());
        let filter = delete
            .guards
            .iter()
            .map(|guard| guard.filter.clone())
            .fold(mine, Filter::and);
        self.touch(delete.class, &delete.id)?;
        let sql = self.database.sql().delete(delete.class, &filter);
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        if statement.execute(params_from_iter(&sql.parameters))? == 0 {
            return Err(self
                .why_not(delete.class, &delete.id, &delete.filter, &delete.guards)?
                .into());
        }
        self.after_delete(delete.class, vec![delete.id.clone()])?;
        Ok(Outcome::default())
    }

    pub(super) fn delete_all(&self, delete: &DeleteAll) -> Result<Outcome> {
        let DeleteAll { class, filter } = delete;
        self.touch_all(class, filter)?;
        let sql = self.database.sql().delete(class, filter);
        if self.leaves_nothing_behind(class) {
            self.run(&sql.text, &sql.parameters)?;
            return Ok(Outcome::default());
        }
        let text = format!("{} RETURNING {ID}", sql.text);
        let mut statement = self.connection.prepare_cached(&text)?;
        let gone = statement.query_map(params_from_iter(&sql.parameters), |row| row.get(0))?;
        self.after_delete(class, gone.collect::<rusqlite::Result<_>>()?)?;
        Ok(Outcome::default())
    }

    /// Looks after what pointed at objects that are gone, and at those that go with them.
    fn after_delete(&self, class: &'static ClassDef, ids: Vec<String>) -> Result<()> {
        // A list and not a recursion: a chain of objects is as long as its clients made it.
        let mut gone: Vec<_> = ids.into_iter().map(|id| (class, id)).collect();
        while let Some((class, id)) = gone.pop() {
            for (_, join) in &self.database.sql().table(class).joins {
                self.run(
                    &format!("DELETE FROM {join} WHERE \"owningId\"=?"),
                    &[Stored::Text(id.clone())],
                )?;
            }
            for referrer in self.database.catalog.referrers(class) {
                let with_it = self.look_after(referrer, &id)?;
                gone.extend(with_it.into_iter().map(|id| (referrer.class, id)));
            }
        }
        Ok(())
    }

    /// Does what a Pointer's rule says about the objects that point at one that is gone; gives those that go too.
    fn look_after(&self, referrer: Referrer, id: &str) -> Result<Vec<String>> {
        let Referrer {
            class: from,
            field,
            on_delete,
        } = referrer;
        let table = self.database.sql().table(from);
        let (name, column) = (&table.name, table.column(Place::Field(field)));
        let pointing = Stored::Text(id.to_owned());
        let select = format!("SELECT {ID} FROM {name} WHERE {column}=?");
        let mut statement = self.connection.prepare_cached(&select)?;
        let found = statement.query_map([&pointing], |row| row.get(0))?;
        let found: Vec<String> = found.collect::<rusqlite::Result<_>>()?;
        if found.is_empty() {
            return Ok(found);
        }
        if matches!(on_delete, OnDelete::Clear | OnDelete::Cascade) {
            for id in &found {
                self.touch(from, id)?;
            }
        }
        match on_delete {
            OnDelete::Keep => {}
            OnDelete::Restrict => {
                let (from, field) = (from.name, from.fields[field].name);
                let message = format!(
                    "cannot be deleted: {} object(s) of {from} point at it in {field}",
                    found.len()
                );
                return Err(Error::validation(message).into());
            }
            OnDelete::Clear => {
                let at = Stored::Integer(Timestamp::now().as_millis());
                self.run(
                    &format!(
                        "UPDATE {name} SET {column}=NULL,{UPDATED_AT}=max({UPDATED_AT}+1,?) WHERE {column}=?"
                    ),
                    &[at, pointing],
                )?;
            }
            OnDelete::Cascade => {
                self.run(&format!("DELETE FROM {name} WHERE {column}=?"), &[pointing])?;
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }
}
