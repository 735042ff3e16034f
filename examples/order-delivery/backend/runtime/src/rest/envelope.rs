//! What is around every request, whatever its route: an id, a line in the log, a limit, the tunnel it may come through, and
//! the headers of its answer.

use super::cors::Cors;
use super::{App, answer, batch, forwarded, request_id, tunnel};
use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;
use tower::{ServiceExt as _, service_fn};
use tracing::{Instrument as _, Level};

struct Envelope {
    app: Arc<App>,
    routes: Router,
    cors: Cors,
}

/// The routes, inside all of that. It lies outside of them, because what is in a tunnel decides which route it takes.
pub(super) fn around(app: Arc<App>, routes: Router) -> Router {
    let cors = Cors::new(&app.config);
    let envelope = Arc::new(Envelope { app, routes, cors });
    Router::new().fallback_service(service_fn(move |request: Request| {
        let envelope = Arc::clone(&envelope);
        async move { Ok::<_, Infallible>(envelope.answer(request).await) }
    }))
}

impl Envelope {
    async fn answer(&self, request: Request) -> Response {
        let id = request_id::of(request.headers());
        let origin = request.headers().get(header::ORIGIN).cloned();
        // Of the highest level, so that whatever is logged says which request it is about.
        let span = tracing::error_span!("request", id = id.to_str().unwrap_or_default());
        let mut response = self.logged(request).instrument(span).await;
        let headers = response.headers_mut();
        headers.insert(request_id::NAME, id);
        self.cors.allow(origin.as_ref(), headers);
        response
    }

    async fn logged(&self, request: Request) -> Response {
        let shown = self.app.config.log_requests;
        if !shown && !tracing::enabled!(Level::DEBUG) {
            return self.admitted(request).await;
        }
        let began = Instant::now();
        let method = request.method().clone();
        // The path alone: a query string may hold a key.
        let path = request.uri().path().to_owned();
        let response = self.admitted(request).await;
        let (status, millis) = (response.status().as_u16(), began.elapsed().as_millis());
        if shown {
            tracing::info!("{method} {path} {status} {millis} ms");
        } else {
            tracing::debug!("{method} {path} {status} {millis} ms");
        }
        response
    }

    async fn admitted(&self, mut request: Request) -> Response {
        if request.method() == Method::OPTIONS {
            return (StatusCode::OK, "OK").into_response();
        }
        forwarded::settle(&mut request, &self.app.config.trusted_proxies);
        if let Err(wait) = self.app.throttle.request(request.extensions()) {
            return answer::too_many(wait);
        }
        match tunnel::open(request, &self.app.config).await {
            Ok(mut request) => {
                if request.uri().path().ends_with(batch::PATH) {
                    let all = batch::Routes(self.routes.clone());
                    request.extensions_mut().insert(all);
                }
                let Ok(response) = self.routes.clone().oneshot(request).await;
                response
            }
            Err(refused) => refused,
        }
    }
}
