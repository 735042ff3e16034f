//! Objects as JSON text → where each begins and ends, and where some of its members do. Nothing is parsed: it is for
//! text that this server has written, one object after another with commas between them.

use crate::wire::Value;
use std::ops::Range;

/// Where an object stands in the text.
pub(super) struct Outline {
    pub range: Range<usize>,
    /// Its objectId, as JSON.
    pub id: Range<usize>,
    /// Those of the members sought that it has.
    pub members: Vec<Member>,
}

pub(super) struct Member {
    /// Its place among the names that were sought.
    pub name: usize,
    /// With the comma before it.
    pub whole: Range<usize>,
    pub value: Range<usize>,
}

/// The objects of `json`; `objectId` is the first member of each.
pub(super) fn outline(json: &[u8], names: &[&str]) -> Vec<Outline> {
    let names: Vec<_> = names
        .iter()
        .map(|name| Value::from(*name).to_string())
        .collect();
    let mut outlines = Vec::new();
    let mut at = 0;
    while at < json.len() {
        let outline = object(json, at, &names);
        // A comma stands between objects.
        at = outline.range.end + 1;
        outlines.push(outline);
    }
    outlines
}

fn object(json: &[u8], start: usize, names: &[String]) -> Outline {
    let mut outline = Outline {
        range: start..json.len(),
        id: 0..0,
        members: Vec::new(),
    };
    let mut at = start;
    // Each turn begins at the brace or the comma before a member.
    while let Some(b'{' | b',') = json.get(at) {
        if json.get(at + 1) == Some(&b'}') {
            at += 1;
            break;
        }
        let key = at + 1..after_value(json, at + 1);
        let colon = (key.end + 1).min(json.len());
        let value = colon..after_value(json, colon);
        if outline.id.is_empty() {
            outline.id = value.clone();
        }
        let sought = names
            .iter()
            .position(|name| name.as_bytes() == &json[key.clone()]);
        if let Some(name) = sought {
            outline.members.push(Member {
                name,
                whole: at..value.end,
                value: value.clone(),
            });
        }
        at = value.end;
    }
    outline.range.end = (at + 1).min(json.len());
    outline
}

/// Where the value that begins here ends.
fn after_value(json: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = last_of_string(json, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' | b':' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

/// The closing quote of the string that opens here.
fn last_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_may_hold_whatever_divides_members() {
        let json = br#"{"objectId":"a","text":"},{\"x\":[","data":{"k":[1,{"text":2}]},"n":-1.5},{"objectId":"b"}"#;
        let found = outline(json, &["data", "text"]);
        let text =
            |range: &Range<usize>| String::from_utf8_lossy(&json[range.clone()]).into_owned();
        assert_eq!(found.len(), 2);
        assert_eq!(
            (text(&found[0].id), text(&found[1].id)),
            (r#""a""#.into(), r#""b""#.into())
        );
        assert_eq!(text(&found[1].range), r#"{"objectId":"b"}"#);
        let members: Vec<_> = found[0]
            .members
            .iter()
            .map(|member| (member.name, text(&member.value)))
            .collect();
        assert_eq!(
            members,
            [
                (1, r#""},{\"x\":[""#.to_owned()),
                (0, r#"{"k":[1,{"text":2}]}"#.to_owned())
            ]
        );
    }
}
