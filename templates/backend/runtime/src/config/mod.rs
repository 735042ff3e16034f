//! Configuration: a TOML file, and over it the environment.

mod files;
mod graphql;
mod keys;
mod live;
mod network;
mod settings;
mod sign_in;

pub use files::{FileSettings, Uploaders};
pub use graphql::GraphqlSettings;
pub use keys::{Key, keys, markdown};
pub use live::LiveSettings;
pub use network::Network;
pub use sign_in::IdentityProvider;
#[cfg(feature = "sign-in")]
pub(crate) use sign_in::is_safe;

use crate::Result;
pub use crate::auth::PasswordPolicy;
use crate::error::Error;
use crate::mail::is_mailable;
use axum::http::{HeaderName, HeaderValue};
use settings::Settings;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// The file that is read where `CONFIG` names no other.
const FILE: &str = "config.toml";

/// A backend's settings; [`keys()`] documents each.
#[derive(Clone, Debug)]
pub struct Config {
    pub address: SocketAddr,
    pub database: PathBuf,
    pub app_id: String,
    pub master_key: Secret,
    /// `None` is every address.
    pub master_key_ips: Option<Vec<IpAddr>>,
    pub rest_api_key: Secret,
    pub javascript_key: Secret,
    pub session_length: Duration,
    pub password: PasswordPolicy,
    /// Whose word is taken for who somebody is.
    pub identity_providers: Vec<IdentityProvider>,
    pub lockout_attempts: u32,
    pub lockout_wait: Duration,
    pub verify_email: bool,
    /// Never where addresses are not verified.
    pub prevent_unverified: bool,
    pub email_token_lifetime: Duration,
    pub reset_token_lifetime: Duration,
    pub mail_from: String,
    pub app_name: String,
    pub outbox: PathBuf,
    /// Empty where mail goes to the outbox.
    pub smtp_url: Secret,
    /// Begins with `/`, ends without one unless that is all.
    pub mount_path: String,
    /// Ends without `/`.
    pub server_url: String,
    /// `None` is every origin.
    pub allow_origin: Option<Vec<HeaderValue>>,
    /// Beside those that every page may send.
    pub allow_headers: Vec<HeaderName>,
    pub files: FileSettings,
    pub graphql: GraphqlSettings,
    pub max_body_bytes: usize,
    pub body_timeout: Duration,
    pub max_header_bytes: usize,
    pub header_timeout: Duration,
    pub write_timeout: Duration,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// At least 1.
    pub max_connections: u32,
    /// A minute, as the other rate limits; 0 is no limit.
    pub rate_limit_address: u32,
    pub rate_limit_user: u32,
    pub rate_limit_session: u32,
    pub rate_limit_sign_in: u32,
    /// `None` is every address.
    pub rate_limit_exempt: Option<Vec<IpAddr>>,
    /// How long a repeat of a request is known as one; zero where none is.
    pub idempotency: Duration,
    pub repeats: Repeats,
    pub live: LiveSettings,
    pub max_limit: u64,
    pub batch_limit: usize,
    pub custom_ids: bool,
    pub query_timeout: Duration,
    pub function_timeout: Duration,
    pub webhook_key: Secret,
    pub webhook_timeout: Duration,
    /// At least 1.
    pub webhook_attempts: u32,
    /// At least 1.
    pub max_jobs: u32,
    pub job_timeout: Duration,
    pub live_window: LiveWindow,
    pub shutdown: Duration,
    pub log_level: tracing::Level,
    pub log_format: LogFormat,
    /// Empty where only the master reads what is counted.
    pub metrics_token: Secret,
    /// How long a server that is to stop goes on, so that nobody is sent to it any more.
    pub drain: Duration,
    /// Whether each request is worth a line at `info`.
    pub log_requests: bool,
}

/// How much of what has happened is kept for whoever comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveWindow {
    pub age: Duration,
    pub changes: u32,
    pub bytes: u32,
}

/// What a repeat of a request is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// With the first answer.
    Replay,
    /// With code 159, as Parse does.
    Refuse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Text that no log shows.
#[derive(Clone, Default)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "unset" } else { "set" })
    }
}

impl Config {
    /// Reads the file that `CONFIG` names, or `config.toml` where there is one, and the environment over it.
    ///
    /// # Errors
    /// What is wrong with which setting, and where it was set.
    pub fn load() -> Result<Self> {
        let named = std::env::var("CONFIG").ok().map(PathBuf::from);
        let path = named.clone().unwrap_or_else(|| FILE.into());
        let mut settings = Settings::default();
        match std::fs::read_to_string(&path) {
            Ok(text) => settings.read_file(&path, &text)?,
            Err(error) if named.is_some() => {
                return Err(wrong(format!("cannot read {}: {error}", path.display())));
            }
            Err(_) => {}
        }
        settings.read_environment(|name| std::env::var(name).ok());
        settings.config()
    }

    /// The settings of a server that listens on this address, where the port was any that is free.
    pub(crate) fn bound_to(mut self, address: SocketAddr) -> Self {
        if self.server_url == local_url(self.address, &self.mount_path) {
            self.server_url = local_url(address, &self.mount_path);
        }
        self.address = address;
        self
    }

    /// Whether a stranger could know a key.
    pub fn has_default_keys(&self) -> bool {
        self.app_id == "app" || (1..16).contains(&self.master_key.0.len())
    }

    /// Whether the server can be reached from another machine.
    pub fn is_public(&self) -> bool {
        !self.address.ip().is_loopback()
    }
}

impl Settings {
    fn config(&self) -> Result<Config> {
        let host = self.text("HOST");
        let port: u16 = self.parsed("PORT", "a port from 0 to 65535")?;
        let address = address(&host, port)
            .ok_or_else(|| self.wrong("HOST", "an address or a name of this machine"))?;
        let url = self.text("DATABASE_URL");
        let database = url
            .strip_prefix("sqlite://")
            .filter(|file| !file.is_empty());
        let database = database
            .ok_or_else(|| self.wrong("DATABASE_URL", "`sqlite://FILE`"))?
            .into();
        let app_id = self.text("APP_ID");
        if app_id.is_empty() {
            return Err(self.wrong("APP_ID", "an id, not empty"));
        }
        let mount_path = format!("/{}", self.text("MOUNT_PATH").trim_matches('/'));
        if mount_path
            .contains(|letter: char| !letter.is_ascii_graphic() || "{}?#*".contains(letter))
        {
            return Err(self.wrong("MOUNT_PATH", "a path such as /parse"));
        }
        let mail_from = self.text("MAIL_FROM");
        if !is_mailable(&mail_from) {
            return Err(self.wrong("MAIL_FROM", "an address such as shop@example.com"));
        }
        let verify_email = self.flag("VERIFY_EMAIL")?;
        Ok(Config {
            address,
            database,
            master_key: Secret(self.text("MASTER_KEY")),
            master_key_ips: self.addresses("MASTER_KEY_IPS")?,
            rest_api_key: Secret(self.text("REST_API_KEY")),
            javascript_key: Secret(self.text("JAVASCRIPT_KEY")),
            session_length: Duration::from_secs(
                86_400
                    * u64::from(
                        self.parsed::<u16>("SESSION_DAYS", "a number of days up to 65535")?,
                    ),
            ),
            password: PasswordPolicy {
                min_length: self.parsed("PASSWORD_MIN_LENGTH", "a number of characters")?,
                pattern: self.pattern("PASSWORD_PATTERN")?,
                may_contain_username: self.flag("PASSWORD_MAY_CONTAIN_USERNAME")?,
            },
            identity_providers: self.identity_providers()?,
            lockout_attempts: self.parsed("LOCKOUT_ATTEMPTS", "a number of attempts")?,
            lockout_wait: Duration::from_secs(
                60 * u64::from(
                    self.parsed::<u16>("LOCKOUT_MINUTES", "a number of minutes up to 65535")?,
                ),
            ),
            verify_email,
            prevent_unverified: self.flag("PREVENT_LOGIN_WITH_UNVERIFIED_EMAIL")? && verify_email,
            email_token_lifetime: self.hours("EMAIL_TOKEN_HOURS")?,
            reset_token_lifetime: self.hours("RESET_TOKEN_HOURS")?,
            mail_from,
            app_name: Some(self.text("APP_NAME"))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| app_id.clone()),
            outbox: self.text("OUTBOX_DIR").into(),
            smtp_url: Secret(self.text("SMTP_URL")),
            app_id,
            server_url: self.server_url(address, &mount_path),
            mount_path,
            allow_origin: self.listed("ALLOW_ORIGIN", "origins with commas between them, or *")?,
            allow_headers: self
                .items("ALLOW_HEADERS", "names of headers with commas between them")?,
            files: self.files()?,
            graphql: self.graphql()?,
            max_body_bytes: self.parsed("MAX_BODY_BYTES", "a number of bytes")?,
            body_timeout: self.seconds("BODY_TIMEOUT_SECONDS")?,
            max_header_bytes: self.parsed("MAX_HEADER_BYTES", "a number of bytes")?,
            header_timeout: self.seconds("HEADER_TIMEOUT_SECONDS")?,
            write_timeout: self.seconds("WRITE_TIMEOUT_SECONDS")?,
            trusted_proxies: self.items(
                "TRUSTED_PROXIES",
                "addresses or networks such as 10.0.0.0/8 with commas between them",
            )?,
            max_connections: self
                .parsed::<NonZeroU32>("MAX_CONNECTIONS", "a number of connections, 1 or more")?
                .get(),
            rate_limit_address: self.per_minute("RATE_LIMIT_ADDRESS")?,
            rate_limit_user: self.per_minute("RATE_LIMIT_USER")?,
            rate_limit_session: self.per_minute("RATE_LIMIT_SESSION")?,
            rate_limit_sign_in: self.per_minute("RATE_LIMIT_SIGN_IN")?,
            rate_limit_exempt: self.addresses("RATE_LIMIT_EXEMPT")?,
            idempotency: self.seconds("IDEMPOTENCY_TTL_SECONDS")?,
            repeats: match self.text("IDEMPOTENCY_REPEATS").as_str() {
                "replay" => Repeats::Replay,
                "refuse" => Repeats::Refuse,
                _ => return Err(self.wrong("IDEMPOTENCY_REPEATS", "replay or refuse")),
            },
            live: self.live()?,
            max_limit: self.parsed("MAX_LIMIT", "a number of objects")?,
            batch_limit: self.parsed("BATCH_LIMIT", "a number of requests")?,
            custom_ids: self.flag("ALLOW_CUSTOM_OBJECT_ID")?,
            query_timeout: self.seconds("QUERY_TIMEOUT_SECONDS")?,
            function_timeout: self.seconds("FUNCTION_TIMEOUT_SECONDS")?,
            webhook_key: Secret(self.text("WEBHOOK_KEY")),
            webhook_timeout: self.seconds("WEBHOOK_TIMEOUT_SECONDS")?,
            webhook_attempts: self
                .parsed::<NonZeroU32>("WEBHOOK_ATTEMPTS", "a number of attempts, at least 1")?
                .get(),
            max_jobs: self
                .parsed::<NonZeroU32>("MAX_JOBS", "a number of jobs, at least 1")?
                .get(),
            job_timeout: self.seconds("JOB_TIMEOUT_SECONDS")?,
            live_window: LiveWindow {
                age: self.seconds("LIVE_WINDOW_SECONDS")?,
                changes: self.parsed("LIVE_WINDOW_CHANGES", "a number of changes")?,
                bytes: self.parsed("LIVE_WINDOW_BYTES", "a number of bytes below 4 GiB")?,
            },
            shutdown: self.seconds("SHUTDOWN_SECONDS")?,
            log_level: self.parsed("LOG_LEVEL", "error, warn, info, debug or trace")?,
            log_format: match self.text("LOG_FORMAT").as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => return Err(self.wrong("LOG_FORMAT", "text or json")),
            },
            metrics_token: self.metrics_token()?,
            drain: self.seconds("DRAIN_SECONDS")?,
            log_requests: self.flag("LOG_REQUESTS")?,
        })
    }

    fn server_url(&self, address: SocketAddr, mount_path: &str) -> String {
        let given = self.text("SERVER_URL");
        if given.is_empty() {
            return local_url(address, mount_path);
        }
        given.trim_end_matches('/').to_owned()
    }

    fn metrics_token(&self) -> Result<Secret> {
        let token = self.text("METRICS_TOKEN");
        match token.len() {
            1..16 => Err(self.wrong("METRICS_TOKEN", "16 characters or more")),
            _ => Ok(Secret(token)),
        }
    }
}

fn local_url(address: SocketAddr, mount_path: &str) -> String {
    format!("http://{address}{}", mount_path.trim_end_matches('/'))
}

fn address(host: &str, port: u16) -> Option<SocketAddr> {
    match host.parse::<IpAddr>() {
        Ok(ip) => Some(SocketAddr::new(ip, port)),
        Err(_) => (host, port).to_socket_addrs().ok()?.next(),
    }
}

fn wrong(message: String) -> Error {
    Error::startup(message)
}
