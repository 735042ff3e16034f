//! What is around every request, whatever its route: an id, a line in the log, a place in the counts, a limit, the tunnel it
//! may come through, and the headers of its answer.

use super::cors::Cors;
use super::{App, answer, batch, forwarded, idempotency, request_id, tunnel};
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
        let mut response = self.counted(request).instrument(span).await;
        let headers = response.headers_mut();
        headers.insert(request_id::NAME, id);
        self.cors.allow(origin.as_ref(), headers);
        response
    }

    async fn counted(&self, request: Request) -> Response {
        let (began, traffic) = (Instant::now(), &self.app.traffic);
        let _under_way = traffic.under_way.held();
        let route = traffic.route(request.uri().path());
        let mut method = request.method().clone();
        let path = self.is_logged().then(|| request.uri().path().to_owned());
        let response = self.admitted(request, &mut method).await;
        let (status, took) = (response.status(), began.elapsed());
        traffic.count(route, &method, status, took);
        if idempotency::is_marked(&response) {
            traffic.replayed.add_one();
        }
        // The path alone: a query string may hold a key.
        if let Some(path) = path {
            let (status, millis) = (status.as_u16(), took.as_millis());
            if self.app.config.log_requests {
                tracing::info!("{method} {path} {status} {millis} ms");
            } else {
                tracing::debug!("{method} {path} {status} {millis} ms");
            }
        }
        response
    }

    fn is_logged(&self) -> bool {
        self.app.config.log_requests || tracing::enabled!(Level::DEBUG)
    }

    /// `method` becomes that of the request inside a tunnel.
    async fn admitted(&self, mut request: Request, method: &mut Method) -> Response {
        if request.method() == Method::OPTIONS {
            return (StatusCode::OK, "OK").into_response();
        }
        forwarded::settle(&mut request, &self.app.config.trusted_proxies);
        if let Err(wait) = self.app.throttle.request(request.extensions()) {
            return answer::too_many(wait);
        }
        match tunnel::open(request, &self.app.config).await {
            Ok(mut request) => {
                method.clone_from(request.method());
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
