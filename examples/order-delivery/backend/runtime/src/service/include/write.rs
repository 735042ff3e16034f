//! Objects of all levels → one answer.

use super::level::{Node, pointer};
use super::sheet::{Held, Sheet};
use crate::Result;
use crate::error::Error;
use crate::query::Shape;
use crate::wire::Value;
use std::ptr;

/// How many bytes an answer may take with what it includes: an object stands in it wherever something points at it.
const MAX_BYTES: usize = 64 << 20;

pub(super) struct Writer<'a, 's> {
    sheets: &'a [Sheet],
    levels: &'a [Vec<Node<'s>>],
    out: Vec<u8>,
}

impl<'a, 's> Writer<'a, 's> {
    pub(super) fn new(sheets: &'a [Sheet], levels: &'a [Vec<Node<'s>>]) -> Self {
        let size = sheets.iter().map(|sheet| sheet.json.len()).sum();
        Self {
            sheets,
            levels,
            out: Vec::with_capacity(size),
        }
    }

    /// The objects of the first level, with all that they lead to.
    ///
    /// # Errors
    /// Code 102 where that is more than an answer may hold.
    pub(super) fn answer(mut self) -> Result<Vec<u8>> {
        let node = &self.levels[0][0];
        for &object in &node.objects {
            if !self.out.is_empty() {
                self.out.push(b',');
            }
            self.object(0, node, object)?;
        }
        Ok(self.out)
    }

    fn object(&mut self, level: usize, node: &'a Node<'s>, object: usize) -> Result<()> {
        if self.out.len() > MAX_BYTES {
            return Err(Error::query(format!(
                "the answer and what it includes take more than {} MiB",
                MAX_BYTES >> 20
            )));
        }
        let sheet = &self.sheets[node.sheet];
        let outline = &sheet.outlines[object];
        let mut copied = outline.range.start;
        for (member, held) in outline.members.iter().zip(&sheet.held[object]) {
            let Some(shape) = node.parts[member.name] else {
                continue;
            };
            self.copy(sheet, copied, member.whole.start);
            let mark = self.out.len();
            self.copy(sheet, member.whole.start, member.value.start);
            let is_there = match held {
                Held::Pointer { class, id } => self.pointed_at(level, class, id, shape)?,
                Held::Value(value) => self.value(level, value, shape)?,
            };
            if !is_there {
                self.out.truncate(mark);
            }
            copied = member.whole.end;
        }
        self.copy(sheet, copied, outline.range.end);
        Ok(())
    }

    fn copy(&mut self, sheet: &Sheet, from: usize, to: usize) {
        self.out.extend_from_slice(&sheet.json[from..to]);
    }

    /// Whether it is there; otherwise nothing is written.
    fn pointed_at(&mut self, level: usize, class: &str, id: &str, shape: &Shape) -> Result<bool> {
        let below = self.levels.get(level + 1).map_or(&[][..], Vec::as_slice);
        let node = below
            .iter()
            .find(|node| ptr::eq(node.shape, shape) && node.class.name == class);
        let Some(node) = node else {
            return Ok(false);
        };
        let Some(&object) = self.sheets[node.sheet].by_id.get(id) else {
            return Ok(false);
        };
        self.object(level + 1, node, object)?;
        // Its closing brace comes after what tells that it is an object.
        self.out.pop();
        self.out
            .extend_from_slice(b",\"__type\":\"Object\",\"className\":");
        self.out
            .extend_from_slice(Value::from(class).to_string().as_bytes());
        self.out.push(b'}');
        Ok(true)
    }

    /// A value with what `shape` includes in it; Pointers to what is not there are left out.
    fn value(&mut self, level: usize, value: &Value, shape: &Shape) -> Result<bool> {
        match value {
            Value::Array(values) => {
                self.out.push(b'[');
                let first = self.out.len();
                for value in values {
                    let mark = self.out.len();
                    self.comma(first);
                    if !self.value(level, value, shape)? {
                        self.out.truncate(mark);
                    }
                }
                self.out.push(b']');
            }
            Value::Object(members) => {
                if let Some((class, id)) = pointer(value) {
                    return self.pointed_at(level, class, id, shape);
                }
                self.out.push(b'{');
                let first = self.out.len();
                for (name, value) in members {
                    let mark = self.out.len();
                    self.comma(first);
                    self.plain(&Value::from(name.as_str()));
                    self.out.push(b':');
                    match shape.of_member(name) {
                        Some(shape) => {
                            if !self.value(level, value, shape)? {
                                self.out.truncate(mark);
                            }
                        }
                        None => self.plain(value),
                    }
                }
                self.out.push(b'}');
            }
            other => self.plain(other),
        }
        Ok(true)
    }

    fn comma(&mut self, first: usize) {
        if self.out.len() > first {
            self.out.push(b',');
        }
    }

    fn plain(&mut self, value: &Value) {
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }
}
