//! Which documents there are: any that a client sends, those that are remembered by their hash, or those of a file alone.

use super::question::Question;
use super::refusal::Refusal;
use crate::Result;
use crate::access::Caller;
use crate::config::GraphqlSettings;
use crate::error::Error;
use crate::wire::Value;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes the remembered documents may take together.
const MAX_REMEMBERED_BYTES: usize = 16 << 20;

pub(super) struct Documents {
    /// By their hash and by their name; `None` where clients send what they like.
    trusted: Option<HashMap<String, Arc<str>>>,
    remembered: Mutex<Remembered>,
}

#[derive(Default)]
struct Remembered {
    most: usize,
    bytes: usize,
    /// Each with when it was last asked for.
    by_hash: HashMap<String, (Arc<str>, u64)>,
    now: u64,
}

impl Documents {
    /// # Errors
    /// The file of the documents cannot be read.
    pub(super) fn new(settings: &GraphqlSettings) -> Result<Self> {
        let wrong = |why: String| Error::startup(format!("GRAPHQL_DOCUMENTS: {why}"));
        let trusted = match &settings.documents {
            None => None,
            Some(path) => {
                let shown = path.display();
                let text = std::fs::read_to_string(path)
                    .map_err(|error| wrong(format!("cannot read {shown}: {error}")))?;
                let named: HashMap<String, String> = serde_json::from_str(&text)
                    .map_err(|error| wrong(format!("{shown}: {error}")))?;
                let mut trusted = HashMap::new();
                for (name, text) in named {
                    let text: Arc<str> = text.into();
                    trusted.insert(hash(&text), Arc::clone(&text));
                    trusted.insert(name, text);
                }
                Some(trusted)
            }
        };
        let remembered = Remembered {
            most: settings.remembered,
            ..Remembered::default()
        };
        Ok(Self {
            trusted,
            remembered: Mutex::new(remembered),
        })
    }

    /// The document that a question is about.
    ///
    /// # Errors
    /// There is none, or it is not one of those that there are.
    pub(super) fn text(&self, question: &Question, caller: &Caller) -> Result<Arc<str>, Refusal> {
        let sent = question.document.as_str();
        let named = name(question);
        if let Some(trusted) = &self.trusted {
            let own = hash(sent);
            let known = match named {
                Some(name) if sent.is_empty() => trusted.get(name),
                _ => trusted.get(&own),
            };
            return match known {
                Some(text) => Ok(Arc::clone(text)),
                // Whoever may do anything may ask anything.
                None if *caller == Caller::Master && !sent.is_empty() => Ok(sent.into()),
                None => Err(Refusal::new(
                    403,
                    "PERSISTED_QUERY_NOT_IN_LIST",
                    "the document is not one of those that this server answers",
                )),
            };
        }
        match hash_of(question)? {
            Some(hash) if sent.is_empty() => self.remembered().get(hash).ok_or_else(|| {
                // Clients know it by this message, and send the document itself.
                Refusal::new(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
            }),
            Some(sent_hash) if hash(sent) != sent_hash => Err(Refusal::new(
                400,
                "BAD_REQUEST",
                "`extensions.persistedQuery.sha256Hash` is not that of `query`",
            )),
            _ if sent.is_empty() => Err(Refusal::new(400, "BAD_REQUEST", "`query` is missing")),
            _ => Ok(sent.into()),
        }
    }

    /// Remembers a document that fits the schema, where the client says that he will ask for it by its hash.
    pub(super) fn remember(&self, question: &Question, text: Arc<str>) {
        if self.trusted.is_none()
            && let Ok(Some(hash)) = hash_of(question)
            && !question.document.is_empty()
        {
            self.remembered().put(hash.to_owned(), text);
        }
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    fn get(&mut self, hash: &str) -> Option<Arc<str>> {
        self.now += 1;
        let (text, asked) = self.by_hash.get_mut(hash)?;
        *asked = self.now;
        Some(Arc::clone(text))
    }

    /// Forgets those that were not asked for the longest, where there are too many.
    fn put(&mut self, hash: String, text: Arc<str>) {
        if self.most == 0 || self.by_hash.contains_key(&hash) {
            return;
        }
        self.now += 1;
        self.bytes += text.len();
        self.by_hash.insert(hash, (text, self.now));
        while self.by_hash.len() > self.most || self.bytes > MAX_REMEMBERED_BYTES {
            let oldest = self.by_hash.iter().min_by_key(|(_, (_, asked))| *asked);
            let Some(oldest) = oldest.map(|(hash, _)| hash.clone()) else {
                return;
            };
            if let Some((text, _)) = self.by_hash.remove(&oldest) {
                self.bytes -= text.len();
            }
        }
    }
}

/// The hash by which a client asks for a document.
fn hash_of(question: &Question) -> Result<Option<&str>, Refusal> {
    let Some(persisted) = question.extensions.get("persistedQuery") else {
        return Ok(None);
    };
    let hash = persisted.get("sha256Hash").and_then(Value::as_str);
    if persisted.get("version").and_then(Value::as_u64) != Some(1) || hash.is_none() {
        return Err(Refusal::new(
            400,
            "BAD_REQUEST",
            "`extensions.persistedQuery` is of version 1, with a `sha256Hash`",
        ));
    }
    Ok(hash)
}

/// What a trusted document is asked for by: its hash, or the name that the file gives it.
fn name(question: &Question) -> Option<&str> {
    let hash = hash_of(question).ok().flatten();
    let id = question
        .extensions
        .get("documentId")
        .and_then(Value::as_str);
    hash.or(id)
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
