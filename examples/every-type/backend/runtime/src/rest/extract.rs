//! What a request names and carries.

use super::{App, answer};
use crate::config::Config;
use crate::error::Error;
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::not_an_object;
use axum::RequestPartsExt as _;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use tokio::time::timeout;

/// The class of a route that does not name it, such as `/users`.
#[derive(Clone, Copy)]
pub(super) struct Alias(pub &'static str);

/// The class, and on a route of one object its id.
pub(super) struct Target {
    pub class: String,
    pub id: String,
}

impl FromRequestParts<Arc<App>> for Target {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Response> {
        let alias = parts.extensions.get::<Alias>().copied();
        let params = parts
            .extract::<RawPathParams>()
            .await
            .map_err(IntoResponse::into_response)?;
        let param = |name| {
            params
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_owned())
        };
        let class = alias
            .map(|Alias(class)| class.to_owned())
            .or_else(|| param("class"));
        Ok(Self {
            class: class.unwrap_or_default(),
            id: param("id").unwrap_or_default(),
        })
    }
}

/// A JSON object.
pub(super) struct Body(pub Object);

/// The body of a request that came inside another, read with that one.
#[derive(Clone)]
pub(super) struct Given(pub Object);

impl FromRequest<Arc<App>> for Body {
    type Rejection = Response;

    async fn from_request(mut request: Request, app: &Arc<App>) -> Result<Self, Response> {
        if let Some(Given(object)) = request.extensions_mut().remove() {
            return Ok(Self(object));
        }
        // Whoever announces too much is told before he sends it; who announces nothing, when it is too much.
        let announced = request.headers().get(header::CONTENT_LENGTH);
        let length = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > app.config.max_body_bytes as u64) {
            return Err(answer::too_large());
        }
        let bytes = in_time(&app.config, Bytes::from_request(request, app))
            .await?
            .map_err(|rejection| {
                if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    return answer::too_large();
                }
                answer::bare_error(rejection.status(), "the body could not be read")
            })?;
        if bytes.is_empty() {
            return Ok(Self(Object::new()));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(map)) => Ok(Self(Object(map))),
            Ok(other) => Err(not_an_object(&other).into_response()),
            Err(error) if error.is_eof() => Err(answer::bare_error(
                StatusCode::BAD_REQUEST,
                "Unexpected end of JSON input",
            )),
            Err(error) => Err(answer::bare_error(
                StatusCode::BAD_REQUEST,
                &error.to_string(),
            )),
        }
    }
}

/// The version of an object that a change of it is made for: `updatedAt` as the client read it, by a header or, as SDKs
/// send headers, by a member of the body.
pub(super) struct Unchanged(pub Option<Timestamp>);

impl FromRequestParts<Arc<App>> for Unchanged {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Response> {
        let Some(header) = parts.headers.get("x-parse-if-updated-at") else {
            return Ok(Self(None));
        };
        let text = header.to_str().unwrap_or_default();
        Timestamp::from_wire(text.into())
            .map(|at| Self(Some(at)))
            .map_err(|error| error.into_response())
    }
}

/// The same of the body's member, which is taken out of it.
///
/// # Errors
/// Code 111 where it is no date.
pub(super) fn unchanged(body: &mut Object) -> crate::Result<Option<Timestamp>> {
    body.take("_ifUpdatedAt")
}

/// What reading a body gives, where it does not take too long: whoever sends a byte now and then keeps nothing busy.
pub(super) async fn in_time<T>(
    config: &Config,
    reading: impl Future<Output = T>,
) -> Result<T, Response> {
    timeout(config.body_timeout, reading)
        .await
        .map_err(|_| answer::too_slow())
}

/// The parameters of a query string, as a body would have them.
pub(super) struct Parameters(pub Object);

impl FromRequestParts<Arc<App>> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let pairs = form_urlencoded::parse(query);
        let members = pairs.map(|(name, value)| (name.into_owned(), Value::from(value.as_ref())));
        Ok(Self(Object(members.collect())))
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        answer::failed(&self)
    }
}
