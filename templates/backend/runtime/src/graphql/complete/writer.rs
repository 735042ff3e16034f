//! JSON as it is written, and where in the answer that is: what is missing takes back what was written around it.

use super::super::data::Relations;
use super::super::model::Model;
use super::super::picks::Pick;
use crate::error::{Code, Error};
use crate::wire::Value;
use async_graphql::Pos;
use serde_json::json;

/// There is no value where the schema promises one.
pub(in super::super) struct Missing;

pub(super) type Outcome = Result<(), Missing>;

pub(in super::super) struct Writer<'a> {
    pub(super) model: &'a Model,
    pub(super) relations: &'a Relations,
    pub(super) out: Vec<u8>,
    pub(super) errors: Vec<Value>,
    path: Vec<Step>,
}

enum Step {
    Key(String, Pos),
    Index(usize),
}

impl<'a> Writer<'a> {
    pub(in super::super) fn new(model: &'a Model, relations: &'a Relations) -> Self {
        Self {
            model,
            relations,
            out: Vec::new(),
            errors: Vec::new(),
            path: Vec::new(),
        }
    }

    pub(super) fn fields(
        &mut self,
        picks: &[Pick],
        write: impl FnMut(&mut Self, &Pick) -> Outcome,
    ) -> Outcome {
        self.members(picks.iter(), |pick| pick, write)
    }

    /// An object of JSON, a member for each of `members`, in their order.
    pub(super) fn members<T: Copy>(
        &mut self,
        members: impl Iterator<Item = T>,
        pick: impl Fn(&T) -> &Pick,
        mut write: impl FnMut(&mut Self, T) -> Outcome,
    ) -> Outcome {
        self.out.push(b'{');
        let first = self.out.len();
        for member in members {
            let pick = pick(&member);
            if self.out.len() > first {
                self.out.push(b',');
            }
            self.json(&pick.key.as_str().into());
            self.out.push(b':');
            self.path.push(Step::Key(pick.key.clone(), pick.at));
            write(self, member)?;
            self.path.pop();
        }
        self.out.push(b'}');
        Ok(())
    }

    pub(super) fn list<T>(
        &mut self,
        values: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Outcome,
    ) -> Outcome {
        self.out.push(b'[');
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.path.push(Step::Index(index));
            write(self, value)?;
            self.path.pop();
        }
        self.out.push(b']');
        Ok(())
    }

    /// What `write` writes, or null where that misses something.
    pub(super) fn nullable(&mut self, write: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let (mark, depth) = (self.out.len(), self.path.len());
        if write(self).is_err() {
            self.out.truncate(mark);
            self.path.truncate(depth);
            return self.null();
        }
        Ok(())
    }

    pub(super) fn null(&mut self) -> Outcome {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Outcome {
        self.json(&text.into());
        Ok(())
    }

    pub(super) fn json(&mut self, value: &Value) {
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    pub(super) fn missing(&mut self) -> Outcome {
        self.fail(Code::OBJECT_NOT_FOUND, "there is no value")
    }

    pub(super) fn fail(&mut self, code: Code, message: &str) -> Outcome {
        self.failed(&Error::new(code, message.to_owned()))
    }

    pub(super) fn failed(&mut self, error: &Error) -> Outcome {
        let path = self.path.iter().map(|step| match step {
            Step::Key(key, _) => key.as_str().into(),
            Step::Index(index) => Value::from(*index),
        });
        let at = self.path.iter().rev().find_map(|step| match step {
            Step::Key(_, at) => Some(*at),
            Step::Index(_) => None,
        });
        let mut extensions = json!({"code": error.code.0});
        for (name, value) in error.details() {
            extensions[name] = value.clone();
        }
        self.errors.push(json!({
            "message": error.message,
            "locations": at.into_iter().collect::<Vec<_>>(),
            "path": path.collect::<Vec<_>>(),
            "extensions": extensions,
        }));
        Err(Missing)
    }

    /// The keys that lead to where it writes.
    pub(super) fn way(&self) -> String {
        let keys = self.path.iter().filter_map(|step| match step {
            Step::Key(key, _) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        keys.collect::<Vec<_>>().join("/")
    }
}
