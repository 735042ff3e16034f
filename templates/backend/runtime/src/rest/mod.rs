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
#[cfg(feature = "graphql")]
mod graphql;
mod idempotency;
mod jobs;
mod live;
mod pages;
mod query;
mod request_id;
mod throttle;
mod traffic;
mod tunnel;
mod watch;
mod webhooks;

pub(crate) use watch::starting;

use crate::Result;
use crate::config::Config;
use crate::idempotency::Key;
use crate::listen::Status;
use crate::service::{self, Service};
use answer::json;
use axum::extract::{DefaultBodyLimit, RawQuery, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use client::Client;
use extract::{Alias, Body, Target, Unchanged, unchanged};
use live::Seats;
use std::sync::Arc;
use throttle::{Attempt, Throttle};
use traffic::Traffic;

struct App {
    service: Service,
    config: Config,
    throttle: Throttle,
    traffic: Traffic,
    seats: Seats,
    status: Arc<Status>,
    #[cfg(feature = "graphql")]
    graph: crate::graphql::Graph,
}

type Door = State<Arc<App>>;

/// The routes under the mount path, and those beside it: GraphQL, and what is for whoever watches the server.
///
/// # Errors
/// A setting names a file that cannot be read.
pub(crate) fn router(service: Service, config: Config, status: Arc<Status>) -> Result<Router> {
    let limit = config.max_body_bytes;
    let routes = all_routes(&config.mount_path);
    let traffic = Traffic::new(routes.iter().map(|(path, _)| path.clone()).collect());
    let throttle = Throttle::new(&config);
    let seats = Seats::new(&config);
    let app = Arc::new(App {
        #[cfg(feature = "graphql")]
        graph: crate::graphql::Graph::new(service.clone(), &config)?,
        service,
        config,
        throttle,
        traffic,
        seats,
        status,
    });
    let routes = routes
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| {
            router.route(&path, methods)
        });
    let routes = routes
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(DefaultBodyLimit::max(limit))
        .with_state(Arc::clone(&app));
    Ok(envelope::around(app, routes))
}

fn all_routes(mount: &str) -> Vec<(String, MethodRouter<Arc<App>>)> {
    let mount = mount.trim_end_matches('/');
    let mut routes = vec![
        ("/classes/{class}", collection()),
        ("/classes/{class}/{id}", object()),
    ];
    for (path, class) in [
        ("/users", "_User"),
        ("/roles", "_Role"),
        ("/installations", "_Installation"),
        ("/push_audiences", "_Audience"),
    ] {
        routes.push((path, collection().layer(Extension(Alias(class)))));
    }
    for (path, class) in [
        ("/users/{id}", "_User"),
        ("/roles/{id}", "_Role"),
        ("/installations/{id}", "_Installation"),
        ("/push_audiences/{id}", "_Audience"),
        ("/sessions/{id}", "_Session"),
    ] {
        routes.push((path, object().layer(Extension(Alias(class)))));
    }
    routes.extend(accounts::routes());
    routes.extend(pages::routes());
    routes.extend(batch::routes());
    routes.extend(functions::routes());
    routes.extend(jobs::routes());
    routes.extend(webhooks::routes());
    routes.extend(admin::routes());
    routes.extend(files::routes());
    routes.extend(live::routes());
    let mounted = routes
        .into_iter()
        .map(|(path, methods)| (format!("{mount}{path}"), methods))
        // Where everything is at the root, the mount path without its slash is no path.
        .filter(|(path, _)| !path.is_empty());
    let beside = watch::routes()
        .into_iter()
        .map(|(path, methods)| (path.to_owned(), methods));
    let mut routes: Vec<_> = mounted.chain(beside).collect();
    #[cfg(feature = "graphql")]
    routes.extend(graphql::routes());
    if !mount.is_empty() {
        routes.push((format!("{mount}/health"), get(watch::health)));
        routes.push((format!("{mount}/ready"), get(watch::ready)));
    }
    routes
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
    let request = service::Request::Create {
        class,
        id: None,
        sent,
    };
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
