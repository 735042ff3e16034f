//! Who somebody is elsewhere: an ID token of a provider of OpenID Connect → the id that it vouches for. It knows no users.

#[cfg(feature = "sign-in")]
mod claims;
#[cfg(feature = "sign-in")]
mod http;
#[cfg(feature = "sign-in")]
mod keys;
#[cfg(feature = "sign-in")]
mod provider;
#[cfg(feature = "sign-in")]
mod token;

use crate::Result;
use crate::config::Config;
#[cfg(not(feature = "sign-in"))]
use crate::error::Error;
#[cfg(feature = "sign-in")]
use provider::Provider;

/// The providers whose word is taken.
pub(crate) struct Providers {
    #[cfg(feature = "sign-in")]
    all: Vec<Provider>,
}

/// What a provider says of somebody beside his id.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    /// His address, where the provider has verified it.
    pub email: Option<String>,
}

#[cfg(feature = "sign-in")]
impl Providers {
    /// # Errors
    /// There is no TLS to be had.
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let http = http::Http::new()?;
        let all = config.identity_providers.iter().cloned();
        let all = all.map(|settings| Provider::new(settings, http.clone()));
        Ok(Self { all: all.collect() })
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.all.iter().any(|provider| provider.name() == name)
    }

    /// What the provider `name` says of whom it knows as `id`. `None` where there is no such provider.
    ///
    /// # Errors
    /// Code 101 where the token does not show that whoever sent it is he, 100 where the provider cannot be asked.
    pub(crate) async fn vouch(&self, name: &str, id: &str, token: &str) -> Result<Option<Profile>> {
        match self.all.iter().find(|provider| provider.name() == name) {
            Some(provider) => provider.vouch(id, token).await.map(Some),
            None => Ok(None),
        }
    }
}

#[cfg(not(feature = "sign-in"))]
impl Providers {
    /// # Errors
    /// Providers are set in a backend that is built without what it takes to ask them.
    pub(crate) fn new(config: &Config) -> Result<Self> {
        if config.identity_providers.is_empty() {
            return Ok(Self {});
        }
        Err(Error::startup(
            "GOOGLE_CLIENT_IDS, APPLE_CLIENT_IDS or OIDC_PROVIDERS is set, but this backend was built without what it takes: \
             give the dependency `runtime` the feature `sign-in` in backend/Cargo.toml",
        ))
    }

    pub(crate) fn knows(&self, _: &str) -> bool {
        false
    }

    pub(crate) async fn vouch(&self, _: &str, _: &str, _: &str) -> Result<Option<Profile>> {
        Ok(None)
    }
}
