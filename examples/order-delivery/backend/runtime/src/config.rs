//! Configuration: a TOML file, and over it the environment.

use crate::Result;
pub use crate::auth::PasswordPolicy;
use crate::error::Error;
use crate::mail::is_mailable;
use regex_lite::Regex;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// A setting: `PORT` in the environment, `port` in the file.
pub struct Key {
    pub name: &'static str,
    pub default: &'static str,
    pub about: &'static str,
}

impl Key {
    /// Whether it is `true` or `false`.
    fn is_flag(&self) -> bool {
        matches!(self.default, "true" | "false")
    }
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key {
        name,
        default,
        about,
    }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key(
        "HOST",
        "127.0.0.1",
        "Address to listen on. One that other machines reach needs an APP_ID of its own.",
    ),
    key(
        "PORT",
        "1337",
        "Port to listen on; 0 takes a free one and says which in the log.",
    ),
    key(
        "DATABASE_URL",
        "sqlite://data.db",
        "Where objects are kept: `sqlite://FILE`, relative to the working directory.",
    ),
    key(
        "APP_ID",
        "app",
        "Application id that clients send in `X-Parse-Application-Id`.",
    ),
    key(
        "MASTER_KEY",
        "",
        "Key that no access rule binds. Empty: nobody has it.",
    ),
    key(
        "MASTER_KEY_IPS",
        "127.0.0.1,::1",
        "Addresses from which the master key is accepted, with commas between them; `*` is every address.",
    ),
    key(
        "REST_API_KEY",
        "",
        "Key that clients send in `X-Parse-REST-API-Key`. Where this or JAVASCRIPT_KEY is set, one of them must be sent.",
    ),
    key(
        "JAVASCRIPT_KEY",
        "",
        "Key that clients send in `X-Parse-Javascript-Key`, as REST_API_KEY.",
    ),
    key("SESSION_DAYS", "365", "How long a session lasts, in days."),
    key(
        "PASSWORD_MIN_LENGTH",
        "1",
        "Fewest characters of a new password.",
    ),
    key(
        "PASSWORD_PATTERN",
        "",
        "Regular expression that a new password must match somewhere, as in `[0-9]`; empty: any will do.",
    ),
    key(
        "PASSWORD_MAY_CONTAIN_USERNAME",
        "true",
        "Whether a new password may hold the username.",
    ),
    key(
        "LOCKOUT_ATTEMPTS",
        "10",
        "How many logins in a row may fail before a name must wait; 0 never makes one wait.",
    ),
    key(
        "LOCKOUT_MINUTES",
        "5",
        "How long a name must wait then, in minutes.",
    ),
    key(
        "VERIFY_EMAIL",
        "false",
        "Whether a user is mailed a link that confirms his address, at sign-up and when it changes.",
    ),
    key(
        "PREVENT_LOGIN_WITH_UNVERIFIED_EMAIL",
        "false",
        "Whether nobody logs in before his address is confirmed; where VERIFY_EMAIL is `false` it does nothing.",
    ),
    key(
        "EMAIL_TOKEN_HOURS",
        "72",
        "How long the link that confirms an address works, in hours.",
    ),
    key(
        "RESET_TOKEN_HOURS",
        "1",
        "How long the link to a new password works, in hours.",
    ),
    key(
        "MAIL_FROM",
        "no-reply@localhost",
        "Address that mail comes from.",
    ),
    key(
        "APP_NAME",
        "",
        "What mails and their pages call the application; APP_ID where empty.",
    ),
    key(
        "OUTBOX_DIR",
        "outbox",
        "Folder that mail is written to, a file a message, where SMTP_URL is empty.",
    ),
    key(
        "SMTP_URL",
        "",
        "Mail server, as in `smtps://USER:PASSWORD@HOST`; for a backend built with the feature `smtp`.",
    ),
    key(
        "MOUNT_PATH",
        "/parse",
        "Path under which the REST API is served.",
    ),
    key(
        "SERVER_URL",
        "",
        "Public address of the API, as in `https://api.example.com/parse`; made of HOST, PORT and MOUNT_PATH where empty.",
    ),
    key(
        "MAX_BODY_BYTES",
        "4194304",
        "Largest body of a request, in bytes (4 MiB).",
    ),
    key(
        "BODY_TIMEOUT_SECONDS",
        "60",
        "Longest time that a client may take over the body of a request, in seconds.",
    ),
    key(
        "MAX_HEADER_BYTES",
        "65536",
        "Largest head of a request, in bytes (64 KiB). It may have 100 headers.",
    ),
    key(
        "HEADER_TIMEOUT_SECONDS",
        "30",
        "Longest time that a client may take over the head of a request, or that a connection may be idle, in seconds.",
    ),
    key(
        "MAX_CONNECTIONS",
        "4096",
        "Most connections at once; more wait until one of them ends.",
    ),
    key(
        "RATE_LIMIT_ADDRESS",
        "12000",
        "Most requests a minute from one address (of IPv6: one /64 network); 0 is no limit, here and below.",
    ),
    key(
        "RATE_LIMIT_USER",
        "6000",
        "Most requests a minute of one user, in all sessions.",
    ),
    key(
        "RATE_LIMIT_SESSION",
        "3000",
        "Most requests a minute in one session.",
    ),
    key(
        "RATE_LIMIT_SIGN_IN",
        "60",
        "Most attempts a minute from one address to sign up, sign in, verify a password or have a mail sent.",
    ),
    key(
        "RATE_LIMIT_EXEMPT",
        "127.0.0.1,::1",
        "Addresses that no rate limit binds, with commas between them; `*` is every address.",
    ),
    key(
        "MAX_LIMIT",
        "1000",
        "Most objects that one list returns; a larger `limit` is cut to it.",
    ),
    key(
        "QUERY_TIMEOUT_SECONDS",
        "10",
        "Longest time that a query may take, in seconds.",
    ),
    key(
        "SHUTDOWN_SECONDS",
        "10",
        "Longest time that a shutdown waits for requests under way, in seconds.",
    ),
    key(
        "LOG_LEVEL",
        "info",
        "`error`, `warn`, `info`, `debug` or `trace`.",
    ),
    key("LOG_FORMAT", "text", "`text` or `json`."),
];

/// The file that is read where `CONFIG` names no other.
const FILE: &str = "config.toml";

/// A backend's settings; [`KEYS`] documents each.
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
    pub max_body_bytes: usize,
    pub body_timeout: Duration,
    pub max_header_bytes: usize,
    pub header_timeout: Duration,
    /// At least 1.
    pub max_connections: u32,
    /// A minute, as the other rate limits; 0 is no limit.
    pub rate_limit_address: u32,
    pub rate_limit_user: u32,
    pub rate_limit_session: u32,
    pub rate_limit_sign_in: u32,
    /// `None` is every address.
    pub rate_limit_exempt: Option<Vec<IpAddr>>,
    pub max_limit: u64,
    pub query_timeout: Duration,
    pub shutdown: Duration,
    pub log_level: tracing::Level,
    pub log_format: LogFormat,
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

/// Settings as they were written, each with its place.
#[derive(Default)]
struct Settings {
    values: HashMap<&'static str, (String, String)>,
}

impl Settings {
    fn read_file(&mut self, path: &Path, text: &str) -> Result<()> {
        let place = path.display().to_string();
        let table: toml::Table = text
            .parse()
            .map_err(|error| wrong(format!("{place}: {error}")))?;
        for (name, value) in table {
            let Some(key) = KEYS.iter().find(|key| key.name.to_lowercase() == name) else {
                let known: Vec<_> = KEYS.iter().map(|key| key.name.to_lowercase()).collect();
                return Err(wrong(format!(
                    "{place}: there is no setting `{name}`; there are {}",
                    known.join(", ")
                )));
            };
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) if key.is_flag() => flag.to_string(),
                other => {
                    return Err(wrong(format!(
                        "{place}: `{name}` is text or a whole number, not {}",
                        other.type_str()
                    )));
                }
            };
            self.values.insert(key.name, (value, place.clone()));
        }
        Ok(())
    }

    fn read_environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for key in KEYS {
            if let Some(value) = variable(key.name) {
                self.values
                    .insert(key.name, (value, "the environment".into()));
            }
        }
    }

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
            max_body_bytes: self.parsed("MAX_BODY_BYTES", "a number of bytes")?,
            body_timeout: self.seconds("BODY_TIMEOUT_SECONDS")?,
            max_header_bytes: self.parsed("MAX_HEADER_BYTES", "a number of bytes")?,
            header_timeout: self.seconds("HEADER_TIMEOUT_SECONDS")?,
            max_connections: self
                .parsed::<NonZeroU32>("MAX_CONNECTIONS", "a number of connections, 1 or more")?
                .get(),
            rate_limit_address: self.per_minute("RATE_LIMIT_ADDRESS")?,
            rate_limit_user: self.per_minute("RATE_LIMIT_USER")?,
            rate_limit_session: self.per_minute("RATE_LIMIT_SESSION")?,
            rate_limit_sign_in: self.per_minute("RATE_LIMIT_SIGN_IN")?,
            rate_limit_exempt: self.addresses("RATE_LIMIT_EXEMPT")?,
            max_limit: self.parsed("MAX_LIMIT", "a number of objects")?,
            query_timeout: self.seconds("QUERY_TIMEOUT_SECONDS")?,
            shutdown: self.seconds("SHUTDOWN_SECONDS")?,
            log_level: self.parsed("LOG_LEVEL", "error, warn, info, debug or trace")?,
            log_format: match self.text("LOG_FORMAT").as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => return Err(self.wrong("LOG_FORMAT", "text or json")),
            },
        })
    }

    fn seconds(&self, name: &str) -> Result<Duration> {
        self.parsed::<u32>(name, "a number of seconds")
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    fn per_minute(&self, name: &str) -> Result<u32> {
        self.parsed(name, "a number of requests a minute")
    }

    fn server_url(&self, address: SocketAddr, mount_path: &str) -> String {
        let given = self.text("SERVER_URL");
        if given.is_empty() {
            return local_url(address, mount_path);
        }
        given.trim_end_matches('/').to_owned()
    }

    fn addresses(&self, name: &str) -> Result<Option<Vec<IpAddr>>> {
        let text = self.text(name);
        if text.trim() == "*" {
            return Ok(None);
        }
        let listed = text
            .split(',')
            .map(str::trim)
            .filter(|address| !address.is_empty());
        let addresses = listed.map(str::parse).collect::<Result<_, _>>();
        addresses
            .map(Some)
            .map_err(|_| self.wrong(name, "addresses with commas between them, or *"))
    }

    fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some((value, _)) => value.clone(),
            None => KEYS
                .iter()
                .find(|key| key.name == name)
                .map_or_else(String::new, |key| key.default.to_owned()),
        }
    }

    fn parsed<T: FromStr>(&self, name: &str, expected: &str) -> Result<T> {
        self.text(name)
            .parse()
            .map_err(|_| self.wrong(name, expected))
    }

    fn flag(&self, name: &str) -> Result<bool> {
        self.parsed(name, "true or false")
    }

    fn hours(&self, name: &str) -> Result<Duration> {
        let hours: u16 = self.parsed(name, "a number of hours up to 65535")?;
        Ok(Duration::from_secs(3_600 * u64::from(hours)))
    }

    fn pattern(&self, name: &str) -> Result<Option<Regex>> {
        match self.text(name).as_str() {
            "" => Ok(None),
            pattern => Regex::new(pattern)
                .map(Some)
                .map_err(|_| self.wrong(name, "a regular expression")),
        }
    }

    /// Never shows the value: it may be a secret put in the wrong place.
    fn wrong(&self, name: &str, expected: &str) -> Error {
        let place = self
            .values
            .get(name)
            .map_or("its default", |(_, place)| place.as_str());
        wrong(format!("{name} must be {expected} (set by {place})"))
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

/// The settings as a table in Markdown, for the documents.
pub fn markdown() -> String {
    let mut table =
        "| Environment | File | Default | Meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for key in KEYS {
        let default = if key.default.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{}`", key.default)
        };
        let _ = writeln!(
            table,
            "| `{}` | `{}` | {default} | {} |",
            key.name,
            key.name.to_lowercase(),
            key.about
        );
    }
    table
}
