//! Whether a value could be one of a type, in the wire encoding.

use std::ops::Range;

use crate::diagnostic::did_you_mean;
use crate::model::{Checks, Class, Field, FieldType, Format, Shape};
use crate::schema::{Data, Node};

/// Why a value is none.
pub(super) struct Problem {
    pub span: Range<usize>,
    /// Goes on after "the default of `x`".
    pub why: String,
    pub help: Option<String>,
}

/// `None` for a value that is fine.
pub(super) fn check(node: &Node, shape: &Shape, classes: &[Class]) -> Option<Problem> {
    let checks = &shape.checks;
    match &shape.ty {
        FieldType::String => match node.as_str() {
            Some(text) => text_problem(text, checks).map(|why| problem(node, why, None)),
            None => Some(kind(node, "a String", None)),
        },
        FieldType::Enum(values) => {
            let Some(text) = node.as_str() else {
                return Some(kind(node, "a String", None));
            };
            let mut names = values.values.iter().map(|value| value.name.wire.as_str());
            if names.clone().any(|name| name == text) {
                return None;
            }
            let help = match did_you_mean(text, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "it is one of {}",
                    names
                        .by_ref()
                        .map(|name| format!("`{name}`"))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            };
            Some(problem(
                node,
                format!("is `{text}`, which is no value of its `enum`"),
                Some(help),
            ))
        }
        FieldType::Number => match node.as_f64() {
            Some(number) => number_problem(number, checks).map(|why| problem(node, why, None)),
            None => Some(kind(node, "a Number", None)),
        },
        FieldType::Boolean => node
            .as_bool()
            .is_none()
            .then(|| kind(node, "a Boolean", None)),
        FieldType::Date => {
            let iso = node
                .as_str()
                .or_else(|| typed(node, "Date")?.get("iso")?.as_str());
            (!iso.is_some_and(is_date)).then(|| {
                kind(
                    node,
                    "a Date",
                    Some(r#"write `{"__type": "Date", "iso": "2024-05-17T12:00:00.000Z"}`"#),
                )
            })
        }
        FieldType::Object(fields) => object(node, fields.as_deref(), classes),
        FieldType::Array(element) => array(node, element.as_deref(), checks, classes),
        FieldType::GeoPoint => {
            let at = |key: &str| {
                typed(node, "GeoPoint")
                    .and_then(|point| point.get(key))
                    .and_then(Node::as_f64)
            };
            (!on_earth(at("latitude"), at("longitude"))).then(|| {
                kind(
                    node,
                    "a GeoPoint",
                    Some(r#"write `{"__type": "GeoPoint", "latitude": 52.5, "longitude": 13.4}`"#),
                )
            })
        }
        FieldType::Polygon => (!is_polygon(node)).then(|| {
            kind(
                node,
                "a Polygon",
                Some(r#"write `{"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1]]}`"#),
            )
        }),
        FieldType::File => typed(node, "File")
            .and_then(|file| file.get("name"))
            .and_then(Node::as_str)
            .is_none()
            .then(|| {
                kind(
                    node,
                    "a File",
                    Some(r#"write `{"__type": "File", "name": "picture.png"}`"#),
                )
            }),
        FieldType::Bytes => {
            let base64 = typed(node, "Bytes")
                .and_then(|bytes| bytes.get("base64"))
                .and_then(Node::as_str);
            (!base64.is_some_and(is_base64)).then(|| {
                kind(
                    node,
                    "Bytes",
                    Some(r#"write `{"__type": "Bytes", "base64": "AQID"}`"#),
                )
            })
        }
        FieldType::Pointer(pointer) => {
            let class = &classes[pointer.class].name.wire;
            let to = typed(node, "Pointer");
            let right = to.is_some_and(|to| {
                let named = to.get("className").and_then(Node::as_str);
                named == Some(class)
                    && to
                        .get("objectId")
                        .and_then(Node::as_str)
                        .is_some_and(|id| !id.is_empty())
            });
            let help = format!(
                r#"write `{{"__type": "Pointer", "className": "{class}", "objectId": "…"}}`"#
            );
            (!right).then(|| kind(node, &format!("a Pointer to `{class}`"), Some(&help)))
        }
        FieldType::Acl => {
            (!matches!(node.data, Data::Object(_))).then(|| kind(node, "an ACL", None))
        }
        // A Relation has no value of its own.
        FieldType::Relation(_) => None,
    }
}

fn problem(node: &Node, why: String, help: Option<String>) -> Problem {
    Problem {
        span: node.span.clone(),
        why,
        help,
    }
}

fn kind(node: &Node, expected: &str, help: Option<&str>) -> Problem {
    problem(node, format!("is not {expected}"), help.map(str::to_owned))
}

/// An object with this `__type`.
fn typed<'a>(node: &'a Node, ty: &str) -> Option<&'a Node> {
    (node.get("__type")?.as_str()? == ty).then_some(node)
}

fn object(node: &Node, fields: Option<&[Field]>, classes: &[Class]) -> Option<Problem> {
    if !matches!(node.data, Data::Object(_)) {
        return Some(kind(node, "an Object", None));
    }
    let fields = fields?;
    for member in node.members() {
        let Some(field) = fields.iter().find(|field| field.name.wire == member.key) else {
            let near = did_you_mean(
                &member.key,
                fields.iter().map(|field| field.name.wire.as_str()),
            );
            let why = format!("has a field `{}` that its `fields` do not list", member.key);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Some(Problem {
                span: member.key_span.clone(),
                why,
                help,
            });
        };
        if let Some(problem) = check(&member.value, &field.shape, classes) {
            return Some(Problem {
                why: format!("has a `{}` that {}", member.key, problem.why),
                ..problem
            });
        }
    }
    let missing = fields
        .iter()
        .find(|field| field.required && node.get(&field.name.wire).is_none())?;
    Some(problem(
        node,
        format!("lacks `{}`, which is required in it", missing.name.wire),
        None,
    ))
}

fn array(
    node: &Node,
    element: Option<&Shape>,
    checks: &Checks,
    classes: &[Class],
) -> Option<Problem> {
    let Data::Array(elements) = &node.data else {
        return Some(kind(node, "an Array", None));
    };
    if let Some(why) = length_problem(elements.len(), checks, "elements") {
        return Some(problem(node, why, None));
    }
    let element = element?;
    let first = elements
        .iter()
        .find_map(|value| check(value, element, classes))?;
    Some(Problem {
        why: format!("has an element that {}", first.why),
        ..first
    })
}

fn text_problem(text: &str, checks: &Checks) -> Option<String> {
    let length = length_problem(text.chars().count(), checks, "characters");
    length
        .or_else(|| pattern_problem(text, checks))
        .or_else(|| format_problem(text, checks))
}

fn length_problem(length: usize, checks: &Checks, unit: &str) -> Option<String> {
    let reaches = |limit: u32| usize::try_from(limit).is_ok_and(|limit| length >= limit);
    let exceeds = |limit: u32| usize::try_from(limit).is_ok_and(|limit| length > limit);
    match (checks.min_length, checks.max_length) {
        (Some(least), _) if !reaches(least) => Some(format!("has fewer than {least} {unit}")),
        (_, Some(most)) if exceeds(most) => Some(format!("has more than {most} {unit}")),
        _ => None,
    }
}

fn pattern_problem(text: &str, checks: &Checks) -> Option<String> {
    let pattern = checks.pattern.as_ref()?;
    // A pattern that is none has been reported where it stands.
    let regex = regex_lite::Regex::new(pattern).ok()?;
    (!regex.is_match(text)).then(|| format!("does not match `{pattern}`"))
}

/// As the server checks it on every write.
fn format_problem(text: &str, checks: &Checks) -> Option<String> {
    let (holds, what) = match checks.format? {
        Format::Email => (is_email(text), "an email address"),
        Format::Url => (is_url(text), "an http or https URL"),
        Format::Uuid => (is_uuid(text), "a UUID"),
        Format::Phone => (is_phone(text), "a telephone number such as +14155550123"),
    };
    (!holds).then(|| format!("is not {what}"))
}

fn is_email(text: &str) -> bool {
    let parts = text
        .split_once('@')
        .filter(|_| !text.contains(char::is_whitespace));
    parts.is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
    })
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn number_problem(number: f64, checks: &Checks) -> Option<String> {
    match (checks.minimum, checks.maximum) {
        (Some(least), _) if number < least => Some(format!("is less than its `minimum` {least}")),
        (_, Some(most)) if number > most => Some(format!("is more than its `maximum` {most}")),
        _ if checks.integer && number.fract() != 0.0 => Some("is not a whole number".to_owned()),
        _ => None,
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn on_earth(latitude: Option<f64>, longitude: Option<f64>) -> bool {
    latitude.is_some_and(|at| at.abs() <= 90.0) && longitude.is_some_and(|at| at.abs() <= 180.0)
}

fn is_polygon(node: &Node) -> bool {
    let Some(corners) = typed(node, "Polygon").and_then(|polygon| polygon.get("coordinates"))
    else {
        return false;
    };
    let corners = corners.elements();
    corners.len() >= 3
        && corners.iter().all(|corner| match corner.elements() {
            [latitude, longitude] => on_earth(latitude.as_f64(), longitude.as_f64()),
            _ => false,
        })
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    text.len().is_multiple_of(4)
        && padding <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// `2024-05-17T12:00:00Z`, with a fraction of seconds or without; in UTC, as Parse has it.
fn is_date(text: &str) -> bool {
    let Some((date, time)) = text.strip_suffix('Z').and_then(|text| text.split_once('T')) else {
        return false;
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let Some([year, month, day]) = numbers(date, '-', [4, 2, 2]) else {
        return false;
    };
    let Some([hour, minute, second]) = numbers(clock, ':', [2, 2, 2]) else {
        return false;
    };
    let fraction = !fraction.is_empty()
        && fraction.len() <= 9
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    fraction && (1..=days(year, month)).contains(&day) && hour < 24 && minute < 60 && second < 60
}

fn numbers(text: &str, between: char, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut parts = text.split(between);
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts
            .next()
            .filter(|part| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// None in a month that is none.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}
