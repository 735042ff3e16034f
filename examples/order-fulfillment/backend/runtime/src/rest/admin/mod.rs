//! The routes of whoever runs the application: schemas, aggregates, purge, what the server can do, the config of its clients.

mod aggregate;
mod config;
mod features;
mod push;

use super::answer::{self, json};
use super::client::Client;
use super::extract::{Body, Target};
use super::{App, Door};
use crate::Result;
use crate::access::Caller;
use crate::error::Error;
use crate::wire::Value;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 9] {
    let schema = get(schema)
        .post(create_schema)
        .put(change_schema)
        .delete(change_schema);
    [
        ("/schemas", get(schemas).post(create_schema)),
        // As the SDK asks for all of them.
        ("/schemas/", get(schemas).post(create_schema)),
        ("/schemas/{class}", schema),
        ("/purge/{class}", delete(purge)),
        ("/aggregate/{class}", get(aggregate::aggregate)),
        ("/serverInfo", get(features::server_info)),
        ("/config", get(config::read).put(config::change)),
        ("/events/{class}", post(track)),
        ("/push", post(push::send)),
    ]
}

/// Whoever has the master key.
pub(super) struct Administrator(pub Caller);

impl FromRequestParts<Arc<App>> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let client = Client::from_request_parts(parts, app).await?;
        // On these routes Parse refuses before its errors have codes.
        client
            .caller
            .must_be_master()
            .map_err(|error| answer::bare_error(StatusCode::FORBIDDEN, &error.message))?;
        Ok(Self(client.caller))
    }
}

async fn schemas(State(app): Door, Administrator(caller): Administrator) -> Result<Response> {
    let schemas = app.service.schemas(&caller)?;
    let body = serde_json::json!({"results": schemas});
    Ok(json(StatusCode::OK, body.to_string()))
}

async fn schema(
    State(app): Door,
    Administrator(caller): Administrator,
    target: Target,
) -> Result<Response> {
    let schema = app.service.schema(&caller, &target.class)?;
    Ok(json(StatusCode::OK, schema.to_string()))
}

async fn create_schema(
    State(app): Door,
    Administrator(caller): Administrator,
    target: Target,
    Body(body): Body,
) -> Error {
    let named = body.get("className").and_then(Value::as_str);
    let name = named.unwrap_or(&target.class);
    app.service.refused_schema(&caller, name, true)
}

async fn change_schema(
    State(app): Door,
    Administrator(caller): Administrator,
    target: Target,
    _: Body,
) -> Error {
    app.service.refused_schema(&caller, &target.class, false)
}

async fn purge(
    State(app): Door,
    Administrator(caller): Administrator,
    target: Target,
) -> Result<Response> {
    app.service.purge(&caller, &target.class).await?;
    Ok(json(StatusCode::OK, "{}"))
}

/// An event of `Parse.Analytics`: heard and not kept.
async fn track(_: Client, Body(_): Body) -> Response {
    json(StatusCode::OK, "{}")
}
