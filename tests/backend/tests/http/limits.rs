//! Limits, over real sockets: on how often one asks, how much and how slowly one sends, and how many may at once.

use crate::client::{Answer, Client, MASTER_KEY, raw};
use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

const TOO_MANY: &str = r#"{"code":100,"error":"Too many requests."}"#;
const HEALTH: &str = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

fn server(settings: &[(&str, &str)]) -> (Server, TempDir) {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let launch = settings
        .iter()
        .fold(launch, |launch, (name, value)| launch.env(name, *value));
    (launch.start(), dir)
}

fn sign_up(client: &Client, name: &str) -> Client {
    let answer = client.post("/users", json!({"username": name, "password": "pw"}));
    assert_eq!(answer.status, 201, "{}", answer.body);
    client.with_session(&token(&answer))
}

fn token(answer: &Answer) -> String {
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no session token: {}", answer.body))
}

fn connect(server: &Server, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).expect("the system accepts");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time limit");
    stream.write_all(bytes.as_bytes()).expect("sent");
    stream
}

/// All that comes until the server closes.
fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream
        .read_to_string(&mut text)
        .expect("the server closes within the time");
    text
}

#[test]
fn an_address_asks_so_often_and_then_waits_as_long_as_it_is_told() {
    let (server, _dir) = server(&[("RATE_LIMIT_ADDRESS", "60"), ("RATE_LIMIT_EXEMPT", "")]);
    let answers =
        std::iter::repeat_with(|| raw(server.address(), format!("{HEALTH}\r\n").as_bytes()));
    let mut refused = answers
        .take(200)
        .skip_while(|answer| answer.starts_with("HTTP/1.1 200 "));
    let refused = refused.next().expect("200 are too many for a limit of 60");
    assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
    assert!(refused.ends_with(TOO_MANY), "{refused}");
    let wait = refused.split("retry-after: ").nth(1);
    let wait = wait.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    sleep(Duration::from_secs(wait.expect("Retry-After in seconds")));
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn a_session_and_a_user_ask_so_often_and_nobody_else_pays_for_it() {
    let settings = [
        ("RATE_LIMIT_SESSION", "5"),
        ("RATE_LIMIT_USER", "8"),
        ("RATE_LIMIT_EXEMPT", ""),
    ];
    let (server, _dir) = server(&settings);
    let [ana, bob] = ["ana", "bob"].map(|name| sign_up(&server.stranger(), name));
    let again = server.post("/login", json!({"username": "ana", "password": "pw"}));
    let again = server.with_session(&token(&again));
    // The buckets fill while this runs, so what is certain is the least that passes.
    let passed = |client: &Client| {
        let answers = std::iter::repeat_with(|| client.get("/users/me")).take(500);
        let passed = answers.take_while(|answer| answer.status == 200).count();
        client.get("/users/me").is(429, TOO_MANY);
        passed
    };
    assert!((5..500).contains(&passed(&ana)));
    assert!((3..500).contains(&passed(&again)));
    assert_eq!(bob.get("/users/me").status, 200);
}

#[test]
fn an_address_tries_so_often_to_sign_in_by_whatever_route() {
    let guess = json!({"username": "ana", "password": "guess"});
    let query = "username=ana&password=guess";
    let attempts: [(&str, String); 9] = [
        ("POST", "/login".into()),
        ("GET", format!("/login?{query}")),
        ("POST", "/verifyPassword".into()),
        ("GET", format!("/verifyPassword?{query}")),
        ("POST", "/users".into()),
        ("POST", "/classes/_User".into()),
        ("POST", "/classes/%5FUser".into()),
        ("POST", "/requestPasswordReset".into()),
        ("POST", "/verificationEmailRequest".into()),
    ];
    for (method, path) in &attempts {
        let (server, _dir) = server(&[("RATE_LIMIT_SIGN_IN", "1"), ("RATE_LIMIT_EXEMPT", "")]);
        let body = if *method == "POST" {
            guess.to_string()
        } else {
            String::new()
        };
        let attempt = || server.stranger().send(method, path, &body);
        let first = attempt().expect("the server answers");
        assert_ne!(first.status, 429, "{path}");
        attempt().expect("the server answers").is(429, TOO_MANY);
        assert_eq!(server.get("/health").status, 200);
    }
}

#[test]
fn a_request_has_so_many_headers_of_such_a_size() {
    let (server, _dir) = server(&[("MAX_HEADER_BYTES", "16384")]);
    let headers = |count: usize, length: usize| -> String {
        (0..count)
            .map(|number| format!("X-{number}: {}\r\n", "a".repeat(length)))
            .collect()
    };
    for (headers, status) in [
        (headers(90, 1), 200),
        (headers(101, 1), 431),
        (headers(1, 15_000), 200),
        (headers(1, 17_000), 431),
        (headers(80, 1_000), 431),
    ] {
        let answer = raw(
            server.address(),
            format!("{HEALTH}{headers}\r\n").as_bytes(),
        );
        let expected = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&expected), "{expected}: {answer}");
    }
}

#[test]
fn who_sends_too_slowly_is_left() {
    let (server, _dir) = server(&[
        ("HEADER_TIMEOUT_SECONDS", "1"),
        ("BODY_TIMEOUT_SECONDS", "1"),
    ]);
    let head = connect(&server, HEALTH);
    let idle = connect(&server, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    let [post, put] = [("POST", "Thing"), ("PUT", "Thing/aaaaaaaaaa")].map(|(method, path)| {
        let head = format!(
            "{method} /parse/classes/{path} HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nContent-Length: 10\r\n\r\n{{"
        );
        connect(&server, &head)
    });
    assert_eq!(rest(head), "");
    assert!(rest(idle).starts_with("HTTP/1.1 200 "));
    for stream in [post, put] {
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
    assert_eq!(server.get("/health").status, 200);
}

#[test]
fn a_connection_too_many_waits_for_another_to_end() {
    let (server, _dir) = server(&[("MAX_CONNECTIONS", "2")]);
    let held = [0; 2].map(|_| connect(&server, "GET /health HTTP/1.1\r\n"));
    let mut waiting = connect(&server, &format!("{HEALTH}\r\n"));
    waiting
        .set_read_timeout(Some(Duration::from_millis(300)))
        .expect("a time limit");
    assert!(waiting.read(&mut [0; 1]).is_err(), "nothing is answered");
    waiting
        .set_read_timeout(Some(PATIENCE))
        .expect("a time limit");
    drop(held);
    assert!(rest(waiting).starts_with("HTTP/1.1 200 "));
}

#[test]
fn who_reads_nothing_is_left() {
    let (server, _dir) = server(&[("MAX_CONNECTIONS", "2"), ("WRITE_TIMEOUT_SECONDS", "1")]);
    let text = "a".repeat(1_000_000);
    let id = server.create("Thing", json!({"text": text}));
    let asked = format!(
        "GET /parse/classes/Thing/{id} HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: {MASTER_KEY}\r\n\r\n"
    );
    // Far more answers than the system takes on behalf of who does not read.
    let asked = asked.repeat(50);
    let held = [0; 2].map(|_| connect(&server, &asked));
    assert!(rest(connect(&server, &format!("{HEALTH}\r\n"))).starts_with("HTTP/1.1 200 "));
    for mut stream in held {
        let mut answers = Vec::new();
        let ended = stream.read_to_end(&mut answers);
        assert!(
            ended.is_err() || answers.len() < 50 * text.len(),
            "all was answered"
        );
    }
}

#[test]
fn an_address_is_what_trusted_proxies_say_and_nobody_else() {
    // As the master, from this machine alone, unless the server is told that the request comes from elsewhere.
    let is_master = |proxies: &str, forwarded: &[&str]| {
        let (server, _dir) = server(&[("TRUSTED_PROXIES", proxies)]);
        let asked = forwarded.iter().fold(server.client(), |client, value| {
            client.with_header("X-Forwarded-For", value)
        });
        asked.get("/classes/_Session").status == 200
    };
    let elsewhere = "203.0.113.9";
    assert!(is_master("", &[elsewhere]));
    assert!(is_master("192.0.2.0/24", &[elsewhere]));
    assert!(is_master("127.0.0.1", &[]));
    assert!(!is_master("127.0.0.1", &["203.0.113.9, 127.0.0.1"]));
    assert!(!is_master("127.0.0.0/8, ::1", &[elsewhere]));
    assert!(!is_master("127.0.0.1", &["127.0.0.1, 203.0.113.9"]));
    assert!(!is_master("127.0.0.1", &["127.0.0.1", "203.0.113.9:4711"]));
    assert!(!is_master(
        "127.0.0.1,10.0.0.0/8",
        &["203.0.113.9, 10.1.2.3"]
    ));
    assert!(!is_master("127.0.0.1", &["127.0.0.1, 10.1.2.3"]));
}

#[test]
fn whom_a_trusted_proxy_asks_for_each_has_a_limit_of_his_own() {
    let (server, _dir) = server(&[
        ("RATE_LIMIT_ADDRESS", "1"),
        ("RATE_LIMIT_EXEMPT", ""),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    let asks = |from: &str| {
        let client = server.with_header("X-Forwarded-For", from);
        client.get("/health").status.as_u16()
    };
    let [one, other] = ["203.0.113.9", "203.0.113.10"];
    assert_eq!([asks(one), asks(one), asks(other)], [200, 429, 200]);
    assert_eq!(asks(&format!("198.51.100.1, {other}")), 429);
}
