//! `backsmith.lock`: what we wrote last, and from what.
//!
//! It is checked in by the user and read in pull requests, so each file and each class has a line of its own and the order
//! never varies. It names no machine, no time and no path outside the project.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::digest::Digest;
use super::{Error, path};

/// The name of the lock in a project's folder.
pub const NAME: &str = "backsmith.lock";

const FORMAT: u32 = 1;

/// What a generated project was made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The version of the generator.
    pub generator: String,
    /// Settings of the project that change the output.
    pub settings: BTreeMap<String, Value>,
    /// Of the schema in its compact form, so that white space does not count.
    pub schema_sha256: Digest,
    /// The schema itself, so that a later run can tell what has changed since.
    pub schema: Value,
}

/// The lock as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    pub origin: Origin,
    /// Each file of ours with the hash of the bytes we wrote.
    pub files: BTreeMap<String, Digest>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    generator: String,
    settings: BTreeMap<String, Value>,
    schema_sha256: Digest,
    files: BTreeMap<String, Digest>,
    schema: Value,
}

/// Read before the rest, because a later format may have any other shape.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl Origin {
    pub fn new(generator: &str, schema: Value, settings: BTreeMap<String, Value>) -> Self {
        Self {
            generator: generator.to_owned(),
            settings,
            schema_sha256: Digest::of(schema.to_string().as_bytes()),
            schema,
        }
    }
}

impl Lock {
    /// Reads the text of a lock.
    ///
    /// # Errors
    /// When it is not a lock of a format we know, or names a file outside the project: a lock comes from a repository, and
    /// must not be a way to have files removed elsewhere.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let invalid = |reason: String| Error::Lock { reason };
        let unreadable = |error: serde_json::Error| invalid(error.to_string());
        let Format { format } = serde_json::from_slice(text).map_err(unreadable)?;
        if format != FORMAT {
            return Err(invalid(format!(
                "format {format} is not known to this version, which writes format {FORMAT}"
            )));
        }
        let written: Written = serde_json::from_slice(text).map_err(unreadable)?;
        if let Some(path) = written.files.keys().find(|path| !path::is_inside(path)) {
            return Err(invalid(format!("`{path}` leads out of the project")));
        }
        Ok(Self {
            origin: Origin {
                generator: written.generator,
                settings: written.settings,
                schema_sha256: written.schema_sha256,
                schema: written.schema,
            },
            files: written.files,
        })
    }

    /// The text of the lock, the same for the same lock on every machine.
    pub fn text(&self) -> String {
        let Self { origin, files } = self;
        let value = serde_json::json!({
            "format": FORMAT,
            "generator": origin.generator,
            "settings": origin.settings,
            "schema_sha256": origin.schema_sha256,
            "files": files,
            "schema": origin.schema,
        });
        let mut text = String::new();
        lay_out(&value, 0, &mut text);
        text.push('\n');
        text
    }
}

/// Three floors are spread over lines and the rest stays on one: that gives a line to each file and to each class.
fn lay_out(value: &Value, depth: usize, text: &mut String) {
    const SPREAD: usize = 3;
    let (open, close, items): (_, _, Vec<(Option<&String>, &Value)>) = match value {
        Value::Array(items) => ('[', ']', items.iter().map(|item| (None, item)).collect()),
        Value::Object(map) => (
            '{',
            '}',
            map.iter().map(|(key, item)| (Some(key), item)).collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&value.to_string());
            return;
        }
    };
    if depth >= SPREAD || items.is_empty() {
        text.push_str(&value.to_string());
        return;
    }
    text.push(open);
    for (index, (key, item)) in items.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(key) = key {
            text.push_str(&Value::from(key.as_str()).to_string());
            text.push_str(": ");
        }
        lay_out(item, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lock() -> Lock {
        let schema = json!({"classes": [{"className": "Order", "fields": {}}, {"className": "Product", "fields": {}}]});
        let settings = BTreeMap::from([("name".to_owned(), json!("shop"))]);
        Lock {
            origin: Origin::new("0.1.0", schema, settings),
            files: BTreeMap::from([
                ("b/c.rs".to_owned(), Digest::of(b"2")),
                ("a.rs".to_owned(), Digest::of(b"1")),
            ]),
        }
    }

    #[test]
    fn a_file_and_a_class_have_a_line_each() {
        insta::assert_snapshot!(lock().text(), @r#"
        {
          "format": 1,
          "generator": "0.1.0",
          "settings": {
            "name": "shop"
          },
          "schema_sha256": "c05d555d88f7a15e981124dd2e1ab1e32da6e6f233a6f4abb0ad830822f1e854",
          "files": {
            "a.rs": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
            "b/c.rs": "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"
          },
          "schema": {
            "classes": [
              {"className":"Order","fields":{}},
              {"className":"Product","fields":{}}
            ]
          }
        }
        "#);
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Lock::parse(lock().text().as_bytes()).unwrap(), lock());
    }

    #[test]
    fn a_lock_may_not_name_files_elsewhere() {
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", ""] {
            let mut lock = lock();
            lock.files.insert(path.to_owned(), Digest::of(b""));
            let error = Lock::parse(lock.text().as_bytes()).unwrap_err();
            assert!(
                error.to_string().contains("leads out of the project"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_later_format_is_refused_by_its_number() {
        let error = Lock::parse(br#"{"format": 2, "anything": true}"#).unwrap_err();
        assert!(error.to_string().contains("format 2"), "{error}");
    }
}
