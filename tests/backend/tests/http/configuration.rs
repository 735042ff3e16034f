//! Settings: where they come from, what is wrong with them, and what never shows.

use crate::server::{Launch, folder};
use std::fs;

#[test]
fn the_environment_goes_over_the_file() {
    let dir = folder();
    let settings = "port = 0\napp_id = \"from-file\"\nmount_path = \"/from-file\"\nmax_limit = 1\n";
    fs::write(dir.path().join("config.toml"), settings).expect("a file");
    let launch = Launch::fixture("kinds", dir.path())
        .without("PORT")
        .without("APP_ID");
    let server = launch.env("MOUNT_PATH", "/api/").start();
    assert!(server.url.ends_with("/api"), "{}", server.url);
    for _ in 0..2 {
        let created = server
            .send_as("from-file", "POST", "/classes/Thing", "{}")
            .expect("the server answers");
        assert_eq!(created.status, 201, "{}", created.body);
    }
    let listed = server
        .send_as("from-file", "GET", "/classes/Thing?limit=100", "")
        .expect("the server answers");
    assert_eq!(listed.json()["results"].as_array().map(Vec::len), Some(1));
}

#[test]
fn another_file_can_be_named_and_must_then_be_there() {
    let dir = folder();
    fs::write(dir.path().join("other.toml"), "app_id = \"other\"\n").expect("a file");
    let launch = Launch::fixture("kinds", dir.path()).without("APP_ID");
    let server = launch.env("CONFIG", "other.toml").start();
    let answer = server
        .send_as("other", "GET", "/classes/Thing", "")
        .expect("the server answers");
    assert_eq!(answer.status, 200);
    let refusal = Launch::fixture("kinds", dir.path())
        .env("CONFIG", "missing.toml")
        .refusal();
    assert!(
        refusal.log.contains("cannot read missing.toml"),
        "{}",
        refusal.log
    );
}

#[test]
fn a_setting_that_is_wrong_is_named_with_its_place() {
    for (settings, sentence) in [
        (
            "prot = 1",
            "config.toml: there is no setting `prot`; there are host, port",
        ),
        (
            "port = 70000",
            "PORT must be a port from 0 to 65535 (set by config.toml)",
        ),
        (
            "port = true",
            "config.toml: `port` is text or a whole number, not boolean",
        ),
        ("port = ", "config.toml: "),
    ] {
        let dir = folder();
        fs::write(dir.path().join("config.toml"), settings).expect("a file");
        let refusal = Launch::fixture("kinds", dir.path())
            .without("PORT")
            .refusal();
        assert!(!refusal.status.success());
        assert!(
            refusal.log.contains(sentence),
            "{settings}: {}",
            refusal.log
        );
    }
    for (name, value, expected) in [
        (
            "PORT",
            "http",
            "PORT must be a port from 0 to 65535 (set by the environment)",
        ),
        (
            "HOST",
            "not a host",
            "HOST must be an address or a name of this machine",
        ),
        (
            "DATABASE_URL",
            "postgres://host/secret",
            "DATABASE_URL must be `sqlite://FILE`",
        ),
        ("APP_ID", "", "APP_ID must be an id, not empty"),
        (
            "MOUNT_PATH",
            "/a b",
            "MOUNT_PATH must be a path such as /parse",
        ),
        ("MAX_LIMIT", "many", "MAX_LIMIT must be a number of objects"),
        (
            "QUERY_TIMEOUT_SECONDS",
            "-1",
            "QUERY_TIMEOUT_SECONDS must be a number of seconds",
        ),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL must be error, warn, info, debug or trace",
        ),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be text or json"),
    ] {
        let dir = folder();
        let refusal = Launch::fixture("kinds", dir.path())
            .env(name, value)
            .refusal();
        assert_eq!(refusal.status.code(), Some(1));
        assert!(
            refusal.log.contains(expected),
            "{name}={value}: {}",
            refusal.log
        );
        assert!(!refusal.log.contains("secret"), "{}", refusal.log);
        assert!(
            !refusal.log.contains("Code("),
            "a sentence, not a structure: {}",
            refusal.log
        );
    }
}

#[test]
fn it_does_not_listen_beyond_this_machine_with_keys_that_a_stranger_knows() {
    for host in ["0.0.0.0", "::"] {
        let dir = folder();
        let refusal = Launch::fixture("kinds", dir.path())
            .env("HOST", host)
            .env("APP_ID", "app")
            .refusal();
        assert_eq!(refusal.status.code(), Some(1));
        let sentence =
            format!("HOST is {host}, which other machines reach, and APP_ID is the default");
        assert!(refusal.log.contains(&sentence), "{}", refusal.log);
    }
}

#[test]
fn secrets_are_not_in_the_log() {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path())
        .env("MASTER_KEY", crate::client::MASTER_KEY)
        .env("LOG_LEVEL", "trace");
    let server = launch.env("LOG_FORMAT", "json").start();
    let body = r#"{"username":"ann","password":"the-password","email":"ann@example.com"}"#;
    assert_eq!(server.post("/users", body).status, 201);
    server.send("PUT", "/users/none", r#"{"password":"the-password"}"#);
    server.post("/users", body).is_refused(202);
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success());
    assert!(
        log.lines().all(|line| line.starts_with('{')),
        "each line is JSON: {log}"
    );
    for secret in [crate::client::MASTER_KEY, "the-password"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let (first, second) = (folder(), folder());
    let server = Launch::fixture("kinds", first.path()).start();
    let port = server.address().rsplit(':').next().unwrap_or_default();
    let refusal = Launch::fixture("kinds", second.path())
        .env("PORT", port)
        .refusal();
    assert_eq!(refusal.status.code(), Some(1));
    let sentence = format!("cannot listen on 127.0.0.1:{port}: ");
    assert!(refusal.log.contains(&sentence), "{}", refusal.log);
    server.get("/health").is(200, r#"{"status":"ok"}"#);
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let dir = folder();
    fs::create_dir(dir.path().join("folder.db")).expect("a folder");
    fs::write(
        dir.path().join("text.db"),
        "no database, but text that is longer than its header would be".repeat(40),
    )
    .expect("a file");
    for file in ["no/such/folder/shop.db", "folder.db", "text.db"] {
        let url = format!("sqlite://{file}");
        let refusal = Launch::fixture("kinds", dir.path())
            .env("DATABASE_URL", url)
            .refusal();
        assert_eq!(refusal.status.code(), Some(1));
        let sentence = format!("cannot open the database {file}: ");
        assert!(refusal.log.contains(&sentence), "{}", refusal.log);
        assert!(
            !refusal.log.contains("Internal server error"),
            "{}",
            refusal.log
        );
    }
}
