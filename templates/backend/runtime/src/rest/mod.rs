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
use axum::middleware::{self, Next};
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
    let app = Arc::new(App { service, config });
    let mut classes = Router::new()
        .route("/classes/{class}", collection())
        .route("/classes/{class}/{id}", object());
    for (path, class) in [("users", "_User"), ("roles", "_Role")] {
        classes = classes
            .route(
                &format!("/{path}"),
                collection().layer(Extension(Alias(class))),
            )
            .route(
                &format!("/{path}/{{id}}"),
                object().layer(Extension(Alias(class))),
            );
    }
    let classes = classes
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            check_application,
        ))
        .layer(DefaultBodyLimit::max(limit));
    let router = if mount == "/" {
        classes
    } else {
        Router::new().nest(&mount, classes)
    };
    let mut router = router.route("/health", get(health));
    if mount != "/" {
        router = router.route(&format!("{mount}/health"), get(health));
    }
    router
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .with_state(app)
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

async fn check_application(State(app): Door, request: Request, next: Next) -> Response {
    let id = request.headers().get("x-parse-application-id");
    if id.is_none_or(|id| id.as_bytes() != app.config.app_id.as_bytes()) {
        return answer::bare_error(StatusCode::FORBIDDEN, "unauthorized");
    }
    next.run(request).await
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
