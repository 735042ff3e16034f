//! The page to write queries on, where a setting opens it: three files of the server's own, and nothing from elsewhere.

use super::super::Door;
use super::super::answer::bare_error;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

const HTML: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");
/// The page runs its own script and asks its own server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Whether somebody looks with a browser.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

pub(super) fn page() -> Response {
    file("text/html; charset=utf-8", HTML)
}

pub(super) async fn script(State(app): Door) -> Response {
    if app.graph.is_open() {
        file("text/javascript; charset=utf-8", SCRIPT)
    } else {
        closed()
    }
}

pub(super) async fn style(State(app): Door) -> Response {
    if app.graph.is_open() {
        file("text/css; charset=utf-8", STYLE)
    } else {
        closed()
    }
}

fn closed() -> Response {
    bare_error(StatusCode::NOT_FOUND, "there is no such page")
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (headers, text).into_response()
}
