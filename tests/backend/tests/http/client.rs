//! Requests as a client of the Parse REST protocol makes them.

use crate::server::PATIENCE;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use ureq::Agent;
use ureq::http::{HeaderMap, Request, StatusCode};

/// The master key of every server that is started here.
pub const MASTER_KEY: &str = "the-master-key-of-the-tests";

#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    identity: Identity,
    /// Sent with each request.
    headers: Vec<(String, String)>,
}

/// As whom a client speaks.
#[derive(Clone)]
enum Identity {
    Master,
    /// By the token of a session.
    User(String),
    Stranger,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    headers: HeaderMap,
    pub body: String,
}

impl Client {
    pub fn new(url: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .max_idle_connections_per_host(64)
            .build();
        Self {
            agent: config.into(),
            url: url.to_owned(),
            identity: Identity::Master,
            headers: Vec::new(),
        }
    }

    /// The same client, sending this header too.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client, speaking as whoever has this session.
    pub fn with_session(&self, token: &str) -> Self {
        let identity = Identity::User(token.to_owned());
        Self {
            identity,
            ..self.clone()
        }
    }

    /// The same client, speaking as nobody.
    pub fn stranger(&self) -> Self {
        Self {
            identity: Identity::Stranger,
            ..self.clone()
        }
    }

    /// The token that it speaks with.
    pub fn session(&self) -> Option<&str> {
        match &self.identity {
            Identity::User(token) => Some(token),
            Identity::Master | Identity::Stranger => None,
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "").expect("the server answers")
    }

    pub fn post(&self, path: &str, body: impl ToString) -> Answer {
        self.send("POST", path, &body.to_string())
            .expect("the server answers")
    }

    pub fn put(&self, path: &str, body: impl ToString) -> Answer {
        self.send("PUT", path, &body.to_string())
            .expect("the server answers")
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "").expect("the server answers")
    }

    /// What GraphQL answers, whatever it is.
    pub fn graphql(&self, document: &str, variables: impl Into<Value>) -> Value {
        let root = self.url.strip_suffix("/parse").unwrap_or(&self.url);
        let client = Self {
            url: root.to_owned(),
            ..self.clone()
        };
        let body = serde_json::json!({"query": document, "variables": variables.into()});
        client.post("/graphql", body).json()
    }

    /// A list with parameters, each encoded for the query string.
    pub fn find(&self, class: &str, parameters: &[(&str, &str)]) -> Answer {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        self.get(&format!("/classes/{class}?{query}"))
    }

    /// The objects that a list with parameters finds.
    pub fn results(&self, class: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
        let answer = self.find(class, parameters);
        assert_eq!(answer.status, 200, "{parameters:?}: {}", answer.body);
        match answer.json()["results"].take() {
            Value::Array(objects) => objects,
            other => panic!("no list: {other}"),
        }
    }

    /// Creates an object and gives its objectId.
    pub fn create(&self, class: &str, body: impl ToString) -> String {
        let body = body.to_string();
        let answer = self.post(&format!("/classes/{class}"), &body);
        assert_eq!(answer.status, 201, "{class} {body}: {}", answer.body);
        answer.id()
    }

    /// The object of this id.
    pub fn object(&self, class: &str, id: &str) -> Value {
        let answer = self.get(&format!("/classes/{class}/{id}"));
        assert_eq!(answer.status, 200, "{class} {id}: {}", answer.body);
        answer.json()
    }

    /// The answer, or nothing where the server went away.
    pub fn send(&self, method: &str, path: &str, body: &str) -> Option<Answer> {
        self.send_as("shop", method, path, body)
    }

    pub fn send_as(
        &self,
        application: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> Option<Answer> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("X-Parse-Application-Id", application);
        let request = self.headers.iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        let request = match &self.identity {
            Identity::Master => request.header("X-Parse-Master-Key", MASTER_KEY),
            Identity::User(token) => request.header("X-Parse-Session-Token", token),
            Identity::Stranger => request,
        };
        let sent = if body.is_empty() {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            let request = request.header("Content-Type", "application/json");
            self.agent
                .run(request.body(body.to_owned()).expect("a request"))
        };
        let mut response = sent.ok()?;
        Some(Answer {
            status: response.status(),
            location: response
                .headers()
                .get("location")
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            headers: response.headers().clone(),
            body: response
                .body_mut()
                .with_config()
                .limit(u64::MAX)
                .read_to_string()
                .ok()?,
        })
    }
}

impl Answer {
    /// A header's value, empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("text"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn id(&self) -> String {
        self.json()["objectId"]
            .as_str()
            .unwrap_or_else(|| panic!("no objectId: {}", self.body))
            .to_owned()
    }

    /// Asserts status and body, byte for byte.
    #[track_caller]
    pub fn is(&self, status: u16, body: &str) {
        assert_eq!((self.status.as_u16(), self.body.as_str()), (status, body));
    }

    /// Asserts that it was refused with this code of the protocol, and says what it was told.
    #[track_caller]
    pub fn is_refused(&self, code: i64) -> String {
        let status = match code {
            101 => 404,
            100 | 124 | 155 => 503,
            158 => 409,
            _ => 400,
        };
        assert_eq!(self.status, status, "{}", self.body);
        let body = self.json();
        assert_eq!(body["code"], code, "{}", self.body);
        body["error"]
            .as_str()
            .unwrap_or_else(|| panic!("no sentence: {}", self.body))
            .to_owned()
    }
}

/// Sends bytes as they are and reads until the server closes.
pub fn raw(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time limit");
    // A server that has read enough to refuse may close before it has read all.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
