//! One call: a request, its retries under one idempotency key, and its answer or failure.

use super::retry::Retries;
use super::session::Session;
use super::{Error, Method, Problem, Request, Response, Result, Timestamp, Transport};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// A URL may be this long, in bytes; a longer query goes in a body.
const LONGEST_URL: usize = 2000;

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub method: Method,
    /// Below the server's URL.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Content,
    /// The same for each try of one call, so that what was done is not done again.
    pub idempotency_key: Option<String>,
    pub if_updated_at: Option<Timestamp>,
    pub token: Token,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    None,
    Json(Value),
    Bytes { kind: String, bytes: Vec<u8> },
}

#[derive(Clone, Debug)]
pub(super) enum Token {
    OfSession,
    None,
    This(String),
}

impl Call {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: Content::None,
            idempotency_key: None,
            if_updated_at: None,
            token: Token::OfSession,
        }
    }

    pub(super) fn json(mut self, body: Value) -> Self {
        self.body = Content::Json(body);
        self
    }

    pub(super) fn token(mut self, token: Token) -> Self {
        self.token = token;
        self
    }
}

pub(super) struct Http {
    pub transport: Box<dyn Transport>,
    /// Without a slash at its end.
    pub server_url: String,
    pub app_id: String,
    pub headers: Vec<(&'static str, String)>,
    pub session: Arc<Session>,
    pub retries: Retries,
}

impl Http {
    /// Makes the call; the answer is JSON.
    pub(super) async fn call(&self, mut call: Call) -> Result<Value> {
        if call.method != Method::Get && call.idempotency_key.is_none() {
            call.idempotency_key = Some(Uuid::new_v4().to_string());
        }
        let token = match &call.token {
            Token::OfSession => self.session.token(),
            Token::None => None,
            Token::This(token) => Some(token.clone()),
        };
        let request = self.request(call, token.as_deref());
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match self.once(request.clone()).await {
                Ok(answer) => {
                    self.retries.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if let (Error::InvalidSession(_), Some(token)) = (&error, &token) {
                self.session.end(token).map_err(Error::unreadable)?;
            }
            let Some(wait) = self.retries.wait(attempt, &error) else {
                return Err(error);
            };
            tokio::time::sleep(wait).await;
        }
    }

    async fn once(&self, request: Request) -> Result<Value> {
        let response = self.transport.send(request).await?;
        let body = match response.body.as_slice() {
            [] => Ok(json!({})),
            // A proxy may answer with a page.
            body => serde_json::from_slice(body),
        };
        if (200..300).contains(&response.status) {
            return body.map_err(Error::unreadable);
        }
        Err(failure(&response, body.unwrap_or_default()))
    }

    fn request(&self, call: Call, token: Option<&str>) -> Request {
        let mut headers = self.headers.clone();
        headers.push(("X-Parse-Application-Id", self.app_id.clone()));
        if let Some(token) = token {
            headers.push(("X-Parse-Session-Token", token.to_owned()));
        }
        if let Some(key) = call.idempotency_key {
            headers.push(("Idempotency-Key", key));
        }
        if let Some(at) = call.if_updated_at {
            headers.push(("X-Parse-If-Updated-At", at.to_string()));
        }
        let base = format!("{}{}", self.server_url, call.path);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&call.query)
            .finish();
        let mut method = call.method;
        let mut url = base.clone();
        let mut content = call.body;
        if base.len() + query.len() > LONGEST_URL {
            let mut body = Map::new();
            body.insert("_method".to_owned(), method.as_str().into());
            let parameters = call.query.into_iter();
            body.extend(parameters.map(|(name, value)| (name.to_owned(), value.into())));
            content = Content::Json(body.into());
            method = Method::Post;
        } else if !query.is_empty() {
            url = format!("{base}?{query}");
        }
        let (kind, body) = match content {
            Content::None => (None, Vec::new()),
            Content::Json(body) => (Some("application/json".to_owned()), body.to_string().into()),
            Content::Bytes { kind, bytes } => (Some(kind), bytes),
        };
        headers.extend(kind.map(|kind| ("Content-Type", kind)));
        Request {
            method,
            url,
            headers,
            body,
        }
    }
}

fn failure(response: &Response, body: Value) -> Error {
    let mut details = match body {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let mut problem = problem(&mut details);
    if problem.message.is_empty() {
        problem.message = format!("the server answered {}", response.status);
    }
    problem.status = Some(response.status);
    problem.request_id = response.header("x-request-id").map(str::to_owned);
    problem.details = details;
    Error::told(problem, retry_after(response))
}

/// Takes code and sentence out of an answer.
pub(super) fn problem(told: &mut Map<String, Value>) -> Problem {
    let message = ["error", "message"]
        .into_iter()
        .filter_map(|name| told.remove(name))
        .find_map(|value| value.as_str().map(str::to_owned));
    Problem {
        code: told.remove("code").and_then(|code| code.as_i64()),
        message: message.unwrap_or_default(),
        ..Problem::default()
    }
}

/// The header has seconds. A date, which it may have too, is no wait that a program should sit through.
fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.header("retry-after")?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
