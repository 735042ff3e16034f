//! The routes of jobs.

use super::admin::Administrator;
use super::answer::json;
use super::extract::Body;
use super::idempotency::{OfMaster, marked};
use super::{App, Door};
use crate::Result;
use crate::error::{Code, Error};
use crate::idempotency::Key;
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
    sent: OfMaster,
    Path(name): Path<String>,
    Body(params): Body,
) -> Result<Response> {
    let key = sent.key(&params);
    started(&app, administrator, &name, params, key).await
}

/// The name is in the body, among the parameters.
async fn start_by_body(
    State(app): Door,
    administrator: Administrator,
    sent: OfMaster,
    Body(mut params): Body,
) -> Result<Response> {
    let key = sent.key(&params);
    let unnamed = || Error::new(Code::INVALID_JSON, "jobName is required");
    let name: Option<String> = params.take("jobName")?;
    started(&app, administrator, &name.ok_or_else(unnamed)?, params, key).await
}

async fn started(
    app: &App,
    Administrator(caller): Administrator,
    name: &str,
    params: Object,
    key: Option<Key>,
) -> Result<Response> {
    let run = app
        .service
        .start_job(&caller, name, params, key.as_ref())
        .await?;
    let id = HeaderValue::from_str(&run.answer).map_err(Error::internal)?;
    let mut response = marked(run, |_| json(StatusCode::OK, "{}"));
    response.headers_mut().insert(STATUS_ID, id);
    Ok(response)
}

/// What there is to start, as `Parse.Cloud.getJobsData` asks for it.
async fn names(State(app): Door, _: Administrator) -> Response {
    let jobs = app.service.jobs().set.names();
    let body = json!({"in_use": [], "jobs": jobs});
    json(StatusCode::OK, body.to_string())
}
