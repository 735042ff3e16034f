//! Files on their way up: a body as it is, or JSON with a file in it as SDKs send one → a new file and its bytes in chunks.

use super::super::answer;
use super::super::client::Client;
use super::super::tunnel;
use super::super::{App, Door};
use super::in_json::InJson;
use crate::Result;
use crate::config::Config;
use crate::error::{Code, Error};
use crate::files::{FileName, Scratch, Source, too_large};
use crate::hooks::Upload;
use crate::wire::{Object, Value};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequestParts as _, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Map;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// How slowly a file may come, in bytes a second, once the time for any body is over.
const SLOWEST: u64 = 4 * 1024;
/// How much more of a body that was refused is read, and how long: a client that is still writing would not see why.
const LEFTOVER: u64 = 64 * 1024 * 1024;
const LEFTOVER_TIME: Duration = Duration::from_secs(10);

pub(super) async fn upload(
    State(app): Door,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let body = Sent::new(body, &parts.headers, &app.config);
    // The name first: nothing need come for one that is none.
    FileName::sent(&name).map_err(Error::into_response)?;
    // Who sends a file as it is says in the head who he is; what says so in its body is JSON.
    let saved = if parts.headers.contains_key("x-parse-application-id") {
        let client = Client::from_request_parts(&mut parts, &app).await?;
        save_plain(&app, &client, name, &parts.headers, body).await
    } else {
        let opened = open(&app, &mut parts.headers, body).await;
        let (mut upload, bytes) = opened.map_err(refused)?;
        upload.name = name;
        let client = Client::from_request_parts(&mut parts, &app).await?;
        app.service.save_file(&client.caller, upload, bytes).await
    };
    Ok(saved.map_or_else(refused, |name| created(&app, &name)))
}

async fn save_plain(
    app: &App,
    client: &Client,
    name: String,
    headers: &HeaderMap,
    body: Sent,
) -> Result<FileName> {
    check_length(headers, app.config.files.max_bytes, &app.config)?;
    let upload = Upload {
        name,
        content_type: text(headers, header::CONTENT_TYPE.as_str()).to_owned(),
        metadata: Object(members(headers, "x-parse-file-metadata")?),
        tags: Object(members(headers, "x-parse-file-tags")?),
    };
    if headers.contains_key("x-parse-file-directory") {
        return Err(no_directories());
    }
    app.service.save_file(&client.caller, upload, body).await
}

/// Puts the file in a JSON body aside, and what stands for headers among them: who sends it is known only then.
async fn open(app: &App, headers: &mut HeaderMap, mut body: Sent) -> Result<(Upload, Scratch)> {
    // Three bytes are four letters; the rest is for the other members.
    let max_bytes = app.config.files.max_bytes;
    check_length(headers, max_bytes / 3 * 4 + 128 * 1024, &app.config)?;
    let mut scratch = app.service.scratch().await?;
    let mut opened = InJson::default();
    let mut length = 0;
    while let Some(chunk) = body.next().await? {
        let bytes = opened.read(&chunk)?;
        length += bytes.len() as u64;
        if length > max_bytes {
            return Err(too_large(max_bytes));
        }
        scratch.put(&bytes).await?;
    }
    let (last, mut members) = opened.finish()?;
    scratch.put(&last).await?;
    tunnel::put_headers(headers, &mut members);
    let content_type = match members.remove("_ContentType") {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let mut about = match members.remove("fileData") {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    if about.contains_key("directory") {
        return Err(no_directories());
    }
    let mut take = |name| match about.remove(name) {
        Some(Value::Object(members)) => Object(members),
        _ => Object::new(),
    };
    let upload = Upload {
        name: String::new(),
        content_type,
        metadata: take("metadata"),
        tags: take("tags"),
    };
    Ok((upload, scratch.rewound().await?))
}

/// Whoever announces too much is told before he sends it.
fn check_length(headers: &HeaderMap, max_bytes: u64, config: &Config) -> Result<()> {
    let announced = text(headers, header::CONTENT_LENGTH.as_str()).parse::<u64>();
    match announced {
        Ok(length) if length > max_bytes => Err(too_large(config.files.max_bytes)),
        _ => Ok(()),
    }
}

/// A header that holds a JSON object.
fn members(headers: &HeaderMap, name: &'static str) -> Result<Map<String, Value>> {
    match text(headers, name) {
        "" => Ok(Map::new()),
        text => serde_json::from_str(text).map_err(|_| {
            let message = format!("{name} must be a JSON object");
            Error::new(Code::INVALID_JSON, message)
        }),
    }
}

fn no_directories() -> Error {
    let message = "Files are not kept in directories.";
    Error::new(Code::INVALID_FILE_NAME, message)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn refused(error: Error) -> Response {
    match error.code {
        Code::TIMEOUT => answer::too_slow(),
        _ => error.into_response(),
    }
}

fn created(app: &App, name: &FileName) -> Response {
    let Config {
        server_url, app_id, ..
    } = &app.config;
    let encoded = answer::encoded(name.as_str());
    let url = format!("{server_url}/files/{app_id}/{encoded}");
    let location = HeaderValue::try_from(url.as_str());
    let (url, name) = (Value::from(url), Value::from(name.as_str()));
    let body = format!("{{\"url\":{url},\"name\":{name}}}");
    let mut response = answer::json(StatusCode::CREATED, body);
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A body as it comes, at a speed that keeps nothing waiting.
struct Sent {
    body: Body,
    deadline: Instant,
    received: u64,
    /// Whether what is left of it is read when it is refused.
    drains: bool,
}

impl Sent {
    fn new(body: Body, headers: &HeaderMap, config: &Config) -> Self {
        Self {
            body,
            deadline: Instant::now() + config.body_timeout,
            received: 0,
            // Who waits to be told to go on is not told.
            drains: !headers.contains_key(header::EXPECT),
        }
    }
}

impl Source for Sent {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let slow = |_| Error::new(Code::TIMEOUT, "the body took too long");
        let deadline = self.deadline + Duration::from_secs(self.received / SLOWEST);
        let chunk = timeout_at(deadline, chunk(&mut self.body))
            .await
            .map_err(slow)?;
        match chunk {
            Some(Ok(chunk)) => {
                self.received += chunk.len() as u64;
                Ok(Some(chunk))
            }
            Some(Err(error)) => {
                self.drains = false;
                tracing::debug!("an upload ended early: {error}");
                Err(Error::new(Code::FILE_SAVE_ERROR, "The body ended early."))
            }
            None => {
                self.drains = false;
                Ok(None)
            }
        }
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if self.drains {
            let body = mem::take(&mut self.body);
            tokio::spawn(timeout(LEFTOVER_TIME, discard(body)));
        }
    }
}

async fn discard(mut body: Body) {
    let mut left = LEFTOVER;
    while let Some(Ok(chunk)) = chunk(&mut body).await
        && let Some(rest) = left.checked_sub(chunk.len() as u64)
    {
        left = rest;
    }
}

/// The next bytes of a body; trailers are passed over.
async fn chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        match frame.map(|frame| frame.into_data()) {
            Ok(Ok(chunk)) => return Some(Ok(chunk)),
            Ok(Err(_)) => {}
            Err(error) => return Some(Err(error)),
        }
    }
}
