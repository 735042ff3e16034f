//! The client: where the server is, who is signed in, and the doors to everything.

use super::class::Class;
use super::http::Http;
#[cfg(feature = "live")]
use super::live::{Live, LiveState};
use super::retry::Retries;
use super::session::Session;
use super::{
    Batch, Collection, Error, Files, MemorySession, Problem, Reqwest, Result, RetryPolicy,
    SessionStorage, Transport,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A client of the server. Copies are cheap and share the session and the socket.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub http: Http,
    #[cfg(feature = "live")]
    pub live: Live,
}

/// What a client is made of.
pub struct Builder {
    server_url: String,
    app_id: String,
    headers: Vec<(&'static str, String)>,
    session: Box<dyn SessionStorage>,
    transport: Option<Box<dyn Transport>>,
    retry: RetryPolicy,
    timeout: Duration,
}

impl Client {
    /// A client that keeps its session in memory.
    ///
    /// # Errors
    /// The address is none, or there is no TLS to be had.
    pub fn new(server_url: impl Into<String>, app_id: impl Into<String>) -> Result<Self> {
        Self::builder(server_url, app_id).build()
    }

    /// `server_url` is with the mount: `https://shop.example/parse`.
    pub fn builder(server_url: impl Into<String>, app_id: impl Into<String>) -> Builder {
        Builder {
            server_url: server_url.into(),
            app_id: app_id.into(),
            headers: Vec::new(),
            session: Box::new(MemorySession::default()),
            transport: None,
            retry: RetryPolicy::default(),
            timeout: Duration::from_secs(30),
        }
    }

    /// All objects of a class.
    pub fn collection<C: Class>(&self) -> Collection<'_, C> {
        Collection::new(self)
    }

    /// Several writes in one request.
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(self)
    }

    pub fn files(&self) -> Files<'_> {
        Files::new(self)
    }

    /// How the connection of live queries is, now and as it changes.
    #[cfg(feature = "live")]
    pub fn live_state(&self) -> tokio::sync::watch::Receiver<LiveState> {
        self.inner.live.state()
    }

    pub(super) fn http(&self) -> &Http {
        &self.inner.http
    }
}

/// Says where the server is, and no secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Client");
        shown.field("server_url", &self.inner.http.server_url);
        shown.finish_non_exhaustive()
    }
}

impl Builder {
    /// The key that servers ask for which have one: `X-Parse-REST-API-Key`.
    #[must_use]
    pub fn rest_api_key(self, key: impl Into<String>) -> Self {
        self.header("X-Parse-REST-API-Key", key)
    }

    /// A header of every request.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Where the session is kept, if not in memory.
    #[must_use]
    pub fn session(mut self, storage: impl SessionStorage) -> Self {
        self.session = Box::new(storage);
        self
    }

    /// Another way to the server.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one try may take; 30 seconds if nothing is said.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// # Errors
    /// The address is none, the session cannot be read, or there is no TLS to be had.
    pub fn build(self) -> Result<Client> {
        let server_url = self.server_url.trim_end_matches('/').to_owned();
        if !server_url.starts_with("http://") && !server_url.starts_with("https://") {
            let message = format!(
                "`{server_url}` is no address of a server: it begins with `https://` or `http://`"
            );
            return Err(Error::BadRequest(Problem::of(message)));
        }
        // Where the program has chosen another provider before, that one stays.
        #[cfg(feature = "rustls")]
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = match self.transport {
            Some(transport) => transport,
            None => Box::new(Reqwest::with_timeout(self.timeout)?),
        };
        let session = Session::new(self.session).map_err(Error::unreadable)?;
        let session = Arc::new(session);
        #[cfg(feature = "live")]
        let live = Live::new(&server_url, &self.app_id, &self.headers, &session);
        let http = Http {
            transport,
            server_url,
            app_id: self.app_id,
            headers: self.headers,
            session,
            retries: Retries::new(self.retry),
        };
        let inner = Inner {
            http,
            #[cfg(feature = "live")]
            live,
        };
        Ok(Client {
            inner: Arc::new(inner),
        })
    }
}
