//! `/push`: a message for devices.

use super::Administrator;
use crate::Result;
use crate::error::Error;
use crate::rest::Door;
use crate::rest::answer::json;
use crate::rest::extract::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

const STATUS_ID: HeaderName = HeaderName::from_static("x-parse-push-status-id");

pub(super) async fn send(
    State(app): Door,
    Administrator(caller): Administrator,
    Body(body): Body,
) -> Result<Response> {
    let id = app.service.push(&caller, body).await?;
    let mut response = json(StatusCode::OK, r#"{"result":true}"#);
    let id = HeaderValue::from_str(&id).map_err(Error::internal)?;
    response.headers_mut().insert(STATUS_ID, id);
    Ok(response)
}
