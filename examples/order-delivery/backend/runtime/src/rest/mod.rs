//! The REST door: HTTP of the Parse protocol → calls of the service → its answers.

mod answer;
mod extract;
mod query;

use crate::Result;
use crate::access::Caller;
use crate::config::Config;
use crate::service::Service;
use answer::json;
use axum::extract::{DefaultBodyLimit, RawQuery, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use extract::{Alias, Body, Target};
use std::sync::Arc;

struct App {
    service: Service,
    config: Config,
}

type Door = State<Arc<App>>;

/// The routes under the mount path, and `/health` beside it.
pub(crate) fn router(service: Service, config: Config) -> Router {
    let mount = config.mount_path.clone();
    let limit = config.max_body_bytes;
    let at = |path: &str| format!("{}{path}", mount.trim_end_matches('/'));
    let mut router = Router::new()
        .route(&at("/classes/{class}"), collection())
        .route(&at("/classes/{class}/{id}"), object())
        .route(&at("/health"), get(health));
    for (path, class) in [("users", "_User"), ("roles", "_Role")] {
        router = router
            .route(
                &at(&format!("/{path}")),
                collection().layer(Extension(Alias(class))),
            )
            .route(
                &at(&format!("/{path}/{{id}}")),
                object().layer(Extension(Alias(class))),
            );
    }
    if mount != "/" {
        router = router.route("/health", get(health));
    }
    router
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(DefaultBodyLimit::max(limit))
        .with_state(Arc::new(App { service, config }))
}

fn collection() -> MethodRouter<Arc<App>> {
    get(find).post(create)
}

fn object() -> MethodRouter<Arc<App>> {
    get(get_one).put(update).delete(delete)
}

async fn no_route(method: Method, request: Request) -> Response {
    answer::bare_error(
        StatusCode::NOT_FOUND,
        &format!("Cannot {method} {}", request.uri().path()),
    )
}

async fn health(State(app): Door) -> Response {
    if app.service.store().is_up() {
        json(StatusCode::OK, r#"{"status":"ok"}"#)
    } else {
        json(StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"error"}"#)
    }
}

/// Until there are sessions nobody can say who he is, and the server takes calls from its own machine alone: whoever
/// reaches it there is its master.
fn caller() -> Caller {
    Caller::Master
}

async fn find(State(app): Door, target: Target, RawQuery(query): RawQuery) -> Result<Response> {
    let query = query::find(query.as_deref().unwrap_or_default(), app.config.max_limit)?;
    let page = app.service.find(&caller(), &target.class, query).await?;
    Ok(answer::found(page))
}

async fn get_one(State(app): Door, target: Target, RawQuery(query): RawQuery) -> Result<Response> {
    let keys = query::get(query.as_deref().unwrap_or_default())?;
    let object = app
        .service
        .get(&caller(), &target.class, &target.id, keys.as_deref())
        .await?;
    Ok(json(StatusCode::OK, object))
}

async fn create(State(app): Door, target: Target, Body(body): Body) -> Result<Response> {
    let created = app.service.create(&caller(), &target.class, body).await?;
    Ok(answer::created(
        &app.config.server_url,
        &target.class,
        created,
    ))
}

async fn update(State(app): Door, target: Target, Body(body): Body) -> Result<Response> {
    let updated = app
        .service
        .update(&caller(), &target.class, &target.id, body)
        .await?;
    Ok(answer::updated(&updated))
}

async fn delete(State(app): Door, target: Target) -> Result<Response> {
    app.service
        .delete(&caller(), &target.class, &target.id)
        .await?;
    Ok(json(StatusCode::OK, "{}"))
}
