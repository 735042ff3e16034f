//! The route of server functions.

use super::answer::json;
use super::client::Client;
use super::extract::Body;
use super::idempotency::marked;
use super::{App, Door};
use crate::Result;
use crate::hooks::Request;
use crate::wire::Value;
use axum::extract::{ConnectInfo, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 1] {
    [("/functions/{name}", post(call))]
}

async fn call(
    State(app): Door,
    client: Client,
    mut request: Request,
    Path(name): Path<String>,
    Body(params): Body,
) -> Result<Response> {
    let key = client.key(&params);
    request.installation = client.origin.installation;
    let result = app
        .service
        .call(&client.caller, &name, params, request, key)
        .await?;
    Ok(marked(result, answered))
}

/// Nothing is no result, as of a function that returns none.
fn answered(result: Value) -> Response {
    let body = match result {
        Value::Null => "{}".to_owned(),
        result => format!("{{\"result\":{result}}}"),
    };
    json(StatusCode::OK, body)
}

/// The request as user code sees it.
impl FromRequestParts<Arc<App>> for Request {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let headers = parts.headers.iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        Ok(Self {
            installation: None,
            address: peer.map(|ConnectInfo(peer)| peer.ip().to_canonical()),
            headers: headers.collect(),
        })
    }
}
