//! How requests reach the server. A program may bring its own way: a proxy, an interceptor, a server that is only a test.

use super::{Error, Problem, Result};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A request as it goes out. Its headers hold the token of the session: do not log them.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.as_str(), self.url)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Response {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response>> + Send + 'a>>;

pub trait Transport: Send + Sync + 'static {
    /// Sends a request once.
    ///
    /// # Errors
    /// [`Error::Network`] where no answer came; any answer that came is none.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// The usual way: HTTP by `reqwest`.
#[derive(Clone, Debug)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// # Errors
    /// There is no TLS to be had.
    pub(super) fn with_timeout(timeout: Duration) -> Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(timeout)
            // Another server is not to see the token of the session.
            .redirect(reqwest::redirect::Policy::none())
            .build();
        client.map(Self).map_err(lost)
    }
}

impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(async move {
            let method = match request.method {
                Method::Get => reqwest::Method::GET,
                Method::Post => reqwest::Method::POST,
                Method::Put => reqwest::Method::PUT,
                Method::Delete => reqwest::Method::DELETE,
            };
            let mut sent = self.0.request(method, request.url).body(request.body);
            for (name, value) in request.headers {
                sent = sent.header(name, value);
            }
            let response = sent.send().await.map_err(lost)?;
            let headers = response.headers().iter().filter_map(|(name, value)| {
                let value = value.to_str().ok()?;
                Some((name.as_str().to_owned(), value.to_owned()))
            });
            Ok(Response {
                status: response.status().as_u16(),
                headers: headers.collect(),
                body: response.bytes().await.map_err(lost)?.into(),
            })
        })
    }
}

/// Without the URL, whose query may say more than a log should.
fn lost(error: reqwest::Error) -> Error {
    if error.is_builder() {
        // The address or a header is none, so that it cannot be sent however often it is tried.
        return Error::BadRequest(Problem::of(error.without_url().to_string()));
    }
    let message = if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        error.without_url().to_string()
    };
    Error::Network(Problem::of(message))
}
