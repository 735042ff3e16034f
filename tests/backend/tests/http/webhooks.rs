//! Webhooks: a server of the test's own is asked before writes, told after them, and answers functions.

use crate::client::Client;
use crate::server::{Launch, PATIENCE, Server, folder};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

const KEY: &str = "the key of the webhooks";

/// What a webhook was asked.
struct Asked {
    headers: HashMap<String, String>,
    body: String,
}

impl Asked {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a question is JSON")
    }
}

/// A server that answers every question so, and passes it on.
fn receiver(answer: impl Fn(&Value) -> (u16, Value) + Send + 'static) -> (String, Receiver<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (sender, asked) = channel();
    std::thread::spawn(move || serve(&listener, &answer, &sender));
    (url, asked)
}

fn serve(listener: &TcpListener, answer: &impl Fn(&Value) -> (u16, Value), asked: &Sender<Asked>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let question = read(&stream);
        let (status, answer) = answer(&question.json());
        if asked.send(question).is_err() {
            return;
        }
        let body = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} So\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        let _ = stream.write_all((head + &body).as_bytes());
    }
}

fn read(stream: &TcpStream) -> Asked {
    let mut reader = BufReader::new(stream);
    let mut headers = HashMap::new();
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line).expect("a line");
        match line.trim().split_once(": ") {
            Some((name, value)) => _ = headers.insert(name.to_lowercase(), value.to_owned()),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let length = headers.get("content-length").and_then(|n| n.parse().ok());
    let mut body = vec![0; length.unwrap_or_default()];
    reader.read_exact(&mut body).expect("the body");
    let body = String::from_utf8(body).expect("UTF-8");
    Asked { headers, body }
}

fn backend(dir: &Path) -> Server {
    Launch::fixture("writes", dir)
        .env("WEBHOOK_KEY", KEY)
        .env("WEBHOOK_ATTEMPTS", "2")
        .start()
}

fn register(server: &Client, class: &str, trigger: &str, url: &str) {
    let hook = json!({"className": class, "triggerName": trigger, "url": url});
    let answer = server.post("/hooks/triggers", &hook);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json(), hook);
}

/// Asks until the answer is what is waited for.
fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Some(answer) = ask() {
            return answer;
        }
        std::thread::yield_now();
    }
    panic!("it did not come to pass");
}

fn deliveries(server: &Client) -> Vec<Value> {
    server.results("_WebhookDelivery", &[])
}

#[test]
fn a_webhook_changes_and_refuses_what_is_saved() {
    let dir = folder();
    let server = backend(dir.path());
    let (url, asked) = receiver(|question| {
        let object = &question["object"];
        match object["name"].as_str() {
            Some("bolt") => (
                200,
                json!({"success": {"tags": ["checked"], "stock": object["stock"]}}),
            ),
            Some("gear") => (200, json!({"error": {"code": 4711, "message": "no gears"}})),
            Some("wrong") => (200, json!({"success": {"stock": -1}})),
            _ => (200, json!({"success": {}})),
        }
    });
    register(&server, "Part", "beforeSave", &url);

    let created = server.post("/classes/Part", json!({"name": "bolt", "stock": 3}));
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.json()["tags"], json!(["checked"]));
    let question = asked.recv_timeout(PATIENCE).expect("it is asked");
    assert_eq!(question.headers["x-parse-webhook-key"], KEY);
    let said = question.json();
    assert_eq!(said["triggerName"], "beforeSave");
    assert_eq!(said["master"], true);
    assert_eq!(said["object"]["className"], "Part");
    assert_eq!(said["object"]["stock"], 3);

    let refused = server.post("/classes/Part", json!({"name": "gear"}));
    assert_eq!(refused.json(), json!({"code": 4711, "error": "no gears"}));
    // What it sets is checked like anything else.
    let wrong = server.post("/classes/Part", json!({"name": "wrong"}));
    assert_eq!(wrong.json()["code"], 142, "{}", wrong.body);
    assert_eq!(server.results("Part", &[]).len(), 1);

    // An update shows the object as it is to become, and as it was.
    while asked.try_recv().is_ok() {}
    let id = created.id();
    let body = json!({"stock": {"__op": "Increment", "amount": 4}, "name": "nut"});
    let updated = server.put(&format!("/classes/Part/{id}"), body);
    assert_eq!(updated.status, 200, "{}", updated.body);
    let said = asked.recv_timeout(PATIENCE).expect("it is asked").json();
    assert_eq!(said["object"]["stock"], 7);
    assert_eq!(said["original"]["stock"], 3);
    assert_eq!(said["original"]["name"], "bolt");

    let gone = server.put("/hooks/triggers/Part/beforeSave", json!({"__op": "Delete"}));
    assert_eq!(gone.body, "{}");
    assert_eq!(server.get("/hooks/triggers").body, "[]");
    server.create("Part", json!({"name": "gear"}));
    assert!(asked.try_recv().is_err(), "it is asked no more");
}

#[test]
fn a_webhook_that_cannot_be_asked_refuses() {
    let dir = folder();
    let server = backend(dir.path());
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", nobody.local_addr().expect("an address"));
    drop(nobody);
    let id = server.create("Part", json!({"name": "bolt"}));
    register(&server, "Part", "beforeDelete", &url);
    let refused = server.delete(&format!("/classes/Part/{id}"));
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert_eq!(refused.json()["code"], 143);
    assert_eq!(server.get(&format!("/classes/Part/{id}")).status, 200);
}

#[test]
fn what_is_told_after_a_write_is_signed_and_outlives_the_server() {
    let dir = folder();
    let server = backend(dir.path());
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = nobody.local_addr().expect("an address");
    drop(nobody);
    register(&server, "Part", "afterSave", &format!("http://{address}/"));
    register(
        &server,
        "Part",
        "afterDelete",
        &format!("http://{address}/"),
    );
    let id = server.create("Part", json!({"name": "bolt", "stock": 3}));
    // A write that is refused is not told.
    let twice = server.post("/classes/Part", json!({"name": "bolt"}));
    assert_eq!(twice.json()["code"], 137);
    server.kill();

    let listener = TcpListener::bind(address).expect("the port is free");
    let (sender, asked) = channel();
    std::thread::spawn(move || serve(&listener, &|_| (200, json!({"success": true})), &sender));
    let server = backend(dir.path());
    let told = asked.recv_timeout(PATIENCE).expect("it is told");
    let said = told.json();
    assert_eq!(said["triggerName"], "afterSave");
    assert_eq!(said["object"]["objectId"], id.as_str());
    let (time, sent) = told.headers["x-webhook-signature"]
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="))
        .expect("a time and a signature");
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).expect("any key");
    mac.update(format!("{time}.{}", told.body).as_bytes());
    let made: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(sent, made);

    assert_eq!(server.delete(&format!("/classes/Part/{id}")).status, 200);
    let said = asked.recv_timeout(PATIENCE).expect("it is told").json();
    assert_eq!(said["triggerName"], "afterDelete");
    assert_eq!(said["object"]["name"], "bolt");
    until(|| deliveries(&server).is_empty().then_some(()));
}

#[test]
fn what_is_told_in_vain_is_kept_and_can_be_told_again() {
    let dir = folder();
    let server = backend(dir.path());
    let (url, asked) = receiver(|question| match question["object"]["stock"].as_f64() {
        Some(0.0) => (503, json!({})),
        _ => (200, json!({"success": true})),
    });
    register(&server, "Part", "afterSave", &url);
    let id = server.create("Part", json!({"name": "bolt", "stock": 0}));
    let dead = until(|| {
        deliveries(&server)
            .pop()
            .filter(|row| row["state"] == "dead")
    });
    assert_eq!(dead["attempts"], 2);
    assert_eq!(dead["object"], id.as_str());
    assert_eq!(dead["lastError"], "it answered with status 503");
    let first = asked.recv_timeout(PATIENCE).expect("it was told");
    let second = asked.recv_timeout(PATIENCE).expect("it was told again");
    assert_eq!(
        first.headers["x-webhook-id"],
        second.headers["x-webhook-id"]
    );

    let put = server.put(&format!("/classes/Part/{id}"), json!({"stock": 5}));
    assert_eq!(put.status, 200);
    let delivery = dead["objectId"].as_str().expect("an id");
    let path = format!("/hooks/deliveries/{delivery}/retry");
    assert_eq!(server.stranger().post(&path, "{}").status, 403);
    assert_eq!(server.post(&path, "{}").body, "{}");
    until(|| deliveries(&server).is_empty().then_some(()));
    assert_eq!(server.post(&path, "{}").json()["code"], 101);
}

#[test]
fn a_function_is_answered_by_another_server() {
    let dir = folder();
    let server = backend(dir.path());
    let (url, asked) = receiver(|question| match question["params"]["n"].as_i64() {
        Some(n) => (200, json!({"success": n * 2})),
        None => (200, json!({"error": "no number"})),
    });
    let hook = json!({"functionName": "twice", "url": url});
    assert_eq!(server.post("/hooks/functions", &hook).json(), hook);
    assert_eq!(server.get("/hooks/functions").json(), json!([hook]));
    assert_eq!(server.post("/hooks/functions", &hook).json()["code"], 143);
    let stranger = server.stranger();
    assert_eq!(stranger.post("/hooks/functions", &hook).status, 403);
    assert_eq!(
        stranger.post("/functions/twice", json!({"n": 21})).json(),
        json!({"result": 42})
    );
    let said = asked.recv_timeout(PATIENCE).expect("it is asked").json();
    assert_eq!(said["functionName"], "twice");
    assert_eq!(
        (&said["master"], &said["user"]),
        (&json!(false), &Value::Null)
    );
    let failed = stranger.post("/functions/twice", json!({}));
    assert_eq!(failed.json(), json!({"code": 141, "error": "no number"}));
    // A repeat is given the answer that there was.
    let keyed = server.with_header("Idempotency-Key", "a-key-that-is-long-enough-for-anything");
    while asked.try_recv().is_ok() {}
    for _ in 0..2 {
        assert_eq!(
            keyed.post("/functions/twice", json!({"n": 4})).json(),
            json!({"result": 8})
        );
    }
    assert!(asked.recv_timeout(PATIENCE).is_ok());
    assert!(asked.try_recv().is_err(), "it is asked once");
}

#[test]
fn what_is_no_webhook_is_refused() {
    let dir = folder();
    let server = backend(dir.path());
    for (wrong, code) in [
        (
            json!({"functionName": "f", "url": "ftp://example.com"}),
            143,
        ),
        (json!({"functionName": "f"}), 143),
        (json!({"url": "http://example.com"}), 143),
        (
            json!({"className": "Part", "triggerName": "beforeFind", "url": "http://example.com"}),
            143,
        ),
        (
            json!({"className": "_Session", "triggerName": "afterSave", "url": "http://example.com"}),
            143,
        ),
    ] {
        for path in ["/hooks/functions", "/hooks/triggers"] {
            let answer = server.post(path, &wrong);
            assert_eq!(answer.status, 400, "{wrong}: {}", answer.body);
            assert_eq!(answer.json()["code"], code, "{wrong}");
        }
    }
    let none = server.put("/hooks/functions/f", json!({"url": "http://example.com"}));
    assert_eq!(none.json()["code"], 143);
    assert_eq!(
        server.get("/hooks/triggers/Part/beforeSave").json()["code"],
        143
    );
}
