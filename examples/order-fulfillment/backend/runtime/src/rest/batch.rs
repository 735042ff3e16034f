//! `POST /batch`: several requests in one, each answered as it would be alone; or, as a transaction, all done or none.

use super::client::Client;
use super::extract::{self, Body, Given};
use super::{App, Door, answer, idempotency, tunnel};
use crate::Result;
use crate::config::Config;
use crate::error::{Code, Error};
use crate::idempotency::Key;
use crate::service::{Once, Request, Written};
use crate::wire::{Object, Value};
use axum::body::{Bytes, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{self, Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::http::{header, uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, post};
use axum::{Extension, Router};
use serde_json::Map;
use std::sync::Arc;
use tower::ServiceExt as _;

/// All routes, for the requests of a batch.
#[derive(Clone)]
pub(super) struct Routes(pub Router);

pub(super) const PATH: &str = "/batch";

/// Once the answers of a batch are as large, in bytes, no more of its requests are done.
const MAX_ANSWERS: usize = 32 * 1024 * 1024;

/// A request of a batch.
struct Item {
    method: Method,
    /// Under the mount path.
    path: String,
    body: Object,
}

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 1] {
    [(PATH, post(batch))]
}

async fn batch(
    State(app): Door,
    client: Client,
    Extension(Routes(routes)): Extension<Routes>,
    parts: Parts,
    Body(mut body): Body,
) -> Result<Response> {
    let key = client.key(&body);
    let Some(Value::Array(requests)) = body.0.remove("requests") else {
        return Err(unfit("requests must be an array"));
    };
    let most = app.config.batch_limit;
    if requests.len() > most {
        return Err(unfit(format!("a batch holds at most {most} requests")));
    }
    let transaction = body.get("transaction") == Some(&Value::Bool(true));
    let items = requests
        .into_iter()
        .map(|request| item(request, &app.config))
        .collect::<Result<Vec<_>>>()?;
    // The batch itself has been counted as one.
    for _ in items.iter().skip(1) {
        if let Err(wait) = app.throttle.request(&parts.extensions) {
            return Ok(answer::too_many(wait));
        }
    }
    if transaction {
        return together(&app, &client, items, &parts.extensions, key).await;
    }
    let mut answers = b"[".to_vec();
    let mut replayed = false;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            answers.push(b',');
        }
        if answers.len() > MAX_ANSWERS {
            let message = "the answers of this batch are too large";
            let error = Error::new(Code::OBJECT_TOO_LARGE, message);
            push(Err(members_of(error)), &mut answers);
            continue;
        }
        let line = format!("{} {}", item.method, item.path);
        let answer = match alone(item, index, &parts, &app.config) {
            Ok(request) => {
                let Ok(response) = routes.clone().oneshot(request).await;
                replayed |= idempotency::is_marked(&response);
                answered(response, &line).await
            }
            Err(error) => Err(members_of(error)),
        };
        push(answer, &mut answers);
    }
    answers.push(b']');
    let once = Once {
        answer: answers,
        replayed,
    };
    Ok(idempotency::marked(once, |answers| {
        answer::json(StatusCode::OK, answers)
    }))
}

fn unfit(message: impl Into<String>) -> Error {
    Error::new(Code::INVALID_JSON, message.into())
}

fn item(request: Value, config: &Config) -> Result<Item> {
    let Value::Object(mut request) = request else {
        return Err(unfit("each of the requests must be an object"));
    };
    let method = request.get("method").and_then(Value::as_str);
    let method = match method.unwrap_or_default().to_ascii_uppercase().as_str() {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "DELETE" => Method::DELETE,
        other => return Err(unfit(format!("cannot route batch method {other}"))),
    };
    let sent = request.get("path").and_then(Value::as_str);
    let sent = sent.unwrap_or_default();
    let path = under_mount(sent, config)
        .ok_or_else(|| unfit(format!("cannot route batch path {sent}")))?;
    if path.split('?').next() == Some(PATH) {
        return Err(unfit("nested batch requests are not allowed"));
    }
    let path = path.to_owned();
    let body = match request.remove("body") {
        None | Some(Value::Null) => Object::new(),
        Some(Value::Object(members)) => Object(members),
        Some(_) => return Err(unfit("the body of a request in a batch must be an object")),
    };
    Ok(Item { method, path, body })
}

/// The path as the routes have it: SDKs send it as it is in the address that they know the server by.
fn under_mount<'p>(path: &'p str, config: &Config) -> Option<&'p str> {
    let public = config.server_url.parse::<Uri>().ok();
    let public = public.as_ref().map_or("", |url| url.path());
    let without = |prefix: &str| {
        let rest = path.strip_prefix(prefix.trim_end_matches('/'))?;
        rest.starts_with('/').then_some(rest)
    };
    without(public)
        .or_else(|| without(&config.mount_path))
        .or_else(|| without(""))
}

/// The request that an item stands for, sent by whoever sent the batch.
fn alone(
    item: Item,
    index: usize,
    batch: &Parts,
    config: &Config,
) -> Result<http::Request<axum::body::Body>> {
    let Item { method, path, body } = item;
    let mount = config.mount_path.trim_end_matches('/');
    let mut uri = uri::PathAndQuery::try_from(format!("{mount}{path}"))
        .map(Uri::from)
        .map_err(|_| unfit(format!("cannot route batch path {path}")))?;
    if method == Method::GET {
        uri = tunnel::with_query(&uri, &body.0)?;
    }
    let mut request = http::Request::new(axum::body::Body::empty());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers(&batch.headers, index);
    *request.extensions_mut() = batch.extensions.clone();
    request.extensions_mut().insert(Given(body));
    Ok(request)
}

fn headers(batch: &HeaderMap, index: usize) -> HeaderMap {
    let mut headers = batch.clone();
    headers.remove(header::CONTENT_LENGTH);
    // A batch's own is not that of each request in it.
    for name in idempotency::HEADERS {
        let id = headers.get(&name).and_then(|id| id.to_str().ok());
        if let Some(own) = id.and_then(|id| HeaderValue::try_from(format!("{id}:{index}")).ok()) {
            headers.insert(name, own);
        }
    }
    headers
}

/// What a request of a batch was answered, or the members of its error.
async fn answered(response: Response, line: &str) -> Result<Bytes, Map<String, Value>> {
    let status = response.status();
    let content = response.headers().get(header::CONTENT_TYPE);
    let content = content.and_then(|content| content.to_str().ok());
    // A file or a page is no part of a list in JSON.
    if content.is_none_or(|content| !content.starts_with("application/json")) {
        return Err(members_of(unfit(format!("cannot route {line} in a batch"))));
    }
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .map_err(|error| members_of(Error::internal(error)))?;
    if status.is_success() {
        return Ok(body);
    }
    let mut error: Map<String, Value> = serde_json::from_slice(&body).unwrap_or_default();
    // Only what comes before the protocol has no code: there is no such route.
    if !error.contains_key("code") && status == StatusCode::NOT_FOUND {
        return Err(members_of(unfit(format!("cannot route {line}"))));
    }
    error.entry("code").or_insert(Code::INTERNAL.0.into());
    if let Some(message) = error.remove("message") {
        error.insert("error".into(), message);
    }
    Err(error)
}

fn members_of(error: Error) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("code".into(), error.code.0.into());
    members.insert("error".into(), error.message.as_ref().into());
    members
}

fn push(answer: Result<Bytes, Map<String, Value>>, answers: &mut Vec<u8>) {
    match answer {
        Ok(body) => {
            answers.extend_from_slice(b"{\"success\":");
            answers.extend_from_slice(&body);
        }
        Err(error) => {
            answers.extend_from_slice(b"{\"error\":");
            answers.extend_from_slice(Value::Object(error).to_string().as_bytes());
        }
    }
    answers.push(b'}');
}

/// Does all of the items or none.
async fn together(
    app: &App,
    client: &Client,
    items: Vec<Item>,
    extensions: &Extensions,
    key: Option<Key>,
) -> Result<Response> {
    let mut requests = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let request = match write_of(item) {
            Ok(request) => request,
            Err(error) => return Ok(failed_at(Some(index), error)),
        };
        if matches!(&request, Request::Create { class, .. } if class == "_User")
            && let Err(wait) = app.throttle.attempt(extensions)
        {
            return Ok(answer::too_many(wait));
        }
        requests.push(request);
    }
    let done = app
        .service
        .write_together(&client.caller, requests, &client.origin, key.as_ref());
    match done.await {
        Ok(written) => Ok(idempotency::marked(written, |written| {
            let answers: Vec<_> = written.iter().map(success).collect();
            let body = [b"[".as_slice(), &answers.join(&b','), b"]"].concat();
            answer::json(StatusCode::OK, body)
        })),
        Err(failed) => Ok(failed_at(failed.index, failed.error)),
    }
}

fn success(written: &Written) -> Vec<u8> {
    [b"{\"success\":".as_slice(), &answer::members(written), b"}"].concat()
}

/// An SDK shows the sentence alone, so it names the request too.
fn failed_at(index: Option<usize>, mut error: Error) -> Response {
    if let Some(index) = index.filter(|_| error.code != Code::INTERNAL) {
        error.message = format!("requests[{index}]: {}", error.message).into();
        error = error.with("index", index);
    }
    error.into_response()
}

/// The write that an item of a transaction asks for.
fn write_of(item: Item) -> Result<Request> {
    let Item {
        method,
        path,
        mut body,
    } = item;
    let unchanged = extract::unchanged(&mut body)?;
    let refused = || unfit(format!("cannot route {method} {path} in a transaction"));
    let plain = path.split('?').next().unwrap_or_default();
    let mut segments = plain.split('/').skip(1).map(decoded);
    let mut next = || segments.next().transpose();
    let class = match next()?.as_deref() {
        Some("classes") => next()?,
        Some("users") => Some("_User".to_owned()),
        Some("roles") => Some("_Role".to_owned()),
        Some("installations") => Some("_Installation".to_owned()),
        Some("sessions") => Some("_Session".to_owned()),
        _ => None,
    };
    let (Some(class), id, None) = (class.filter(|class| !class.is_empty()), next()?, next()?)
    else {
        return Err(refused());
    };
    match (&method, id) {
        (&Method::POST, None) if class != "_Session" => Ok(Request::Create {
            class,
            id: None,
            sent: body,
        }),
        (&Method::PUT, Some(id)) => Ok(Request::Update {
            class,
            id,
            sent: body,
            unchanged,
        }),
        (&Method::DELETE, Some(id)) => Ok(Request::Delete {
            class,
            id,
            unchanged,
        }),
        _ => Err(refused()),
    }
}

fn decoded(segment: &str) -> Result<String> {
    // A plus is a plus in a path.
    let text = format!("={}", segment.replace('+', "%2B").replace('&', "%26"));
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    let decoded = pairs.next().map(|(_, decoded)| decoded.into_owned());
    decoded.ok_or_else(|| unfit(format!("cannot route batch path {segment}")))
}
