//! What every answer carries, and what the log says of every request.

use crate::client::{Answer, MASTER_KEY};
use crate::server::{Launch, Server, folder, kinds};
use serde_json::json;

const METHODS: &str = "GET,PUT,POST,DELETE,OPTIONS";
const PARSE_HEADERS: &str = "X-Parse-Master-Key, X-Parse-REST-API-Key, X-Parse-Javascript-Key, \
    X-Parse-Application-Id, X-Parse-Client-Version, X-Parse-Session-Token, X-Requested-With, \
    X-Parse-Revocable-Session, X-Parse-Request-Id, Content-Type, Pragma, Cache-Control";

#[track_caller]
fn lets_every_page_ask(answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), METHODS);
    let headers = answer.header("access-control-allow-headers");
    assert!(headers.starts_with(PARSE_HEADERS), "{headers}");
    assert!(headers.contains(", Idempotency-Key"), "{headers}");
    let exposed = answer.header("access-control-expose-headers");
    assert!(
        exposed.starts_with("X-Parse-Job-Status-Id, X-Parse-Push-Status-Id, "),
        "{exposed}"
    );
    assert!(!answer.header("x-request-id").is_empty());
}

#[test]
fn every_answer_lets_every_page_ask_unless_told_otherwise() {
    let (_dir, server) = kinds();
    let tunnelled = json!({"_method": "GET", "_ApplicationId": "shop"});
    let other = server
        .send_as("other", "GET", "/classes/Thing", "")
        .expect("an answer");
    for (answer, status) in [
        (server.get("/health"), 200),
        (server.post("/classes/Thing", "{}"), 201),
        (server.post("/classes/Thing", tunnelled), 200),
        (server.post("/classes/Thing", "{"), 400),
        (server.get("/classes/Thing/nothing"), 404),
        (server.get("/no/such/route"), 404),
        (other, 403),
    ] {
        assert_eq!(answer.status, status, "{}", answer.body);
        lets_every_page_ask(&answer);
    }
    for path in ["/classes/Thing", "/classes/Thing/a", "/no/such/route"] {
        let answer = server.send("OPTIONS", path, "").expect("an answer");
        answer.is(200, "OK");
        lets_every_page_ask(&answer);
    }
}

#[test]
fn who_asks_too_often_is_told_so_in_a_browser_too() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("RATE_LIMIT_ADDRESS", "1")
        .env("RATE_LIMIT_EXEMPT", "")
        .start();
    server.get("/health");
    let answer = server.get("/health");
    assert_eq!(answer.status, 429);
    lets_every_page_ask(&answer);
    let before = server.send("OPTIONS", "/classes/Thing", "");
    assert_eq!(before.expect("an answer").status, 200);
}

#[test]
fn only_listed_origins_may_ask_where_there_is_a_list() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env(
            "ALLOW_ORIGIN",
            "https://shop.example.com, https://till.example.com",
        )
        .env("ALLOW_HEADERS", "X-Shop, X-Till")
        .start();
    for (origin, allowed) in [
        ("https://shop.example.com", "https://shop.example.com"),
        ("https://till.example.com", "https://till.example.com"),
        ("https://example.com", ""),
        ("null", ""),
    ] {
        let answer = server.with_header("Origin", origin).get("/classes/Thing");
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
        assert_eq!(answer.header("vary"), "Origin");
        let headers = answer.header("access-control-allow-headers");
        assert!(headers.ends_with(", x-shop, x-till"), "{headers}");
    }
    let refusal = Launch::fixture("kinds", dir.path())
        .env("ALLOW_ORIGIN", "https://a\u{7}")
        .refusal();
    let sentence = "ALLOW_ORIGIN must be origins with commas between them, or *";
    assert!(refusal.log.contains(sentence), "{}", refusal.log);
}

#[test]
fn a_request_keeps_its_id_where_that_may_stand_in_a_log() {
    let (_dir, server) = kinds();
    let id_of = |id: &str| {
        let answer = server.with_header("X-Request-Id", id).get("/health");
        answer.header("x-request-id").to_owned()
    };
    let longest = "a".repeat(128);
    for id in ["1", "order-17:retry/2", "9b2c=", &longest] {
        assert_eq!(id_of(id), id);
    }
    for id in ["", "two words", "\"quoted\"", "a,b", &"a".repeat(129)] {
        let made = id_of(id);
        assert_eq!(made.len(), 32, "{id} became {made}");
        assert!(made.bytes().all(|letter| letter.is_ascii_hexdigit()));
    }
    assert_ne!(id_of(""), id_of(""));
}

/// What the log says of the request with this id.
fn logged<'l>(log: &'l str, id: &str) -> Vec<&'l str> {
    log.lines().filter(|line| line.contains(id)).collect()
}

fn said(server: Server) -> String {
    server.terminate();
    server.ended().1
}

#[test]
fn what_is_logged_of_a_request_has_its_id_and_no_secret() {
    for (setting, value) in [("LOG_REQUESTS", "true"), ("LOG_LEVEL", "debug")] {
        let dir = folder();
        let server = Launch::fixture("kinds", dir.path())
            .env(setting, value)
            .start();
        let user = json!({"username": "ana", "password": "a-secret-password"});
        let signed_up = server
            .with_header("X-Request-Id", "sign-up-1")
            .post("/users", user);
        let token = signed_up.json()["sessionToken"].to_string();
        let query = "/login?username=ana&password=a-secret-password";
        let login = server.with_header("X-Request-Id", "login-1").get(query);
        assert_eq!(login.status, 200);
        let log = said(server);
        let lines = logged(&log, "sign-up-1");
        assert!(
            lines
                .iter()
                .any(|line| line.contains("POST /parse/users 201 ")),
            "{log}"
        );
        let lines = logged(&log, "login-1");
        assert!(
            lines
                .iter()
                .any(|line| line.contains("GET /parse/login 200 ")),
            "{log}"
        );
        for secret in ["a-secret-password", token.trim_matches('"'), MASTER_KEY] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}

#[test]
fn nothing_is_logged_of_a_request_unless_it_is_asked_for() {
    let (_dir, server) = kinds();
    server.with_header("X-Request-Id", "quiet-1").get("/health");
    let log = said(server);
    assert!(!log.contains("quiet-1"), "{log}");
}
