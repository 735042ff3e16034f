//! What a provider publishes, read over HTTP: bounded in time and size, and from nowhere but where it said.

use crate::Result;
use crate::error::Error;
use reqwest::Client;
use reqwest::header::{ACCEPT, AGE, CACHE_CONTROL, HeaderMap};
use reqwest::redirect::Policy;
use std::time::Duration;

/// The longest that a provider may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

#[derive(Clone)]
pub(super) struct Http {
    client: Client,
}

pub(super) struct Answer {
    pub body: Vec<u8>,
    /// How long it may be kept, where it says so.
    pub max_age: Option<Duration>,
}

impl Http {
    /// # Errors
    /// There is no TLS to be had.
    pub(super) fn new() -> Result<Self> {
        // Nothing else in this process may have chosen one; whoever came first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| Error::startup(format!("no client for sign-in: {error}")))?;
        Ok(Self { client })
    }

    /// # Errors
    /// Why there is no answer, for the log.
    pub(super) async fn get(&self, url: &str) -> Result<Answer, String> {
        let failed = |error: reqwest::Error| format!("{url}: {}", error.without_url());
        let request = self.client.get(url).header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(failed)?;
        if response.status().as_u16() != 200 {
            return Err(format!("{url} answers {}", response.status().as_u16()));
        }
        let max_age = max_age(response.headers());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(format!("{url} answers more than {MAX_ANSWER} bytes"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { body, max_age })
    }
}

/// What `Cache-Control` gives it, less what caches on the way have used up.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let control = headers.get(CACHE_CONTROL)?.to_str().ok()?;
    let mut directives = control.split(',').map(str::trim);
    if directives
        .clone()
        .any(|directive| matches!(directive, "no-store" | "no-cache"))
    {
        return Some(Duration::ZERO);
    }
    let seconds: u64 =
        directives.find_map(|directive| directive.strip_prefix("max-age=")?.parse().ok())?;
    let age = headers
        .get(AGE)
        .and_then(|age| age.to_str().ok()?.parse().ok());
    Some(Duration::from_secs(
        seconds.saturating_sub(age.unwrap_or_default()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn an_answer_is_kept_as_long_as_it_says() {
        let kept = |control: &'static str, age: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(control));
            if let Some(age) = age {
                headers.insert(AGE, HeaderValue::from_static(age));
            }
            max_age(&headers).map(|age| age.as_secs())
        };
        assert_eq!(
            kept("public, max-age=600, must-revalidate", None),
            Some(600)
        );
        assert_eq!(kept("max-age=600", Some("100")), Some(500));
        assert_eq!(kept("max-age=600", Some("700")), Some(0));
        assert_eq!(kept("no-store, max-age=600", None), Some(0));
        assert_eq!(kept("public", None), None);
        assert_eq!(max_age(&HeaderMap::new()), None);
    }
}
