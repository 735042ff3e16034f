//! What was acknowledged is there afterwards, whatever became of the server.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const CLIENTS: usize = 8;

/// Creates things from many clients at once until the server goes away; `stop` is called when so many are created.
/// Gives the ids of all that were acknowledged.
fn create_until(server: Server, enough: usize, stop: impl FnOnce(Server)) -> HashSet<String> {
    let (created, client) = (AtomicUsize::new(0), server.client());
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| scope.spawn(|| create_while_it_answers(&client, &created)))
            .collect();
        while created.load(Ordering::Acquire) < enough {
            thread::yield_now();
        }
        stop(server);
        clients
            .into_iter()
            .flat_map(|client| client.join().expect("a client"))
            .collect()
    })
}

fn create_while_it_answers(client: &Client, created: &AtomicUsize) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(answer) = client.send("POST", "/classes/Thing", r#"{"text":"kept"}"#) {
        // A server that stops may still turn a write away, as long as it says so.
        if answer.status != 201 {
            assert!(answer.status.as_u16() >= 500, "{}", answer.body);
            break;
        }
        ids.push(answer.id());
        created.fetch_add(1, Ordering::Release);
    }
    ids
}

/// The ids of everything in the database.
fn kept(server: &Server) -> HashSet<String> {
    let mut ids = HashSet::new();
    let mut last = String::new();
    loop {
        let filter = json!({"objectId": {"$gt": last}}).to_string();
        let page = server.results(
            "Thing",
            &[
                ("where", &filter),
                ("order", "objectId"),
                ("limit", "1000"),
                ("keys", "flag"),
            ],
        );
        let Some(object) = page.last() else {
            return ids;
        };
        last = object["objectId"].as_str().unwrap_or_default().to_owned();
        ids.extend(
            page.iter()
                .filter_map(|object| object["objectId"].as_str())
                .map(str::to_owned),
        );
    }
}

fn start(dir: &Path) -> Server {
    Launch::fixture("kinds", dir)
        .env("MAX_LIMIT", "1000")
        .start()
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let dir = folder();
    let mut acknowledged = HashSet::new();
    for round in 1..=4 {
        let server = start(dir.path());
        acknowledged.extend(create_until(server, 150 * round, Server::kill));
        let found = kept(&start(dir.path()));
        let lost: Vec<_> = acknowledged.difference(&found).collect();
        assert!(
            lost.is_empty(),
            "round {round}: {lost:?} of {} are lost",
            acknowledged.len()
        );
    }
}

#[test]
fn a_stop_finishes_what_is_under_way() {
    let dir = folder();
    let acknowledged = create_until(start(dir.path()), 300, |server| {
        server.terminate();
        let (status, log) = server.ended();
        assert_eq!(status.code(), Some(0), "{log}");
        assert!(log.contains("stopping"), "{log}");
    });
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .expect("the folder")
        .flatten()
        .map(|file| file.file_name())
        .collect();
    assert!(left.iter().any(|name| name == "shop.db"), "{left:?}");
    let found = kept(&start(dir.path()));
    assert!(
        acknowledged.is_subset(&found),
        "{:?} are lost",
        acknowledged.difference(&found)
    );
}

#[test]
fn a_stop_does_not_wait_for_a_query_without_end() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "3600")
        .env("SHUTDOWN_SECONDS", "1")
        .start();
    let query = crate::hostile::endless(&server);
    let client = server.client();
    thread::scope(|scope| {
        let asked = scope.spawn(move || client.send("GET", &query, ""));
        crate::hostile::until_busy(&server);
        server.terminate();
        let (status, log) = server.ended();
        assert_eq!(status.code(), Some(0), "{log}");
        let answer = asked.join().expect("a client");
        assert!(
            answer.is_none_or(|answer| answer.status.as_u16() == 503),
            "the query had no end"
        );
    });
}

#[test]
fn a_stop_does_not_wait_for_a_client_that_says_nothing() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("SHUTDOWN_SECONDS", "1")
        .start();
    let connect = || TcpStream::connect(server.address()).expect("the server accepts");
    let silent = connect();
    let mut half = connect();
    half.write_all(b"POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nContent-Length: 9\r\n\r\n{")
        .expect("the server reads");
    server.get("/health").is(200, r#"{"status":"ok"}"#);
    server.terminate();
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    drop((silent, half));
}

#[test]
fn a_restart_finds_everything_again() {
    let dir = folder();
    let server = start(dir.path());
    let sent = json!({"text": "a\u{1F680}", "number": 1.5, "list": [1, {"b": null}], "flag": true});
    let id = server.create("Thing", &sent);
    server.put(
        &format!("/classes/Thing/{id}"),
        json!({"friends": {"__op": "AddRelation", "objects": [
            {"__type": "Pointer", "className": "Thing", "objectId": id}
        ]}}),
    );
    let before: Value = server.object("Thing", &id);
    server.terminate();
    assert!(server.ended().0.success());
    let server = start(dir.path());
    assert_eq!(server.object("Thing", &id), before);
    assert!(
        !server.log().contains("created the table"),
        "nothing is migrated twice: {}",
        server.log()
    );
}
