//! Writes that wait for a server: kept in order, made in order, each once.

use super::http::Call;
use super::query::read;
use super::transport::Method;
use super::write::Operate;
use super::{Client, Error, Object, Result, Timestamp, disk};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io;
use std::path::PathBuf;
use tokio::sync::Mutex;
use uuid::Uuid;

/// Writes that wait. What is kept in a file outlives the program.
pub struct Outbox {
    client: Client,
    /// `None` where it is kept in memory.
    file: Option<PathBuf>,
    waiting: Mutex<Vec<Waiting>>,
    /// Held by the one that sends: a write can be added meanwhile.
    sending: Mutex<()>,
}

/// A write that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// The key under which the server knows it, however often it comes.
    pub request_id: String,
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    pub path: String,
    pub body: Value,
    /// The `updatedAt` of the object as it was read; the write is made only where that still holds.
    pub base_updated_at: Option<String>,
}

/// What to do where the object has changed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The write is given up.
    ServerWins,
    /// The write is made all the same.
    ClientWins,
}

/// What became of the writes that waited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replayed {
    pub sent: usize,
    /// Refused by the server, or given up where the server wins, each with the reason.
    pub dropped: Vec<(Waiting, Error)>,
    /// How many still wait, since the server could not be reached.
    pub left: usize,
}

impl Outbox {
    pub fn in_memory(client: &Client) -> Self {
        Self {
            client: client.clone(),
            file: None,
            waiting: Mutex::default(),
            sending: Mutex::default(),
        }
    }

    /// # Errors
    /// The file cannot be read, or is none of an outbox.
    pub fn in_file(client: &Client, path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let lines = disk::read(&path)?.unwrap_or_default();
        let waiting: Result<Vec<Waiting>, _> = lines.lines().map(serde_json::from_str).collect();
        Ok(Self {
            client: client.clone(),
            file: Some(path),
            waiting: Mutex::new(waiting?),
            sending: Mutex::default(),
        })
    }

    /// The writes that wait, in order.
    pub async fn waiting(&self) -> Vec<Waiting> {
        self.waiting.lock().await.clone()
    }

    pub(super) async fn add(&self, operate: Operate, key: Option<String>) -> Result<()> {
        let entry = Waiting {
            request_id: key.unwrap_or_else(|| Uuid::new_v4().to_string()),
            method: operate.method.as_str().to_owned(),
            path: operate.path,
            body: operate.body?,
            base_updated_at: operate.if_updated_at.map(|at| at.to_string()),
        };
        let mut waiting = self.waiting.lock().await;
        waiting.push(entry);
        // What is not kept is not made either, or a program that adds it again would make it twice.
        self.keep(&waiting).map_err(|error| {
            waiting.pop();
            Error::unreadable(error)
        })
    }

    /// Makes the writes that wait, in order, until none is left or the server cannot be reached. `resolve` decides where an object
    /// has changed meanwhile, by what it is now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn replay(
        &self,
        mut resolve: impl FnMut(&Waiting, &Object) -> Resolution,
    ) -> Result<Replayed> {
        let _sending = self.sending.lock().await;
        let mut replayed = Replayed::default();
        loop {
            let first = self.waiting.lock().await.first().cloned();
            let Some(entry) = first else { break };
            match self.send(&entry, &mut resolve).await {
                Ok(()) => replayed.sent += 1,
                Err(error) if is_for_later(&error) => break,
                Err(error) => replayed.dropped.push((entry, error)),
            }
            let mut waiting = self.waiting.lock().await;
            waiting.remove(0);
            self.keep(&waiting).map_err(Error::unreadable)?;
        }
        replayed.left = self.waiting.lock().await.len();
        Ok(replayed)
    }

    async fn send(
        &self,
        entry: &Waiting,
        resolve: &mut impl FnMut(&Waiting, &Object) -> Resolution,
    ) -> Result<()> {
        let http = self.client.http();
        let conflict = match http.call(call(entry)?).await {
            Err(error @ Error::Conflict(_)) => error,
            other => return other.map(drop),
        };
        let current = http.call(Call::new(Method::Get, &entry.path)).await?;
        match resolve(entry, &read(current)?) {
            Resolution::ServerWins => Err(conflict),
            // What is sent now is another request, and the same one if it has to be sent again.
            Resolution::ClientWins => {
                let anyway = Waiting {
                    request_id: format!("{}:anyway", entry.request_id),
                    base_updated_at: None,
                    ..entry.clone()
                };
                http.call(call(&anyway)?).await.map(drop)
            }
        }
    }

    fn keep(&self, waiting: &[Waiting]) -> io::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let mut lines = String::new();
        for entry in waiting {
            lines.push_str(&serde_json::to_string(entry)?);
            lines.push('\n');
        }
        disk::write(file, &lines)
    }
}

/// Whether the write may yet be made. Whoever is signed in again goes on; and what has no code is not the server's word, but that
/// of something before it, such as a page where one signs in to a network.
fn is_for_later(error: &Error) -> bool {
    let is_told = error.problem().code.is_some();
    error.is_retryable() || matches!(error, Error::InvalidSession(_)) || !is_told
}

fn call(entry: &Waiting) -> Result<Call> {
    let method = match entry.method.as_str() {
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => Method::Delete,
    };
    let mut call = Call::new(method, &entry.path);
    if method != Method::Delete {
        call = call.json(entry.body.clone());
    }
    let at = entry
        .base_updated_at
        .as_deref()
        .map(str::parse::<Timestamp>);
    call.if_updated_at = at.transpose().map_err(Error::unreadable)?;
    call.idempotency_key = Some(entry.request_id.clone());
    Ok(call)
}
