//! The file as written: text → [`Document`], in whichever spelling.
//!
//! A `Document` is checked against the grammar, `schemas/class-schema.json`, and every value in it knows its place. What
//! the values mean is not known here.

mod grammar;
mod node;
mod sentence;
mod text;
mod types;

pub use node::{Data, Member, Node};
pub use types::TYPES;

use crate::diagnostic::{Diagnostic, code};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// How deep values may lie in each other.
pub const DEEPEST_NESTING: usize = 64;

/// A class schema before it is read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As diagnostics show it.
    pub name: String,
    pub text: String,
}

/// A class schema as written.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole file.
    pub root: Node,
    /// What the text and the grammar have against it. A `Document` with errors is still good enough to look for more.
    pub diagnostics: Vec<Diagnostic>,
}

/// The keys that may hold the list of classes.
const LISTS: [&str; 3] = ["classes", "results", "definitions"];

/// Reads a file.
///
/// # Errors
/// The text is not JSON, so there is nothing to look at.
pub fn parse(source: &Source) -> Result<Document, Vec<Diagnostic>> {
    if source.text.len() > LARGEST_FILE {
        let mebibytes = LARGEST_FILE / (1024 * 1024);
        let message = format!("the file is larger than {mebibytes} MiB");
        return Err(vec![
            Diagnostic::error(code::FILE_TOO_LARGE, message).help("is this a class schema?"),
        ]);
    }
    let (root, mut diagnostics) = text::read(&source.text)?;
    diagnostics.extend(grammar::check(&root));
    Ok(Document { root, diagnostics })
}

impl Document {
    /// The objects that define a class each, in the order of the file.
    pub fn classes(&self) -> &[Node] {
        match &self.root.data {
            Data::Array(classes) => classes,
            _ => LISTS
                .iter()
                .find_map(|key| self.root.get(key))
                .map_or(&[], Node::elements),
        }
    }

    /// A value beside the list of classes.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.root.get(key)
    }
}
