//! Tokens of sessions and of mailed links: random, and kept only as hashes, so that a copy of the database opens nothing.

use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// `r:` and 128 random bits in hexadecimal digits, as clients of the protocol expect.
pub(crate) fn new_token() -> String {
    let mut bytes = [0; 16];
    rand::rng().fill_bytes(&mut bytes);
    format!("r:{}", hex(&bytes))
}

/// What is kept of a token. It has 128 random bits, so a fast hash is as good as a slow one.
pub(crate) fn hash_token(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
