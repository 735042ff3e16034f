//! GraphQL on a WebSocket: the upgrade → a conversation, with bounds that it shares with live queries. What a client says of
//! itself when it begins counts as headers do on every other route.

use super::asking;
use crate::Result;
use crate::error::{Code, Error};
use crate::graphql::{self, Asking, Graph};
use crate::hooks::Request as Seen;
use crate::listen::{Bounds, Socket};
use crate::rest::client::{CREDENTIALS, Client};
use crate::rest::live::Seat;
use crate::rest::{App, answer};
use crate::wire::Value;
use axum::body::{Body, to_bytes};
use axum::extract::FromRequestParts as _;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::Map;
use std::sync::Arc;
use std::time::Duration;

const PROTOCOL: &str = "graphql-transport-ws";
/// The most bytes of a refusal that are read.
const REFUSAL: usize = 64 * 1024;

pub(super) async fn open(app: Arc<App>, mut parts: Parts) -> Response {
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &app).await {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]),
        Err(rejection) => return rejection.into_response(),
    };
    if upgrade.selected_protocol().is_none() {
        let message = format!("the protocol of this socket is {PROTOCOL}");
        return answer::bare_error(StatusCode::BAD_REQUEST, &message);
    }
    let seat = match app.seats.take(&parts.headers) {
        Ok(seat) => seat,
        Err(refused) => return *refused,
    };
    let settings = &app.config.live;
    let bounds = Bounds {
        max_message_bytes: settings
            .message_bytes
            .max(app.config.graphql.max_document_bytes),
        heartbeat: settings.heartbeat,
    };
    let status = Arc::clone(&app.status);
    Socket::open(upgrade, bounds, &status, move |socket| {
        graphql::talk(
            socket,
            Host {
                app,
                parts,
                _seat: seat,
            },
        )
    })
}

struct Host {
    app: Arc<App>,
    /// Of the request that was upgraded.
    parts: Parts,
    _seat: Seat,
}

impl graphql::Host for Host {
    fn graph(&self) -> &Graph {
        &self.app.graph
    }

    async fn admit(&self, said: &Map<String, Value>) -> Result<Asking> {
        let mut parts = self.as_post(said)?;
        let throttle = &self.app.throttle;
        if throttle.request(&parts.extensions).is_err() {
            return Err(Error::new(Code::CONNECTION_FAILED, "Too many requests."));
        }
        let client = match Client::from_request_parts(&mut parts, &self.app).await {
            Ok(client) => client,
            Err(refused) => return Err(error_of(refused).await),
        };
        let Ok(seen) = Seen::from_request_parts(&mut parts, &self.app).await;
        Ok(asking(&self.app, client, seen, parts.extensions))
    }

    fn patience(&self) -> Duration {
        self.app.config.live.connect_timeout
    }

    fn most(&self) -> usize {
        self.app.config.live.subscriptions_per_connection
    }
}

impl Host {
    /// The head of the request that an operation would be without a socket. What the client says of itself stands over
    /// what the upgrade said.
    fn as_post(&self, said: &Map<String, Value>) -> Result<Parts> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.parts.uri.clone();
        *request.headers_mut() = self.parts.headers.clone();
        *request.extensions_mut() = self.parts.extensions.clone();
        let (mut parts, _) = request.into_parts();
        // Some clients keep them together under one name.
        let inside = said.get("headers").and_then(Value::as_object);
        for (name, value) in said.iter().chain(inside.into_iter().flatten()) {
            let name = name.to_ascii_lowercase();
            let (Some(name), Some(value)) = (
                CREDENTIALS.into_iter().find(|known| *known == name),
                value.as_str(),
            ) else {
                continue;
            };
            let value = HeaderValue::from_str(value).map_err(|_| unauthorized())?;
            parts.headers.insert(HeaderName::from_static(name), value);
        }
        Ok(parts)
    }
}

fn unauthorized() -> Error {
    Error::new(Code::OPERATION_FORBIDDEN, "unauthorized")
}

/// What the door has against a client, as an error of the protocol.
async fn error_of(refused: Response) -> Error {
    let body = to_bytes(refused.into_body(), REFUSAL).await;
    let body: Value = body
        .ok()
        .and_then(|body| serde_json::from_slice(&body).ok())
        .unwrap_or_default();
    let code = body["code"]
        .as_i64()
        .and_then(|code| i32::try_from(code).ok());
    match (code, body["error"].as_str()) {
        (Some(code), Some(message)) => Error::new(Code(code), message.to_owned()),
        _ => unauthorized(),
    }
}
