//! Findings as rustc prints them.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title,
};

use super::super::place::Lines;
use super::super::{Diagnostic, Label, Severity};
use crate::schema::Source;

/// The longest line handed on whole, in bytes. The renderer shows the part around the place; a minified file is cut
/// before, so that many findings do not each cost a walk over all of it.
const LONGEST_LINE: usize = 4096;
/// What is kept of a longer line on each side of the place.
const KEPT: usize = 100;

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
    let text = diagnostics.iter().map(|found| {
        let group = group(source, lines, found);
        renderer.render(&[group]) + "\n\n"
    });
    text.collect()
}

fn group<'a>(source: &'a Source, lines: &Lines<'_>, found: &'a Diagnostic) -> Group<'a> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(found.message.as_str()).id(found.code);
    let group = match &found.span {
        Some(span) => shown(title, source, lines, span, &found.labels),
        None => title.element(Origin::path(source.name.as_str())),
    };
    match &found.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The lines of the place and its labels; only those are handed on, so that many findings in a large file stay cheap.
fn shown<'a>(
    title: Title<'a>,
    source: &'a Source,
    lines: &Lines<'_>,
    span: &Range<usize>,
    labels: &'a [Label],
) -> Group<'a> {
    let span = first_line(&source.text, &lines.whole(span));
    let (line, around) = lines.around(&span);
    if around.len() > LONGEST_LINE {
        let place = lines.place(span.start);
        let origin = Origin::path(source.name.as_str())
            .line(line)
            .char_column(place.column);
        let (text, marked) = cut(&source.text, &around, &span);
        let mark = AnnotationKind::Primary.span(marked);
        return title
            .element(origin)
            .element(Snippet::source(text).line_start(line).annotation(mark));
    }
    let spans: Vec<_> = labels
        .iter()
        .map(|label| first_line(&source.text, &lines.whole(&label.span)))
        .collect();
    let least = spans
        .iter()
        .map(|label| label.start)
        .min()
        .map_or(span.start, |start| start.min(span.start));
    let most = spans
        .iter()
        .map(|label| label.end)
        .max()
        .map_or(span.end, |end| end.max(span.end));
    let (line, whole) = lines.around(&(least..most));
    let within = |span: &Range<usize>| span.start - whole.start..span.end - whole.start;
    let labelled = labels.iter().zip(&spans);
    let snippet: Snippet<'a, Annotation<'a>> = Snippet::source(&source.text[whole.clone()])
        .path(source.name.as_str())
        .line_start(line)
        .annotation(AnnotationKind::Primary.span(within(&span)))
        .annotations(labelled.map(|(label, span)| {
            AnnotationKind::Context
                .span(within(span))
                .label(label.text.as_str())
        }));
    title.element(snippet)
}

/// A span of many lines (an object) is marked where it begins: the rest is what the reader wrote and knows.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let end = text[span.clone()]
        .find(['\r', '\n'])
        .map_or(span.end, |length| span.start + length);
    span.start..end
}

/// The part of a long line that holds the place, with `…` where something was left out, and the place in it.
fn cut(text: &str, line: &Range<usize>, span: &Range<usize>) -> (String, Range<usize>) {
    let start = text.floor_char_boundary(span.start.saturating_sub(KEPT).max(line.start));
    let marked_end = text.floor_char_boundary(span.end.min(span.start + KEPT));
    let end = text.ceil_char_boundary((marked_end + KEPT).min(line.end));
    let before = if start > line.start { "…" } else { "" };
    let after = if end < line.end { "…" } else { "" };
    let shift = before.len();
    let marked = span.start - start + shift..marked_end - start + shift;
    (format!("{before}{}{after}", &text[start..end]), marked)
}
