//! For whoever watches the server: whether it lives, whether it is ready, and what it counts.

use super::answer::{bare_error, json};
use super::{App, Door, client};
use crate::metrics::Exposition;
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use std::sync::Arc;
use std::time::Duration;

/// How long the writer may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);
const PROMETHEUS: HeaderValue =
    HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// Each path, at the root, whatever the mount path is.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 3] {
    [
        ("/health", get(health)),
        ("/ready", get(ready)),
        ("/metrics", get(metrics)),
    ]
}

/// What answers while the database is opened and brought up to the schema.
pub(crate) fn starting() -> Router {
    async fn starting() -> Response {
        let mut response = unready("starting");
        let soon = HeaderValue::from_static("1");
        response.headers_mut().insert(header::RETRY_AFTER, soon);
        response
    }
    Router::new().fallback(starting)
}

pub(super) async fn health(State(app): Door) -> Response {
    if app.service.store().is_up() {
        json(StatusCode::OK, r#"{"status":"ok"}"#)
    } else {
        unready("error")
    }
}

pub(super) async fn ready(State(app): Door) -> Response {
    if app.status.is_stopping() {
        return unready("stopping");
    }
    let writes = tokio::time::timeout(READY_WITHIN, app.service.writes());
    match writes.await {
        Ok(Ok(())) => json(StatusCode::OK, r#"{"status":"ready"}"#),
        _ => unready("error"),
    }
}

fn unready(status: &str) -> Response {
    let body = format!(r#"{{"status":"{status}"}}"#);
    json(StatusCode::SERVICE_UNAVAILABLE, body)
}

/// Who may read what is counted: the master, and whoever has the token for it.
struct Watcher;

impl FromRequestParts<Arc<App>> for Watcher {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let text = |name| parts.headers.get(name)?.to_str().ok();
        let token = text("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let wanted = &app.config.metrics_token;
        let knows_token =
            !wanted.0.is_empty() && token.is_some_and(|sent| client::same(sent, wanted));
        let from = client::peer(&parts.extensions);
        let is_master =
            text("x-parse-master-key").is_some_and(|key| client::is_master(&app.config, key, from));
        if knows_token || is_master {
            return Ok(Self);
        }
        Err(bare_error(StatusCode::FORBIDDEN, "unauthorized"))
    }
}

async fn metrics(State(app): Door, _: Watcher) -> Response {
    let store = app.service.store();
    let mut page = Exposition::default();
    app.traffic.write(&mut page);
    page.gauge(
        "http_connections",
        "Connections that are open.",
        app.status.connections.get(),
    );
    page.gauge(
        "sessions_cached",
        "Sessions that are remembered.",
        app.service.sessions_cached() as u64,
    );
    app.seats.write(&mut page);
    page.gauge(
        "live_subscriptions",
        "Live queries that clients have asked for.",
        app.service.live_queries().count() as u64,
    );
    let vitals = store.vitals();
    page.gauge(
        "store_writes_waiting",
        "Write sets that wait for the writer.",
        vitals.waiting.get(),
    );
    page.family(
        "store_commit_writes",
        "histogram",
        "Write sets that were committed as one transaction.",
    );
    page.histogram("store_commit_writes", &[], &vitals.groups, 1.0);
    page.counter(
        "store_queries_total",
        "Queries for objects.",
        vitals.queries.get(),
    );
    page.counter(
        "store_slow_queries_total",
        "Queries that took longer than about a millisecond.",
        vitals.slow.get(),
    );
    page.gauge(
        "store_bytes",
        "Size of the database with its log.",
        store.bytes(),
    );
    ([(header::CONTENT_TYPE, PROMETHEUS)], page.finish()).into_response()
}
