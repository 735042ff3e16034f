//! What is passed to a function of the engine as the text of a parameter, and read there again.

use crate::class::Kind;
use crate::query::{Compare, Pattern, Search, Test};
use crate::wire::{GeoPoint, Value};
use serde_json::json;

/// Steps and a test, as [`read_inside`] reads them.
pub(super) fn inside(steps: &[String], test: &Test) -> String {
    let (name, operand) = match test {
        Test::IsSet => ("is set", Value::Null),
        Test::Equal(value) => ("equal", value.clone()),
        Test::OneOf(values) => ("one of", values.as_slice().into()),
        Test::Compare(compare, value) => (sign(*compare), value.clone()),
        Test::Matches(pattern) => ("matches", pattern.text().into()),
        Test::ContainedBy(values) => ("contained by", values.as_slice().into()),
    };
    json!([steps, name, operand]).to_string()
}

pub(super) fn read_inside(text: &[u8]) -> Option<(Vec<String>, Test)> {
    let (steps, name, operand): (_, String, Value) = serde_json::from_slice(text).ok()?;
    let test = match (name.as_str(), operand) {
        ("is set", _) => Test::IsSet,
        ("equal", value) => Test::Equal(value),
        ("one of", Value::Array(values)) => Test::OneOf(values),
        ("matches", Value::String(text)) => Test::Matches(Pattern::from_text(&text)?),
        ("contained by", Value::Array(values)) => Test::ContainedBy(values),
        (sign, value) => Test::Compare(compare(sign)?, value),
    };
    Some((steps, test))
}

pub(super) fn elements(elements: &[Value]) -> String {
    json!(elements).to_string()
}

pub(super) fn steps(steps: &[String]) -> String {
    json!(steps).to_string()
}

pub(super) fn read_steps(text: &[u8]) -> Option<Vec<String>> {
    serde_json::from_slice(text).ok()
}

pub(super) fn read_pattern(text: &[u8]) -> Option<Pattern> {
    Pattern::from_text(std::str::from_utf8(text).ok()?)
}

pub(super) fn search(search: &Search) -> String {
    json!([
        search.term,
        search.is_case_sensitive,
        search.is_diacritic_sensitive
    ])
    .to_string()
}

pub(super) fn read_search(text: &[u8]) -> Option<Search> {
    let (term, case, diacritic): (String, _, _) = serde_json::from_slice(text).ok()?;
    Some(Search::new(&term, case, diacritic))
}

/// As a Polygon is stored: pairs of latitude and longitude.
pub(super) fn ring(ring: &[GeoPoint]) -> String {
    let pairs: Vec<_> = ring
        .iter()
        .map(|point| [point.latitude, point.longitude])
        .collect();
    json!(pairs).to_string()
}

pub(super) fn read_ring(text: &[u8]) -> Option<Vec<GeoPoint>> {
    let pairs: Vec<[f64; 2]> = serde_json::from_slice(text).ok()?;
    let points = pairs.into_iter().map(|[latitude, longitude]| GeoPoint {
        latitude,
        longitude,
    });
    Some(points.collect())
}

/// A Pointer with the class that it points at.
pub(super) fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Pointer { class, .. } => format!("Pointer {class}"),
        other => other.name().to_owned(),
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "=",
        Compare::Less => "<",
        Compare::LessOrEqual => "<=",
        Compare::Greater => ">",
        Compare::GreaterOrEqual => ">=",
    }
}

fn compare(sign: &str) -> Option<Compare> {
    Some(match sign {
        "=" => Compare::Equal,
        "<" => Compare::Less,
        "<=" => Compare::LessOrEqual,
        ">" => Compare::Greater,
        ">=" => Compare::GreaterOrEqual,
        _ => return None,
    })
}
