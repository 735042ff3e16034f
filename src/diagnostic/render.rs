//! Findings as text: for people, for machines (a JSON object a line), and for GitHub's annotations.

mod human;

use super::place::Lines;
use super::{Diagnostic, Severity};
use crate::schema::Source;
use serde_json::json;

/// Who is going to read the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As rustc prints them: the line, and the place marked in it.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands, which GitHub shows beside the line in a pull request.
    Github,
}

/// All findings, each ended by a line break. Colour is for people only.
pub fn render(source: &Source, diagnostics: &[Diagnostic], format: Format, color: bool) -> String {
    let lines = Lines::new(&source.text);
    match format {
        Format::Human => human::render(source, &lines, diagnostics, color),
        Format::Json => diagnostics
            .iter()
            .map(|found| json(source, &lines, found))
            .collect(),
        Format::Github => diagnostics
            .iter()
            .map(|found| github(source, &lines, found))
            .collect(),
    }
}

/// Keys that have no value stand with `null`, so that a reader may rely on each.
fn json(source: &Source, lines: &Lines<'_>, found: &Diagnostic) -> String {
    let start = found.span.as_ref().map(|span| lines.place(span.start));
    let end = found.span.as_ref().map(|span| lines.place(span.end));
    let object = json!({
        "code": found.code,
        "severity": found.severity.name(),
        "message": found.message,
        "file": source.name,
        "line": start.map(|place| place.line),
        "column": start.map(|place| place.column),
        "endLine": end.map(|place| place.line),
        "endColumn": end.map(|place| place.column),
        "help": found.help,
    });
    format!("{object}\n")
}

fn github(source: &Source, lines: &Lines<'_>, found: &Diagnostic) -> String {
    let mut properties = format!("file={}", property(&source.name));
    if let Some(span) = &found.span {
        let (start, end) = (lines.place(span.start), lines.place(span.end));
        properties += &format!(
            ",line={},endLine={},col={}",
            start.line, end.line, start.column
        );
        // GitHub refuses columns that end on another line.
        if start.line == end.line {
            properties += &format!(",endColumn={}", end.column);
        }
    }
    let help = found
        .help
        .as_ref()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default();
    let message = data(&format!("{}{help}", found.message));
    let command = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    format!(
        "::{command} {properties},title={}::{message}\n",
        property(found.code)
    )
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command, which `:` and `,` would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
