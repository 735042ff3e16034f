//! The conditions of a request and what is said of a file → whether it is sent (RFC 9110, section 13).

use axum::http::{HeaderMap, HeaderName, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// What tells one version of a file from another.
pub(super) struct Version {
    /// With its quotes.
    pub tag: String,
    /// In seconds.
    pub modified: i64,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Send,
    /// 304
    NotModified,
    /// 412
    Failed,
}

impl Version {
    pub(super) fn verdict(&self, headers: &HeaderMap) -> Verdict {
        let unchanged_since = |name| date(headers, name).map(|since| self.modified <= since);
        let failed = match self.matches(headers, header::IF_MATCH) {
            Some(matches) => !matches,
            None => unchanged_since(header::IF_UNMODIFIED_SINCE) == Some(false),
        };
        if failed {
            return Verdict::Failed;
        }
        let known = match self.matches(headers, header::IF_NONE_MATCH) {
            Some(matches) => matches,
            None => unchanged_since(header::IF_MODIFIED_SINCE) == Some(true),
        };
        if known {
            Verdict::NotModified
        } else {
            Verdict::Send
        }
    }

    /// Whether a range is of this version: of another one a part would not fit to what the client has.
    pub(super) fn allows_range(&self, headers: &HeaderMap) -> bool {
        match text(headers, header::IF_RANGE) {
            None => true,
            Some(tag) if tag.contains('"') => tag == self.tag,
            Some(_) => date(headers, header::IF_RANGE) == Some(self.modified),
        }
    }

    pub(super) fn modified(&self) -> String {
        let modified = Timestamp::from_second(self.modified).unwrap_or_default();
        modified.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    fn matches(&self, headers: &HeaderMap, name: HeaderName) -> Option<bool> {
        let listed = text(headers, name)?;
        let same = |tag: &str| {
            let tag = tag.trim();
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.tag
        };
        Some(listed.split(',').any(same))
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<i64> {
    let date = DateTimeParser::new().parse_timestamp(text(headers, name)?);
    date.ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const THEN: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn version() -> Version {
        Version {
            tag: "\"a-1\"".to_owned(),
            modified: 784_111_777,
        }
    }

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().cloned();
        pairs
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_file_is_sent_to_whoever_does_not_have_it() {
        use Verdict::{Failed, NotModified, Send};
        use header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
        assert_eq!(version().modified(), THEN);
        for (pairs, expected) in [
            (vec![], Send),
            (vec![(IF_NONE_MATCH, "\"a-1\"")], NotModified),
            (vec![(IF_NONE_MATCH, "\"b\", W/\"a-1\"")], NotModified),
            (vec![(IF_NONE_MATCH, "*")], NotModified),
            (vec![(IF_NONE_MATCH, "\"b\"")], Send),
            (
                vec![(IF_NONE_MATCH, "\"b\""), (IF_MODIFIED_SINCE, THEN)],
                Send,
            ),
            (vec![(IF_MODIFIED_SINCE, THEN)], NotModified),
            (vec![(IF_MODIFIED_SINCE, BEFORE)], Send),
            (vec![(IF_MODIFIED_SINCE, "yesterday")], Send),
            (vec![(IF_MATCH, "\"a-1\"")], Send),
            (vec![(IF_MATCH, "\"b\"")], Failed),
            (vec![(IF_UNMODIFIED_SINCE, THEN)], Send),
            (vec![(IF_UNMODIFIED_SINCE, BEFORE)], Failed),
        ] {
            assert_eq!(version().verdict(&headers(&pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn a_part_is_of_the_version_that_the_client_has() {
        for (value, expected) in [
            ("\"a-1\"", true),
            ("W/\"a-1\"", false),
            ("\"b\"", false),
            (THEN, true),
            (BEFORE, false),
            ("yesterday", false),
        ] {
            let headers = headers(&[(header::IF_RANGE, value)]);
            assert_eq!(version().allows_range(&headers), expected, "{value}");
        }
        assert!(version().allows_range(&HeaderMap::new()));
    }
}
