//! The REST door: HTTP of the Parse protocol → calls of the service → its answers.

mod accounts;
mod admin;
mod answer;
mod batch;
mod client;
mod cors;
mod envelope;
mod extract;
mod files;
mod forwarded;
mod functions;
mod idempotency;
mod jobs;
mod pages;
mod query;
mod request_id;
mod throttle;
mod tunnel;

use crate::Result;
use crate::config::Config;
use crate::idempotency::Key;
use crate::service::{self, Service};
use answer::json;
use axum::extract::{DefaultBodyLimit, RawQuery, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use client::Client;
use extract::{Alias, Body, Target, Unchanged, unchanged};
use std::sync::Arc;
use throttle::{Attempt, Throttle};

struct App {
    service: Service,
    config: Config,
    throttle: Throttle,
}

type Door = State<Arc<App>>;

/// The routes under the mount path, and `/health` beside it.
pub(crate) fn router(service: Service, config: Config) -> Router {
    let mount = config.mount_path.clone();
    let limit = config.max_body_bytes;
    let at = |path: &str| format!("{}{path}", mount.trim_end_matches('/'));
    let mut routes = Router::new()
        .route(&at("/classes/{class}"), collection())
        .route(&at("/classes/{class}/{id}"), object())
        .route(&at("/health"), get(health));
    for (path, class) in [
        ("users", "_User"),
        ("roles", "_Role"),
        ("installations", "_Installation"),
    ] {
        routes = routes.route(
            &at(&format!("/{path}")),
            collection().layer(Extension(Alias(class))),
        );
    }
    for (path, class) in [
        ("users", "_User"),
        ("roles", "_Role"),
        ("installations", "_Installation"),
        ("sessions", "_Session"),
    ] {
        routes = routes.route(
            &at(&format!("/{path}/{{id}}")),
            object().layer(Extension(Alias(class))),
        );
    }
    let more = accounts::routes().into_iter().chain(pages::routes());
    let more = more
        .chain(batch::routes())
        .chain(functions::routes())
        .chain(jobs::routes());
    let more = more.chain(admin::routes()).chain(files::routes());
    for (path, methods) in more {
        routes = routes.route(&at(path), methods);
    }
    if mount != "/" {
        routes = routes.route("/health", get(health));
    }
    let throttle = Throttle::new(&config);
    let app = Arc::new(App {
        service,
        config,
        throttle,
    });
    let routes = routes
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(DefaultBodyLimit::max(limit))
        .with_state(Arc::clone(&app));
    envelope::around(app, routes)
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

async fn find(
    State(app): Door,
    Client { caller, .. }: Client,
    target: Target,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let query = query::find(query.as_deref().unwrap_or_default(), app.config.max_limit)?;
    let found = app.service.find(&caller, &target.class, query).await?;
    Ok(answer::found(&found))
}

async fn get_one(
    State(app): Door,
    Client { caller, .. }: Client,
    target: Target,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let shape = query::get(query.as_deref().unwrap_or_default())?;
    let object = app
        .service
        .get(&caller, &target.class, &target.id, &shape)
        .await?;
    Ok(json(StatusCode::OK, object))
}

async fn create(
    State(app): Door,
    client: Client,
    target: Target,
    _: Attempt,
    Body(sent): Body,
) -> Result<Response> {
    let key = client.key(&sent);
    let class = target.class.clone();
    let request = service::Request::Create { class, sent };
    write(&app, &client, request, key, &target.class).await
}

async fn update(
    State(app): Door,
    client: Client,
    Target { class, id }: Target,
    Unchanged(since): Unchanged,
    Body(mut body): Body,
) -> Result<Response> {
    let key = client.key(&body);
    let request = service::Request::Update {
        class,
        id,
        unchanged: unchanged(&mut body)?.or(since),
        sent: body,
    };
    write(&app, &client, request, key, "").await
}

async fn delete(
    State(app): Door,
    client: Client,
    Target { class, id }: Target,
    Unchanged(since): Unchanged,
    Body(mut body): Body,
) -> Result<Response> {
    let key = client.key(&body);
    let request = service::Request::Delete {
        class,
        id,
        unchanged: unchanged(&mut body)?.or(since),
    };
    write(&app, &client, request, key, "").await
}

/// `class` is where an object is to be created.
async fn write(
    app: &App,
    client: &Client,
    request: service::Request,
    key: Option<Key>,
    class: &str,
) -> Result<Response> {
    let written = app
        .service
        .write(&client.caller, request, &client.origin, key.as_ref())
        .await?;
    Ok(idempotency::marked(written, |written| {
        answer::written(&app.config.server_url, class, &written)
    }))
}
