//! The routes of jobs.

use super::admin::Administrator;
use super::answer::json;
use super::extract::Body;
use super::{App, Door};
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::Object;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use serde_json::json;
use std::sync::Arc;

const STATUS_ID: HeaderName = HeaderName::from_static("x-parse-job-status-id");

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 4] {
    [
        ("/jobs", post(start_by_body)),
        ("/jobs/{name}", post(start)),
        ("/cloud_code/jobs/data", get(names)),
        ("/cloud_code/jobs/data/", get(names)),
    ]
}

async fn start(
    State(app): Door,
    administrator: Administrator,
    Path(name): Path<String>,
    Body(params): Body,
) -> Result<Response> {
    started(&app, administrator, &name, params).await
}

/// The name is in the body, among the parameters.
async fn start_by_body(
    State(app): Door,
    administrator: Administrator,
    Body(mut params): Body,
) -> Result<Response> {
    let unnamed = || Error::new(Code::INVALID_JSON, "jobName is required");
    let name: Option<String> = params.take("jobName")?;
    started(&app, administrator, &name.ok_or_else(unnamed)?, params).await
}

async fn started(
    app: &App,
    Administrator(caller): Administrator,
    name: &str,
    params: Object,
) -> Result<Response> {
    let id = app.service.start_job(&caller, name, params).await?;
    let mut response = json(StatusCode::OK, "{}");
    let id = HeaderValue::from_str(&id).map_err(Error::internal)?;
    response.headers_mut().insert(STATUS_ID, id);
    Ok(response)
}

/// What there is to start, as `Parse.Cloud.getJobsData` asks for it.
async fn names(State(app): Door, _: Administrator) -> Response {
    let jobs = app.service.jobs().set.names();
    let body = json!({"in_use": [], "jobs": jobs});
    json(StatusCode::OK, body.to_string())
}
