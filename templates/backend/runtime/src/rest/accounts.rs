//! The routes of accounts: in and out, who am I, my sessions, letters to me.

use super::answer::{self, json};
use super::client::Client;
use super::extract::{Alias, Body, Parameters};
use super::throttle::Attempt;
use super::{App, Door};
use crate::Result;
use crate::error::{Code, Error};
use crate::service::SignedIn;
use crate::wire::Value;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 9] {
    let sessions = get(super::find)
        .layer(Extension(Alias("_Session")))
        .post(create_session);
    [
        ("/login", get(log_in_by_query).post(log_in)),
        ("/verifyPassword", get(verify_by_query).post(verify)),
        ("/loginAs", post(log_in_as)),
        ("/logout", post(log_out)),
        ("/users/me", get(me)),
        ("/sessions/me", get(my_session)),
        ("/sessions", sessions),
        ("/requestPasswordReset", post(request_password_reset)),
        ("/verificationEmailRequest", post(request_verification)),
    ]
}

async fn log_in(
    State(app): Door,
    client: Client,
    _: Attempt,
    Body(body): Body,
) -> Result<Response> {
    Ok(signed_in(app.service.log_in(&body, &client.origin).await?))
}

async fn log_in_by_query(
    State(app): Door,
    client: Client,
    _: Attempt,
    Parameters(sent): Parameters,
) -> Result<Response> {
    Ok(signed_in(app.service.log_in(&sent, &client.origin).await?))
}

async fn verify(State(app): Door, _: Client, _: Attempt, Body(body): Body) -> Result<Response> {
    Ok(signed_in(app.service.verify_password(&body).await?))
}

async fn verify_by_query(
    State(app): Door,
    _: Client,
    _: Attempt,
    Parameters(sent): Parameters,
) -> Result<Response> {
    Ok(signed_in(app.service.verify_password(&sent).await?))
}

async fn log_in_as(State(app): Door, client: Client, Body(body): Body) -> Result<Response> {
    let id = body
        .get("userId")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(signed_in(
        app.service
            .log_in_as(&client.caller, id, &client.origin)
            .await?,
    ))
}

async fn log_out(State(app): Door, client: Client) -> Result<Response> {
    let nobody = || Error::new(Code::INVALID_SESSION_TOKEN, "Invalid session token");
    let (session, _) = client.signed_in().map_err(|_| nobody())?;
    app.service.log_out(session).await?;
    Ok(json(StatusCode::OK, "{}"))
}

async fn request_password_reset(
    State(app): Door,
    _: Client,
    _: Attempt,
    Body(body): Body,
) -> Result<Response> {
    app.service.request_password_reset(&body)?;
    Ok(json(StatusCode::OK, "{}"))
}

async fn request_verification(
    State(app): Door,
    _: Client,
    _: Attempt,
    Body(body): Body,
) -> Result<Response> {
    app.service.request_verification(&body)?;
    Ok(json(StatusCode::OK, "{}"))
}

async fn me(State(app): Door, client: Client) -> Result<Response> {
    let (session, token) = client.signed_in()?;
    let user = app.service.me(&session.caller).await?;
    Ok(signed_in(SignedIn {
        user,
        token: Some(token.to_owned()),
    }))
}

async fn my_session(State(app): Door, client: Client) -> Result<Response> {
    let (session, token) = client.signed_in()?;
    let mut object = app.service.my_session(session).await?;
    object.put("sessionToken", token.to_owned());
    Ok(json(StatusCode::OK, Value::from(object).to_string()))
}

async fn create_session(State(app): Door, client: Client) -> Result<Response> {
    let session = app
        .service
        .create_session(&client.caller, &client.origin)
        .await?;
    Ok(answer::created_object(
        &app.config.server_url,
        "_Session",
        session,
    ))
}

fn signed_in(SignedIn { mut user, token }: SignedIn) -> Response {
    user.put("sessionToken", token);
    json(StatusCode::OK, Value::from(user).to_string())
}
