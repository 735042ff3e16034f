//! `kill -9` between a commit and its answer: the repeat is given the answer that nobody had.

use super::{essence, is_replayed, keyed};
use crate::client::{Answer, Client};
use crate::server::{Launch, Server, folder};
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const CLIENTS: usize = 8;

/// What was sent, by its number, and the answer where there was one.
type Sent = HashMap<usize, Option<Answer>>;

fn start(dir: &Path) -> Server {
    Launch::fixture("kinds", dir).start()
}

fn create(client: &Client, number: usize) -> Option<Answer> {
    let sent = json!({"batch": number}).to_string();
    keyed(client, &format!("create-{number}")).send("POST", "/classes/Thing", &sent)
}

/// Creates from many clients at once, each under a key of its own, until the server is killed in the midst of it.
fn create_and_kill(server: Server, next: &AtomicUsize, enough: usize) -> Sent {
    let (created, client) = (AtomicUsize::new(0), server.client());
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let mut sent = Sent::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let answer = create(&client, number);
                        let gone = answer.is_none();
                        sent.insert(number, answer);
                        if gone {
                            return sent;
                        }
                        created.fetch_add(1, Ordering::Release);
                    }
                })
            })
            .collect();
        while created.load(Ordering::Acquire) < enough {
            thread::yield_now();
        }
        server.kill();
        clients
            .into_iter()
            .flat_map(|client| client.join().expect("a client"))
            .collect()
    })
}

#[test]
fn after_a_kill_each_repeat_has_the_first_answer_and_each_key_one_object() {
    let dir = folder();
    let next = AtomicUsize::new(0);
    let mut sent = Sent::new();
    let mut recovered = 0;
    for round in 1..=4 {
        sent.extend(create_and_kill(start(dir.path()), &next, 60 * round));
        let server = start(dir.path());
        for (number, first) in &mut sent {
            let again = create(&server, *number).expect("the server answers");
            assert_eq!(again.status, 201, "{}", again.body);
            match first {
                Some(first) => {
                    assert!(is_replayed(&again), "{number} was made twice");
                    // The port is another after each start, and stands in the address of the object.
                    assert_eq!(essence(&again).2, essence(first).2);
                }
                None => {
                    recovered += usize::from(is_replayed(&again));
                    *first = Some(again);
                }
            }
        }
        let mut objects: HashMap<u64, usize> = HashMap::new();
        let found = server.results("Thing", &[("limit", "1000000"), ("keys", "batch")]);
        for object in found {
            let number = object["batch"].as_u64().expect("a number");
            *objects.entry(number).or_default() += 1;
        }
        assert_eq!(objects.len(), sent.len());
        assert!(objects.values().all(|count| *count == 1), "{objects:?}");
    }
    println!("{recovered} answers were lost and given again");
}
