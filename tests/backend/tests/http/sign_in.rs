//! The user's own code around signing in and out.

use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::json;
use std::time::Instant;
use tempfile::TempDir;

fn with_hooks() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("functions", dir.path()).start();
    for name in ["ann", "banned", "keeper"] {
        let body = json!({"username": name, "password": "a-long-password", "email": format!("{name}@example.com")});
        assert_eq!(server.stranger().post("/users", body).status, 201);
    }
    (dir, server)
}

/// What the hooks have written down.
fn noted(server: &Server) -> Vec<String> {
    let notes = server.results("Product", &[("order", "name")]);
    let names = notes.iter().map(|note| note["name"].as_str());
    names
        .map(|name| name.unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_login_passes_its_hooks_and_a_sign_up_does_not() {
    let (_dir, server) = with_hooks();
    let log_in = |name: &str, password: &str| {
        let body = json!({"username": name, "password": password});
        server.stranger().post("/login", body)
    };
    assert!(noted(&server).is_empty());
    assert_eq!(
        log_in("banned", "a-long-password").is_refused(4001),
        "you are banned"
    );
    log_in("ann", "not-the-password").is_refused(101);
    // What a refused login wanted written is not.
    assert!(noted(&server).is_empty());
    let sessions = server.results("_Session", &[]).len();

    let answer = log_in("ann", "a-long-password");
    assert_eq!(answer.status, 200, "{}", answer.body);
    let token = answer.json()["sessionToken"].take();
    assert_eq!(server.results("_Session", &[]).len(), sessions + 1);
    assert_eq!(noted(&server), ["is in ann", "lets in ann"]);

    let client = server.with_session(token.as_str().unwrap_or_default());
    client.post("/logout", "{}").is(200, "{}");
    client.get("/users/me").is_refused(209);
    assert_eq!(noted(&server), ["is in ann", "is out ann", "lets in ann"]);
}

#[test]
fn a_hook_keeps_a_link_to_a_new_password_from_being_mailed() {
    let (dir, server) = with_hooks();
    for name in ["keeper", "ann"] {
        let body = json!({"email": format!("{name}@example.com")});
        // Whoever asks is told the same.
        server
            .stranger()
            .post("/requestPasswordReset", body)
            .is(200, "{}");
    }
    let mails = || std::fs::read_dir(dir.path().join("outbox")).map_or(0, Iterator::count);
    let asked = Instant::now();
    while !server.log().contains("this one never forgets") || mails() == 0 {
        assert!(asked.elapsed() < PATIENCE, "{}", server.log());
        std::thread::yield_now();
    }
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    assert_eq!(mails(), 1, "{log}");
    let server = Launch::fixture("functions", dir.path()).start();
    assert_eq!(noted(&server), ["forgot ann"]);
}
