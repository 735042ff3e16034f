//! Picks of objects of a class → how much of each to read: the fields that are picked, and what the Pointers among them lead
//! to, so that one find of the service reads a whole tree, a query a level.

use super::model::{Class, Model, Shape};
use super::picks::Pick;
use crate::Result;
use crate::query;

/// What is known of an object without reading it.
const KNOWN: [&str; 3] = ["__typename", "id", "objectId"];

/// # Errors
/// Code 102 where the picks lead further than an `include` may.
pub(super) fn shape(model: &Model, class: &Class, picks: &[&Pick]) -> Result<query::Shape> {
    query::Shape::of_paths(&paths(model, class, picks))
}

/// The fields that are picked, each with the Pointers that lead to it.
pub(super) fn paths(model: &Model, class: &Class, picks: &[&Pick]) -> Vec<Vec<&'static str>> {
    let mut reader = Reader {
        model,
        way: Vec::new(),
        paths: Vec::new(),
    };
    reader.object(class, picks);
    reader.paths
}

struct Reader<'m> {
    model: &'m Model,
    /// From the object that is asked for to where the picks are.
    way: Vec<&'static str>,
    paths: Vec<Vec<&'static str>>,
}

impl Reader<'_> {
    fn object(&mut self, class: &Class, picks: &[&Pick]) {
        // Without a name there would be all of them.
        self.picked("objectId");
        for pick in picks.iter().filter(|pick| pick.is_of(&class.name)) {
            if let Some(field) = class.field(&pick.name) {
                self.value(&field.shape, field.def.name, pick);
            }
        }
    }

    fn value(&mut self, shape: &Shape, name: &'static str, pick: &Pick) {
        let inner: Vec<_> = pick.inner.iter().collect();
        match shape.innermost() {
            Shape::Pointer(class) => {
                let class = self.model.class(class);
                match class.filter(|class| reads_more(class, &inner)) {
                    Some(class) => self.inside(name, |reader| reader.object(class, &inner)),
                    None => self.picked(name),
                }
            }
            Shape::Array(_) => {
                self.picked(name);
                let model = self.model;
                let classes = model.classes.iter();
                for class in classes.filter(|class| reads_more(class, &inner)) {
                    self.inside(name, |reader| reader.object(class, &inner));
                }
            }
            Shape::Record(record) => {
                self.picked(name);
                let inner = inner.iter().filter_map(|pick| {
                    let field = record.fields.iter().find(|field| field.name == pick.name)?;
                    field.shape.leads_on().then_some((field, *pick))
                });
                self.inside(name, |reader| {
                    for (field, pick) in inner {
                        reader.value(&field.shape, field.def.name, pick);
                    }
                });
            }
            // A Relation is not in the object: it is another query.
            Shape::Relation(_) => {}
            Shape::String
            | Shape::Number
            | Shape::Boolean
            | Shape::Date
            | Shape::Enum(_)
            | Shape::Object
            | Shape::GeoPoint
            | Shape::Polygon
            | Shape::File
            | Shape::Bytes
            | Shape::Acl => self.picked(name),
        }
    }

    fn picked(&mut self, name: &'static str) {
        let mut path = self.way.clone();
        path.push(name);
        self.paths.push(path);
    }

    fn inside(&mut self, name: &'static str, read: impl FnOnce(&mut Self)) {
        self.way.push(name);
        read(self);
        self.way.pop();
    }
}

/// Whether the picks of an object of this class take more than a Pointer to it tells.
fn reads_more(class: &Class, picks: &[&Pick]) -> bool {
    let mut picks = picks.iter().filter(|pick| pick.is_of(&class.name));
    picks.any(|pick| !KNOWN.contains(&pick.name.as_str()))
}
