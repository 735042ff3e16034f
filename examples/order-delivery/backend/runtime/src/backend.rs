//! A backend: its schema and hooks, brought up on a port and taken down again.

use crate::class::Schema;
use crate::config::{Config, LogFormat};
use crate::error::Error;
use crate::files::Files;
use crate::functions::FunctionSet;
use crate::hooks::HookSet;
use crate::identity::Providers;
use crate::jobs::JobSet;
use crate::listen::{Doors, Status};
use crate::live::Engine;
use crate::mail::{Mailer, Post};
use crate::push::PushProvider;
use crate::service::{Outside, Service, UserCode};
use crate::store::{Catalog, Sqlite};
use crate::webhooks::Webhooks;
use crate::{Result, listen, rest};
use std::future::Future;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// What `main` brings up.
pub struct Backend {
    schema: &'static Schema,
    code: UserCode,
}

impl Backend {
    pub fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            code: UserCode::default(),
        }
    }

    #[must_use]
    pub fn hooks(mut self, hooks: HookSet) -> Self {
        self.code.hooks = hooks;
        self
    }

    #[must_use]
    pub fn functions(mut self, functions: FunctionSet) -> Self {
        self.code.functions = functions;
        self
    }

    #[must_use]
    pub fn jobs(mut self, jobs: JobSet) -> Self {
        self.code.jobs = jobs;
        self
    }

    /// Delivers pushes with this; without it they go to the log.
    #[must_use]
    pub fn push(mut self, provider: impl PushProvider) -> Self {
        self.code.push = Some(Arc::new(provider));
        self
    }

    /// Serves until the process is told to stop (SIGINT or SIGTERM), then finishes what is under way.
    ///
    /// # Errors
    /// A setting is wrong, the database cannot be opened or does not fit the schema, or the port is taken.
    pub async fn serve(self) -> Result<()> {
        let config = Config::load()?;
        start_log(&config);
        let stop = stop_signal()?;
        self.serve_until(config, stop).await
    }

    async fn serve_until(
        self,
        config: Config,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<()> {
        if config.is_public() && config.has_default_keys() {
            let message = format!(
                "HOST is {}, which other machines reach, and APP_ID is the default: set APP_ID, and MASTER_KEY to \
                 nothing or to at least 16 characters",
                config.address.ip()
            );
            return Err(Error::startup(message));
        }
        let mailer = Mailer::new(&config)?;
        // The port first: a second server beside the first must not touch its database.
        let listener = TcpListener::bind(config.address).await.map_err(|error| {
            Error::startup(format!("cannot listen on {}: {error}", config.address))
        })?;
        let address = listener.local_addr().map_err(Error::internal)?;
        let config = config.bound_to(address);
        let catalog = Arc::new(Catalog::new(self.schema));
        let status = Arc::new(Status::default());
        let stop = drained(stop, Arc::clone(&status), config.drain);
        let doors = Doors::new(rest::starting());
        let serving = listen::serve(
            listener,
            doors.clone(),
            config.clone(),
            Arc::clone(&status),
            stop,
        );
        let serving = tokio::spawn(serving);
        let files_url = format!("{}/files/{}/", config.server_url, config.app_id);
        let store = Sqlite::open(
            &config.database,
            Arc::clone(&catalog),
            &files_url,
            config.query_timeout,
            config.live_window,
        )?;
        let files = Files::new(&config)?;
        let (mail, post) = Post::new();
        let outside = Outside {
            files,
            mail,
            webhooks: Webhooks::new(&config)?,
            providers: Providers::new(&config)?,
        };
        let service = Service::new(catalog, Box::new(store), self.code, outside, &config);
        service.load_webhooks().await?;
        service.ensure_roles(self.schema.roles).await?;
        service.fail_interrupted_jobs().await?;
        service.fail_interrupted_pushes().await?;
        service.keep_schedule()?;
        let post = post.start(service.clone(), mailer);
        let delivering = tokio::spawn(service.clone().tell_webhooks());
        let forgetting = tokio::spawn(service.clone().forget_old_requests());
        let engine = Engine::new(service.clone(), config.live_window)
            .map(|engine| tokio::spawn(engine.run()));
        doors.open(rest::router(service.clone(), config.clone(), status)?);
        tracing::info!(
            "{} listens on http://{address}{}",
            self.schema.name,
            config.mount_path
        );
        serving.await.map_err(Error::internal)?;
        forgetting.abort();
        if let Some(engine) = engine {
            engine.abort();
        }
        // What was not told yet is told after the next start.
        delivering.abort();
        tokio::join!(
            post.finish(config.shutdown),
            service.jobs().stop(),
            service.pushes().stop()
        );
        service.store().close().await
    }
}

/// A stop of which those who ask whether the server is ready learn some time before.
async fn drained(stop: impl Future<Output = ()>, status: Arc<Status>, wait: Duration) {
    stop.await;
    status.stop();
    tokio::time::sleep(wait).await;
}

fn start_log(config: &Config) {
    let log = tracing_subscriber::fmt()
        .with_max_level(config.log_level)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second backend in one process logs where the first does.
    let _ = match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}

fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let orphaned = orphaned();
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = orphaned => {}
        }
    })
}

/// Under `backsmith dev` standard input is a pipe from it that closes when it is gone, however it ended; a server must not
/// outlive it. Otherwise standard input says nothing.
fn orphaned() -> impl Future<Output = ()> + Send + 'static {
    let (gone, told) = tokio::sync::oneshot::channel();
    if std::env::var_os("BACKSMITH_DEV").is_some() {
        // A thread of its own: tokio would wait for the end of the input before it stops for another reason.
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            let _ = gone.send(());
        });
    }
    async {
        if told.await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
