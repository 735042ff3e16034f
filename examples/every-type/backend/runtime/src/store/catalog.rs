//! All classes by name, with what points at each.

use crate::class::{ClassDef, Kind, OnDelete, Schema};
use crate::system;
use std::collections::HashMap;

/// The classes of a backend: those of its schema, and the system classes that it leaves as they are.
#[derive(Debug)]
pub(crate) struct Catalog {
    classes: Vec<&'static ClassDef>,
    by_name: HashMap<&'static str, usize>,
}

/// A Pointer that must be looked after when what it points at goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Referrer {
    pub class: &'static ClassDef,
    pub field: usize,
    pub on_delete: OnDelete,
}

impl Catalog {
    pub(crate) fn new(schema: &Schema) -> Self {
        let mut classes = schema.classes.to_vec();
        for class in system::CLASSES {
            if classes.iter().all(|known| known.name != class.name) {
                classes.push(class);
            }
        }
        let by_name = classes
            .iter()
            .enumerate()
            .map(|(index, class)| (class.name, index))
            .collect();
        Self { classes, by_name }
    }

    pub(crate) fn classes(&self) -> &[&'static ClassDef] {
        &self.classes
    }

    /// By its name on the wire.
    pub(crate) fn class(&self, name: &str) -> Option<&'static ClassDef> {
        self.index(name).map(|index| self.classes[index])
    }

    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The Pointers to `class` that do more than keep pointing when an object of it is deleted.
    pub(crate) fn referrers(&self, class: &ClassDef) -> Vec<Referrer> {
        let mut referrers = Vec::new();
        for from in &self.classes {
            for (field, def) in from.fields.iter().enumerate() {
                if let Kind::Pointer {
                    class: to,
                    on_delete,
                } = def.kind
                    && to == class.name
                    && on_delete != OnDelete::Keep
                {
                    referrers.push(Referrer {
                        class: from,
                        field,
                        on_delete,
                    });
                }
            }
        }
        referrers
    }

    /// The class, and those of which the deletion of an object may delete or change objects.
    pub(crate) fn reached_by_delete(&self, class: &'static ClassDef) -> Vec<&'static ClassDef> {
        let mut reached = vec![class];
        let mut next = 0;
        while let Some(class) = reached.get(next).copied() {
            for referrer in self.referrers(class) {
                if reached
                    .iter()
                    .all(|known| known.name != referrer.class.name)
                {
                    reached.push(referrer.class);
                }
            }
            next += 1;
        }
        reached
    }
}
