//! Who asks too often: a request's address, session and user → whether it is answered now. It reads no body.

use super::extract::Target;
use super::{App, answer, client};
use crate::auth::Session;
use crate::config::Config;
use crate::limiter::Limiter;
use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::response::Response;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) struct Throttle {
    /// `None` is every address.
    exempt: Option<Vec<IpAddr>>,
    address: Limiter<IpAddr>,
    sign_in: Limiter<IpAddr>,
    session: Limiter<String>,
    user: Limiter<String>,
}

impl Throttle {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            exempt: config.rate_limit_exempt.clone(),
            address: Limiter::new(config.rate_limit_address),
            sign_in: Limiter::new(config.rate_limit_sign_in),
            session: Limiter::new(config.rate_limit_session),
            user: Limiter::new(config.rate_limit_user),
        }
    }

    /// Before anything of a request is looked at.
    ///
    /// # Errors
    /// How long to wait, where it sends too many.
    pub(super) fn request(&self, extensions: &Extensions) -> Result<(), Duration> {
        self.take(extensions, &self.address)
    }

    /// An attempt to sign up or in, or to have a mail sent.
    ///
    /// # Errors
    /// How long to wait, where there are too many.
    pub(super) fn attempt(&self, extensions: &Extensions) -> Result<(), Duration> {
        self.take(extensions, &self.sign_in)
    }

    /// # Errors
    /// How long to wait, where the session or its user sends too many.
    pub(super) fn session(
        &self,
        extensions: &Extensions,
        session: &Session,
    ) -> Result<(), Duration> {
        let Some(user) = session.caller.user() else {
            return Ok(());
        };
        if self.limited(extensions).is_none() {
            return Ok(());
        }
        let now = Instant::now();
        self.session
            .take(session.id.clone(), now)
            .and_then(|()| self.user.take(user.to_owned(), now))
    }

    /// A frame on a socket, which counts as a request.
    ///
    /// # Errors
    /// How long to wait, where there are too many.
    pub(super) fn frame(&self, peer: Option<IpAddr>) -> Result<(), Duration> {
        match peer.and_then(|address| self.bound(address)) {
            Some(address) => self.address.take(network(address), Instant::now()),
            None => Ok(()),
        }
    }

    fn take(&self, extensions: &Extensions, limiter: &Limiter<IpAddr>) -> Result<(), Duration> {
        match self.limited(extensions) {
            Some(address) => limiter.take(network(address), Instant::now()),
            None => Ok(()),
        }
    }

    /// The address that a request comes from, where it is limited.
    fn limited(&self, extensions: &Extensions) -> Option<IpAddr> {
        self.bound(client::peer(extensions)?)
    }

    fn bound(&self, address: IpAddr) -> Option<IpAddr> {
        let exempt = self.exempt.as_ref()?;
        let address = address.to_canonical();
        (!exempt.contains(&address)).then_some(address)
    }
}

/// Whoever has one IPv6 address has the 2^64 beside it.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// An attempt to sign up or in, or to have a mail sent, within the limit on those. On a route of objects only a new user is one.
pub(super) struct Attempt;

impl FromRequestParts<Arc<App>> for Attempt {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let target = Target::from_request_parts(parts, app).await?;
        if target.class.is_empty() || target.class == "_User" {
            app.throttle
                .attempt(&parts.extensions)
                .map_err(answer::too_many)?;
        }
        Ok(Self)
    }
}
