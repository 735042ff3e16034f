//! The text of an ID token → its parts. Nothing of them is believed yet.

use super::keys::Algorithm;
use crate::wire::Value;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Map;

/// The longest token, in bytes.
const MAX_TOKEN: usize = 16 * 1024;

pub(super) struct Token<'t> {
    pub algorithm: Algorithm,
    /// Which of the provider's keys it is signed with.
    pub key: Option<String>,
    /// What the signature is of.
    pub signed: &'t [u8],
    pub signature: Vec<u8>,
    claims: Vec<u8>,
}

impl<'t> Token<'t> {
    /// # Errors
    /// Why it is none.
    pub(super) fn read(text: &'t str) -> Result<Self, &'static str> {
        if text.len() > MAX_TOKEN {
            return Err("is too long");
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(NONE)?;
        let (header, claims) = signed.split_once('.').ok_or(NONE)?;
        let header = object(&decoded(header)?)?;
        // What a token says is critical, and nobody here knows, must not be passed over.
        if header.contains_key("crit") {
            return Err("has a header that is not understood");
        }
        // The names of other algorithms are not known here: not `none`, and none with a secret in place of a key pair.
        let algorithm = header.get("alg").and_then(Value::as_str);
        let algorithm = algorithm
            .and_then(Algorithm::named)
            .ok_or("is not signed with RS256 or ES256")?;
        Ok(Self {
            algorithm,
            key: header.get("kid").and_then(Value::as_str).map(str::to_owned),
            signed: signed.as_bytes(),
            signature: decoded(signature)?,
            claims: decoded(claims)?,
        })
    }

    /// What it says, for whoever has verified its signature.
    ///
    /// # Errors
    /// It says nothing.
    pub(super) fn claims(&self) -> Result<Map<String, Value>, &'static str> {
        object(&self.claims)
    }
}

const NONE: &str = "is none";

/// Exactly the digits that base64 in URLs has, and no more of them than it takes.
fn decoded(part: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| NONE)
}

fn object(json: &[u8]) -> Result<Map<String, Value>, &'static str> {
    serde_json::from_slice(json).map_err(|_| NONE)
}
