//! The page that asks → the headers that tell its browser what it may do here, the same on every answer, as Parse sends
//! them.

use crate::config::Config;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const METHODS: HeaderValue = HeaderValue::from_static("GET,PUT,POST,DELETE,OPTIONS");
/// Parse's own list, and what else this server reads.
const HEADERS: &str = "X-Parse-Master-Key, X-Parse-REST-API-Key, X-Parse-Javascript-Key, X-Parse-Application-Id, \
    X-Parse-Client-Version, X-Parse-Session-Token, X-Requested-With, X-Parse-Revocable-Session, X-Parse-Request-Id, \
    Content-Type, Pragma, Cache-Control, X-Parse-Installation-Id, Authorization, Idempotency-Key, X-Request-Id, \
    X-Parse-If-Updated-At, X-Parse-Upload-Mode, X-Parse-File-Metadata, X-Parse-File-Tags, Range, If-None-Match, If-Range";
/// Parse's own list, and what else this server tells in headers.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "X-Parse-Job-Status-Id, X-Parse-Push-Status-Id, X-Request-Id, Idempotent-Replayed, Retry-After, Location, \
    Accept-Ranges, Content-Range, Content-Length, Content-Disposition, ETag",
);

pub(super) struct Cors {
    /// `None` is every origin.
    origins: Option<Vec<HeaderValue>>,
    headers: HeaderValue,
}

impl Cors {
    pub(super) fn new(config: &Config) -> Self {
        let more = config.allow_headers.iter().map(HeaderName::as_str);
        let headers: Vec<_> = std::iter::once(HEADERS).chain(more).collect();
        Self {
            origins: config.allow_origin.clone(),
            // The names of headers make a header, however many they are.
            headers: HeaderValue::try_from(headers.join(", "))
                .unwrap_or(HeaderValue::from_static(HEADERS)),
        }
    }

    /// Adds them to an answer to a request of this origin.
    pub(super) fn allow(&self, origin: Option<&HeaderValue>, answer: &mut HeaderMap) {
        match &self.origins {
            None => {
                answer.insert(
                    header::ACCESS_CONTROL_ALLOW_ORIGIN,
                    HeaderValue::from_static("*"),
                );
            }
            Some(origins) => {
                // What keeps answers must not hand one to a page of another origin.
                answer.append(header::VARY, HeaderValue::from_static("Origin"));
                if let Some(origin) = origin.filter(|origin| origins.contains(origin)) {
                    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
                }
            }
        }
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, self.headers.clone());
        answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
