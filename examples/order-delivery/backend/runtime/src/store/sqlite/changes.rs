//! What a write set does to objects of recorded classes: each as it was before the first of its writes, and as it is after
//! the last. Where nobody watches, it costs a look at an empty list.

use super::Database;
use super::execute::{Execution, Result};
use crate::class::ClassDef;
use crate::query::{Filter, Select};
use crate::store::sql::ID;
use rusqlite::{OptionalExtension as _, params_from_iter};
use std::collections::HashSet;

/// How many bytes the images of one transaction may take (64 MiB). What is more is lost to those who watch, and told them so.
pub(super) const MOST: usize = 64 << 20;

/// The classes of which changes are recorded.
#[derive(Default)]
pub(super) struct Recorded {
    /// The statement that reads an object, by its class's place in the catalog; empty where no class is recorded.
    reads: Vec<Option<String>>,
}

/// What a write set has changed so far.
#[derive(Default)]
pub(super) struct Changed {
    /// In the order in which they were touched.
    pub objects: Vec<Images>,
    /// Classes of which there is more than is kept.
    pub lost: Vec<&'static ClassDef>,
    known: HashSet<(&'static str, String)>,
    bytes: usize,
}

/// An object as it was and as it is, in JSON on the wire.
pub(super) struct Images {
    pub class: &'static ClassDef,
    pub id: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

impl Recorded {
    pub(super) fn add(&mut self, database: &Database, class: &'static ClassDef) {
        let Some(index) = database.catalog.index(class.name) else {
            return;
        };
        self.reads.resize(database.tables.len(), None);
        let columns = &database.encoder.recorded(index).columns;
        let table = &database.tables[index].name;
        self.reads[index] = Some(format!("SELECT {columns} FROM {table} WHERE {ID}=?"));
    }

    pub(super) fn remove(&mut self, database: &Database, class: &ClassDef) {
        if let Some(read) = self.index(database, class) {
            self.reads[read] = None;
        }
        if self.reads.iter().all(Option::is_none) {
            self.reads.clear();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.reads.is_empty()
    }

    pub(super) fn classes<'a>(
        &'a self,
        database: &'a Database,
    ) -> impl Iterator<Item = (usize, &'static ClassDef)> + 'a {
        let classes = database.catalog.classes().iter().copied().enumerate();
        classes.filter(|(index, _)| matches!(self.reads.get(*index), Some(Some(_))))
    }

    /// The class's place in the catalog, if it is recorded.
    pub(super) fn index(&self, database: &Database, class: &ClassDef) -> Option<usize> {
        if self.reads.is_empty() {
            return None;
        }
        let index = database.catalog.index(class.name)?;
        self.reads[index].is_some().then_some(index)
    }
}

impl Changed {
    /// Whether the object is touched for the first time; where there is too much already, it is not looked at.
    fn is_first(&mut self, class: &'static ClassDef, id: &str) -> bool {
        if !self.lost.is_empty() {
            self.lose(class);
            return false;
        }
        self.known.insert((class.name, id.to_owned()))
    }

    fn add(&mut self, images: Images) {
        let bytes = |image: &Option<Vec<u8>>| image.as_ref().map_or(0, Vec::len);
        self.bytes += size_of::<Images>() + 2 * images.id.len();
        self.bytes += bytes(&images.before) + bytes(&images.after);
        self.objects.push(images);
        if self.bytes > MOST || !self.lost.is_empty() {
            self.known = HashSet::new();
            for images in std::mem::take(&mut self.objects) {
                self.lose(images.class);
            }
        }
    }

    fn lose(&mut self, class: &'static ClassDef) {
        if self.lost.iter().all(|known| known.name != class.name) {
            self.lost.push(class);
        }
    }
}

impl Execution<'_> {
    /// Looks at an object of a recorded class before it is written.
    pub(super) fn touch(&self, class: &'static ClassDef, id: &str) -> Result<()> {
        let Some(index) = self.recorded.index(self.database, class) else {
            return Ok(());
        };
        if self.changed.borrow_mut().is_first(class, id) {
            let before = self.image(index, id)?;
            self.changed.borrow_mut().add(Images {
                class,
                id: id.to_owned(),
                before,
                after: None,
            });
        }
        Ok(())
    }

    /// Looks at all objects of a recorded class that pass, before they are written.
    pub(super) fn touch_all(&self, class: &'static ClassDef, filter: &Filter) -> Result<()> {
        if self.recorded.index(self.database, class).is_none() {
            return Ok(());
        }
        let select = Select {
            filter: filter.clone(),
            limit: u64::MAX,
            ..Select::one(class, "", Filter::Always(true))
        };
        let sql = self.database.sql().select(ID, &select);
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(&sql.parameters))?;
        while let Some(row) = rows.next()? {
            self.touch(class, &row.get::<_, String>(0)?)?;
        }
        Ok(())
    }

    /// Notes an object that was not there before it is inserted.
    pub(super) fn touch_new(&self, class: &'static ClassDef, id: &str) {
        if self.recorded.index(self.database, class).is_none() {
            return;
        }
        let mut changed = self.changed.borrow_mut();
        if changed.is_first(class, id) {
            changed.add(Images {
                class,
                id: id.to_owned(),
                before: None,
                after: None,
            });
        }
    }

    /// What has changed, once all is written.
    pub(super) fn changed(self) -> rusqlite::Result<Changed> {
        let mut changed = self.changed.take();
        changed.bytes = 0;
        for mut images in std::mem::take(&mut changed.objects) {
            images.after = match self.recorded.index(self.database, images.class) {
                Some(index) => self.image(index, &images.id)?,
                None => None,
            };
            if images.before != images.after {
                changed.add(images);
            }
        }
        Ok(changed)
    }

    /// An object of the class at this place of the catalog, as it is now.
    fn image(&self, index: usize, id: &str) -> rusqlite::Result<Option<Vec<u8>>> {
        let Some(read) = &self.recorded.reads[index] else {
            return Ok(None);
        };
        let encoder = &self.database.encoder;
        let mut statement = self.connection.prepare_cached(read)?;
        let image = statement.query_row([id], |row| {
            let mut image = Vec::new();
            encoder.write_object(encoder.recorded(index), row, &mut image)?;
            Ok(image)
        });
        image.optional()
    }
}
