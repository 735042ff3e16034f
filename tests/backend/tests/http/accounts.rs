//! Accounts: signing up, in and out, and what ends a session.

use crate::client::{Answer, Client};
use crate::server::{Launch, Server, folder};
use serde_json::json;
use tempfile::TempDir;

fn server() -> (Server, TempDir) {
    let dir = folder();
    (Launch::fixture("kinds", dir.path()).start(), dir)
}

fn sign_up(client: &Client, name: &str) -> Answer {
    let email = format!("{name}@example.com");
    let body = json!({"username": name, "password": "pw1", "email": email});
    client.post("/users", body)
}

fn token(answer: &Answer) -> String {
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no session token: {}", answer.body))
}

const NOBODY: &str = r#"{"code":209,"error":"Permission denied"}"#;
const NO_SESSION: &str = r#"{"code":209,"error":"Invalid session token"}"#;
const NO_MATCH: &str = r#"{"code":101,"error":"Invalid username/password."}"#;

#[test]
fn a_user_signs_up_in_and_out() {
    let (server, _dir) = server();
    let stranger = server.stranger();
    let signed_up = sign_up(&stranger, "ana");
    assert_eq!(signed_up.status, 201, "{}", signed_up.body);
    let first = token(&signed_up);
    assert!(first.starts_with("r:") && first.len() == 34, "{first}");

    let by_name = json!({"username": "ana", "password": "pw1"});
    let by_email = json!({"email": "ana@example.com", "password": "pw1"});
    let email_as_name = json!({"username": "ana@example.com", "password": "pw1"});
    for sent in [&by_name, &by_email, &email_as_name] {
        let answer = stranger.post("/login", sent);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_ne!(token(&answer), first);
        assert!(!answer.body.contains("password"), "{}", answer.body);
    }
    let wrong = json!({"username": "ana", "password": "pw2"});
    stranger.post("/login", wrong).is(404, NO_MATCH);
    let nobody = json!({"username": "nobody", "password": "pw1"});
    stranger.post("/login", nobody).is(404, NO_MATCH);

    let ana = stranger.with_session(&first);
    let me = ana.get("/users/me");
    assert_eq!(me.json()["username"], "ana");
    assert_eq!(token(&me), first);
    stranger.get("/users/me").is(400, NOBODY);
    stranger
        .with_session("r:bogus")
        .get("/users/me")
        .is(400, NO_SESSION);

    ana.post("/logout", "{}").is(200, "{}");
    ana.get("/users/me").is(400, NO_SESSION);
    ana.post("/logout", "{}").is(400, NO_SESSION);
}

#[test]
fn a_new_password_ends_every_session_but_the_one_it_opens() {
    let (server, _dir) = server();
    let signed_up = sign_up(&server.stranger(), "ana");
    let path = format!("/users/{}", signed_up.id());
    let first = server.with_session(&token(&signed_up));
    let second = server.post("/login", json!({"username": "ana", "password": "pw1"}));
    let second = server.with_session(&token(&second));

    let changed = first.put(&path, json!({"password": "pw2"}));
    assert_eq!(changed.status, 200, "{}", changed.body);
    first.get("/users/me").is(400, NO_SESSION);
    second.get("/users/me").is(400, NO_SESSION);
    let third = server.with_session(&token(&changed));
    assert_eq!(third.get("/users/me").status, 200);
    let old = json!({"username": "ana", "password": "pw1"});
    server.stranger().post("/login", old).is(404, NO_MATCH);
}

#[test]
fn one_installation_has_one_session_and_a_user_sees_his_own() {
    let (server, _dir) = server();
    let ana = server.with_session(&token(&sign_up(&server.stranger(), "ana")));
    let bob = server.with_session(&token(&sign_up(&server.stranger(), "bob")));
    assert_eq!(
        ana.get("/sessions").json()["results"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let theirs = bob.get("/sessions/me").id();
    ana.get(&format!("/sessions/{theirs}")).is_refused(101);
    ana.delete(&format!("/sessions/{theirs}")).is_refused(101);
    assert_eq!(bob.get("/users/me").status, 200);

    let another = ana.post("/sessions", "{}");
    assert_eq!(another.status, 201, "{}", another.body);
    ana.delete(&format!("/sessions/{}", another.id()))
        .is(200, "{}");
    server
        .with_session(&token(&another))
        .get("/users/me")
        .is(400, NO_SESSION);
}

#[test]
fn nobody_changes_another_user() {
    let (server, _dir) = server();
    let ana = sign_up(&server.stranger(), "ana");
    let bob = server.with_session(&token(&sign_up(&server.stranger(), "bob")));
    let path = format!("/users/{}", ana.id());
    let denied = r#"{"code":206,"error":"Permission denied"}"#;
    bob.get(&path).is_refused(101);
    bob.put(&path, json!({"username": "mallory"}))
        .is(400, denied);
    bob.delete(&path).is(400, denied);
    server
        .stranger()
        .put(&path, json!({"username": "mallory"}))
        .is(400, denied);
    assert_eq!(server.object("_User", &ana.id())["username"], "ana");
}

#[test]
fn a_name_that_fails_too_often_waits_whether_it_exists_or_not() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path()).env("LOCKOUT_ATTEMPTS", "3");
    let server = launch.start();
    sign_up(&server.stranger(), "ana");
    for name in ["ana", "ghost"] {
        let wrong = json!({"username": name, "password": "no"});
        for _ in 0..3 {
            server.stranger().post("/login", &wrong).is(404, NO_MATCH);
        }
        let right = json!({"username": name, "password": "pw1"});
        let told = server.stranger().post("/login", right).is_refused(101);
        assert!(told.contains("locked"), "{told}");
    }
}

#[test]
fn an_anonymous_user_comes_back_and_takes_a_name() {
    let (server, _dir) = server();
    let stranger = server.stranger();
    let data = json!({"authData": {"anonymous": {"id": "8f8d0f0e-0000-4000-8000-000000000001"}}});
    let first = stranger.post("/users", &data);
    assert_eq!(first.status, 201, "{}", first.body);
    let again = stranger.post("/users", &data);
    assert_eq!((again.status.as_u16(), again.id()), (200, first.id()));

    let user = server.with_session(&token(&again));
    let named = json!({"username": "ana", "password": "pw1"});
    let path = format!("/users/{}", first.id());
    assert_eq!(user.put(&path, &named).status, 200);
    assert_eq!(stranger.post("/login", &named).id(), first.id());
    let third = stranger.post("/users", &data);
    assert_eq!(third.status, 201, "{}", third.body);
    let unknown = json!({"authData": {"nope": {"id": "1"}}});
    stranger.post("/users", unknown).is_refused(252);
}

#[test]
fn of_parallel_sign_ups_of_one_name_one_wins() {
    let (server, _dir) = server();
    let names = ["ana", "Ana", "aNa", "anA", "ANA", "ana", "Ana", "ANa"];
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads = names.map(|name| {
            let client = server.stranger();
            scope.spawn(move || {
                let body = json!({"username": name, "password": "pw1"});
                client.post("/users", body).status.as_u16()
            })
        });
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|status| **status == 400).count(), 7);
}
