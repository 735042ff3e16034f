//! The GraphQL door: its HTTP → a question to the [`Graph`](crate::graphql::Graph), and the answer back. Who asks is found out as
//! on every other route.

use super::answer::json;
use super::client::Client;
use super::extract::Body;
use super::{App, Door};
use crate::graphql::{Asking, Question};
use crate::hooks::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use std::sync::Arc;

/// At the root, whatever the mount path is, as in Parse.
pub(super) fn routes() -> [(String, MethodRouter<Arc<App>>); 1] {
    [("/graphql".to_owned(), post(ask))]
}

async fn ask(State(app): Door, client: Client, mut request: Request, Body(sent): Body) -> Response {
    request.installation.clone_from(&client.origin.installation);
    let asking = Asking {
        caller: client.caller,
        session: client.session,
        token: client.token,
        origin: client.origin,
        request,
    };
    let answer = match Question::read(sent) {
        Ok(question) => app.graph.answer(asking, question).await,
        Err(refusal) => refusal,
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, answer.body)
}
