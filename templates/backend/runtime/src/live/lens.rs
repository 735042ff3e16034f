//! An object → as much of it as a subscription is told, as JSON.

use crate::class::ClassDef;
use crate::query::Projection;
use crate::wire::{Object, Value};

/// What of an object is told, beside objectId, createdAt, updatedAt and className.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Lens {
    /// In the order of the class.
    fields: Vec<usize>,
    acl: bool,
}

impl Lens {
    /// An ACL is told where all of an object is, or where it is asked for.
    pub(crate) fn new(class: &ClassDef, fields: Projection, keys: &[String]) -> Self {
        let all = class.fields.iter().enumerate();
        let fields = match fields {
            Projection::All => all.map(|(index, _)| index).collect(),
            Projection::Visible => {
                let visible = all.filter(|(_, field)| !field.hidden);
                visible.map(|(index, _)| index).collect()
            }
            Projection::Only(fields) => fields,
        };
        let acl = keys.is_empty() || keys.iter().any(|key| key == "ACL");
        Self { fields, acl }
    }

    /// Nothing beside what every object is told with.
    pub(crate) fn bare() -> Self {
        Self {
            fields: Vec::new(),
            acl: false,
        }
    }

    /// `objectId` comes first, as in all JSON that this server reads again without parsing it.
    pub(crate) fn write(&self, class: &ClassDef, object: &Object) -> String {
        let always = ["objectId", "createdAt", "updatedAt"].into_iter();
        let fields = self.fields.iter().map(|index| class.fields[*index].name);
        let names = always.chain(fields).chain(self.acl.then_some("ACL"));
        let mut json = String::with_capacity(512);
        for name in names {
            if let Some(value) = object.get(name) {
                json.push(if json.is_empty() { '{' } else { ',' });
                json.push_str(&Value::from(name).to_string());
                json.push(':');
                json.push_str(&value.to_string());
            }
        }
        json.push_str(if json.is_empty() { "{" } else { "," });
        json.push_str("\"className\":");
        json.push_str(&Value::from(class.name).to_string());
        json.push('}');
        json
    }
}
