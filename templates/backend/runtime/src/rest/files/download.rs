//! Files on their way down: whole or a part of one, in a form in which a browser runs none of it.

use super::super::Door;
use super::conditions::{Verdict, Version};
use super::range::{Part, part};
use super::{not_found, reader, wrong_application};
use crate::error::Error;
use crate::files::{FileName, Found, content_type, is_shown};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::time::UNIX_EPOCH;

/// What a browser may do with a file that it shows by itself: nothing but show it.
const SANDBOX: &str =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

pub(super) async fn download(
    State(app): Door,
    Path((application, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Response> {
    if application != app.config.app_id {
        return Err(wrong_application());
    }
    let (mut parts, _) = request.into_parts();
    let caller = reader(&app, &mut parts).await?;
    let name = FileName::kept(&name).ok_or_else(not_found)?;
    let found = app.service.find_file(&caller, &name).await;
    let found = found.map_err(Error::into_response)?.ok_or_else(not_found)?;
    let mut response = answer(found, &parts.method, &parts.headers)
        .await
        .map_err(Error::into_response)?;
    let private = app.service.asks_who_reads();
    describe(response.headers_mut(), &name, private);
    Ok(response)
}

/// Status, body, and what is said of the two.
async fn answer(found: Found, method: &Method, headers: &HeaderMap) -> Result<Response, Error> {
    let length = found.length;
    let since = found.modified.duration_since(UNIX_EPOCH);
    let version = Version {
        tag: format!("\"{}\"", found.tag),
        modified: since.map_or(0, |since| since.as_secs().cast_signed()),
    };
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| *method == Method::GET && version.allows_range(headers));
    let part = range.map_or(Part::Whole, |range| part(range, length));
    let (status, range) = match (version.verdict(headers), part) {
        (Verdict::NotModified, _) => (StatusCode::NOT_MODIFIED, None),
        (Verdict::Failed, _) => (StatusCode::PRECONDITION_FAILED, None),
        (Verdict::Send, Part::Whole) => (StatusCode::OK, Some(0..length)),
        (Verdict::Send, Part::Of(range)) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        (Verdict::Send, Part::Beyond) => (StatusCode::RANGE_NOT_SATISFIABLE, None),
    };
    let mut response = status.into_response();
    let answer = response.headers_mut();
    put(answer, header::ETAG, &version.tag);
    put(answer, header::LAST_MODIFIED, &version.modified());
    match (&range, status) {
        (Some(range), StatusCode::PARTIAL_CONTENT) => {
            let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            put(answer, header::CONTENT_RANGE, &place);
        }
        (None, StatusCode::RANGE_NOT_SATISFIABLE) => {
            put(answer, header::CONTENT_RANGE, &format!("bytes */{length}"));
        }
        _ => {}
    }
    if let Some(range) = range {
        answer.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
        if *method == Method::GET {
            *response.body_mut() = found.read(range).await?;
        }
    }
    Ok(response)
}

/// What a browser is to make of it. The type follows from the extension, whatever its client has declared.
fn describe(headers: &mut HeaderMap, name: &FileName, private: bool) {
    let kind = content_type(&name.extension());
    let charset = if kind.starts_with("text/") {
        "; charset=utf-8"
    } else {
        ""
    };
    let how = if is_shown(kind) {
        "inline"
    } else {
        "attachment"
    };
    put(headers, header::CONTENT_TYPE, &format!("{kind}{charset}"));
    // A name has no letter that would end the quotes.
    put(
        headers,
        header::CONTENT_DISPOSITION,
        &format!("{how}; filename=\"{}\"", name.given()),
    );
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::ACCEPT_RANGES, "bytes");
    // Browsers show no PDF in a sandbox, and run none outside of their own.
    if kind != "application/pdf" {
        put(headers, header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
    if private {
        put(headers, header::CACHE_CONTROL, "private, no-cache");
    }
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
