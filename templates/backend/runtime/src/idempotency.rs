//! The key of a request that may arrive again → where its answer is kept, under a seal that only the key opens. It knows
//! neither HTTP nor the store.

use crate::wire::{Object, Value};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde_json::Map;
use sha2::{Digest as _, Sha256};

/// The longest answer that is kept, in bytes, sealed or not. A repeat of a request whose answer was longer is refused.
pub(crate) const MAX_ANSWER: usize = 256 * 1024;
/// The fewest characters of a key that may seal the token of a session: one that is guessed opens what it seals.
const STRONG: usize = 20;
const NONCE: usize = 24;

/// A request that is to be done once, however often it arrives.
#[derive(Clone)]
pub(crate) struct Key {
    /// A hash of the key and of whose it is: two people who take the same key do not meet.
    pub id: String,
    /// Whether it cannot be guessed.
    pub is_strong: bool,
    secret: [u8; 32],
    request: Fingerprint,
}

/// What tells a request from another that has the same key.
#[derive(Clone, Copy)]
pub(crate) struct Fingerprint([u8; 32]);

impl Key {
    /// `owner` is who sends it.
    pub(crate) fn new(text: &str, owner: &[&str], request: Fingerprint) -> Self {
        let parts = || owner.iter().copied().chain([text]);
        Self {
            id: crate::auth::hex(&hash("record", parts())),
            is_strong: text.len() >= STRONG,
            secret: hash("seal", parts()),
            request,
        }
    }

    /// What only this key opens again, for this request; nothing where it is too long to be kept.
    pub(crate) fn seal(&self, answer: &[u8]) -> Vec<u8> {
        if answer.len() > MAX_ANSWER {
            return Vec::new();
        }
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload {
            msg: answer,
            aad: &self.request.0,
        };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        // It fails for messages of many gigabytes, and for nothing else.
        sealed.map_or_else(
            |_| Vec::new(),
            |sealed| [nonce.as_slice(), &sealed].concat(),
        )
    }

    /// What was sealed; `None` where that was for another request.
    pub(crate) fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: &self.request.0,
        };
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        opened.ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.secret.into())
    }
}

/// The keys of all that one request does, of which each part is done once: one was sent.
#[cfg(feature = "graphql")]
#[derive(Clone)]
pub(crate) struct Keys {
    text: String,
    owner: [String; 2],
}

#[cfg(feature = "graphql")]
impl Keys {
    pub(crate) fn new(text: &str, owner: [&str; 2]) -> Self {
        Self {
            text: text.to_owned(),
            owner: owner.map(str::to_owned),
        }
    }

    /// Of the part that has this name in the request.
    pub(crate) fn part(&self, name: &str, request: Fingerprint) -> Key {
        let [kind, who] = &self.owner;
        Key::new(&self.text, &[kind, who, "part", name], request)
    }
}

impl Fingerprint {
    /// Of a body that is JSON: however it is written, and in whatever order its members stand.
    pub(crate) fn of_json(method: &str, path: &str, body: &Object) -> Self {
        let mut hasher = begin("request", [method, path]);
        hash_members(&body.0, &mut hasher);
        Self(hasher.finalize().into())
    }
}

fn hash<'p>(purpose: &'p str, parts: impl IntoIterator<Item = &'p str>) -> [u8; 32] {
    begin(purpose, parts).finalize().into()
}

/// Each part behind its length, so that no two lists of parts are the same bytes.
fn begin<'p>(purpose: &'p str, parts: impl IntoIterator<Item = &'p str>) -> Sha256 {
    let mut hasher = Sha256::new();
    for part in std::iter::once(purpose).chain(parts) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher
}

fn hash_value(value: &Value, hasher: &mut Sha256) {
    match value {
        Value::Array(values) => {
            hasher.update(b"[");
            for value in values {
                hash_value(value, hasher);
                hasher.update(b",");
            }
            hasher.update(b"]");
        }
        Value::Object(members) => hash_members(members, hasher),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            hasher.update(value.to_string());
        }
    }
}

fn hash_members(members: &Map<String, Value>, hasher: &mut Sha256) {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    hasher.update(b"{");
    for (name, value) in members {
        hasher.update(Value::from(name.as_str()).to_string());
        hasher.update(b":");
        hash_value(value, hasher);
        hasher.update(b",");
    }
    hasher.update(b"}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(text: &str, owner: &[&str], body: &Value) -> Key {
        let body = Object(body.as_object().cloned().unwrap_or_default());
        let request = Fingerprint::of_json("POST", "/classes/Order", &body);
        Key::new(text, owner, request)
    }

    #[test]
    fn only_the_key_opens_what_it_sealed_for_the_request() {
        let body = json!({"a": 1, "b": {"c": [1, 2], "d": null}});
        let sealed = key("k", &["user", "ana"], &body).seal(b"answer");
        let opened = |text, owner: &[&str], body: &Value| key(text, owner, body).open(&sealed);
        let again = json!({"b": {"d": null, "c": [1, 2]}, "a": 1});
        assert_eq!(
            opened("k", &["user", "ana"], &again),
            Some(b"answer".into())
        );
        assert_eq!(opened("l", &["user", "ana"], &body), None);
        assert_eq!(opened("k", &["user", "bob"], &body), None);
        assert_eq!(opened("k", &["user", "ana"], &json!({"a": 1})), None);
        assert_eq!(
            opened(
                "k",
                &["user", "ana"],
                &json!({"a": 1, "b": {"c": [[1], 2], "d": null}})
            ),
            None
        );
    }

    #[test]
    fn an_answer_that_is_too_long_is_not_kept() {
        let key = key("k", &[], &Value::Null);
        assert_eq!(
            key.open(&key.seal(&vec![0; MAX_ANSWER]))
                .map(|all| all.len()),
            Some(MAX_ANSWER)
        );
        assert_eq!(key.seal(&vec![0; MAX_ANSWER + 1]), Vec::<u8>::new());
    }

    #[test]
    fn whose_a_key_is_cannot_be_written_into_it() {
        let ids = [
            key("k", &["user", "ana"], &Value::Null).id,
            key("anak", &["user"], &Value::Null).id,
            key("k", &["userana"], &Value::Null).id,
        ];
        assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2]);
    }
}
