//! One provider: its keys, as long as they are good, and what its tokens show.

use super::http::Http;
use super::keys::Keys;
use super::token::Token;
use super::{Profile, claims};
use crate::Result;
use crate::config::{IdentityProvider, is_safe};
use crate::error::{Code, Error};
use crate::wire::{Timestamp, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long keys are good where the provider does not say; and the least and the most, whatever it says.
const USUAL: Duration = Duration::from_secs(60 * 60);
const LEAST: Duration = Duration::from_secs(60);
/// Keys that are older than they should be are good for as long, where no others can be had.
const MOST: Duration = Duration::from_secs(24 * 60 * 60);
/// How often, at most, a key that nobody has heard of is looked for: whoever makes up keys makes no traffic.
const LOOKING: Duration = Duration::from_secs(30);
/// How long a provider that cannot be asked is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(2);

pub(super) struct Provider {
    settings: IdentityProvider,
    http: Http,
    /// Locked while it is asked, so that it is asked once.
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: Option<Arc<Keys>>,
    /// When the keys were read, and until when they are good.
    read: Option<Instant>,
    until: Option<Instant>,
    /// When a key was looked for that was not among them.
    looked: Option<Instant>,
    /// When it last could not be asked.
    failed: Option<Instant>,
}

impl Provider {
    pub(super) fn new(settings: IdentityProvider, http: Http) -> Self {
        Self {
            settings,
            http,
            known: Mutex::default(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.settings.name
    }

    /// # Errors
    /// Code 101 where the token does not show that whoever sent it is he, 100 where the provider cannot be asked.
    pub(super) async fn vouch(&self, id: &str, token: &str) -> Result<Profile> {
        let refused = |why: &str| {
            let message = format!("the ID token of `{}` {why}", self.name());
            Error::new(Code::OBJECT_NOT_FOUND, message)
        };
        let token = Token::read(token).map_err(refused)?;
        let keys = self.keys(&token).await?;
        if !keys.has_signed(&token) {
            return Err(refused("is not signed by it"));
        }
        let claims = token.claims().map_err(refused)?;
        // Milliseconds are exact in an f64 for longer than there will be tokens.
        let now = Timestamp::now().as_millis() as f64 / 1000.0;
        claims::check(&claims, &self.settings, id, now).map_err(refused)
    }

    /// The keys of the provider, read anew where they are too old or the key of this token is not among them.
    async fn keys(&self, token: &Token<'_>) -> Result<Arc<Keys>> {
        let mut known = self.known.lock().await;
        let now = Instant::now();
        let since = |moment: Option<Instant>| moment.map(|moment| now - moment);
        let good = known
            .keys
            .as_ref()
            .filter(|_| known.until.is_some_and(|until| now < until));
        if let Some(keys) = good {
            let looked = since(known.looked).is_some_and(|ago| ago < LOOKING);
            if looked || keys.has_key_of(token) {
                return Ok(Arc::clone(keys));
            }
        }
        let looking = good.is_some();
        let asked = match since(known.failed) {
            Some(ago) if ago < LEFT_ALONE => Err(()),
            _ => self.read(&mut known).await,
        };
        if looking && asked.is_ok() {
            known.looked = Some(now);
        }
        let old = since(known.read).is_none_or(|ago| ago > MOST);
        match &known.keys {
            Some(keys) if asked.is_ok() || !old && keys.has_key_of(token) => Ok(Arc::clone(keys)),
            _ => {
                let message = format!(
                    "`{}` cannot be asked at the moment; try again.",
                    self.name()
                );
                Err(Error::new(Code::CONNECTION_FAILED, message))
            }
        }
    }

    async fn read(&self, known: &mut Known) -> Result<(), ()> {
        match self.published().await {
            Ok((keys, age)) => {
                let now = Instant::now();
                known.keys = Some(Arc::new(keys));
                known.read = Some(now);
                known.until = Some(now + age);
                known.failed = None;
                Ok(())
            }
            Err(reason) => {
                tracing::warn!("the keys of {} cannot be read: {reason}", self.name());
                known.failed = Some(Instant::now());
                Err(())
            }
        }
    }

    /// The keys that it publishes, and how long they are good.
    async fn published(&self) -> Result<(Keys, Duration), String> {
        let issuer = &self.settings.issuer;
        let about = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let about: Value = serde_json::from_slice(&self.http.get(&about).await?.body)
            .map_err(|_| format!("what {about} answers is no JSON"))?;
        if about.get("issuer").and_then(Value::as_str) != Some(issuer) {
            return Err(format!(
                "it says of itself that it is another than {issuer}"
            ));
        }
        let url = about.get("jwks_uri").and_then(Value::as_str);
        let url = url
            .filter(|url| is_safe(url))
            .ok_or("it tells no safe address of its keys")?;
        let answer = self.http.get(url).await?;
        let keys =
            Keys::read(&answer.body).ok_or_else(|| format!("what {url} answers is no JWK Set"))?;
        Ok((keys, answer.max_age.unwrap_or(USUAL).clamp(LEAST, MOST)))
    }
}
