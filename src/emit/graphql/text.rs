//! Definitions as text.

use crate::plan::graphql::rule::description;

/// A definition with the lines inside it; nothing where it would be empty, which GraphQL does not take.
pub fn block(head: &str, about: Option<&str>, lines: &[Line]) -> String {
    let mut text = String::from("\n");
    describe(about, "", &mut text);
    text.push_str(head);
    text.push_str(" {\n");
    for line in lines {
        describe(line.about.as_deref(), "  ", &mut text);
        text.push_str("  ");
        text.push_str(&line.text);
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// A field, an argument or a value.
#[derive(Clone, Debug)]
pub struct Line {
    about: Option<String>,
    text: String,
}

impl Line {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            about: None,
            text: text.into(),
        }
    }

    pub fn about(mut self, about: Option<&str>) -> Self {
        self.about = about.map(str::to_owned);
        self
    }
}

/// A description in front of what it describes.
fn describe(about: Option<&str>, indent: &str, text: &mut String) {
    let Some(about) = about.and_then(description) else {
        return;
    };
    let fits = |letter: char| !letter.is_control() || letter == '\n';
    if !about.chars().all(fits) || about.contains("\"\"\"") {
        // A block string cannot hold it, or not so that every parser reads it. The escapes of JSON are those of GraphQL.
        let quoted = serde_json::Value::from(about);
        text.push_str(&format!("{indent}{quoted}\n"));
        return;
    }
    if about.contains('\n') || about.ends_with(['"', '\\']) {
        text.push_str(&format!("{indent}\"\"\"\n"));
        for line in about.split('\n') {
            if !line.is_empty() {
                text.push_str(indent);
            }
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&format!("{indent}\"\"\"\n"));
    } else {
        text.push_str(&format!("{indent}\"\"\"{about}\"\"\"\n"));
    }
}

/// What a document asks for, with what it asks of that.
#[derive(Clone, Debug)]
pub struct Selection {
    head: String,
    inside: Vec<Selection>,
}

impl Selection {
    pub fn new(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            inside: Vec::new(),
        }
    }

    pub fn leaf(self, name: impl Into<String>) -> Self {
        self.with(Self::new(name))
    }

    pub fn with(mut self, inner: Self) -> Self {
        self.inside.push(inner);
        self
    }

    pub fn extend(&mut self, more: impl IntoIterator<Item = Self>) {
        self.inside.extend(more);
    }

    pub fn print(&self, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        if self.inside.is_empty() {
            return format!("{indent}{}\n", self.head);
        }
        let inside: String = self
            .inside
            .iter()
            .map(|inner| inner.print(depth + 1))
            .collect();
        format!("{indent}{} {{\n{inside}{indent}}}\n", self.head)
    }
}
