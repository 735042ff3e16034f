//! What is particular to users: a name and a password there must be, and a password is only ever kept hashed.

use crate::Result;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::wire::{Object, Value};
use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::phc::PasswordHash;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes a core and 19 MiB for some 20 ms.
const HASHING: usize = 2;

pub(super) struct Users {
    hashing: Arc<Semaphore>,
}

impl Users {
    pub(super) fn new() -> Self {
        Self {
            hashing: Arc::new(Semaphore::new(HASHING)),
        }
    }

    /// # Errors
    /// Codes 200 and 201 where the name or the password is missing, 125 where the e-mail address is none.
    pub(super) async fn prepare_create(&self, class: &ClassDef, body: Object) -> Result<Object> {
        if class.name != "_User" {
            return Ok(body);
        }
        let is_text =
            |name| matches!(body.get(name), Some(Value::String(text)) if !text.is_empty());
        if !is_text("username") {
            return Err(Error::new(
                Code::USERNAME_MISSING,
                "bad or missing username",
            ));
        }
        if !is_text("password") {
            return Err(Error::new(Code::PASSWORD_MISSING, "password is required"));
        }
        self.prepare_update(class, body).await
    }

    /// # Errors
    /// Code 125 where the e-mail address is none.
    pub(super) async fn prepare_update(
        &self,
        class: &ClassDef,
        mut body: Object,
    ) -> Result<Object> {
        if class.name != "_User" {
            return Ok(body);
        }
        if matches!(body.get("email"), Some(Value::String(email)) if !crate::write::is_email(email))
        {
            return Err(Error::new(
                Code::INVALID_EMAIL,
                "Email address format is invalid.",
            ));
        }
        if let Some(Value::String(password)) = body.get("password") {
            let hash = self.hash(password.clone()).await?;
            body.0.insert("password".to_owned(), Value::String(hash));
        }
        Ok(body)
    }

    async fn hash(&self, password: String) -> Result<String> {
        let _permit = Arc::clone(&self.hashing)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        let hash = tokio::task::spawn_blocking(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash: PasswordHash| hash.to_string())
        });
        hash.await
            .map_err(Error::internal)?
            .map_err(Error::internal)
    }
}
