//! Requests as the SDKs of the protocol send them, to spare browsers a preflight: always POST, with the method, the
//! keys and the parameters in a JSON body.

use super::answer;
use super::extract::in_time;
use crate::config::Config;
use crate::error::Error;
use crate::wire::{Ordered, Value};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Map;

/// Members of a body that stand for a header.
const HEADERS: [(&str, HeaderName); 6] = [
    (
        "_ApplicationId",
        HeaderName::from_static("x-parse-application-id"),
    ),
    (
        "_JavaScriptKey",
        HeaderName::from_static("x-parse-javascript-key"),
    ),
    (
        "_RestAPIKey",
        HeaderName::from_static("x-parse-rest-api-key"),
    ),
    ("_MasterKey", HeaderName::from_static("x-parse-master-key")),
    (
        "_SessionToken",
        HeaderName::from_static("x-parse-session-token"),
    ),
    (
        "_InstallationId",
        HeaderName::from_static("x-parse-installation-id"),
    ),
];
/// Members of a body that say nothing to this server.
const IGNORED: [&str; 5] = [
    "_ClientVersion",
    "_RevocableSession",
    "_noBody",
    "_context",
    "_ContentType",
];

/// Makes of a tunnelled request the one that it stands for; any other passes as it is, and so does the upload of a file,
/// which is taken as it comes.
pub(super) async fn open(request: Request, config: &Config) -> Result<Request, Response> {
    if request.method() != Method::POST || is_upload(request.uri().path(), config) {
        return Ok(request);
    }
    let max_body = config.max_body_bytes;
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    if length
        .and_then(|length| length.parse::<u64>().ok())
        .is_some_and(|length| length > max_body as u64)
    {
        return Err(answer::too_large());
    }
    let (parts, body) = request.into_parts();
    let bytes = in_time(config, to_bytes(body, max_body))
        .await?
        .map_err(|_| answer::too_large())?;
    let marked = contains(&bytes, b"\"_ApplicationId\"") || contains(&bytes, b"\"_method\"");
    let request = Request::from_parts(parts, Body::empty());
    match marked.then(|| serde_json::from_slice::<Map<String, Value>>(&bytes)) {
        Some(Ok(mut members)) => {
            if request.uri().path().contains("/aggregate/") {
                keep_order(&bytes, &mut members);
            }
            unwrapped(request, members).map_err(Error::into_response)
        }
        _ => Ok(request.map(|_| Body::from(bytes))),
    }
}

/// What a pipeline sorts by is in an order, and only its text has that.
fn keep_order(body: &[u8], members: &mut Map<String, Value>) {
    let Ok(Ordered::Object(ordered)) = serde_json::from_slice(body) else {
        return;
    };
    for (name, value) in ordered {
        if let Ordered::Object(_) | Ordered::Array(_) = value {
            members.insert(name, value.to_string().into());
        }
    }
}

fn unwrapped(mut request: Request, mut members: Map<String, Value>) -> Result<Request, Error> {
    for name in IGNORED {
        members.remove(name);
    }
    put_headers(request.headers_mut(), &mut members);
    if let Some(Value::String(method)) = members.remove("_method") {
        *request.method_mut() = match method.as_str() {
            "GET" => Method::GET,
            "PUT" => Method::PUT,
            "DELETE" => Method::DELETE,
            _ => Method::POST,
        };
    }
    if request.method() == Method::GET {
        *request.uri_mut() = with_query(request.uri(), &members)?;
        return Ok(request);
    }
    let body = Bytes::from(Value::Object(members).to_string());
    request.headers_mut().remove(header::CONTENT_LENGTH);
    Ok(request.map(|_| Body::from(body)))
}

/// Makes headers of the members that stand for them.
pub(super) fn put_headers(headers: &mut HeaderMap, members: &mut Map<String, Value>) {
    for (member, name) in HEADERS {
        // A header that was sent is what counts: a body may have been made by somebody else.
        if let Some(Value::String(value)) = members.remove(member)
            && !headers.contains_key(&name)
            && let Ok(value) = HeaderValue::try_from(value)
        {
            headers.insert(name, value);
        }
    }
}

fn is_upload(path: &str, config: &Config) -> bool {
    let path = path.strip_prefix(config.mount_path.trim_end_matches('/'));
    path.is_some_and(|path| path.starts_with("/files/"))
}

/// The parameters of a GET belong into its query string.
pub(super) fn with_query(uri: &Uri, members: &Map<String, Value>) -> Result<Uri, Error> {
    let mut query = form_urlencoded::Serializer::new(uri.query().unwrap_or_default().to_owned());
    for (name, value) in members {
        match value {
            Value::String(text) => query.append_pair(name, text),
            other => query.append_pair(name, &other.to_string()),
        };
    }
    let target = format!("{}?{}", uri.path(), query.finish());
    target
        .parse()
        .map_err(|_| Error::query("the parameters do not fit into a query"))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
