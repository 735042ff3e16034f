//! What a request says of itself so that a repeat of it is known: `Idempotency-Key` or `X-Parse-Request-Id` → the key of
//! what it asks for.

use super::App;
use super::client::Client;
use crate::access::Caller;
use crate::config::Config;
use crate::error::Error;
#[cfg(feature = "graphql")]
use crate::idempotency::Keys;
use crate::idempotency::{Fingerprint, Key};
use crate::service::Once;
use crate::wire::Object;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use std::sync::Arc;

/// In the order in which they count.
pub(super) const HEADERS: [HeaderName; 2] = [
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("x-parse-request-id"),
];
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const MAX_LENGTH: usize = 255;
const MASTER: [&str; 2] = ["master", ""];

/// The key as it was sent, and with what.
pub(super) struct Sent {
    text: String,
    method: Method,
    path: String,
}

impl Sent {
    /// # Errors
    /// Code 142 for a key that is too long, or sent twice, or no plain text.
    pub(super) fn read(parts: &Parts, config: &Config) -> Result<Option<Self>, Error> {
        let Some(name) = HEADERS
            .into_iter()
            .find(|name| parts.headers.contains_key(name))
        else {
            return Ok(None);
        };
        let writes = matches!(parts.method, Method::POST | Method::PUT | Method::DELETE);
        if !writes || config.idempotency.is_zero() {
            return Ok(None);
        }
        let mut values = parts.headers.get_all(&name).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(unfit(&name));
        };
        let is_plain = value.as_bytes().iter().all(u8::is_ascii_graphic);
        if !is_plain || !(1..=MAX_LENGTH).contains(&value.len()) {
            return Err(unfit(&name));
        }
        let text = value.to_str().map_err(|_| unfit(&name))?.to_owned();
        Ok(Some(Self {
            text,
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
        }))
    }

    fn key(&self, owner: [&str; 2], body: &Object) -> Key {
        let request = Fingerprint::of_json(self.method.as_str(), &self.path, body);
        Key::new(&self.text, &owner, request)
    }
}

/// The key of a request of the master's.
pub(super) struct OfMaster(Option<Sent>);

impl OfMaster {
    pub(super) fn key(&self, body: &Object) -> Option<Key> {
        self.0.as_ref().map(|sent| sent.key(MASTER, body))
    }
}

impl FromRequestParts<Arc<App>> for OfMaster {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Error> {
        Sent::read(parts, &app.config).map(Self)
    }
}

fn unfit(name: &HeaderName) -> Error {
    Error::validation(format!(
        "{name}: expected one key of 1 to {MAX_LENGTH} visible ASCII characters"
    ))
}

impl Client {
    /// The key of this request with this body, where it has one.
    pub(super) fn key(&self, body: &Object) -> Option<Key> {
        let sent = self.sent_key.as_ref()?;
        Some(sent.key(self.owner(), body))
    }

    /// The keys of what this request does, where it does several things and has one.
    #[cfg(feature = "graphql")]
    pub(super) fn keys(&self) -> Option<Keys> {
        let sent = self.sent_key.as_ref()?;
        Some(Keys::new(&sent.text, self.owner()))
    }

    /// Whose its key is.
    fn owner(&self) -> [&str; 2] {
        let installation = self.origin.installation.as_deref().unwrap_or_default();
        match &self.caller {
            Caller::Master => MASTER,
            Caller::User { id, .. } => ["user", id],
            Caller::Anonymous => ["anonymous", installation],
        }
    }
}

/// An answer that says whether it was given before.
pub(super) fn marked<T>(once: Once<T>, answer: impl FnOnce(T) -> Response) -> Response {
    let mut response = answer(once.answer);
    if once.replayed {
        let yes = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, yes);
    }
    response
}

pub(super) fn is_marked(response: &Response) -> bool {
    response.headers().contains_key(REPLAYED)
}
