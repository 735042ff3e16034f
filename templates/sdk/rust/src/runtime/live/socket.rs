//! The task that has the socket: it connects, asks for what is watched, and passes on what it hears.

use super::super::RetryPolicy;
use super::super::http::problem;
use super::super::retry::jitter;
use super::{Command, EventKind, LiveState, Raw, Sink, Target, Told};
use crate::runtime::{Error, Problem};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const CONNECT: Duration = Duration::from_secs(20);
/// How often the server is asked for a sign of life, and how long it may give none.
const PING: Duration = Duration::from_secs(30);
const SILENCE: Duration = Duration::from_secs(75);
/// How long to wait before it connects again.
const WAITS: RetryPolicy = RetryPolicy {
    tries: u32::MAX,
    base: Duration::from_millis(500),
    cap: Duration::from_secs(30),
};

struct Watched {
    query: Value,
    sink: Sink,
    /// Of the last event; empty at first, which means from now on.
    position: String,
    /// Events were to be had once, so that to begin at what is now would leave a gap.
    begun: bool,
    /// It was asked for from now on.
    from_now: bool,
}

/// Why a connection ended.
enum End {
    /// Nothing is watched any more.
    Idle,
    /// Somebody else is signed in, who may see something else: everything is asked for again in his name.
    Session,
    Broken,
    /// The client is gone.
    Client,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Frame {
    op: String,
    request_id: Option<u64>,
    position: Option<String>,
    #[serde(default)]
    requery: bool,
    object: Option<Value>,
    original: Option<Value>,
    #[serde(default = "yes")]
    reconnect: bool,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

fn yes() -> bool {
    true
}

struct Task {
    target: Target,
    commands: mpsc::UnboundedReceiver<Command>,
    token: watch::Receiver<Option<String>>,
    state: watch::Sender<LiveState>,
    watched: BTreeMap<u64, Watched>,
    /// Connections that failed one after another.
    failed: u32,
}

pub(super) async fn run(
    target: Target,
    commands: mpsc::UnboundedReceiver<Command>,
    state: watch::Sender<LiveState>,
) {
    let token = target.session.subscribe();
    let mut task = Task {
        target,
        commands,
        token,
        state,
        watched: BTreeMap::new(),
        failed: 0,
    };
    loop {
        while task.watched.is_empty() {
            task.state.send_replace(LiveState::Idle);
            match task.commands.recv().await {
                Some(command) => drop(task.take(command)),
                None => return,
            }
        }
        task.state.send_replace(LiveState::Connecting);
        let end = match timeout(CONNECT, connect_async(&task.target.url)).await {
            Ok(Ok((socket, _))) => task.talk(socket).await,
            Ok(Err(tungstenite::Error::Http(answer))) => {
                task.turned_away(answer.status().as_u16());
                End::Broken
            }
            _ => End::Broken,
        };
        match end {
            End::Client => return,
            End::Idle => task.failed = 0,
            End::Session => {
                task.failed = 0;
                for watched in task.watched.values_mut() {
                    watched.position.clear();
                }
            }
            End::Broken => {
                task.failed += 1;
                task.state.send_replace(LiveState::Waiting);
                if !task.wait(jitter(task.failed, WAITS)).await {
                    return;
                }
            }
        }
    }
}

impl Task {
    /// Notes what is watched, and gives the frame that says so.
    fn take(&mut self, command: Command) -> Option<Value> {
        match command {
            Command::Subscribe { id, query, sink } => {
                let watched = Watched {
                    query,
                    sink,
                    position: String::new(),
                    begun: false,
                    from_now: true,
                };
                self.watched.insert(id, watched);
                self.asked(id)
            }
            Command::Unsubscribe(id) => self
                .watched
                .remove(&id)
                .map(|_| json!({"op": "unsubscribe", "requestId": id})),
        }
    }

    fn asked(&mut self, id: u64) -> Option<Value> {
        let watched = self.watched.get_mut(&id)?;
        watched.from_now = watched.position.is_empty();
        let (query, after) = (&watched.query, &watched.position);
        Some(json!({"op": "subscribe", "requestId": id, "query": query, "after": after}))
    }

    /// Waits, and goes on listening to the client; `false` where it is gone.
    async fn wait(&mut self, time: Duration) -> bool {
        let end = sleep(time);
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return true,
                command = self.commands.recv() => match command {
                    Some(command) => drop(self.take(command)),
                    None => return false,
                },
            }
            if self.watched.is_empty() {
                return true;
            }
        }
    }

    async fn talk(&mut self, mut socket: Socket) -> End {
        let token = self.token.borrow_and_update().clone();
        let mut hello = self.target.hello.clone();
        hello.extend(
            token
                .iter()
                .map(|token| ("sessionToken".to_owned(), json!(token))),
        );
        if send(&mut socket, &hello.into()).await.is_err() {
            return End::Broken;
        }
        let end = self.listen(&mut socket, token.as_deref()).await;
        // The other side need not be there any more.
        let _ = timeout(Duration::from_secs(1), socket.close(None)).await;
        end
    }

    async fn listen(&mut self, socket: &mut Socket, token: Option<&str>) -> End {
        let mut open = false;
        let mut ping = interval(PING);
        let mut heard = Instant::now();
        loop {
            let sent = tokio::select! {
                message = socket.next() => {
                    heard = Instant::now();
                    let text = match message {
                        Some(Ok(Message::Text(text))) => text,
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Broken,
                        Some(Ok(_)) => continue,
                    };
                    let Ok(frame) = serde_json::from_str::<Frame>(&text) else {
                        return End::Broken;
                    };
                    if frame.op == "connected" {
                        open = true;
                        self.failed = 0;
                        self.state.send_replace(LiveState::Open);
                        self.ask_all(socket).await
                    } else {
                        self.hear(frame, token);
                        Ok(())
                    }
                }
                command = self.commands.recv() => {
                    let Some(command) = command else {
                        return End::Client;
                    };
                    match self.take(command) {
                        Some(frame) if open => send(socket, &frame).await,
                        _ => Ok(()),
                    }
                }
                changed = self.token.changed() => match changed {
                    Ok(()) => return End::Session,
                    Err(_) => return End::Client,
                },
                now = ping.tick() => {
                    if now.saturating_duration_since(heard) > SILENCE {
                        return End::Broken;
                    }
                    socket.send(Message::Ping(Vec::new().into())).await
                }
            };
            if sent.is_err() {
                return End::Broken;
            }
            if self.watched.is_empty() {
                return End::Idle;
            }
        }
    }

    async fn ask_all(&mut self, socket: &mut Socket) -> Result<(), tungstenite::Error> {
        let all: Vec<u64> = self.watched.keys().copied().collect();
        for id in all {
            if let Some(frame) = self.asked(id) {
                send(socket, &frame).await?;
            }
        }
        Ok(())
    }

    fn hear(&mut self, mut frame: Frame, token: Option<&str>) {
        if frame.op == "error" {
            return self.refused(&mut frame, token);
        }
        let Some(watched) = frame.request_id.and_then(|id| self.watched.get_mut(&id)) else {
            return;
        };
        if frame.op == "subscribed" {
            // A server that knows no positions cannot go on where it was.
            let anew = watched.begun && (watched.from_now || frame.position.is_none());
            watched.begun = true;
            let gap = frame.requery || anew;
            watched.sink.tell(Told::Subscribed { gap });
        } else if let (Some(kind), Some(object)) = (EventKind::named(&frame.op), frame.object) {
            let original = frame.original;
            watched.sink.tell(Told::Event(Raw {
                kind,
                object,
                original,
            }));
        }
        if let Some(position) = frame.position {
            watched.position = position;
        }
    }

    fn refused(&mut self, frame: &mut Frame, token: Option<&str>) {
        let error = Error::told(problem(&mut frame.rest), None);
        if let (Error::InvalidSession(_), Some(token)) = (&error, token) {
            // That it cannot be forgotten on disk is told at the next call.
            let _ = self.target.session.end(token);
            return self.fail_all(&error);
        }
        match frame.request_id.and_then(|id| self.watched.remove(&id)) {
            Some(watched) => watched.sink.fail(error),
            None if !frame.reconnect => self.fail_all(&error),
            None => {}
        }
    }

    /// There are no live queries to be had at this address: whoever waits for the first event would wait forever. Those that have
    /// begun wait, for a proxy may say so while the server starts.
    fn turned_away(&mut self, status: u16) {
        if !(400..500).contains(&status) || matches!(status, 408 | 429) {
            return;
        }
        let mut problem = Problem::of(format!("the server answered {status} to a WebSocket"));
        problem.status = Some(status);
        let error = Error::told(problem, None);
        for (_, watched) in self.watched.extract_if(.., |_, watched| !watched.begun) {
            watched.sink.fail(error.clone());
        }
    }

    fn fail_all(&mut self, error: &Error) {
        for watched in std::mem::take(&mut self.watched).into_values() {
            watched.sink.fail(error.clone());
        }
    }
}

async fn send(socket: &mut Socket, frame: &Value) -> Result<(), tungstenite::Error> {
    socket.send(Message::text(frame.to_string())).await
}
