//! Queries that keep the server busy.

use super::goes_on;
use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::json;
use std::thread;

/// Puts as much into the database as it takes to keep a query busy for longer than anybody waits, and gives the path of
/// one that is.
pub fn endless(client: &Client) -> String {
    let list: Vec<_> = (0..20_000).collect();
    for _ in 0..20 {
        client.create("Thing", json!({"list": list}));
    }
    let sought: Vec<_> = (0..1_500).map(|number| -1 - number).collect();
    let filter = json!({"list": {"$in": sought}}).to_string();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("where", &filter)
        .finish();
    format!("/classes/Thing?{query}")
}

/// Waits until the server answers while a slow query is under way.
pub fn until_busy(server: &Server) {
    for _ in 0..20 {
        server.get("/health").is(200, r#"{"status":"ok"}"#);
        assert_eq!(
            server
                .results("Thing", &[("limit", "1"), ("keys", "text")])
                .len(),
            1
        );
    }
}

#[test]
fn a_slow_query_holds_up_nobody() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "3600")
        .start();
    let query = endless(&server);
    let client = server.client();
    thread::scope(|scope| {
        // More of them than there are threads for such.
        let slow: Vec<_> = (0..6)
            .map(|_| {
                let (client, query) = (client.clone(), query.clone());
                scope.spawn(move || {
                    client
                        .send("GET", &query, "")
                        .map(|answer| answer.status.as_u16())
                })
            })
            .collect();
        until_busy(&server);
        goes_on(&server);
        assert!(
            slow.iter().all(|slow| !slow.is_finished()),
            "the queries have no end"
        );
        server.kill();
        for slow in slow {
            assert_eq!(slow.join().expect("a client"), None);
        }
    });
}

#[test]
fn a_slow_query_is_given_up() {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path())
        .env("QUERY_TIMEOUT_SECONDS", "1")
        .start();
    let query = endless(&server);
    server.get(&query).is_refused(124);
    goes_on(&server);
}
