//! One socket of one user, with a subscription for each of his orders.

use crate::ledger::Ledger;
use crate::{Customer, Options};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long a socket whose server is gone waits before it comes back.
const PAUSE: Duration = Duration::from_millis(50);

pub struct Watcher {
    pub options: Arc<Options>,
    pub customers: Arc<Vec<Customer>>,
    pub customer: usize,
    pub ledger: Arc<Ledger>,
    /// Gains one when all is subscribed for the first time.
    pub ready: Arc<Semaphore>,
    pub end: watch::Receiver<bool>,
}

/// What is known of a subscription, by the number of its request.
struct Subscription {
    order: String,
    place: usize,
    subscribed: bool,
    /// The last position that it was told.
    position: String,
}

impl Watcher {
    /// How often it came back.
    pub async fn run(mut self) -> usize {
        let mut subscriptions: HashMap<u64, Subscription> = self.customers[self.customer]
            .orders
            .iter()
            .zip(1..)
            .map(|((order, place), request)| {
                let subscription = Subscription {
                    order: order.clone(),
                    place: *place,
                    subscribed: false,
                    position: String::new(),
                };
                (request, subscription)
            })
            .collect();
        let mut connections: usize = 0;
        let mut end = self.end.clone();
        while !*self.end.borrow() {
            if let Ok((stream, _)) =
                connect_async(format!("ws://{}/parse", self.options.address)).await
            {
                connections += 1;
                tokio::select! {
                    ended = self.listen(stream, &mut subscriptions) => {
                        let why = ended.err().unwrap_or_else(|| "closed".into());
                        assert!(self.options.positions, "a socket is lost: {why}");
                    }
                    _ = end.wait_for(|over| *over) => break,
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        connections.saturating_sub(1)
    }

    async fn listen(
        &mut self,
        mut stream: Stream,
        subscriptions: &mut HashMap<u64, Subscription>,
    ) -> Result<(), String> {
        let customer = &self.customers[self.customer];
        let connect =
            json!({"op": "connect", "applicationId": "APP", "sessionToken": customer.token});
        say(&mut stream, &connect).await?;
        while let Some(message) = stream.next().await {
            let Message::Text(text) = message.map_err(|error| error.to_string())? else {
                continue;
            };
            let frame: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            match frame["op"].as_str() {
                Some("connected") => {
                    for (request, subscription) in &*subscriptions {
                        let frame = self.subscribe(*request, subscription);
                        say(&mut stream, &frame).await?;
                    }
                }
                Some("subscribed") => self.subscribed(&frame, subscriptions),
                Some("position") => {
                    if let Some(subscription) = of(&frame, subscriptions) {
                        note(&frame, subscription);
                    }
                }
                Some("update") => self.updated(&frame, subscriptions),
                _ => panic!("nobody expected {frame}"),
            }
        }
        Ok(())
    }

    fn subscribe(&self, request: u64, subscription: &Subscription) -> Value {
        let user = &self.customers[self.customer].id;
        let query = json!({
            "className": "Order",
            "where": {
                "user": {"__type": "Pointer", "className": "_User", "objectId": user},
                "objectId": subscription.order,
            },
        });
        let mut frame = json!({"op": "subscribe", "requestId": request, "query": query});
        if self.options.positions {
            frame["after"] = subscription.position.clone().into();
        }
        frame
    }

    fn subscribed(&self, frame: &Value, subscriptions: &mut HashMap<u64, Subscription>) {
        assert_ne!(frame["requery"], true, "what was missed is gone");
        let Some(subscription) = of(frame, subscriptions) else {
            return;
        };
        let is_first = !std::mem::replace(&mut subscription.subscribed, true);
        if subscription.position.is_empty() {
            note(frame, subscription);
        }
        if is_first && subscriptions.values().all(|one| one.subscribed) {
            self.ready.add_permits(1);
        }
    }

    fn updated(&self, frame: &Value, subscriptions: &mut HashMap<u64, Subscription>) {
        let total = frame["object"]["totalAmount"].as_u64().expect("a total");
        let Some(subscription) = of(frame, subscriptions) else {
            return;
        };
        assert_eq!(frame["object"]["objectId"], subscription.order.as_str());
        note(frame, subscription);
        self.ledger.told(subscription.place, total as usize);
    }
}

fn of<'s>(
    frame: &Value,
    subscriptions: &'s mut HashMap<u64, Subscription>,
) -> Option<&'s mut Subscription> {
    subscriptions.get_mut(&frame["requestId"].as_u64()?)
}

fn note(frame: &Value, subscription: &mut Subscription) {
    if let Some(position) = frame["position"].as_str() {
        position.clone_into(&mut subscription.position);
    }
}

async fn say(stream: &mut Stream, frame: &Value) -> Result<(), String> {
    let text = Message::text(frame.to_string());
    stream.send(text).await.map_err(|error| error.to_string())
}
