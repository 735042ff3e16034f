//! The id of a request: its `X-Request-Id`, where that may stand in a log, or one of its own.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

pub(super) const NAME: HeaderName = HeaderName::from_static("x-request-id");
/// The longest that is taken from a client.
const MAX_LENGTH: usize = 128;

pub(super) fn of(headers: &HeaderMap) -> HeaderValue {
    match headers.get(NAME) {
        Some(sent) if is_well_formed(sent.as_bytes()) => sent.clone(),
        _ => made(),
    }
}

/// Letters, digits and the marks that ids are written with: nothing that could be taken for another line of a log, or for
/// its syntax.
fn is_well_formed(id: &[u8]) -> bool {
    let may_be = |letter: &u8| letter.is_ascii_alphanumeric() || b"-_.:/+=@".contains(letter);
    (1..=MAX_LENGTH).contains(&id.len()) && id.iter().all(may_be)
}

fn made() -> HeaderValue {
    let id = format!("{:032x}", rand::random::<u128>());
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("unknown"))
}
