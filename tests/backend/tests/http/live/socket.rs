//! A socket that speaks the protocol, frame by frame.

use crate::client::MASTER_KEY;
use crate::server::{PATIENCE, Server};
use serde_json::{Value, json};
use std::net::TcpStream;
use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::client::Request;
use tungstenite::{Error, Message, WebSocket};

pub struct Socket {
    inner: WebSocket<TcpStream>,
}

/// Asks for a socket at the mount path of a server.
pub fn upgrade(server: &Server) -> Request {
    let url = server.url.replacen("http", "ws", 1);
    url.into_client_request().expect("a request")
}

impl Socket {
    /// A socket on which nothing has been said.
    pub fn open(server: &Server) -> Self {
        Self::opened(server, upgrade(server)).expect("the server accepts")
    }

    /// The same of a request of one's own.
    ///
    /// # Errors
    /// The status that the server answers instead.
    pub fn opened(server: &Server, request: Request) -> Result<Self, u16> {
        let stream = TcpStream::connect(server.address()).expect("the system accepts");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit");
        match tungstenite::client(request, stream) {
            Ok((inner, _)) => Ok(Self { inner }),
            Err(tungstenite::HandshakeError::Failure(Error::Http(response))) => {
                Err(response.status().as_u16())
            }
            Err(error) => panic!("no handshake: {error}"),
        }
    }

    /// A socket of the master.
    pub fn master(server: &Server) -> Self {
        Self::connected(server, json!({"masterKey": MASTER_KEY}))
    }

    /// A socket of nobody.
    pub fn stranger(server: &Server) -> Self {
        Self::connected(server, json!({}))
    }

    /// A socket of whoever has this session.
    pub fn of(server: &Server, token: &str) -> Self {
        Self::connected(server, json!({"sessionToken": token}))
    }

    fn connected(server: &Server, mut members: Value) -> Self {
        let mut socket = Self::open(server);
        members["op"] = "connect".into();
        members["applicationId"] = "shop".into();
        socket.send(members);
        assert_eq!(socket.next()["op"], "connected");
        socket
    }

    pub fn send(&mut self, frame: Value) {
        self.say(&frame.to_string());
    }

    pub fn say(&mut self, text: &str) {
        self.inner.send(Message::text(text)).expect("it is sent");
    }

    pub fn say_bytes(&mut self, bytes: &'static [u8]) {
        let message = Message::binary(bytes);
        self.inner.send(message).expect("it is sent");
    }

    /// The next frame, as it came.
    pub fn text(&mut self) -> String {
        loop {
            match self.inner.read().expect("the server says something") {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("no text: {other:?}"),
            }
        }
    }

    /// The next frame.
    pub fn next(&mut self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// The next frame, or nothing where the server has gone away.
    pub fn next_or_lost(&mut self) -> Option<Value> {
        loop {
            match self.inner.read() {
                Ok(Message::Text(text)) => return serde_json::from_str(text.as_str()).ok(),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(_) | Err(_) => return None,
            }
        }
    }

    /// Waits for the server to close, and gives the code that it closes with; 0 where it gives none.
    pub fn closed(&mut self) -> u16 {
        loop {
            match self.inner.read() {
                Ok(Message::Close(frame)) => return frame.map_or(0, |frame| frame.code.into()),
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(_)) => {
                    return 0;
                }
                Err(Error::Io(error)) if error.kind() != std::io::ErrorKind::WouldBlock => {
                    return 0;
                }
                Err(error) => panic!("it is not closed: {error}"),
            }
        }
    }

    /// The connection itself, past which frames are bytes.
    pub fn stream(&mut self) -> &mut TcpStream {
        self.inner.get_mut()
    }

    /// Subscribes to what a query finds, and gives the answer.
    pub fn subscribe(&mut self, request: u64, class: &str, filter: Value) -> Value {
        self.subscribe_with(
            request,
            json!({"className": class, "where": filter}),
            json!({}),
        )
    }

    /// The same of a whole query, with members of the frame beside it.
    pub fn subscribe_with(&mut self, request: u64, query: Value, members: Value) -> Value {
        let mut frame = members;
        frame["op"] = "subscribe".into();
        frame["requestId"] = request.into();
        frame["query"] = query;
        self.send(frame);
        self.next()
    }

    /// Subscribes and must be let.
    #[track_caller]
    pub fn follow(&mut self, request: u64, class: &str, filter: Value) {
        let answer = self.subscribe(request, class, filter);
        assert_eq!(answer["op"], "subscribed", "{answer}");
    }

    /// The next frame that says more than a position, which must be an event of this kind to this subscription.
    #[track_caller]
    pub fn event(&mut self, kind: &str, request: u64) -> Value {
        let mut frame = self.next();
        while frame["op"] == "position" {
            frame = self.next();
        }
        let (op, to) = (&frame["op"], &frame["requestId"]);
        assert_eq!((op, to), (&json!(kind), &json!(request)), "{frame}");
        frame
    }
}
