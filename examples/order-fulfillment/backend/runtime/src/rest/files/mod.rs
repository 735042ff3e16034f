//! The routes of files: up, down, what is said of one, gone.

mod conditions;
mod download;
mod in_json;
mod range;
mod upload;

use super::answer::{self, json};
use super::client::Client;
use super::{App, Door};
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::files::FileName;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 4] {
    [
        ("/files", post(upload_without_name)),
        ("/files/{name}", post(upload::upload).delete(delete)),
        ("/files/{application}/{name}", get(download::download)),
        ("/files/{application}/metadata/{name}", get(details)),
    ]
}

async fn upload_without_name() -> Error {
    Error::new(Code::INVALID_FILE_NAME, "Filename not provided.")
}

async fn delete(
    State(app): Door,
    Client { caller, .. }: Client,
    Path(name): Path<String>,
) -> Result<Response> {
    if caller != Caller::Master {
        return Ok(answer::bare_error(
            StatusCode::FORBIDDEN,
            "Permission denied",
        ));
    }
    let name = FileName::kept(&name);
    let name = name.ok_or_else(|| Error::new(Code::FILE_DELETE_ERROR, "Could not delete file."))?;
    app.service.delete_file(&caller, &name).await?;
    Ok(StatusCode::OK.into_response())
}

async fn details(
    State(app): Door,
    Path((application, name)): Path<(String, String)>,
) -> Result<Response> {
    if application != app.config.app_id {
        return Ok(wrong_application());
    }
    let Some(name) = FileName::kept(&name) else {
        return Ok(not_found());
    };
    match app.service.file_details(&name).await? {
        Some(details) => Ok(json(StatusCode::OK, details.encode())),
        None => Ok(not_found()),
    }
}

fn wrong_application() -> Response {
    let body = r#"{"code":119,"error":"Invalid application ID."}"#;
    json(StatusCode::FORBIDDEN, body)
}

fn not_found() -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, plain, "File not found.").into_response()
}
