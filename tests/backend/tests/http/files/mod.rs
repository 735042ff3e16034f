//! Files: up, down, in part, and never in half.

mod durability;
mod hooks;
mod parts;
mod rules;
#[cfg(feature = "s3")]
mod s3;
mod safety;
mod size;
mod wire;

use crate::client::MASTER_KEY;
use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::{Value, json};
use std::time::Instant;
use tempfile::TempDir;
use ureq::http::{HeaderMap, Request};
use ureq::{Agent, AsSendBody};

pub const APPLICATION: (&str, &str) = ("X-Parse-Application-Id", "shop");
pub const MASTER: (&str, &str) = ("X-Parse-Master-Key", MASTER_KEY);
pub const TEXT: (&str, &str) = ("Content-Type", "text/plain");

/// What a server answered, with bytes that need not be text.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.map_or("", |value| value.expect("text"))
    }

    /// The address of what was uploaded.
    #[track_caller]
    pub fn url(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.text());
        self.member("url")
    }

    /// The name of what was uploaded.
    #[track_caller]
    pub fn name(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.text());
        self.member("name")
    }

    fn member(&self, name: &str) -> String {
        let value = &self.json()[name];
        value
            .as_str()
            .unwrap_or_else(|| panic!("no {name}: {}", self.text()))
            .to_owned()
    }

    #[track_caller]
    pub fn is(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.text()), (status, body));
    }
}

pub fn server(settings: &[(&str, &str)]) -> (TempDir, Server) {
    let dir = folder();
    let server = start(&dir, settings);
    (dir, server)
}

pub fn start(dir: &TempDir, settings: &[(&str, &str)]) -> Server {
    start_table("kinds", dir, settings)
}

fn start_table(table: &str, dir: &TempDir, settings: &[(&str, &str)]) -> Server {
    let launch = Launch::fixture(table, dir.path());
    let launch = settings
        .iter()
        .fold(launch, |launch, (name, value)| launch.env(name, *value));
    launch.start()
}

/// A request to any address, or nothing where the server went away.
pub fn try_ask(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl AsSendBody,
) -> Option<Reply> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .allow_non_standard_methods(true)
        .build();
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("a request");
    let mut response = Agent::from(config).run(request).ok()?;
    let body = response
        .body_mut()
        .with_config()
        .limit(u64::MAX)
        .read_to_vec()
        .ok()?;
    Some(Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body,
    })
}

pub fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: impl AsSendBody) -> Reply {
    try_ask(method, url, headers, body).expect("the server answers")
}

/// Uploads as the master does.
pub fn upload(server: &Server, name: &str, content: impl AsSendBody) -> Reply {
    let url = format!("{}/files/{name}", server.url);
    ask("POST", &url, &[APPLICATION, MASTER], content)
}

pub fn download(url: &str) -> Reply {
    ask("GET", url, &[], ())
}

pub fn delete(server: &Server, name: &str) -> Reply {
    let url = format!("{}/files/{name}", server.url);
    ask("DELETE", &url, &[APPLICATION, MASTER], ())
}

/// The token of a new user.
pub fn user(server: &Server, name: &str) -> String {
    let answer = server
        .stranger()
        .post("/users", json!({"username": name, "password": "pw"}));
    token(&answer.json())
}

/// The token of a new user without an account.
pub fn anonymous(server: &Server, id: &str) -> String {
    let sent = json!({"authData": {"anonymous": {"id": id}}});
    token(&server.stranger().post("/users", sent).json())
}

fn token(user: &Value) -> String {
    let token = user["sessionToken"].as_str();
    token
        .unwrap_or_else(|| panic!("no token: {user}"))
        .to_owned()
}

/// Waits for what is bound to come.
#[track_caller]
pub fn until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "it does not come");
        std::thread::yield_now();
    }
}

/// The names in a folder, sorted; none where it is missing.
pub fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Content that differs from place to place.
pub fn content(length: usize) -> Vec<u8> {
    (0..length)
        .map(|place| (place * 7 + place / 251) as u8)
        .collect()
}
