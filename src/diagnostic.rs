//! What is wrong, where, and how to mend it.
//!
//! Findings are data here; `render` turns them into text for people, machines and GitHub. Nothing here knows what a
//! schema is.

pub mod code;
mod place;
mod render;

use std::ops::Range;

pub use render::{Format, render};

/// One finding about a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, as in `E0012`; `docs/diagnostics.md` explains each.
    pub code: &'static str,
    /// One clause in lower case, the offender in backticks.
    pub message: String,
    /// Where, in bytes of the source; `None` where there is no place (an unreadable file).
    pub span: Option<Range<usize>>,
    /// Other places that it takes to understand the finding.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
}

/// A second place, with what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Range<usize>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

impl Diagnostic {
    /// A mistake: nothing is generated until it is mended.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Something to know about, which stops nothing.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span: None,
            labels: Vec::new(),
            help: None,
        }
    }

    /// Points at a place of the source.
    #[must_use]
    pub fn at(mut self, span: &Range<usize>) -> Self {
        self.span = Some(span.clone());
        self
    }

    #[must_use]
    pub fn label(mut self, span: &Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span: span.clone(),
            text: text.into(),
        });
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The candidate that was probably meant, if one is near enough.
pub fn did_you_mean<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = written.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| {
            let longer = written.chars().count().max(candidate.chars().count());
            *distance <= longer * 2 / 5 || is_prefix(&lower, &candidate.to_lowercase())
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `require` for `required`, `desc` for `description`.
fn is_prefix(written: &str, candidate: &str) -> bool {
    written.chars().count() >= 4 && candidate.starts_with(written)
}
