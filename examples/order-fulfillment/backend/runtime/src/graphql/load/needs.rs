//! What was found, and what is asked of it → the Relations that are still to be found, each with the objects that it is
//! asked of.

use super::super::data::{Connection, Data, id_of};
use super::super::model::{Class, Model, Shape};
use super::super::picks::Pick;
use crate::wire::Value;
use serde_json::Map;
use std::sync::Arc;

/// A Relation that is asked for, of some objects.
pub(super) struct Need<'d> {
    pub way: String,
    pub class: Arc<Class>,
    pub field: &'static str,
    pub target: Arc<Class>,
    pub pick: &'d Pick,
    pub owners: Vec<String>,
}

/// Finds the Relations that are asked for.
pub(super) struct Needs<'m, 'd> {
    model: &'m Model,
    pub found: Vec<Need<'d>>,
}

impl<'m, 'd> Needs<'m, 'd> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            found: Vec::new(),
        }
    }

    pub(super) fn data(&mut self, data: &Data, pick: &'d Pick, way: &str) {
        match data {
            Data::Null | Data::Whole(_) | Data::Plain(..) => {}
            Data::Typed(shape, value) => self.value(shape, value, pick, way),
            Data::Object(class, object) => self.object(class, object, &pick.inner, way),
            Data::Connection(connection) => self.connection(connection, pick, way),
            Data::Members(_, members) => {
                for pick in &pick.inner {
                    let member = members.iter().find(|(name, _)| *name == pick.name);
                    if let Some((_, data)) = member {
                        self.data(data, pick, &below(way, pick));
                    }
                }
            }
        }
    }

    pub(super) fn connection(&mut self, connection: &Connection, pick: &'d Pick, way: &str) {
        for edges in pick.inner.iter().filter(|pick| pick.name == "edges") {
            for node in edges.inner.iter().filter(|pick| pick.name == "node") {
                let way = below(&below(way, edges), node);
                for object in &connection.objects {
                    self.object(&connection.class, object, &node.inner, &way);
                }
            }
        }
    }

    fn object(
        &mut self,
        class: &Arc<Class>,
        object: &Map<String, Value>,
        picks: &'d [Pick],
        way: &str,
    ) {
        for pick in picks.iter().filter(|pick| pick.is_of(&class.name)) {
            let Some(field) = class.field(&pick.name) else {
                continue;
            };
            let way = below(way, pick);
            if let Shape::Relation(target) = field.shape {
                if let Some(target) = self.model.class(target) {
                    self.need(way, class, field.def.name, target, pick, id_of(object));
                }
            } else if let Some(value) = object.get(field.def.name) {
                self.value(&field.shape, value, pick, &way);
            }
        }
    }

    fn need(
        &mut self,
        way: String,
        class: &Arc<Class>,
        field: &'static str,
        target: &Arc<Class>,
        pick: &'d Pick,
        owner: &str,
    ) {
        let mut known = self.found.iter_mut();
        match known.find(|need| need.way == way && need.class.name == class.name) {
            Some(need) if need.owners.iter().any(|known| known == owner) => {}
            Some(need) => need.owners.push(owner.to_owned()),
            None => self.found.push(Need {
                way,
                class: Arc::clone(class),
                field,
                target: Arc::clone(target),
                pick,
                owners: vec![owner.to_owned()],
            }),
        }
    }

    fn value(&mut self, shape: &Shape, value: &Value, pick: &'d Pick, way: &str) {
        match (shape, value) {
            (Shape::Pointer(class), Value::Object(object)) => {
                if let Some(class) = self.model.class(class) {
                    self.object(class, object, &pick.inner, way);
                }
            }
            (Shape::Record(record), Value::Object(members)) => {
                for pick in &pick.inner {
                    let field = record.fields.iter().find(|field| field.name == pick.name);
                    if let Some(field) = field
                        && let Some(value) = members.get(field.def.name)
                    {
                        self.value(&field.shape, value, pick, &below(way, pick));
                    }
                }
            }
            (Shape::Array(Some(element)), Value::Array(values)) => {
                for value in values {
                    self.value(element, value, pick, way);
                }
            }
            (Shape::Array(None), Value::Array(values)) => {
                for value in values {
                    if let Some((class, object)) = self.model.object(value) {
                        self.object(class, object, &pick.inner, way);
                    }
                }
            }
            _ => {}
        }
    }
}

fn below(way: &str, pick: &Pick) -> String {
    format!("{way}/{}", pick.key)
}
