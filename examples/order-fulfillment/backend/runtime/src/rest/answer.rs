//! Answers, byte by byte as the Parse protocol has them.

use crate::error::{Code, Error};
use crate::service::{Created, Cursor, Found, Written};
use crate::wire::{Object, Value};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

const JSON: (HeaderName, HeaderValue) = (
    header::CONTENT_TYPE,
    HeaderValue::from_static("application/json; charset=utf-8"),
);

pub(super) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [JSON], body.into()).into_response()
}

/// An error of the protocol: `{"code":101,"error":"Object not found."}`.
pub(super) fn failed(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // The one code whose sentence stands under another name.
    let member = if error.code == Code::INTERNAL {
        "message"
    } else {
        "error"
    };
    let message = Value::from(error.message.as_ref());
    let mut body = format!("{{\"code\":{},\"{member}\":{message}", error.code.0);
    push_members(error.details(), &mut body);
    json(status, body)
}

/// The members, each after a comma, and the end of the object.
fn push_members<'m>(members: impl Iterator<Item = (&'m String, &'m Value)>, body: &mut String) {
    for (name, value) in members {
        body.push_str(&format!(",{}:{value}", Value::from(name.as_str())));
    }
    body.push('}');
}

/// An error from before the protocol: no code.
pub(super) fn bare_error(status: StatusCode, message: &str) -> Response {
    json(status, json!({"error": message}).to_string())
}

pub(super) fn too_large() -> Response {
    bare_error(StatusCode::PAYLOAD_TOO_LARGE, "request entity too large")
}

/// How Parse tells whoever asks too often, and when to ask again.
pub(super) fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let mut response = json(
        StatusCode::TOO_MANY_REQUESTS,
        r#"{"code":100,"error":"Too many requests."}"#,
    );
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    response
}

pub(super) fn too_slow() -> Response {
    bare_error(StatusCode::REQUEST_TIMEOUT, "the body took too long")
}

pub(super) fn found(found: &Found) -> Response {
    let mut body = Vec::with_capacity(found.objects.len() + 32);
    body.extend_from_slice(b"{\"results\":[");
    body.extend_from_slice(&found.objects);
    body.push(b']');
    if let Some(count) = found.count {
        body.extend_from_slice(format!(",\"count\":{count}").as_bytes());
    }
    if let Some(Cursor { text, more }) = &found.end {
        body.extend_from_slice(format!(",\"cursor\":\"{text}\",\"hasMore\":{more}").as_bytes());
    }
    if let Some(class) = found.class {
        body.extend_from_slice(format!(",\"className\":{}", Value::from(class)).as_bytes());
    }
    body.push(b'}');
    json(StatusCode::OK, body)
}

/// What a write answers; `class` is where an object was created.
pub(super) fn written(server_url: &str, class: &str, written: &Written) -> Response {
    let response = json(StatusCode::OK, members(written));
    match written {
        Written::Created(created) => {
            let mut response = located(response, server_url, class, &created.id);
            if !created.again {
                *response.status_mut() = StatusCode::CREATED;
            }
            response
        }
        Written::Updated(_) | Written::Deleted => response,
    }
}

/// What a write answers, as JSON.
pub(super) fn members(written: &Written) -> Vec<u8> {
    match written {
        Written::Created(Created { id, at, fields, .. }) => {
            let mut body = format!("{{\"objectId\":\"{id}\",\"createdAt\":\"{at}\"");
            push_members(fields.0.iter(), &mut body);
            body.into_bytes()
        }
        Written::Updated(updated) => {
            let mut body = b"{".to_vec();
            if !updated.fields.is_empty() {
                body.extend_from_slice(&updated.fields);
                body.push(b',');
            }
            body.extend_from_slice(format!("\"updatedAt\":\"{}\"", updated.at).as_bytes());
            if let Some(token) = &updated.token {
                body.extend_from_slice(format!(",\"sessionToken\":\"{token}\"").as_bytes());
            }
            body.push(b'}');
            body
        }
        Written::Deleted => b"{}".to_vec(),
    }
}

/// What an aggregate makes.
pub(super) fn results(results: &[u8]) -> Response {
    let body = [b"{\"results\":[".as_slice(), results, b"]}"].concat();
    json(StatusCode::OK, body)
}

/// An object that was created, whole.
pub(super) fn created_object(server_url: &str, class: &str, object: Object) -> Response {
    let id = object.get("objectId").and_then(Value::as_str);
    let id = id.unwrap_or_default().to_owned();
    let body = Value::from(object).to_string();
    located(json(StatusCode::CREATED, body), server_url, class, &id)
}

fn located(mut response: Response, server_url: &str, class: &str, id: &str) -> Response {
    let path = if class == "_User" {
        "users".to_owned()
    } else {
        format!("classes/{}", encoded(class))
    };
    if let Ok(location) = HeaderValue::try_from(format!("{server_url}/{path}/{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A name may hold letters that a header and a URL may not.
pub(super) fn encoded(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
