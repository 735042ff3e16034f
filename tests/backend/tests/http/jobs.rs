//! Jobs: started by hand and by the clock, and what their rows say of them.

use crate::client::Client;
use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;
use tempfile::TempDir;

fn jobs() -> (TempDir, Server) {
    let dir = folder();
    let server = launch(dir.path()).start();
    (dir, server)
}

fn launch(dir: &Path) -> Launch {
    Launch::fixture("jobs", dir)
}

/// Starts a job and gives the id of its row, which the answer names.
fn start(server: &Server, name: &str, params: Value) -> String {
    let answer = server.post(&format!("/jobs/{name}"), params);
    answer.is(200, "{}");
    answer.header("x-parse-job-status-id").to_owned()
}

/// The rows of a job, the last one first.
fn rows(client: &Client, name: &str) -> Vec<Value> {
    let filter = json!({"jobName": name}).to_string();
    client.results("_JobStatus", &[("where", &filter), ("order", "-createdAt")])
}

/// The row of a run once it has ended.
fn ended(server: &Server, id: &str) -> Value {
    let asked = Instant::now();
    loop {
        let row = server.object("_JobStatus", id);
        if row["status"] != "running" {
            return row;
        }
        assert!(asked.elapsed() < PATIENCE, "{row}\n{}", server.log());
        std::thread::yield_now();
    }
}

#[test]
fn a_job_is_started_by_the_master_and_says_how_far_it_is() {
    let (_dir, server) = jobs();
    let id = start(&server, "stock", json!({"count": 3}));
    let row = ended(&server, &id);
    assert_eq!(row["jobName"], "stock");
    assert_eq!(row["source"], "api");
    assert_eq!(row["status"], "succeeded", "{row}");
    assert_eq!(row["message"], "3 of 3");
    assert_eq!(row["params"], json!({"count": 3}));
    assert_eq!(row["finishedAt"]["__type"], "Date");
    assert_eq!(server.results("Product", &[]).len(), 3);

    let named = server.post("/jobs", json!({"jobName": "stock", "count": 1}));
    let id = named.header("x-parse-job-status-id");
    assert_eq!(ended(&server, id)["params"], json!({"count": 1}));
    assert_eq!(server.results("Product", &[]).len(), 4);
}

#[test]
fn only_the_master_sees_and_starts_jobs() {
    let (_dir, server) = jobs();
    let stranger = server.stranger();
    let denied = r#"{"error":"Permission denied"}"#;
    stranger.post("/jobs/stock", "{}").is(403, denied);
    stranger
        .post("/jobs", r#"{"jobName":"stock"}"#)
        .is(403, denied);
    stranger.get("/cloud_code/jobs/data").is(403, denied);
    stranger
        .get("/classes/_JobStatus")
        .is(200, r#"{"results":[]}"#);
    let all = r#"{"in_use":[],"jobs":["fails","never","panics","polite","stock","stuck","tick"]}"#;
    server.get("/cloud_code/jobs/data").is(200, all);
    server
        .post("/jobs/nope", "{}")
        .is(400, r#"{"code":141,"error":"Invalid job: \"nope\""}"#);
    server.post("/jobs", "{}").is_refused(107);
}

#[test]
fn a_job_that_fails_says_why() {
    let (_dir, server) = jobs();
    let row = ended(&server, &start(&server, "fails", json!({})));
    assert_eq!(row["status"], "failed");
    assert_eq!(row["message"], "no luck today");
    let row = ended(&server, &start(&server, "stock", json!({})));
    assert_eq!(row["message"], "count: expected integer but got null");
    let row = ended(&server, &start(&server, "panics", json!({})));
    assert_eq!(row["status"], "failed");
    // It is no job that runs any more.
    ended(&server, &start(&server, "panics", json!({})));
}

#[test]
fn a_job_runs_once_at_a_time_and_not_for_ever() {
    let dir = folder();
    let server = launch(dir.path()).env("JOB_TIMEOUT_SECONDS", "1").start();
    let id = start(&server, "stuck", json!({}));
    assert_eq!(
        server.post("/jobs/stuck", "{}").is_refused(141),
        "the job `stuck` is running already"
    );
    let row = ended(&server, &id);
    assert_eq!(row["message"], "the job took longer than 1 seconds");
    let id = start(&server, "stuck", json!({}));
    assert_eq!(server.object("_JobStatus", &id)["status"], "running");
}

#[test]
fn no_more_jobs_run_than_may() {
    let dir = folder();
    let server = launch(dir.path()).env("MAX_JOBS", "1").start();
    // The clock's job may have the one place for a moment.
    let asked = Instant::now();
    while server.post("/jobs/polite", "{}").status != 200 {
        assert!(asked.elapsed() < PATIENCE, "{}", server.log());
    }
    server.post("/jobs/stock", "{}").is_refused(155);
}

#[test]
fn the_clock_starts_a_job_again_and_again() {
    let (_dir, server) = jobs();
    let asked = Instant::now();
    let rows = loop {
        let rows = rows(&server, "tick");
        if rows.len() >= 3 {
            break rows;
        }
        assert!(asked.elapsed() < PATIENCE, "{}", server.log());
        std::thread::yield_now();
    };
    assert!(rows.iter().all(|row| row["source"] == "schedule"));
    assert!(rows[1..].iter().all(|row| row["status"] == "succeeded"));
}

#[test]
fn a_run_whose_end_nobody_saw_has_failed() {
    let (dir, server) = jobs();
    let id = start(&server, "stuck", json!({}));
    server.kill();
    let server = launch(dir.path()).start();
    let row = server.object("_JobStatus", &id);
    assert_eq!(row["status"], "failed");
    assert_eq!(row["message"], "the server stopped while the job ran");
}

#[test]
fn a_server_that_stops_waits_for_its_jobs_but_not_for_ever() {
    let dir = folder();
    let server = launch(dir.path()).env("SHUTDOWN_SECONDS", "1").start();
    let polite = start(&server, "polite", json!({}));
    let stuck = start(&server, "stuck", json!({}));
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    let server = launch(dir.path()).start();
    let row = server.object("_JobStatus", &polite);
    assert_eq!(
        (&row["status"], &row["message"]),
        (&json!("succeeded"), &json!("so long")),
        "{log}"
    );
    let row = server.object("_JobStatus", &stuck);
    assert_eq!(row["message"], "the server stopped while the job ran");
}
