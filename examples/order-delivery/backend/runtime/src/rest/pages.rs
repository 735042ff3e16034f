//! The pages that a mailed link opens: plain HTML, without scripts, for whoever has the link.
//!
//! They ask for no keys, because a browser has none: the token of the link is what lets one in.

use super::App;
use super::Door;
use crate::error::{Code, Error};
use axum::body::Bytes;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

const PAGE: &str = include_str!("pages/page.html");
const CHOOSE_PASSWORD: &str = include_str!("pages/choose_password.html");
const PROBLEM: &str = include_str!("pages/problem.html");
const PASSWORD_CHANGED: &str = include_str!("pages/password_changed.html");
const EMAIL_VERIFIED: &str = include_str!("pages/email_verified.html");
const INVALID_LINK: &str = include_str!("pages/invalid_link.html");
const LATER: &str = include_str!("pages/later.html");

/// The address of such a page is a secret, and what it shows is for one person.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
];

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 2] {
    [
        ("/apps/{app}/verify_email", get(verify_email)),
        (
            "/apps/{app}/request_password_reset",
            get(choose_password).post(reset_password),
        ),
    ]
}

async fn verify_email(
    State(app): Door,
    method: Method,
    path: RawPathParams,
    RawQuery(query): RawQuery,
) -> Response {
    let token = member(query.unwrap_or_default().as_bytes(), "token");
    // What only asks for the headers, as a scanner of mails may, uses nothing up.
    if !is_of(&app, &path) || method != Method::GET {
        return invalid_link(&app);
    }
    match app.service.verify_email(&token).await {
        Ok(()) => page(
            &app,
            StatusCode::OK,
            "Address confirmed",
            EMAIL_VERIFIED,
            &[],
        ),
        Err(error) => refused(&app, &error),
    }
}

async fn choose_password(
    State(app): Door,
    path: RawPathParams,
    RawQuery(query): RawQuery,
) -> Response {
    if !is_of(&app, &path) {
        return invalid_link(&app);
    }
    let token = member(query.unwrap_or_default().as_bytes(), "token");
    form(&app, StatusCode::OK, &token, None).await
}

async fn reset_password(
    State(app): Door,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    if !is_of(&app, &path) {
        return invalid_link(&app);
    }
    let mut token = member(&body, "token");
    if token.is_empty() {
        token = member(query.unwrap_or_default().as_bytes(), "token");
    }
    let password = member(&body, "new_password");
    let done = match password.as_str() {
        "" => Err(Error::validation("Please type a new password.")),
        password => app.service.reset_password(&token, password).await,
    };
    match done {
        Ok(()) => page(
            &app,
            StatusCode::OK,
            "Password changed",
            PASSWORD_CHANGED,
            &[],
        ),
        Err(error) if error.code == Code::VALIDATION => {
            form(&app, StatusCode::BAD_REQUEST, &token, Some(&error.message)).await
        }
        Err(error) => refused(&app, &error),
    }
}

/// The form for a new password, and what was wrong with the last one.
async fn form(app: &App, status: StatusCode, token: &str, problem: Option<&str>) -> Response {
    let username = match app.service.resets_for(token).await {
        Ok(username) => username,
        Err(error) => return refused(app, &error),
    };
    let problem = problem.map(|problem| fill(PROBLEM, &[("problem", Part::Text(problem))]));
    let parts = [
        ("username", Part::Text(&username)),
        ("token", Part::Text(token)),
        (
            "problem",
            Part::Html(problem.as_deref().unwrap_or_default()),
        ),
    ];
    page(
        app,
        status,
        "Choose a new password",
        CHOOSE_PASSWORD,
        &parts,
    )
}

fn refused(app: &App, error: &Error) -> Response {
    match error.code {
        Code::OBJECT_NOT_FOUND => invalid_link(app),
        _ => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            page(app, status, "Please try again", LATER, &[])
        }
    }
}

fn invalid_link(app: &App) -> Response {
    let status = StatusCode::NOT_FOUND;
    page(app, status, "Invalid link", INVALID_LINK, &[])
}

/// Whether the path names this application.
fn is_of(app: &App, path: &RawPathParams) -> bool {
    path.iter()
        .any(|(name, value)| name == "app" && value == app.config.app_id)
}

/// A member of a form or of a query, or nothing.
fn member(encoded: &[u8], name: &str) -> String {
    form_urlencoded::parse(encoded)
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// What goes into a template.
#[derive(Clone, Copy)]
enum Part<'a> {
    Text(&'a str),
    /// From a template, with its own parts in place.
    Html(&'a str),
}

fn page(
    app: &App,
    status: StatusCode,
    title: &str,
    template: &str,
    parts: &[(&str, Part<'_>)],
) -> Response {
    let name = ("app", Part::Text(&app.config.app_name));
    let body = fill(template, &[parts, &[name]].concat());
    let parts = [
        name,
        ("title", Part::Text(title)),
        ("body", Part::Html(&body)),
    ];
    (status, HEADERS, fill(PAGE, &parts)).into_response()
}

/// Puts each part where the template has its `{{name}}`, in one pass: what is in a part is never a place itself.
fn fill(template: &str, parts: &[(&str, Part<'_>)]) -> String {
    let mut pieces = template.split("{{");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or(("", piece));
        match parts.iter().find(|(part, _)| *part == name) {
            Some((_, Part::Text(text))) => filled.extend(text.chars().map(escaped)),
            Some((_, Part::Html(html))) => filled.push_str(html),
            None => {}
        }
        filled.push_str(rest);
    }
    filled
}

fn escaped(letter: char) -> String {
    match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        letter => letter.to_string(),
    }
}
