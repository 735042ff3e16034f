//! A piece of a statement in the making.

use crate::write::Stored;

/// A piece of a statement with its parameters, in the order in which they stand in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fragment {
    pub text: String,
    pub parameters: Vec<Stored>,
}

impl Fragment {
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            parameters: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub(super) fn add(&mut self, other: Self) -> &mut Self {
        self.text.push_str(&other.text);
        self.parameters.extend(other.parameters);
        self
    }

    pub(super) fn list(
        &mut self,
        parts: impl IntoIterator<Item = Self>,
        separator: &str,
    ) -> &mut Self {
        for (index, part) in parts.into_iter().enumerate() {
            self.push(if index == 0 { "" } else { separator }).add(part);
        }
        self
    }
}
