//! The GraphQL door: its HTTP → a question to the [`Graph`](crate::graphql::Graph), and the answer back. Who asks is found out as
//! on every other route.

mod socket;

use super::answer::json;
use super::client::Client;
use super::extract::Body;
use super::idempotency::marked;
use super::{App, Door, no_route};
use crate::error::{Code, Error};
use crate::graphql::{Asking, Question};
use crate::hooks::Request;
use crate::service::Once;
use axum::extract::State;
use axum::http::{Extensions, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

/// At the root, whatever the mount path is, as in Parse.
pub(super) fn routes() -> [(String, MethodRouter<Arc<App>>); 1] {
    [("/graphql".to_owned(), get(open).post(ask))]
}

async fn open(State(app): Door, request: axum::extract::Request) -> Response {
    if !request.headers().contains_key(header::UPGRADE) {
        return no_route(Method::GET, request).await;
    }
    socket::open(app, request.into_parts().0).await
}

async fn ask(
    State(app): Door,
    client: Client,
    request: Request,
    extensions: Extensions,
    Body(sent): Body,
) -> Response {
    let asking = asking(&app, client, request, extensions);
    let answer = match Question::read(sent) {
        Ok(question) => app.graph.answer(asking, question).await,
        Err(refusal) => refusal,
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let once = Once {
        answer: answer.body,
        replayed: answer.replayed,
    };
    marked(once, |body| json(status, body))
}

/// Who asks, as the question's answer depends on it.
fn asking(app: &Arc<App>, client: Client, mut request: Request, extensions: Extensions) -> Asking {
    request.installation.clone_from(&client.origin.installation);
    let (keys, app) = (client.keys(), Arc::clone(app));
    Asking {
        caller: client.caller,
        session: client.session,
        token: client.token,
        origin: client.origin,
        request,
        keys,
        attempt: Box::new(move || {
            let attempt = app.throttle.attempt(&extensions);
            attempt.map_err(|_| Error::new(Code::CONNECTION_FAILED, "Too many requests."))
        }),
    }
}
