//! What is taken away while it is used: from the answer to the change on, nobody has it.

use super::world::{World, pointer, sign_up};
use crate::client::Client;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// How often a right is given and taken.
const ROUNDS: u64 = 16;
/// How often each of several threads asks meanwhile.
const REQUESTS: usize = 120;

/// What holds now: odd while it is being changed.
#[derive(Default)]
struct Moment(AtomicU64);

impl Moment {
    fn change(&self, change: impl FnOnce()) {
        self.0.fetch_add(1, Ordering::SeqCst);
        change();
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// What `ask` answers, and how many changes had been made, where none was made meanwhile.
    fn ask<T>(&self, ask: impl FnOnce() -> T) -> Option<(T, u64)> {
        let before = self.0.load(Ordering::SeqCst);
        let answer = ask();
        let after = self.0.load(Ordering::SeqCst);
        (before == after && before.is_multiple_of(2)).then_some((answer, before / 2))
    }
}

#[test]
fn a_role_is_gone_once_the_answer_says_so() {
    let world = World::start();
    world.server.create("Staffed", json!({"number": 1}));
    let roles = world.server.results("_Role", &[]);
    let role = |name: &str| {
        let mut roles = roles.iter();
        let role = roles.find(|role| role["name"] == name).expect("the role");
        role["objectId"].as_str().expect("its id").to_owned()
    };
    let staff = format!("/roles/{}", role("staff"));
    let boss = json!({"__type": "Pointer", "className": "_Role", "objectId": role("boss")});
    let cases = [
        ("cara", "users", pointer(world.id("cara"))),
        // He has it by a role of his that has it.
        ("dan", "roles", boss),
    ];
    for (name, field, object) in cases {
        let sees = |client: &Client| client.results("Staffed", &[]).len() == 1;
        let change = |round: u64| {
            let operation = if round.is_multiple_of(2) {
                "RemoveRelation"
            } else {
                "AddRelation"
            };
            let body = json!({field: {"__op": operation, "objects": [object]}});
            let answer = world.server.put(&staff, body);
            assert_eq!(answer.status, 200, "{}", answer.body);
        };
        let client = &world.person(name).client;
        toggled(client, sees, change);
    }
}

#[test]
fn a_session_is_gone_once_the_answer_says_so() {
    let world = World::start();
    for _ in 0..4 {
        let login = json!({"username": "ana", "password": "password"});
        let answer = world.server.post("/login", login);
        let token = answer.json()["sessionToken"].take();
        let client = world.server.with_session(token.as_str().expect("a token"));
        let session = client.get("/sessions/me").id();
        let moment = Moment::default();
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..REQUESTS {
                        let asked = moment.ask(|| client.get("/users/me").status.as_u16());
                        if let Some((status, changes)) = asked {
                            assert_eq!(status, if changes == 0 { 200 } else { 400 });
                        }
                    }
                });
            }
            for _ in 0..20 {
                world.server.create("Open", json!({}));
            }
            moment.change(|| {
                let path = format!("/sessions/{session}");
                world.person("ana").client.delete(&path).is(200, "{}");
            });
        });
        client.get("/users/me").is_refused(209);
    }
}

#[test]
fn a_user_who_goes_with_something_else_is_gone() {
    let world = World::start();
    let (id, client) = sign_up(&world.server, "gus");
    let team = world.server.create("Team", json!({}));
    let joins = json!({"team": {"__type": "Pointer", "className": "Team", "objectId": team}});
    assert_eq!(client.put(&format!("/users/{id}"), joins).status, 200);
    assert_eq!(client.get("/users/me").status, 200);
    world
        .server
        .delete(&format!("/classes/Team/{team}"))
        .is(200, "{}");
    client.get("/users/me").is_refused(209);
    client.get("/classes/Members").is_refused(209);
}

/// Asks from several threads whether a right holds that is taken in even rounds and given in odd ones.
fn toggled(client: &Client, holds: impl Fn(&Client) -> bool + Sync, change: impl Fn(u64)) {
    let moment = Moment::default();
    let checks = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..REQUESTS {
                    if let Some((held, changes)) = moment.ask(|| holds(client)) {
                        assert_eq!(held, changes.is_multiple_of(2), "after {changes} changes");
                        checks.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        for round in 0..ROUNDS {
            moment.change(|| change(round));
            // The next change waits until this one was seen.
            for _ in 0..3 {
                assert_eq!(holds(client), !round.is_multiple_of(2), "round {round}");
            }
        }
    });
    assert!(checks.into_inner() > 0, "nobody asked between two changes");
}
