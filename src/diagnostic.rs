//! What is wrong, where, and how to mend it.

/// One finding about a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, as in `E0012`; `docs/diagnostics.md` explains each.
    pub code: &'static str,
    /// One clause in lower case, the offender in backticks.
    pub message: String,
    /// Where, in bytes of the source; `None` where there is no place (an unreadable file).
    pub span: Option<std::ops::Range<usize>>,
    /// How to mend it.
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}
