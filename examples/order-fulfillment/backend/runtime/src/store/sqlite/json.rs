//! Rows → JSON on the wire, byte by byte, with no value in between.

use super::super::sql::{ACL, CREATED_AT, ID, Table, UPDATED_AT};
use crate::class::{ClassDef, FieldDef, Kind};
use crate::query::{Place, Projection};
use crate::wire::write_date;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::borrow::Cow;

/// How the objects of each class are written.
pub(super) struct Encoder {
    /// In the order of the catalog's classes.
    classes: Vec<ClassEncoder>,
    /// What a file's name is put behind to make its address.
    files_url: String,
}

struct ClassEncoder {
    visible: Layout,
    all: Layout,
    recorded: Layout,
}

/// The columns to select, and what is made of each.
#[derive(Clone)]
pub(super) struct Layout {
    pub columns: String,
    members: Vec<Member>,
}

#[derive(Clone)]
struct Member {
    /// `,"name":`
    key: Vec<u8>,
    kind: &'static Kind,
    /// Its first column in the row.
    column: usize,
}

impl Encoder {
    pub(super) fn new(tables: &[Table], files_url: &str) -> Self {
        let classes = tables
            .iter()
            .map(|table| {
                let fields = table.class.fields.iter().enumerate();
                let visible: Vec<_> = fields
                    .filter(|(_, field)| !field.hidden)
                    .map(|(index, _)| index)
                    .collect();
                let all: Vec<_> = (0..table.class.fields.len()).collect();
                let recorded: Vec<_> = all
                    .iter()
                    .copied()
                    .filter(|index| is_recorded(table.class, *index))
                    .collect();
                ClassEncoder {
                    visible: Layout::object(table, &visible),
                    all: Layout::object(table, &all),
                    recorded: Layout::object(table, &recorded),
                }
            })
            .collect();
        Self {
            classes,
            files_url: files_url.to_owned(),
        }
    }

    /// `class` is its place in the catalog.
    pub(super) fn layout(
        &self,
        class: usize,
        table: &Table,
        fields: &Projection,
    ) -> Cow<'_, Layout> {
        match fields {
            Projection::Visible => Cow::Borrowed(&self.classes[class].visible),
            Projection::All => Cow::Borrowed(&self.classes[class].all),
            Projection::Only(fields) => Cow::Owned(Layout::object(table, fields)),
        }
    }

    /// What the log of changes has of each object of a class; `class` is its place in the catalog.
    pub(super) fn recorded(&self, class: usize) -> &Layout {
        &self.classes[class].recorded
    }

    /// Appends a row of [`Layout::object`] as a JSON object.
    pub(super) fn write_object(
        &self,
        layout: &Layout,
        row: &Row<'_>,
        out: &mut Vec<u8>,
    ) -> rusqlite::Result<()> {
        out.extend_from_slice(b"{\"objectId\":");
        write_text(row.get_ref(0)?.as_bytes()?, out);
        out.extend_from_slice(b",\"createdAt\":\"");
        write_date(out, row.get(1)?);
        out.extend_from_slice(b"\",\"updatedAt\":\"");
        write_date(out, row.get(2)?);
        out.push(b'"');
        self.write_members(layout, row, out)?;
        if let ValueRef::Text(acl) = row.get_ref(3)? {
            out.extend_from_slice(b",\"ACL\":");
            out.extend_from_slice(acl);
        }
        out.push(b'}');
        Ok(())
    }

    /// Appends `,"name":value` for each member that is set.
    pub(super) fn write_members(
        &self,
        layout: &Layout,
        row: &Row<'_>,
        out: &mut Vec<u8>,
    ) -> rusqlite::Result<()> {
        for member in &layout.members {
            if let Kind::Relation { class } = member.kind {
                out.extend_from_slice(&member.key);
                out.extend_from_slice(b"{\"__type\":\"Relation\",\"className\":");
                write_text(class.as_bytes(), out);
                out.push(b'}');
                continue;
            }
            let value = row.get_ref(member.column)?;
            if value == ValueRef::Null {
                continue;
            }
            out.extend_from_slice(&member.key);
            match (member.kind, value) {
                (Kind::GeoPoint, latitude) => {
                    out.extend_from_slice(b"{\"__type\":\"GeoPoint\",\"latitude\":");
                    write_number(latitude, out);
                    out.extend_from_slice(b",\"longitude\":");
                    write_number(row.get_ref(member.column + 1)?, out);
                    out.push(b'}');
                }
                (kind, value) => self.write_value(kind, value, out)?,
            }
        }
        Ok(())
    }

    pub(super) fn write_value(
        &self,
        kind: &Kind,
        value: ValueRef<'_>,
        out: &mut Vec<u8>,
    ) -> rusqlite::Result<()> {
        match kind {
            Kind::String => write_text(value.as_bytes()?, out),
            Kind::Number => write_number(value, out),
            Kind::Boolean => out.extend_from_slice(if value == ValueRef::Integer(0) {
                b"false"
            } else {
                b"true"
            }),
            Kind::Date => {
                out.extend_from_slice(b"{\"__type\":\"Date\",\"iso\":\"");
                write_date(out, value.as_i64()?);
                out.extend_from_slice(b"\"}");
            }
            // These are kept as the JSON that they are.
            Kind::Object(_) | Kind::Array(_) | Kind::Acl => {
                out.extend_from_slice(value.as_bytes()?)
            }
            Kind::Polygon => {
                out.extend_from_slice(b"{\"__type\":\"Polygon\",\"coordinates\":");
                out.extend_from_slice(value.as_bytes()?);
                out.push(b'}');
            }
            Kind::File => {
                let name = value.as_str()?;
                out.extend_from_slice(b"{\"__type\":\"File\",\"name\":");
                write_text(name.as_bytes(), out);
                out.extend_from_slice(b",\"url\":");
                write_text(
                    format!("{}{}", self.files_url, percent_encoded(name)).as_bytes(),
                    out,
                );
                out.push(b'}');
            }
            Kind::Bytes => {
                out.extend_from_slice(b"{\"__type\":\"Bytes\",\"base64\":\"");
                out.extend_from_slice(BASE64.encode(value.as_bytes()?).as_bytes());
                out.extend_from_slice(b"\"}");
            }
            Kind::Pointer { class, .. } => {
                out.extend_from_slice(b"{\"__type\":\"Pointer\",\"className\":");
                write_text(class.as_bytes(), out);
                out.extend_from_slice(b",\"objectId\":");
                write_text(value.as_bytes()?, out);
                out.push(b'}');
            }
            // Written by `write_members`: they take two columns and none.
            Kind::GeoPoint | Kind::Relation { .. } => {}
        }
        Ok(())
    }
}

impl Layout {
    /// A whole object with these fields.
    fn object(table: &Table, fields: &[usize]) -> Self {
        let mut layout = Self {
            columns: [ID, CREATED_AT, UPDATED_AT, ACL].join(","),
            members: Vec::new(),
        };
        layout.add(table, fields, 4);
        layout
    }

    /// `updatedAt` and these fields: what an update answers.
    pub(super) fn returning(table: &Table, fields: &[usize]) -> Self {
        let mut layout = Self {
            columns: UPDATED_AT.to_owned(),
            members: Vec::new(),
        };
        layout.add(table, fields, 1);
        layout
    }

    fn add(&mut self, table: &Table, fields: &[usize], first: usize) {
        let mut next = first;
        for &index in fields {
            let field: &'static FieldDef = &table.class.fields[index];
            let mut key = vec![b','];
            write_text(field.name.as_bytes(), &mut key);
            key.push(b':');
            self.members.push(Member {
                key,
                kind: &field.kind,
                column: next,
            });
            for column in table.columns(Place::Field(index)) {
                self.columns.push(',');
                self.columns.push_str(column);
                next += 1;
            }
        }
    }
}

/// What a class of the server's own hides are secrets: passwords, tokens, what a provider knows a user by.
fn is_recorded(class: &ClassDef, field: usize) -> bool {
    !(class.fields[field].hidden && class.name.starts_with('_'))
}

/// Text in a database file that someone else wrote may not be UTF-8; JSON must be.
pub(super) fn write_text(text: &[u8], out: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(text);
    // Writing a string into memory does not fail.
    let _ = serde_json::to_writer(out, text.as_ref());
}

/// As ECMAScript writes numbers: 100, not 100.0.
pub(super) fn write_number(value: ValueRef<'_>, out: &mut Vec<u8>) {
    let number = match value {
        ValueRef::Real(number) => number,
        ValueRef::Integer(integer) => integer as f64,
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => 0.0,
    };
    out.extend_from_slice(ryu_js::Buffer::new().format(number).as_bytes());
}

fn percent_encoded(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// The members of these fields of the class, for the answer to an update.
pub(super) fn class_fields(class: &ClassDef, fields: &[usize]) -> Vec<usize> {
    fields
        .iter()
        .copied()
        .filter(|index| !class.fields[*index].hidden)
        .collect()
}
