//! Requests that arrive again are done once, and every repeat is given the first answer.

mod buyers;
mod crash;
mod keys;
mod replay;

use crate::client::{Answer, Client};

/// As the SDKs of the protocol name it; the other name means the same.
const HEADER: &str = "X-Parse-Request-Id";
/// One that cannot be guessed.
const KEY: &str = "6f1c2d4e-8a3b-4c5d-9e0f-1a2b3c4d5e6f";

/// The same client, sending this key.
fn keyed(client: &Client, key: &str) -> Client {
    client.with_header(HEADER, key)
}

fn is_replayed(answer: &Answer) -> bool {
    answer.header("idempotent-replayed") == "true"
}

/// What of an answer a repeat must have too.
fn essence(answer: &Answer) -> (u16, Option<&str>, &str) {
    let status = answer.status.as_u16();
    (status, answer.location.as_deref(), &answer.body)
}

/// Sends the same request twice, and gives both answers: the first one new, and the second one the first.
#[track_caller]
fn twice(client: &Client, method: &str, path: &str, body: &str) -> [Answer; 2] {
    let [first, again] =
        [0; 2].map(|_| client.send(method, path, body).expect("the server answers"));
    assert!(!is_replayed(&first), "{}", first.body);
    assert!(is_replayed(&again), "{}", again.body);
    assert_eq!(essence(&again), essence(&first));
    [first, again]
}
