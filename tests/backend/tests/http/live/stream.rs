//! Server-sent events: the same as on a socket, for whoever reads lines.

use crate::client::MASTER_KEY;
use crate::server::{Launch, PATIENCE, Server, folder, kinds};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// A response that goes on.
struct Stream {
    head: String,
    lines: BufReader<TcpStream>,
}

/// One event of it, or what only sets the position.
#[derive(Debug, Default)]
struct Event {
    kind: String,
    id: String,
    data: String,
}

impl Stream {
    /// Asks for events, with these lines among its headers.
    fn open(server: &Server, target: &str, parameters: &[(&str, &str)], headers: &str) -> Self {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let mut stream = TcpStream::connect(server.address()).expect("the system accepts");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit");
        // In HTTP/1.0 a body is not in pieces: it ends with the connection.
        let asked = format!(
            "GET /parse/events/{target}?{query} HTTP/1.0\r\nX-Parse-Application-Id: shop\r\n{headers}\r\n"
        );
        stream.write_all(asked.as_bytes()).expect("sent");
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = lines.read_line(&mut head).expect("the server answers");
            assert!(read > 0, "no head: {head}");
        }
        Self { head, lines }
    }

    fn master(server: &Server, class: &str, parameters: &[(&str, &str)]) -> Self {
        Self::open(server, class, parameters, &as_master())
    }

    /// The next block of lines that is no comment; nothing at the end.
    fn next(&mut self) -> Option<Event> {
        let mut event = Event::default();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("the server goes on") == 0 {
                return None;
            }
            match line.trim_end_matches('\n').split_once(": ") {
                Some(("event", kind)) => event.kind = kind.to_owned(),
                Some(("id", id)) => event.id = id.to_owned(),
                Some(("data", data)) => event.data = data.to_owned(),
                Some(other) => panic!("no such line: {other:?}"),
                None if line == ":\n" => {
                    // The empty line that ends it.
                    self.lines.read_line(&mut line).expect("a line");
                }
                None if line == "\n" => return Some(event),
                None => panic!("no such line: {line}"),
            }
        }
    }

    /// The next that is more than a position.
    #[track_caller]
    fn event(&mut self, kind: &str) -> (Value, String) {
        let mut event = self.next().expect("an event");
        while event.kind.is_empty() && event.data.is_empty() {
            event = self.next().expect("an event");
        }
        assert_eq!(event.kind, kind, "{event:?}");
        let data = serde_json::from_str(&event.data).expect("JSON");
        (data, event.id)
    }

    /// The position that it begins at, or has come to.
    #[track_caller]
    fn begun(&mut self) -> String {
        let begun = self.next().expect("a position");
        assert_eq!((&*begun.kind, &*begun.data), ("", ""), "{begun:?}");
        assert_ne!(begun.id, "");
        begun.id
    }
}

fn as_master() -> String {
    format!("X-Parse-Master-Key: {MASTER_KEY}\r\n")
}

#[test]
fn events_come_as_lines() {
    let (_dir, server) = kinds();
    let parameters = [
        ("where", r#"{"number":{"$gt":2}}"#),
        ("keys", "number"),
        ("watch", "number"),
    ];
    let mut stream = Stream::master(&server, "Thing", &parameters);
    let head = stream.head.to_lowercase();
    assert!(head.starts_with("http/1.0 200 "), "{head}");
    assert!(
        head.contains("\r\ncontent-type: text/event-stream\r\n"),
        "{head}"
    );
    assert!(head.contains("\r\ncache-control: no-store\r\n"), "{head}");
    assert!(
        head.contains("\r\naccess-control-allow-origin: *\r\n"),
        "{head}"
    );
    stream.begun();
    let id = server.create("Thing", json!({"number": 3, "text": "a"}));
    let (created, _) = stream.event("create");
    let at = server.object("Thing", &id)["createdAt"].take();
    let object = json!({"objectId": id, "createdAt": at, "updatedAt": at, "number": 3, "className": "Thing"});
    assert_eq!(created, json!({"object": object}));
    let path = format!("/classes/Thing/{id}");
    server.put(&path, json!({"text": "b"}));
    server.put(&path, json!({"number": 4}));
    let (updated, _) = stream.event("update");
    assert_eq!(updated["original"]["number"], 3);
    server.put(&path, json!({"number": 0}));
    assert_eq!(stream.event("leave").0["object"]["number"], 0);
    server.put(&path, json!({"number": 5}));
    assert_eq!(stream.event("enter").0["original"]["number"], 0);
    server.delete(&path);
    assert_eq!(stream.event("delete").0.get("original"), None);
}

#[test]
fn who_comes_back_is_told_what_he_has_missed() {
    let dir = folder();
    let start = || Launch::fixture("kinds", dir.path()).start();
    let server = start();
    let mut stream = Stream::master(&server, "Thing", &[]);
    stream.begun();
    server.create("Thing", json!({"number": 1}));
    let (_, seen) = stream.event("create");
    drop(stream);
    server.create("Thing", json!({"number": 2}));
    server.kill();
    let server = start();
    let headers = format!("{}Last-Event-ID: {seen}\r\n", as_master());
    let mut stream = Stream::open(&server, "Thing", &[], &headers);
    stream.begun();
    assert_eq!(stream.event("create").0["object"]["number"], 2);
    server.create("Thing", json!({"number": 3}));
    assert_eq!(stream.event("create").0["object"]["number"], 3);
}

#[test]
fn who_was_away_for_too_long_is_told_to_ask_again() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let server = launch.env("LIVE_WINDOW_CHANGES", "5").start();
    let mut stays = Stream::master(&server, "Thing", &[]);
    let begun = stays.begun();
    for number in 0..20 {
        server.create("Thing", json!({"number": number}));
        stays.event("create");
    }
    let headers = format!("{}Last-Event-ID: {begun}\r\n", as_master());
    let mut late = Stream::open(&server, "Thing", &[], &headers);
    let (_, position) = late.event("requery");
    assert_ne!(position, begun);
    server.create("Thing", json!({"number": 20}));
    assert_eq!(late.event("create").0["object"]["number"], 20);
}

#[test]
fn a_stream_with_nothing_to_tell_says_where_it_stands() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let server = launch.env("LIVE_WINDOW_SECONDS", "1").start();
    let quiet = [("where", r#"{"number":{"$gt":9}}"#)];
    let mut stream = Stream::master(&server, "Thing", &quiet);
    let begun = stream.begun();
    server.create("Thing", json!({"number": 1}));
    let position = stream.begun();
    assert_ne!(position, begun);
    drop(stream);
    let headers = format!("{}Last-Event-ID: {position}\r\n", as_master());
    let mut stream = Stream::open(&server, "Thing", &quiet, &headers);
    stream.begun();
    server.create("Thing", json!({"number": 10}));
    assert_eq!(stream.event("create").0["object"]["number"], 10);
}

#[test]
fn what_rest_refuses_is_refused_before_anything_streams() {
    let (_dir, server) = kinds();
    for (class, parameters, headers, status, code) in [
        (
            "Thing",
            &[][..],
            "X-Parse-Session-Token: r:nobody\r\n",
            400,
            209,
        ),
        ("Thing", &[("where", "{")], &as_master(), 400, 107),
        ("Thing", &[("order", "number")], &as_master(), 400, 102),
        (
            "Thing",
            &[("where", r#"{"number":{"$bogus":1}}"#)],
            &as_master(),
            400,
            102,
        ),
    ] {
        let mut stream = Stream::open(&server, class, parameters, headers);
        let expected = format!("HTTP/1.0 {status} ");
        assert!(stream.head.starts_with(&expected), "{}", stream.head);
        let mut body = String::new();
        stream.lines.read_to_string(&mut body).expect("a body");
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(body["code"], code, "{body}");
    }
    let answer = server.send_as("other", "GET", "/events/Thing", "");
    answer
        .expect("the server answers")
        .is(403, r#"{"error":"unauthorized"}"#);
}

#[test]
fn a_stream_ends_with_its_session_and_with_the_server() {
    let dir = folder();
    let server = Launch::fixture("reads", dir.path()).start();
    let body = json!({"username": "ana", "password": "pw"});
    let signed_up = server.stranger().post("/users", body);
    let token = signed_up.json()["sessionToken"].take();
    let token = token.as_str().expect("a token");
    let headers = format!("X-Parse-Session-Token: {token}\r\n");
    let mut stream = Stream::open(&server, "City", &[], &headers);
    stream.begun();
    server.create("City", json!({"name": "Porto"}));
    assert_eq!(stream.event("create").0["object"]["name"], "Porto");
    let logged_out = server.with_session(token).post("/logout", "");
    assert_eq!(logged_out.status, 200, "{}", logged_out.body);
    let (told, _) = stream.event("error");
    assert_eq!(told["code"], 209);
    assert!(stream.next().is_none(), "it goes on");
    let mut other = Stream::open(&server, "City", &[], "");
    other.begun();
    server.terminate();
    assert!(other.next().is_none(), "it goes on");
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    assert!(!log.contains("still under way"), "{log}");
}

#[test]
fn a_stream_in_which_nothing_happens_has_comments() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let server = launch.env("LIVE_HEARTBEAT_SECONDS", "1").start();
    let mut stream = Stream::master(&server, "Thing", &[]);
    stream.begun();
    let mut comment = [0; 3];
    stream.lines.read_exact(&mut comment).expect("a comment");
    assert_eq!(&comment, b":\n\n");
}
