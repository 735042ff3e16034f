//! A conversation on a socket: frames that come → what the service is asked, and what it tells → frames that go.

use super::answer::{self, Addressee};
use super::frame::{self, Connect, Frame, Subscribe};
use super::{Seat, deliveries};
use crate::access::Caller;
use crate::listen::{End, Socket};
use crate::live::{self, Delivery, Message, Who};
use crate::rest::App;
use crate::rest::client::Keys;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use serde_json::Number;
use std::collections::HashMap;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

/// How many messages are sent together before the client is heard again.
const TOGETHER: usize = 64;

pub(super) async fn talk(app: Arc<App>, mut socket: Socket, peer: Option<IpAddr>, seat: Seat) {
    let (connection, outbox) = app.service.connect_live();
    let mut talk = Talk {
        app: &app,
        peer,
        seat: &seat,
        connection,
        client: None,
        tags: HashMap::new(),
        subscriptions: HashMap::new(),
        made: 0,
    };
    let due = pin!(deliveries(outbox));
    let end = match talk.go_on(&mut socket, due).await {
        Ok(never) => match never {},
        Err(end) => end,
    };
    drop(talk);
    socket.close(end).await;
}

struct Talk<'a> {
    app: &'a App,
    peer: Option<IpAddr>,
    seat: &'a Seat,
    connection: live::Connection,
    /// `None` until it has said who it is.
    client: Option<Client>,
    /// By the client's numbers.
    tags: HashMap<Number, u64>,
    subscriptions: HashMap<u64, Entry>,
    made: u64,
}

struct Client {
    to: Addressee,
    is_master: bool,
    session: Option<String>,
}

struct Entry {
    request: Number,
    /// Whether the client asks for positions; others are told what Parse tells, to the byte.
    positions: bool,
    /// Where it is another than the connection's.
    session: Option<String>,
    subscription: live::Subscription,
}

/// What never comes back.
enum Never {}

impl Talk<'_> {
    /// # Errors
    /// Why it is over, in the end.
    async fn go_on(
        &mut self,
        socket: &mut Socket,
        mut due: Pin<&mut impl Stream<Item = Delivery>>,
    ) -> Result<Never, End> {
        let connect_by = Instant::now() + self.app.config.live.connect_timeout;
        loop {
            tokio::select! {
                said = socket.next() => {
                    let answer = self.hear(&said?).await;
                    if let Some(answer) = answer {
                        socket.send(answer).await?;
                    }
                }
                first = due.next() => self.tell(socket, first, due.as_mut()).await?,
                () = sleep_until(connect_by), if self.client.is_none() => {
                    return Err(End::refused("nobody has connected"));
                }
            }
        }
    }

    /// Sends what is due, together with what is due by then.
    async fn tell(
        &mut self,
        socket: &mut Socket,
        first: Option<Delivery>,
        mut due: Pin<&mut impl Stream<Item = Delivery>>,
    ) -> Result<(), End> {
        let mut next = Some(first);
        let mut room = TOGETHER;
        while let Some(delivery) = next {
            match delivery {
                Some(Delivery::To { tag, message }) => {
                    if let Some(frame) = self.frame(tag, message) {
                        socket.feed(frame).await?;
                    }
                }
                Some(Delivery::TooSlow) | None => {
                    self.seat.counts.too_slow.add_one();
                    socket.send(answer::too_slow()).await?;
                    return Err(End::later("too slow"));
                }
            }
            room -= 1;
            // What is taken is told: where there is no room for another, it stays where it waits.
            next = if room > 0 {
                due.next().now_or_never()
            } else {
                None
            };
        }
        socket.flush().await
    }

    /// What a subscription is told, if it is still there.
    fn frame(&mut self, tag: u64, message: Message) -> Option<String> {
        let entry = self.subscriptions.get(&tag)?;
        let to = &self.client.as_ref()?.to;
        let (request, positions) = (&entry.request, entry.positions);
        match message {
            Message::Subscribed { position, requery } => {
                let position = positions.then_some(&*position);
                Some(to.subscribed(request, position, positions && requery))
            }
            Message::Reached { position } => positions.then(|| to.reached(request, &position)),
            Message::Event(event) => {
                self.seat.counts.events.add_one();
                let position = positions.then_some(&*event.position);
                let original = event.original.as_deref();
                let kind = event.kind.name();
                Some(to.event(kind, request, &event.object, original, position))
            }
            Message::Ended(error) => {
                let frame = answer::refused(&error, request);
                self.forget(tag);
                Some(frame)
            }
        }
    }

    fn forget(&mut self, tag: u64) {
        if let Some(entry) = self.subscriptions.remove(&tag) {
            self.tags.remove(&entry.request);
        }
    }

    /// The answer to a frame; that to a subscription comes when it has begun.
    async fn hear(&mut self, text: &str) -> Option<String> {
        let allowed = self.app.throttle.frame(self.peer).is_ok();
        let frame = match frame::read(text) {
            _ if !allowed => return Some(answer::too_many()),
            Ok(frame) => frame,
            Err(flaw) => return Some(answer::error(answer::MALFORMED, &flaw, true, None)),
        };
        match frame {
            Frame::Connect(connect) => Some(self.connect(connect)),
            Frame::Subscribe(asked) => self.subscribe(asked).await,
            Frame::Update(asked) => self.update(asked).await,
            Frame::Unsubscribe(request) => Some(self.unsubscribe(&request)),
        }
    }

    /// Whoever connects again begins anew.
    fn connect(&mut self, connect: Connect) -> String {
        let keys = Keys {
            application: Some(&connect.application),
            rest: connect.rest_key.as_deref(),
            javascript: connect.javascript_key.as_deref(),
            master: connect.master_key.as_deref(),
        };
        let Some(caller) = keys.caller(&self.app.config, self.peer) else {
            let sentence = "Key in request is not valid";
            return answer::error(answer::BAD_KEY, sentence, false, None);
        };
        self.tags.clear();
        self.subscriptions.clear();
        let client = Client {
            to: Addressee::new(new_id(), connect.installation.as_deref()),
            is_master: caller == Caller::Master,
            session: connect.session.filter(|token| !token.is_empty()),
        };
        self.client.insert(client).to.connected()
    }

    async fn subscribe(&mut self, asked: Subscribe) -> Option<String> {
        let Some(client) = &self.client else {
            return Some(answer::not_connected("subscribing"));
        };
        let (request, class, session, positions, query) = taken_apart(asked);
        let who = client.who(session.as_ref());
        // Another one of the same number gives up its place.
        if let Some(tag) = self.tags.get(&request).copied() {
            self.forget(tag);
        }
        self.made += 1;
        let tag = self.made;
        let service = &self.app.service;
        match service
            .subscribe(&self.connection, tag, who, &class, query)
            .await
        {
            Ok(subscription) => {
                self.tags.insert(request.clone(), tag);
                let entry = Entry {
                    request,
                    positions,
                    session,
                    subscription,
                };
                self.subscriptions.insert(tag, entry);
                None
            }
            Err(error) => Some(answer::refused(&error, &request)),
        }
    }

    async fn update(&mut self, asked: Subscribe) -> Option<String> {
        let Some(client) = &self.client else {
            return Some(answer::not_connected("updating"));
        };
        let (request, class, session, positions, query) = taken_apart(asked);
        let tag = self.tags.get(&request);
        let Some(entry) = tag.and_then(|tag| self.subscriptions.get_mut(tag)) else {
            return Some(client.to.no_subscription(&request, "updating"));
        };
        let session = session.or_else(|| entry.session.clone());
        let who = client.who(session.as_ref());
        let subscription = &mut entry.subscription;
        let changed = self
            .app
            .service
            .resubscribe(subscription, who, &class, query);
        match changed.await {
            Ok(()) => {
                entry.session = session;
                entry.positions = positions;
                None
            }
            Err(error) => Some(answer::refused(&error, &request)),
        }
    }

    fn unsubscribe(&mut self, request: &Number) -> String {
        let Some(client) = &self.client else {
            return answer::not_connected("unsubscribing");
        };
        let Some(tag) = self.tags.get(request).copied() else {
            return client.to.no_subscription(request, "unsubscribing");
        };
        let answer = client.to.unsubscribed(request);
        self.forget(tag);
        answer
    }
}

impl Client {
    fn who(&self, session: Option<&String>) -> Who {
        match session.or(self.session.as_ref()) {
            _ if self.is_master => Who::Master,
            Some(token) => Who::Session {
                token: token.clone(),
            },
            None => Who::Anonymous,
        }
    }
}

/// Its number, its class, its own session, whether positions are asked for, and the query.
fn taken_apart(asked: Subscribe) -> (Number, String, Option<String>, bool, live::Query) {
    let positions = asked.after.is_some();
    let query = live::Query {
        filter: Some(asked.filter),
        keys: asked.keys.unwrap_or_default(),
        watch: asked.watch.unwrap_or_default(),
        include: asked.include.unwrap_or_default(),
        after: asked.after,
    };
    let session = asked.session.filter(|token| !token.is_empty());
    (asked.request, asked.class, session, positions, query)
}

/// A UUID of random bits.
fn new_id() -> String {
    let bits = rand::random::<u128>() & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let text = format!("{bits:032x}");
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    parts.join("-")
}
