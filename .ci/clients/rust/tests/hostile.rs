//! Servers and networks at their worst, over real sockets: what comes back is an error or the right thing, never a panic, a wait
//! without end or a loss.

use futures_util::{SinkExt as _, StreamExt as _};
use order_fulfillment_client::runtime::{
    Events, FileSession, Lists, Outbox, Resolution, RetryPolicy,
};
use order_fulfillment_client::{Client, Error, NewProduct, Product, ProductPatch};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

/// A server that answers what it is given, a connection each, and remembers what it was asked.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn answering(answers: impl IntoIterator<Item = String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/parse", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let mut answers: VecDeque<String> = answers.into_iter().collect();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                heard.lock().unwrap().push(request);
                let answer = answers.pop_front().expect("one request too many");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, asked }
    }

    fn client(&self) -> Client {
        let retry = RetryPolicy {
            base: Duration::ZERO,
            ..RetryPolicy::default()
        };
        let client = Client::builder(&self.url, "shop").retry(retry);
        client.build().unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A request with its body.
async fn read(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        read.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .next();
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        assert!(count > 0, "half a request: {text}");
    }
}

fn answer(status: &str, body: &str) -> String {
    answer_with(status, "", body)
}

fn answer_with(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

const AT: &str = "2026-01-31T09:30:00.125Z";

fn product(id: &str) -> Value {
    json!({"objectId": id, "createdAt": AT, "updatedAt": AT, "name": id, "price": 1, "stock": 1})
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("rust-client-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn no_other_server_is_told_the_token_of_a_session() {
    let other = Server::answering([]).await;
    let location = format!("Location: {}/classes/Product\r\n", other.url);
    let server = Server::answering([answer_with("302 Found", &location, "")]).await;
    let folder = folder("redirect");
    let file = folder.join("session");
    // With the line break that an editor leaves.
    std::fs::write(&file, "r:secret\n").unwrap();
    let client = Client::builder(&server.url, "shop").session(FileSession::new(&file));
    let failed = client.build().unwrap().products().find().await.unwrap_err();
    assert_eq!(failed.problem().status, Some(302), "{failed:?}");
    assert!(server.asked()[0].contains("\r\nx-parse-session-token: r:secret\r\n"));
    assert_eq!(other.asked(), [""; 0]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_an_error_and_one_that_is_cut_off_is_asked_for_again() {
    let whole = answer(
        "201 Created",
        &json!({"objectId": "p1", "createdAt": AT}).to_string(),
    );
    let cut_off = whole[..whole.len() - 10].to_owned();
    let page = answer("200 OK", "<h1>Welcome to the hotel</h1>");
    let odd = answer("200 OK", "[1]");
    let deep = answer("200 OK", &"[".repeat(100_000));
    let server = Server::answering([page, odd, deep, cut_off, whole]).await;
    let client = server.client();
    for _ in 0..3 {
        let failed = client.products().find().await;
        assert!(matches!(failed, Err(Error::Unreadable(_))), "{failed:?}");
    }
    let made = client
        .products()
        .create(NewProduct::new("Cup", 1.0, 1))
        .await;
    assert_eq!(made.unwrap().id.as_str(), "p1");
    let key = |request: &String| {
        let mut lines = request.lines();
        lines
            .find(|line| line.starts_with("idempotency-key"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(key(&server.asked()[3]), key(&server.asked()[4]));
}

#[tokio::test]
async fn no_wait_is_longer_than_a_program_allows() {
    for seconds in [
        "18446744073709551615",
        "99999999999999999999",
        "-1",
        "Wed, 21 Oct 2026 07:28:00 GMT",
    ] {
        let header = format!("Retry-After: {seconds}\r\n");
        let busy = answer_with("429 Too Many Requests", &header, "{}");
        let server = Server::answering([busy.clone(), busy.clone(), busy]).await;
        let client = server.client();
        let failed = client.products().find().await;
        let limited = matches!(failed, Err(Error::RateLimited { .. }));
        assert!(limited, "{seconds}: {failed:?}");
    }
}

#[tokio::test]
async fn what_no_request_can_have_is_told_and_not_tried_again() {
    let server = Server::answering([]).await;
    let client = server.client();
    let create = client.products().create(NewProduct::new("Cup", 1.0, 1));
    let failed = create.idempotency_key("two\nlines").await;
    assert!(matches!(failed, Err(Error::BadRequest(_))), "{failed:?}");
    assert_eq!(server.asked(), [""; 0]);
    let nowhere = Client::new("http://[", "shop").unwrap();
    let failed = nowhere.products().find().await;
    assert!(matches!(failed, Err(Error::BadRequest(_))), "{failed:?}");
}

#[tokio::test]
async fn a_page_that_leads_to_itself_is_asked_for_once() {
    let page = json!({"results": [product("p1")], "cursor": "c", "hasMore": true}).to_string();
    let server = Server::answering([answer("200 OK", &page), answer("200 OK", &page)]).await;
    let client = server.client();
    let mut all = client.products().find().iterate();
    let mut count = 0;
    while all.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, server.asked().len()), (2, 2));
}

#[tokio::test]
async fn an_outbox_gives_up_no_write_that_the_server_has_not_refused() {
    let refused = json!({"code": 142, "error": "price must be at least 0"}).to_string();
    let kept = [
        answer("200 OK", "<h1>Welcome to the hotel</h1>"),
        answer_with("302 Found", "Location: http://hotel.example/\r\n", ""),
        answer("511 Network Authentication Required", "<h1>Sign in</h1>"),
        answer("403 Forbidden", "<h1>Blocked</h1>"),
    ];
    let made = answer("200 OK", &json!({"updatedAt": AT}).to_string());
    let rest = [made, answer("400 Bad Request", &refused)];
    let server = Server::answering(kept.iter().cloned().chain(rest)).await;
    let client = server.client();
    let folder = folder("outbox");
    let file = folder.join("outbox");
    // One that a killed program left behind it, half written and for all to read.
    std::fs::write(folder.join("outbox.new"), "{\"requestId").unwrap();
    let outbox = Outbox::in_file(&client, &file).unwrap();
    for price in [1.0, -1.0] {
        let patch = ProductPatch {
            price: price.into(),
            ..ProductPatch::default()
        };
        let id = order_fulfillment_client::Id::new("p1");
        client
            .products()
            .update(&id, patch)
            .wait_in(&outbox)
            .await
            .unwrap();
    }
    let resolve = |_: &_, _: &_| Resolution::ServerWins;
    for _ in &kept {
        // As after a kill: what waits is read again.
        let outbox = Outbox::in_file(&client, &file).unwrap();
        let replayed = outbox.replay(resolve).await.unwrap();
        assert_eq!(
            (replayed.sent, replayed.dropped.len(), replayed.left),
            (0, 0, 2)
        );
    }
    let replayed = outbox.replay(resolve).await.unwrap();
    assert_eq!(
        (replayed.sent, replayed.dropped.len(), replayed.left),
        (1, 1, 0)
    );
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["outbox"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // What cannot be kept does not wait either.
    std::fs::remove_dir_all(&folder).unwrap();
    let create = client.products().create(NewProduct::new("Cup", 1.0, 1));
    assert!(create.wait_in(&outbox).await.is_err());
    assert_eq!(outbox.waiting().await, []);
}

#[tokio::test]
async fn a_server_without_live_queries_says_so() {
    let server = Server::answering([answer("404 Not Found", "")]).await;
    let watched = server.client().products().watch().await;
    assert!(matches!(watched, Err(Error::NotFound(_))));
}

/// A server of live queries that says what it is told to, and answers reads when it is told to.
struct Live {
    url: String,
    frames: mpsc::UnboundedSender<Value>,
    answers: mpsc::UnboundedSender<Value>,
    /// Tells of each read that has come.
    reads: mpsc::UnboundedReceiver<String>,
}

impl Live {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/parse", listener.local_addr().unwrap());
        let (frames, said) = mpsc::unbounded_channel();
        let (answers, given) = mpsc::unbounded_channel();
        let (read, reads) = mpsc::unbounded_channel();
        tokio::spawn(serve(listener, said, given, read));
        Self {
            url,
            frames,
            answers,
            reads,
        }
    }

    fn event(&self, id: &str) {
        let event = json!({"op": "create", "requestId": 1, "object": product(id)});
        self.frames.send(event).unwrap();
    }
}

async fn serve(
    listener: TcpListener,
    mut frames: mpsc::UnboundedReceiver<Value>,
    answers: mpsc::UnboundedReceiver<Value>,
    reads: mpsc::UnboundedSender<String>,
) {
    let (stream, _) = listener.accept().await.unwrap();
    let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
    tokio::spawn(answer_reads(listener, answers, reads));
    loop {
        let said = tokio::select! {
            heard = socket.next() => {
                let Some(Ok(heard)) = heard else { return };
                let frame: Value = serde_json::from_str(heard.to_text().unwrap()).unwrap_or_default();
                match frame["op"].as_str() {
                    Some("connect") => json!({"op": "connected"}),
                    Some("subscribe") => json!({"op": "subscribed", "requestId": 1}),
                    _ => continue,
                }
            }
            said = frames.recv() => match said {
                Some(said) => said,
                None => return,
            }
        };
        if socket.send(Message::text(said.to_string())).await.is_err() {
            return;
        }
    }
}

async fn answer_reads(
    listener: TcpListener,
    mut answers: mpsc::UnboundedReceiver<Value>,
    reads: mpsc::UnboundedSender<String>,
) {
    while let Ok((mut stream, _)) = listener.accept().await {
        reads.send(read(&mut stream).await).unwrap();
        let Some(given) = answers.recv().await else {
            return;
        };
        // Whoever asked may have gone.
        let _ = stream
            .write_all(answer("200 OK", &given.to_string()).as_bytes())
            .await;
    }
}

#[tokio::test]
async fn a_wait_for_an_event_can_be_dropped_and_nothing_is_lost() {
    let mut live = Live::start().await;
    let client = Client::new(&live.url, "shop").unwrap();
    let mut events = client.products().watch().await.unwrap();
    live.frames
        .send(json!({"op": "subscribed", "requestId": 1, "requery": true}))
        .unwrap();
    // It asks for what it has missed, and is dropped before the answer.
    tokio::select! {
        _ = events.try_next() => panic!("nothing has come"),
        read = live.reads.recv() => assert!(read.unwrap().contains("updatedAt")),
    }
    live.answers.send(json!({"results": []})).unwrap();
    let first = json!({"results": [product("p1")], "cursor": "c", "hasMore": true});
    let second = json!({"results": [product("p2")], "cursor": "d", "hasMore": false});
    for page in [first, second] {
        live.answers.send(page).unwrap();
    }
    live.event("p3");
    for (id, missed) in [("p1", true), ("p2", true), ("p3", false)] {
        let event = events.try_next().await.unwrap().unwrap();
        assert_eq!((event.object.id.as_str(), event.missed), (id, missed));
    }
}

#[tokio::test]
async fn a_list_that_could_not_be_read_is_read_again() {
    let mut live = Live::start().await;
    let client = Client::new(&live.url, "shop").unwrap();
    let mut lists = client.products().find().watch();
    live.answers.send(json!({"results": []})).unwrap();
    assert_eq!(lists.try_next().await, Ok(Some(vec![])));
    live.reads.recv().await.unwrap();
    live.event("p1");
    tokio::select! {
        _ = lists.try_next() => panic!("nothing has come"),
        read = live.reads.recv() => assert!(read.is_some()),
    }
    live.answers.send(json!({"results": []})).unwrap();
    live.answers
        .send(json!({"results": [product("p1")]}))
        .unwrap();
    let list = lists.try_next().await.unwrap().unwrap();
    assert_eq!(list[0].id.as_str(), "p1");
}

#[tokio::test]
async fn who_reads_slowly_is_told_why_nothing_comes_any_more() {
    let live = Live::start().await;
    let client = Client::new(&live.url, "shop").unwrap();
    let mut events = client.products().watch().await.unwrap();
    for number in 0..1000 {
        live.event(&format!("p{number}"));
    }
    live.frames.send(json!({"op": "error", "requestId": 1, "code": 119, "error": "no longer", "reconnect": false})).unwrap();
    let mut count = 0;
    let failed = loop {
        match events.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => panic!("no reason is told"),
            Err(failed) => break failed,
        }
    };
    assert!(matches!(failed, Error::Forbidden(_)), "{failed:?}");
    assert_eq!(count, 1000);
}

#[tokio::test]
async fn calls_and_streams_go_to_other_tasks() {
    fn goes<T: Send + 'static>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let server = Server::answering([answer("200 OK", "{\"results\":[]}")]).await;
    let client = server.client();
    is_shared(&client);
    let lists: Lists<Product> = client.products().find().watch();
    goes(&lists);
    goes(&lists.into_stream());
    goes(&None::<Events<Product>>);
    let found = tokio::spawn(async move { client.products().find().await });
    assert_eq!(found.await.unwrap(), Ok(vec![]));
}
