//! Objects as they were read, and what of them may lead to others.

use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use crate::query::Shape;
use crate::service::outline::{Outline, outline};
use crate::wire::Value;
use std::collections::HashMap;

/// Objects of one class, as they were read.
pub(super) struct Sheet {
    pub class: &'static ClassDef,
    pub json: Vec<u8>,
    pub outlines: Vec<Outline>,
    pub by_id: HashMap<String, usize>,
    /// The fields that some shape includes something at.
    pub names: Vec<&'static str>,
    /// What those fields hold, member by member of each outline.
    pub held: Vec<Vec<Held>>,
}

/// What may lead to other objects.
pub(super) enum Held {
    Pointer { class: &'static str, id: String },
    Value(Value),
}

impl Sheet {
    pub(super) fn new(class: &'static ClassDef, json: Vec<u8>, shapes: &[&Shape]) -> Result<Self> {
        let included = |name: &&str| {
            let mut shapes = shapes.iter();
            shapes.any(|shape| shape.of_field(class, name).is_some())
        };
        let fields = class.fields.iter().map(|field| field.name);
        let names: Vec<_> = fields.filter(included).collect();
        let outlines = outline(&json, &names);
        let mut by_id = HashMap::with_capacity(outlines.len());
        let mut held = Vec::with_capacity(outlines.len());
        for (index, outline) in outlines.iter().enumerate() {
            by_id.insert(text(&json[outline.id.clone()])?, index);
            let members = outline.members.iter();
            let values = members
                .map(|member| hold(class, names[member.name], &json[member.value.clone()]))
                .collect::<Result<_>>()?;
            held.push(values);
        }
        Ok(Self {
            class,
            json,
            outlines,
            by_id,
            names,
            held,
        })
    }
}

fn hold(class: &ClassDef, name: &str, json: &[u8]) -> Result<Held> {
    if let Some((_, field)) = class.field(name)
        && let Kind::Pointer { class, .. } = field.kind
        && let Some(id) = id_in_pointer(json)
    {
        return Ok(Held::Pointer { class, id });
    }
    serde_json::from_slice(json)
        .map(Held::Value)
        .map_err(Error::internal)
}

/// The objectId of a Pointer, which is its last member.
fn id_in_pointer(json: &[u8]) -> Option<String> {
    const KEY: &[u8] = b",\"objectId\":";
    let at = json.windows(KEY.len()).rposition(|part| part == KEY)?;
    text(json[at + KEY.len()..].strip_suffix(b"}")?).ok()
}

fn text(json: &[u8]) -> Result<String> {
    serde_json::from_slice(json).map_err(Error::internal)
}
