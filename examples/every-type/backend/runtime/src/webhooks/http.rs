//! The question as a signed request, and the response as an answer.

use super::Failure;
use crate::Result;
use crate::config::{Config, Secret};
use crate::error::{Code, Error};
use crate::wire::{Timestamp, Value};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use sha2::Sha256;
use std::fmt::Write as _;

/// How long an answer may be, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;

pub(super) struct Http {
    client: Client,
    key: Secret,
}

impl Http {
    /// # Errors
    /// There is no TLS to be had.
    pub(super) fn new(config: &Config) -> Result<Self> {
        // Nothing else in this process may have chosen one; whoever came first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(config.webhook_timeout)
            .redirect(Policy::none())
            .build()
            .map_err(|error| Error::startup(format!("no client for webhooks: {error}")))?;
        Ok(Self {
            client,
            key: config.webhook_key.clone(),
        })
    }

    pub(super) async fn ask(&self, url: &str, id: &str, body: String) -> Result<Value, Failure> {
        let mut request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Webhook-Id", id);
        if !self.key.0.is_empty() {
            request = request.header("X-Parse-Webhook-Key", &self.key.0).header(
                "X-Webhook-Signature",
                signature(&self.key, Timestamp::now(), &body)?,
            );
        }
        let response = request.body(body).send().await.map_err(unanswered)?;
        if !response.status().is_success() {
            let reason = format!("it answered with status {}", response.status().as_u16());
            return Err(Failure::Unanswered(reason));
        }
        read(&body_of(response).await?)
    }
}

/// `t=SECONDS,v1=HEX`: when it was signed, and the HMAC-SHA256 of `SECONDS.BODY` under the key.
fn signature(key: &Secret, now: Timestamp, body: &str) -> Result<String, Failure> {
    let seconds = now.as_millis() / 1000;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.0.as_bytes())
        .map_err(|_| Failure::Unanswered("the question cannot be signed".into()))?;
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    let mut text = format!("t={seconds},v1=");
    for byte in mac.finalize().into_bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// What went wrong, without the URL: it may hold a secret.
fn unanswered(error: reqwest::Error) -> Failure {
    let reason = if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "there is no connection to it"
    } else {
        "the request to it failed"
    };
    Failure::Unanswered(reason.into())
}

async fn body_of(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            let reason = format!("its answer is longer than {MAX_ANSWER} bytes");
            return Err(Failure::Unanswered(reason));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an answer says: `{"success":…}`, `{"error":"…"}` or `{"error":{"code":…,"message":"…"}}`.
fn read(body: &[u8]) -> Result<Value, Failure> {
    let unclear = || Failure::Unanswered("it answered neither `success` nor `error`".into());
    let mut answer: Value = serde_json::from_slice(body).map_err(|_| unclear())?;
    if let Some(error) = answer.get("error") {
        let code = error.get("code").and_then(Value::as_i64);
        // The codes below are not for what a client is told.
        let code = code
            .and_then(|code| i32::try_from(code).ok())
            .filter(|code| *code > Code::INTERNAL.0);
        let said = ["error", "message"].iter().find_map(|name| error.get(name));
        let message = match said.unwrap_or(error) {
            Value::String(message) => message.clone(),
            other => other.to_string(),
        };
        let code = code.map_or(Code::SCRIPT_FAILED, Code);
        return Err(Failure::Refused(Error::new(code, message)));
    }
    answer
        .get_mut("success")
        .map(Value::take)
        .ok_or_else(unclear)
}
