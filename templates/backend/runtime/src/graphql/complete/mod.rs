//! What was found → the JSON of an answer, in the order and under the names that it was asked for. What cannot be given is
//! null beside an error that says where; where the schema promises a value, what is around it is null instead.

mod object;
mod value;
mod writer;

pub(super) use writer::Writer;

use super::data::Data;
use super::picks::Pick;
use crate::error::Error;
use crate::wire::Value;
use writer::{Missing, Outcome};

impl Writer<'_> {
    /// The answer to an operation. Each field of the root comes with what was found, or why nothing was, and whether it may
    /// be null.
    pub(super) fn answer(mut self, fields: &[(&Pick, Result<Data, Error>, bool)]) -> String {
        self.out.extend_from_slice(b"{\"data\":");
        // The whole of it may be null, so that nothing is missing here.
        let _ = self.nullable(|writer| {
            writer.members(
                fields.iter(),
                |(pick, _, _)| pick,
                |writer, (pick, data, nullable)| {
                    let write = |writer: &mut Self| match data {
                        Ok(data) => writer.data(data, pick),
                        Err(error) => writer.failed(error),
                    };
                    if *nullable {
                        writer.nullable(write)
                    } else {
                        write(writer)
                    }
                },
            )
        });
        if !self.errors.is_empty() {
            self.out.extend_from_slice(b",\"errors\":");
            let errors = Value::Array(std::mem::take(&mut self.errors));
            self.json(&errors);
        }
        self.out.push(b'}');
        // What was written is JSON, and so it is UTF-8.
        String::from_utf8(self.out).unwrap_or_default()
    }

    /// An object that a client sees by itself, such as that of an event.
    fn data(&mut self, data: &Data, pick: &Pick) -> Outcome {
        match data {
            Data::Null => Err(Missing),
            Data::Whole(value) => {
                self.json(value);
                Ok(())
            }
            Data::Plain(ty, value) => self.plain(ty, value, pick),
            Data::Typed(shape, value) => self.value(shape, value, pick),
            Data::Object(class, object) => self.object(class, object, &pick.inner),
            Data::Connection(connection) => self.connection(connection, pick),
            Data::Members(ty, members) => self.fields(&pick.inner, |writer, pick| {
                if pick.name == "__typename" {
                    return writer.text(ty);
                }
                let member = members.iter().find(|(name, _)| *name == pick.name);
                match member {
                    None | Some((_, Data::Null)) => writer.null(),
                    Some((_, data)) => writer.nullable(|writer| writer.data(data, pick)),
                }
            }),
        }
    }
}
