//! Passwords: argon2id, off the threads that answer requests, a bounded number at a time.

use crate::Result;
use crate::error::Error;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes a core and 19 MiB for some 20 ms.
const AT_ONCE: usize = 2;

pub(crate) struct Passwords {
    at_once: Arc<Semaphore>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    pub(crate) async fn hash(&self, password: String) -> Result<String> {
        self.run(move || hash(&password)).await?
    }

    /// Whether the password is the one that was hashed. Where there is no hash, because there is no such user, it takes
    /// as long and says no, so that timing does not tell who has an account.
    pub(crate) async fn verify(&self, password: String, hashed: Option<String>) -> Result<bool> {
        self.run(move || {
            let exists = hashed.is_some();
            let hashed = match hashed {
                Some(hashed) => hashed,
                None => nobody()?.to_owned(),
            };
            let parsed = PasswordHash::new(&hashed).map_err(Error::internal)?;
            let matches = Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok();
            Ok(matches && exists)
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.at_once)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        task.await.map_err(Error::internal)
    }
}

fn hash(password: &str) -> Result<String> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(Error::internal)?;
    Ok(hash.to_string())
}

/// The hash of a password that nobody has.
fn nobody() -> Result<&'static str> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if let Some(hash) = NOBODY.get() {
        return Ok(hash);
    }
    let made = hash(&super::new_token())?;
    Ok(NOBODY.get_or_init(|| made))
}
