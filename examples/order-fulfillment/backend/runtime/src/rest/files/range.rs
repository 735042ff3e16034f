//! The `Range` of a request and the length of what it asks for → the part that is meant (RFC 9110, section 14).

use std::ops::Range;

/// Which part of a file a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Of(Range<u64>),
    /// The file ends before it begins.
    Beyond,
}

/// One range is served; of several, or of what is none, the answer is the whole, as it may be.
pub(super) fn part(header: &str, length: u64) -> Part {
    let spec = header
        .split_once('=')
        .filter(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"));
    let bounds = spec.and_then(|(_, range)| range.trim().split_once('-'));
    let Some((first, last)) = bounds else {
        return Part::Whole;
    };
    match (number(first), number(last)) {
        (Some(None), Some(Some(0))) => Part::Beyond,
        (Some(None), Some(Some(count))) => of(length.saturating_sub(count), length, length),
        (Some(Some(first)), Some(None)) => of(first, length, length),
        (Some(Some(first)), Some(Some(last))) if first <= last => {
            of(first, last.saturating_add(1).min(length), length)
        }
        _ => Part::Whole,
    }
}

fn of(start: u64, end: u64, length: u64) -> Part {
    if start < length {
        Part::Of(start..end)
    } else {
        Part::Beyond
    }
}

/// `Some(None)` is nothing at all, `None` what is no number. One past all bounds is the largest there is.
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file_or_none() {
        for (header, expected) in [
            ("bytes=0-0", Part::Of(0..1)),
            ("bytes=2-5", Part::Of(2..6)),
            ("Bytes = 2 - 5", Part::Of(2..6)),
            ("bytes=2-", Part::Of(2..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-99", Part::Of(0..10)),
            ("bytes=9-99999999999999999999999", Part::Of(9..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=10-12", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=99999999999999999999999-", Part::Beyond),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=--1", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes 0-1", Part::Whole),
        ] {
            assert_eq!(part(header, 10), expected, "{header}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Beyond);
        assert_eq!(part("bytes=-1", 0), Part::Beyond);
    }
}
