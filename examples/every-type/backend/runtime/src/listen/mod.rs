//! A listener and a router → HTTP, within bounds on how many connections there are and how slow they may be. It knows no
//! route.

mod body;
mod socket;
mod status;
mod stream;

pub(crate) use socket::{Bounds, End, Socket};
pub(crate) use status::{Closing, Status};

use crate::config::Config;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::Future;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use stream::Stream;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The routes that requests take: those of a server that starts, until it has started.
#[derive(Clone)]
pub(crate) struct Doors {
    starting: Router,
    started: Arc<OnceLock<Router>>,
}

impl Doors {
    pub(crate) fn new(starting: Router) -> Self {
        Self {
            starting,
            started: Arc::default(),
        }
    }

    pub(crate) fn open(&self, routes: Router) {
        self.started.get_or_init(|| routes);
    }

    fn now(&self) -> &Router {
        self.started.get().unwrap_or(&self.starting)
    }
}

/// Serves until `stop`, then finishes what is under way, as long as the configuration lets it take.
pub(crate) async fn serve(
    listener: TcpListener,
    doors: Doors,
    config: Config,
    status: Arc<Status>,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    // The number of headers is left at hyper's 100: another one would cost an allocation a request.
    http.timer(TokioTimer::new())
        .header_read_timeout(config.header_timeout)
        .max_header_size(config.max_header_bytes);
    let slots = Arc::new(Semaphore::new(config.max_connections as usize));
    let mut stop = pin!(stop);
    loop {
        let (socket, peer, slot) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let connection = Connection {
            http: http.clone(),
            doors: doors.clone(),
            closing: status.closing(),
        };
        // An answer is written whole, so there is nothing to wait for.
        let _ = socket.set_nodelay(true);
        let stream = Stream::new(socket, config.write_timeout, slot, &status);
        tokio::spawn(connection.run(stream, peer));
    }
    drop(listener);
    tracing::info!("stopping");
    status.close();
    // All slots are free again when all connections have ended.
    let ended = slots.acquire_many(config.max_connections);
    if tokio::time::timeout(config.shutdown, ended).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

/// The next connection, once there is a slot for it; until then it waits with the system.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there always is a slot to come.
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => return (socket, peer, slot),
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::error!("cannot accept a connection: {error}");
                // The process has too many files open, say; that passes, and trying at once again would take a core.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

struct Connection {
    http: http1::Builder,
    doors: Doors,
    closing: Closing,
}

impl Connection {
    async fn run(mut self, stream: Stream, peer: SocketAddr) {
        let doors = self.doors;
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            body::answer(doors.now().clone(), request)
        });
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        // What is upgraded takes its stream along, and with it the slot.
        let mut connection = pin!(connection.with_upgrades());
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.closing.told() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!("the connection from {peer} ended: {error}");
        }
    }
}
