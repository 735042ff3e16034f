//! `graphql-transport-ws`: a conversation on a socket, in which operations run side by side → questions to the [`Graph`], and
//! what they are told, each as it comes. Who speaks, the door finds out.

mod message;

use super::{Asking, Graph, Question, Reply};
use crate::error::Error;
use crate::listen::{End, Socket};
use crate::wire::{Object, Value};
use message::{Said, ends};
use serde_json::{Map, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::timeout;

/// How many results wait for a client. Operations wait beyond that, and what they wait for has bounds of its own.
const WAITING: usize = 16;

/// What a conversation needs of the door that it came through.
pub(crate) trait Host: Send + Sync + 'static {
    fn graph(&self) -> &Graph;

    /// Who speaks, by what he has said of himself where a request has headers. He is asked for at every operation: a
    /// session may be over by then.
    fn admit(
        &self,
        said: &Map<String, Value>,
    ) -> impl Future<Output = Result<Asking, Error>> + Send;

    /// How long a client may take to say who he is.
    fn patience(&self) -> Duration;

    /// How many operations may run on one connection.
    fn most(&self) -> usize;
}

/// Speaks until one of both has had enough.
pub(crate) async fn talk<H: Host>(mut socket: Socket, host: H) {
    let host = Arc::new(host);
    let end = match introduced(&mut socket, host.as_ref()).await {
        Ok(said) => Talk::new(host, said).run(&mut socket).await,
        Err(end) => end,
    };
    socket.close(end).await;
}

/// What the client says of himself, once that is somebody.
async fn introduced(socket: &mut Socket, host: &impl Host) -> Result<Map<String, Value>, End> {
    let introduction = async {
        loop {
            match Said::read(&socket.next().await?) {
                Some(Said::Init(said)) => {
                    host.admit(&said).await.map_err(|_| ends::FORBIDDEN)?;
                    socket.send(message::ack()).await?;
                    return Ok(said);
                }
                Some(Said::Ping(payload)) => socket.send(message::pong(payload)).await?,
                Some(Said::Pong) => {}
                Some(Said::Subscribe { .. } | Said::Complete { .. }) => {
                    return Err(ends::UNAUTHORIZED);
                }
                None => return Err(ends::INVALID),
            }
        }
    };
    let introduced = timeout(host.patience(), introduction).await;
    introduced.unwrap_or(Err(ends::SILENT))
}

struct Talk<H> {
    host: Arc<H>,
    said: Arc<Map<String, Value>>,
    /// By the names that the client has given them.
    running: HashMap<String, Running>,
    /// How many operations there have been: a name may be taken again.
    begun: u64,
    told: mpsc::Sender<Told>,
    due: mpsc::Receiver<Told>,
}

struct Running {
    number: u64,
    task: AbortHandle,
}

/// An operation ends with the conversation, and when it is not wanted any more.
impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Something about one operation.
struct Told {
    id: String,
    number: u64,
    what: What,
}

enum What {
    /// A result, as JSON.
    Next(String),
    /// It was refused before it began, for these errors as JSON.
    Refused(String),
    Complete,
}

impl<H: Host> Talk<H> {
    fn new(host: Arc<H>, said: Map<String, Value>) -> Self {
        let (told, due) = mpsc::channel(WAITING);
        Self {
            host,
            said: Arc::new(said),
            running: HashMap::new(),
            begun: 0,
            told,
            due,
        }
    }

    async fn run(mut self, socket: &mut Socket) -> End {
        loop {
            let done = tokio::select! {
                text = socket.next() => match text {
                    Ok(text) => self.hear(&text, socket).await,
                    Err(end) => Err(end),
                },
                Some(told) = self.due.recv() => self.tell(told, socket).await,
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn hear(&mut self, text: &str, socket: &mut Socket) -> Result<(), End> {
        match Said::read(text) {
            Some(Said::Init(_)) => Err(ends::AGAIN),
            Some(Said::Ping(payload)) => socket.send(message::pong(payload)).await,
            Some(Said::Pong) => Ok(()),
            Some(Said::Subscribe { id, .. }) if self.running.contains_key(&id) => Err(ends::TAKEN),
            Some(Said::Subscribe { id, .. }) if self.running.len() >= self.host.most() => {
                let most = self.host.most();
                let message = format!("a connection runs at most {most} operations");
                let errors = json!([{"message": message, "extensions": {"code": 155}}]);
                socket.send(message::error(&id, &errors.to_string())).await
            }
            Some(Said::Subscribe { id, request }) => {
                self.begin(id, request);
                Ok(())
            }
            Some(Said::Complete { id }) => {
                self.running.remove(&id);
                Ok(())
            }
            None => Err(ends::INVALID),
        }
    }

    fn begin(&mut self, id: String, request: Map<String, Value>) {
        self.begun += 1;
        let operation = Operation {
            host: Arc::clone(&self.host),
            said: Arc::clone(&self.said),
            id: id.clone(),
            number: self.begun,
            told: self.told.clone(),
        };
        let task = tokio::spawn(operation.run(Object(request))).abort_handle();
        let number = self.begun;
        self.running.insert(id, Running { number, task });
    }

    async fn tell(&mut self, told: Told, socket: &mut Socket) -> Result<(), End> {
        let Told { id, number, what } = told;
        // What was on its way when the client had enough is not said.
        if self.running.get(&id).map(|running| running.number) != Some(number) {
            return Ok(());
        }
        let text = match what {
            What::Next(result) => message::next(&id, &result),
            What::Refused(errors) => {
                self.running.remove(&id);
                message::error(&id, &errors)
            }
            What::Complete => {
                self.running.remove(&id);
                message::complete(&id)
            }
        };
        socket.send(text).await
    }
}

/// One operation, in a task of its own.
struct Operation<H> {
    host: Arc<H>,
    said: Arc<Map<String, Value>>,
    id: String,
    number: u64,
    told: mpsc::Sender<Told>,
}

impl<H: Host> Operation<H> {
    async fn run(self, request: Object) {
        let last = match self.answer(request).await {
            Some(errors) => What::Refused(errors),
            None => What::Complete,
        };
        self.tell(last).await;
    }

    /// Why it was not begun, if it was not.
    async fn answer(&self, request: Object) -> Option<String> {
        let asking = match self.host.admit(&self.said).await {
            Ok(asking) => asking,
            Err(error) => {
                let code = error.code.0;
                let error = json!([{"message": error.message, "extensions": {"code": code}}]);
                return Some(error.to_string());
            }
        };
        let reply = match Question::read(request) {
            Ok(question) => self.host.graph().reply(asking, question).await,
            Err(refusal) => Reply::Once(refusal),
        };
        match reply {
            Reply::Once(answer) => {
                if let Some(errors) = answer.refusal() {
                    return Some(errors);
                }
                self.tell(What::Next(answer.body)).await;
            }
            Reply::Follow(mut follow) => {
                while let Some(result) = follow.next().await {
                    self.tell(What::Next(result)).await;
                }
            }
        }
        None
    }

    async fn tell(&self, what: What) {
        let told = Told {
            id: self.id.clone(),
            number: self.number,
            what,
        };
        // Where nobody listens any more, this task is about to end.
        let _ = self.told.send(told).await;
    }
}
