//! The keys that a provider publishes (a JWK Set) → whether one of them has signed a token.

use super::token::Token;
use crate::wire::Value;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

/// As many keys are read; a provider has two or three.
const MAX_KEYS: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

pub(super) struct Keys {
    keys: Vec<Key>,
}

struct Key {
    id: Option<String>,
    public: PublicKey,
}

enum PublicKey {
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
    /// An uncompressed point of the curve P-256.
    P256([u8; 65]),
}

impl Keys {
    /// Those of a JWK Set that sign with an algorithm that is known here. `None` where it is none.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let set: Value = serde_json::from_slice(json).ok()?;
        let keys = set.get("keys")?.as_array()?.iter();
        Some(Self {
            keys: keys.take(MAX_KEYS).filter_map(Key::read).collect(),
        })
    }

    /// Whether the key that a token names is among them.
    pub(super) fn has_key_of(&self, token: &Token<'_>) -> bool {
        self.key_of(token).is_some()
    }

    pub(super) fn has_signed(&self, token: &Token<'_>) -> bool {
        let signature = &token.signature;
        match self.key_of(token).map(|key| &key.public) {
            Some(PublicKey::Rsa(key)) => key
                .verify(&RSA_PKCS1_2048_8192_SHA256, token.signed, signature)
                .is_ok(),
            Some(PublicKey::P256(point)) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(token.signed, signature)
                .is_ok(),
            None => false,
        }
    }

    /// The key that a token names, or the only one there is where it names none.
    fn key_of(&self, token: &Token<'_>) -> Option<&Key> {
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| key.public.algorithm() == token.algorithm);
        match &token.key {
            Some(id) => fitting.find(|key| key.id.as_ref() == Some(id)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        }
    }
}

impl Key {
    fn read(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        if text("use").is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let public = match (text("kty")?, text("crv")) {
            ("RSA", _) => PublicKey::Rsa(RsaPublicKeyComponents {
                n: without_zeros(bytes("n")?),
                e: without_zeros(bytes("e")?),
            }),
            ("EC", Some("P-256")) => {
                let mut point = [4; 65];
                point[1..33].copy_from_slice(&coordinate(bytes("x")?)?);
                point[33..].copy_from_slice(&coordinate(bytes("y")?)?);
                PublicKey::P256(point)
            }
            _ => return None,
        };
        let named = text("alg").map(Algorithm::named);
        if named.is_some_and(|algorithm| algorithm != Some(public.algorithm())) {
            return None;
        }
        Some(Self {
            id: text("kid").map(str::to_owned),
            public,
        })
    }
}

impl PublicKey {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa(_) => Algorithm::Rs256,
            Self::P256(_) => Algorithm::Es256,
        }
    }
}

fn coordinate(bytes: Vec<u8>) -> Option<[u8; 32]> {
    bytes.try_into().ok()
}

/// A number as it is expected, whatever it was padded with.
fn without_zeros(bytes: Vec<u8>) -> Vec<u8> {
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}
