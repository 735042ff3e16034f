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
use axum::extract::{FromRequestParts as _, Path, Request, State};
use axum::http::request::Parts;
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
    request: Request,
) -> Result<Response, Response> {
    if application != app.config.app_id {
        return Err(wrong_application());
    }
    let (mut parts, _) = request.into_parts();
    let caller = reader(&app, &mut parts).await?;
    let name = FileName::kept(&name).ok_or_else(not_found)?;
    let details = app.service.file_details(&caller, &name).await;
    let details = details.map_err(Error::into_response)?;
    let details = details.ok_or_else(not_found)?;
    Ok(json(StatusCode::OK, details.encode()))
}

/// Who reads a file, where that matters. An address by itself says nothing of it.
async fn reader(app: &Arc<App>, parts: &mut Parts) -> Result<Caller, Response> {
    let says = parts.headers.contains_key("x-parse-application-id");
    if app.config.files.require_session || says && app.service.asks_who_reads() {
        let client = Client::from_request_parts(parts, app).await?;
        return Ok(client.caller);
    }
    Ok(Caller::Anonymous)
}

fn wrong_application() -> Response {
    let body = r#"{"code":119,"error":"Invalid application ID."}"#;
    json(StatusCode::FORBIDDEN, body)
}

fn not_found() -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, plain, "File not found.").into_response()
}
