//! Objects of classes, their fields, and the lists of them that Relations and queries are.

use super::super::data::{Connection, Place, id_of};
use super::super::ids;
use super::super::model::{Class, Field, Shape};
use super::super::picks::Pick;
use super::value::acl;
use super::writer::{Outcome, Writer};
use crate::wire::Value;
use serde_json::{Map, json};
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn object(
        &mut self,
        class: &Arc<Class>,
        object: &Map<String, Value>,
        picks: &[Pick],
    ) -> Outcome {
        let own = picks.iter().filter(|pick| pick.is_of(&class.name));
        self.members(
            own,
            |pick| pick,
            |writer, pick| match pick.name.as_str() {
                "__typename" => writer.text(&class.name),
                "id" => writer.text(&ids::global(class, id_of(object))),
                "objectId" | "createdAt" | "updatedAt" => match object.get(&pick.name) {
                    Some(value) => {
                        writer.json(value);
                        Ok(())
                    }
                    None => writer.missing(),
                },
                "ACL" => writer.plain("ACL", &acl(object.get("ACL"), writer.model), pick),
                name => match class.field(name) {
                    Some(field) if matches!(field.shape, Shape::Relation(_)) => {
                        writer.relation(object, pick)
                    }
                    Some(field) => writer.field(field, class.always(field), object, pick),
                    None => writer.null(),
                },
            },
        )
    }

    pub(super) fn field(
        &mut self,
        field: &Field,
        always: bool,
        members: &Map<String, Value>,
        pick: &Pick,
    ) -> Outcome {
        let value = members.get(field.def.name).filter(|value| !value.is_null());
        let promised = always && field.shape.always_shows();
        match value {
            None if promised => self.missing(),
            None => self.null(),
            Some(value) if promised => self.value(&field.shape, value, pick),
            Some(value) => self.nullable(|writer| writer.value(&field.shape, value, pick)),
        }
    }

    pub(super) fn relation(&mut self, object: &Map<String, Value>, pick: &Pick) -> Outcome {
        let place = Place {
            way: self.way(),
            owner: id_of(object).to_owned(),
        };
        let relations = self.relations;
        match relations.at(&place) {
            Some(Ok(connection)) => self.connection(connection, pick),
            Some(Err(error)) => self.failed(error),
            None => self.missing(),
        }
    }

    pub(super) fn connection(&mut self, connection: &Connection, pick: &Pick) -> Outcome {
        let name = &connection.class.name;
        self.fields(&pick.inner, |writer, pick| match pick.name.as_str() {
            "__typename" => writer.text(&format!("{name}Connection")),
            "count" => {
                writer.json(&connection.count.unwrap_or_default().into());
                Ok(())
            }
            "pageInfo" => {
                let info = json!({
                    "hasNextPage": connection.next,
                    "hasPreviousPage": connection.previous,
                    "startCursor": connection.cursors.first(),
                    "endCursor": connection.cursors.last(),
                });
                writer.plain("PageInfo", &info, pick)
            }
            _ => writer.edges(connection, pick),
        })
    }

    pub(super) fn edges(&mut self, connection: &Connection, pick: &Pick) -> Outcome {
        let class = &connection.class;
        self.list(0..connection.objects.len(), |writer, index| {
            writer.fields(&pick.inner, |writer, pick| match pick.name.as_str() {
                "__typename" => writer.text(&format!("{}Edge", class.name)),
                "cursor" => match connection.cursors.get(index) {
                    Some(cursor) => writer.text(cursor),
                    None => writer.missing(),
                },
                _ => writer.nullable(|writer| {
                    writer.object(class, &connection.objects[index], &pick.inner)
                }),
            })
        })
    }
}
