//! One level of an include: the objects that it has, and those that they point at.

use super::sheet::{Held, Sheet};
use crate::class::ClassDef;
use crate::query::Shape;
use crate::store::Catalog;
use crate::wire::Value;
use std::collections::HashSet;
use std::ptr;

/// The objects that one shape is laid on, of one class on one level.
pub(super) struct Node<'s> {
    pub shape: &'s Shape,
    pub class: &'static ClassDef,
    pub sheet: usize,
    /// By their places in the sheet.
    pub objects: Vec<usize>,
    /// What is included at each of the sheet's names.
    pub parts: Vec<Option<&'s Shape>>,
}

impl<'s> Node<'s> {
    pub(super) fn new(
        sheets: &[Sheet],
        sheet: usize,
        shape: &'s Shape,
        objects: Vec<usize>,
    ) -> Self {
        let Sheet { class, names, .. } = &sheets[sheet];
        let names = names.iter();
        Self {
            shape,
            class,
            sheet,
            objects,
            parts: names.map(|name| shape.of_field(class, name)).collect(),
        }
    }
}

/// The objects of a class that a level points at, for one shape.
pub(super) struct Wanted<'s> {
    pub class: &'static ClassDef,
    pub shape: &'s Shape,
    pub ids: HashSet<String>,
}

/// What a level points at.
pub(super) fn wanted<'s>(
    catalog: &Catalog,
    sheets: &[Sheet],
    level: &[Node<'s>],
) -> Vec<Wanted<'s>> {
    let mut all: Vec<Wanted<'s>> = Vec::new();
    let mut want = |class: &str, id: &str, shape: &'s Shape| {
        let known =
            |wanted: &&mut Wanted<'s>| ptr::eq(wanted.shape, shape) && wanted.class.name == class;
        if let Some(wanted) = all.iter_mut().find(known) {
            if !wanted.ids.contains(id) {
                wanted.ids.insert(id.to_owned());
            }
        } else if let Some(class) = catalog.class(class) {
            let ids = HashSet::from([id.to_owned()]);
            all.push(Wanted { class, shape, ids });
        }
    };
    for node in level {
        let sheet = &sheets[node.sheet];
        for &object in &node.objects {
            let members = sheet.outlines[object].members.iter();
            for (member, held) in members.zip(&sheet.held[object]) {
                match (node.parts[member.name], held) {
                    (Some(shape), Held::Pointer { class, id }) => want(class, id, shape),
                    (Some(shape), Held::Value(value)) => follow(value, shape, &mut want),
                    (None, _) => {}
                }
            }
        }
    }
    all
}

/// Each Pointer in a value that `shape` includes something at.
fn follow<'s>(value: &Value, shape: &'s Shape, want: &mut impl FnMut(&str, &str, &'s Shape)) {
    match value {
        Value::Array(values) => {
            for value in values {
                follow(value, shape, want);
            }
        }
        Value::Object(members) => match pointer(value) {
            Some((class, id)) => want(class, id, shape),
            None => {
                for (name, value) in members {
                    if let Some(shape) = shape.of_member(name) {
                        follow(value, shape, want);
                    }
                }
            }
        },
        _ => {}
    }
}

/// Class and objectId of a Pointer.
pub(super) fn pointer(value: &Value) -> Option<(&str, &str)> {
    let text = |name| value.get(name).and_then(Value::as_str);
    let id = text("objectId").filter(|_| text("__type") == Some("Pointer"))?;
    Some((text("className")?, id))
}
