//! `/config`: the parameters that applications read when they start.

use super::Administrator;
use crate::Result;
use crate::rest::Door;
use crate::rest::answer::json;
use crate::rest::client::Client;
use crate::rest::extract::Body;
use crate::wire::Value;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

pub(super) async fn read(State(app): Door, client: Client) -> Result<Response> {
    let config = app.service.global_config(&client.caller).await?;
    Ok(json(StatusCode::OK, Value::from(config).to_string()))
}

pub(super) async fn change(
    State(app): Door,
    Administrator(caller): Administrator,
    Body(body): Body,
) -> Result<Response> {
    app.service.change_global_config(&caller, body).await?;
    Ok(json(StatusCode::OK, r#"{"result":true}"#))
}
