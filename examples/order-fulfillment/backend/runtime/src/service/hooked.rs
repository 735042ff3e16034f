//! Reads with the user's own code around them, where a class has some.

use super::Service;
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, FieldDef};
use crate::hooks::Tx;
use crate::query::{Projection, Select};
use crate::store::Page;
use crate::wire::{Object, Value};

impl Service {
    /// What a client's query finds, as the hooks of its class have it.
    ///
    /// # Errors
    /// Whatever a hook refuses it with.
    pub(super) async fn read(&self, caller: &Caller, mut select: Select) -> Result<Page> {
        let class = select.class;
        let Some(hooks) = self.inner.hooks.of_finds(class.name) else {
            return self.store().find(select).await;
        };
        let mut tx = Tx::new(self, caller);
        let narrowed = hooks.before_find(&mut tx).await?;
        select.filter = select.filter.and(narrowed);
        // A hook sees hidden fields too.
        let fields = std::mem::replace(&mut select.fields, Projection::All);
        let mut page = self.store().find(select).await?;
        if !page.objects.is_empty() {
            let objects = std::mem::take(&mut page.objects);
            let found = Page {
                objects,
                ..Page::default()
            };
            let found = hooks.after_find(found.into_objects()?, &mut tx).await?;
            page.objects = write(class, &fields, &found);
        }
        self.finish(class, "after_find", Ok(()), tx).await;
        Ok(page)
    }
}

/// As much of each object as a client asked for, in the order in which a store writes it.
fn write(class: &ClassDef, fields: &Projection, objects: &[Object]) -> Vec<u8> {
    let is_shown = |(index, field): &(usize, &FieldDef)| match fields {
        Projection::Visible => !field.hidden,
        Projection::All => true,
        Projection::Only(shown) => shown.contains(index),
    };
    let shown = class.fields.iter().enumerate().filter(is_shown);
    let names: Vec<_> = ["objectId", "createdAt", "updatedAt"]
        .into_iter()
        .chain(shown.map(|(_, field)| field.name))
        .chain(["ACL"])
        // How well it matches a search for words is no field, where no field has that name.
        .chain(class.field("score").is_none().then_some("score"))
        .collect();
    let mut json = Vec::new();
    for object in objects {
        if !json.is_empty() {
            json.push(b',');
        }
        let members = names.iter().filter_map(|name| {
            let value = object.get(name)?;
            Some(format!("{}:{value}", Value::from(*name)))
        });
        let members = members.collect::<Vec<_>>().join(",");
        json.extend_from_slice(format!("{{{members}}}").as_bytes());
    }
    json
}
