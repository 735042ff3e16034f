//! What is to be mailed, in a queue off the requests: a client waits neither for a mail nor to learn whether one goes.

use super::{Failure, Mailer, Message};
use crate::Result;
use crate::error::Error;
use crate::service::Service;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};

/// How many requests wait at most.
const WAITING: usize = 1_000;
/// How many messages are on their way at once.
const AT_ONCE: usize = 4;
/// How long to wait before each further try.
const WAITS: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_secs(60),
];

/// A wish for a mail, before anybody has looked whether there is somebody to write to.
#[derive(Debug)]
pub(crate) enum Request {
    /// To whoever has this address.
    PasswordReset { address: String },
    /// To whoever has this address and has not confirmed it.
    Verification { address: String },
    /// To this user, whose address is new.
    Welcome { user: String },
}

/// The end of the queue at which requests go in.
#[derive(Clone)]
pub(crate) struct Queue {
    requests: mpsc::Sender<Request>,
}

impl Queue {
    /// # Errors
    /// Code 155 where too much waits already.
    pub(crate) fn put(&self, request: Request) -> Result<()> {
        self.requests.try_send(request).map_err(|_| Error::busy())
    }
}

/// The end at which they come out.
pub(crate) struct Post {
    waiting: mpsc::Receiver<Request>,
}

/// A post that works, until it is told to finish.
pub(crate) struct Working {
    finish: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Post {
    pub(crate) fn new() -> (Queue, Self) {
        let (requests, waiting) = mpsc::channel(WAITING);
        (Queue { requests }, Self { waiting })
    }

    pub(crate) fn start(self, service: Service, mailer: Mailer) -> Working {
        let (finish, finishing) = oneshot::channel();
        let task = tokio::spawn(work(self.waiting, service, Arc::new(mailer), finishing));
        Working { finish, task }
    }
}

impl Working {
    /// Takes no more requests, and answers those that wait.
    pub(crate) async fn finish(self, within: Duration) {
        let _ = self.finish.send(());
        if tokio::time::timeout(within, self.task).await.is_err() {
            tracing::warn!("some mails were not sent");
        }
    }
}

async fn work(
    mut waiting: mpsc::Receiver<Request>,
    service: Service,
    mailer: Arc<Mailer>,
    mut finishing: oneshot::Receiver<()>,
) {
    let mut under_way = JoinSet::new();
    let mut open = true;
    loop {
        let request = tokio::select! {
            request = waiting.recv() => request,
            _ = &mut finishing, if open => {
                open = false;
                waiting.close();
                continue;
            }
        };
        let Some(request) = request else { break };
        if under_way.len() >= AT_ONCE {
            under_way.join_next().await;
        }
        under_way.spawn(answer(service.clone(), Arc::clone(&mailer), request));
    }
    while under_way.join_next().await.is_some() {}
}

async fn answer(service: Service, mailer: Arc<Mailer>, request: Request) {
    // Its token is durable when the message is there.
    match service.message(&request).await {
        Ok(Some((user, message))) => deliver(&mailer, &user, &message).await,
        Ok(None) => {}
        Err(error) => tracing::warn!("a mail could not be prepared: {error}"),
    }
}

/// Logs whom the message went to, and never what it says.
async fn deliver(mailer: &Mailer, user: &str, message: &Message) {
    let mut waits = WAITS.into_iter();
    loop {
        match (mailer.send(message).await, waits.next()) {
            (Ok(()), _) => return tracing::info!("mailed `{}` to user {user}", message.subject),
            (Err(Failure::Passing(reason)), Some(wait)) => {
                tracing::warn!("a mail to user {user} will be tried again: {reason}");
                tokio::time::sleep(wait).await;
            }
            (Err(Failure::Passing(reason) | Failure::Lasting(reason)), _) => {
                return tracing::error!("a mail to user {user} was not sent: {reason}");
            }
        }
    }
}
