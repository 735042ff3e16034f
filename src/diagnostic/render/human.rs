//! Findings as rustc prints them.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::super::place::Lines;
use super::super::{Diagnostic, Label, Severity};
use crate::schema::Source;

/// The longest line shown whole, in bytes; a longer one (a minified file) is cut around the place.
const LONGEST_LINE: usize = 200;

pub(super) fn render(
    source: &Source,
    lines: &Lines<'_>,
    diagnostics: &[Diagnostic],
    color: bool,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for found in diagnostics {
        text += &renderer.render(&[group(source, lines, found)]);
        text += "\n\n";
    }
    text
}

fn group<'a>(source: &'a Source, lines: &Lines<'_>, found: &'a Diagnostic) -> Group<'a> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(found.message.as_str()).id(found.code);
    let mut group = match &found.span {
        Some(span) => title.element(origin(source, lines, span)).element(snippet(
            source,
            lines,
            span,
            &found.labels,
        )),
        None => title.element(Origin::path(source.name.as_str())),
    };
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn origin<'a>(source: &'a Source, lines: &Lines<'_>, span: &Range<usize>) -> Origin<'a> {
    let place = lines.place(span.start);
    Origin::path(source.name.as_str())
        .line(place.line)
        .char_column(place.column)
}

fn snippet<'a>(
    source: &'a Source,
    lines: &Lines<'_>,
    span: &Range<usize>,
    labels: &'a [Label],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let span = first_line(&source.text, span);
    let (line, around) = lines.around(&span);
    if around.len() > LONGEST_LINE {
        let (text, marked) = cut(
            &source.text[around.clone()],
            span.start - around.start..span.end - around.start,
        );
        return Snippet::source(text)
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(marked));
    }
    let shown = labels.iter().fold(span.clone(), |shown, label| {
        let label = first_line(&source.text, &label.span);
        shown.start.min(label.start)..shown.end.max(label.end)
    });
    let (line, whole) = lines.around(&shown);
    let within = |span: &Range<usize>| span.start - whole.start..span.end - whole.start;
    Snippet::source(&source.text[whole.clone()])
        .line_start(line)
        .annotation(AnnotationKind::Primary.span(within(&span)))
        .annotations(labels.iter().map(|label| {
            let span = first_line(&source.text, &label.span);
            AnnotationKind::Context
                .span(within(&span))
                .label(label.text.as_str())
        }))
}

/// A span of many lines (an object) is marked where it begins: the rest is what the reader wrote and knows.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let end = text[span.clone()]
        .find(['\r', '\n'])
        .map_or(span.end, |length| span.start + length);
    span.start..end
}

/// The part of a long line that holds the place, with `…` where something was left out.
fn cut(line: &str, span: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let mut start = span.start.saturating_sub(LONGEST_LINE / 3);
    while !line.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (start + LONGEST_LINE).min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let before = if start > 0 { "…" } else { "" };
    let after = if end < line.len() { "…" } else { "" };
    let shift = |at: usize| at.min(end) - start + before.len();
    (
        Cow::Owned(format!("{before}{}{after}", &line[start..end])),
        shift(span.start)..shift(span.end),
    )
}
