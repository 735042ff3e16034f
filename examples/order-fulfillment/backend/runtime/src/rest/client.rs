//! Who sends a request: the application's keys, the master key, a session.

use super::{App, answer, idempotency};
use crate::access::Caller;
use crate::auth::Session;
use crate::config::{Config, Secret};
use crate::error::{Code, Error};
use crate::service::Origin;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// The headers that say who sends a request.
pub(super) const CREDENTIALS: [&str; 7] = [
    "x-parse-application-id",
    "x-parse-rest-api-key",
    "x-parse-javascript-key",
    "x-parse-master-key",
    "x-parse-session-token",
    "x-parse-installation-id",
    "authorization",
];

/// A client that knows the application's keys.
pub(super) struct Client {
    pub caller: Caller,
    pub session: Option<Arc<Session>>,
    /// The token that opened the session.
    pub token: Option<String>,
    pub origin: Origin,
    pub(super) sent_key: Option<idempotency::Sent>,
}

impl Client {
    /// The session and its token.
    ///
    /// # Errors
    /// Code 209 where the request carries none.
    pub(super) fn signed_in(&self) -> Result<(&Session, &str), Error> {
        match (&self.session, &self.token) {
            (Some(session), Some(token)) => Ok((session, token)),
            _ => Err(Error::new(Code::INVALID_SESSION_TOKEN, "Permission denied")),
        }
    }
}

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let unauthorized = || answer::bare_error(StatusCode::FORBIDDEN, "unauthorized");
        let headers = &parts.headers;
        if CREDENTIALS.iter().any(|name| is_unclear(headers, name)) {
            return Err(unauthorized());
        }
        let keys = Keys {
            application: text(headers, "x-parse-application-id"),
            rest: text(headers, "x-parse-rest-api-key"),
            javascript: text(headers, "x-parse-javascript-key"),
            master: text(headers, "x-parse-master-key"),
        };
        let from = peer(&parts.extensions);
        let caller = keys.caller(&app.config, from).ok_or_else(unauthorized)?;
        let origin = Origin {
            installation: text(headers, "x-parse-installation-id").map(str::to_owned),
        };
        let mut client = Self {
            caller,
            session: None,
            token: None,
            origin,
            sent_key: idempotency::Sent::read(parts, &app.config).map_err(Error::into_response)?,
        };
        let bearer = text(headers, header::AUTHORIZATION.as_str())
            .and_then(|value| value.strip_prefix("Bearer "));
        let token = text(headers, "x-parse-session-token").filter(|token| !token.is_empty());
        if token.is_some_and(|token| bearer.is_some_and(|bearer| bearer != token)) {
            return Err(unauthorized());
        }
        if let Some(token) = token.or(bearer).filter(|token| !token.is_empty()) {
            let session = app
                .service
                .session(token)
                .await
                .map_err(Error::into_response)?;
            if client.caller != Caller::Master {
                app.throttle
                    .session(&parts.extensions, &session)
                    .map_err(answer::too_many)?;
            }
            if client.caller == Caller::Anonymous {
                client.caller = session.caller.clone();
            }
            client.session = Some(session);
            client.token = Some(token.to_owned());
        }
        Ok(client)
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Whether a header is sent twice, or is no text: what stands before this server may have read another one.
fn is_unclear(headers: &HeaderMap, name: &str) -> bool {
    let mut values = headers.get_all(name).iter();
    values.next().is_some_and(|value| value.to_str().is_err()) || values.next().is_some()
}

/// The keys that somebody sends, by whatever door.
#[derive(Default)]
pub(super) struct Keys<'k> {
    pub application: Option<&'k str>,
    pub rest: Option<&'k str>,
    pub javascript: Option<&'k str>,
    pub master: Option<&'k str>,
}

impl Keys<'_> {
    /// The master, or anybody who knows the application's keys; nobody where one of them is wrong.
    pub(super) fn caller(&self, config: &Config, from: Option<IpAddr>) -> Option<Caller> {
        if self.application != Some(&config.app_id) {
            return None;
        }
        match self.master {
            Some(key) => is_master(config, key, from).then_some(Caller::Master),
            None => self.knows_one(config).then_some(Caller::Anonymous),
        }
    }

    /// Where keys are configured, one of them must be sent.
    fn knows_one(&self, config: &Config) -> bool {
        let keys = [
            (self.rest, &config.rest_api_key),
            (self.javascript, &config.javascript_key),
        ];
        let mut configured = keys
            .into_iter()
            .filter(|(_, key)| !key.0.is_empty())
            .peekable();
        configured.peek().is_none()
            || configured.any(|(sent, key)| sent.is_some_and(|sent| same(sent, key)))
    }
}

/// The address that a request comes from.
pub(super) fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let ConnectInfo(from) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(from.ip())
}

pub(super) fn is_master(config: &Config, key: &str, from: Option<IpAddr>) -> bool {
    let near = match &config.master_key_ips {
        None => true,
        Some(addresses) => from.is_some_and(|from| addresses.contains(&from.to_canonical())),
    };
    near && !config.master_key.0.is_empty() && same(key, &config.master_key)
}

/// Compares in a time that does not tell how much of the key was right.
pub(super) fn same(sent: &str, key: &Secret) -> bool {
    sent.as_bytes().ct_eq(key.0.as_bytes()).into()
}
