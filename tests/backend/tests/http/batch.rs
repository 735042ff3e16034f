//! Several requests in one: each for itself, or all or nothing.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use tempfile::TempDir;

fn writes() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    (dir, server)
}

fn post(class: &str, body: Value) -> Value {
    json!({"method": "POST", "path": format!("/parse/classes/{class}"), "body": body})
}

fn put(class: &str, id: &str, body: Value) -> Value {
    json!({"method": "PUT", "path": format!("/parse/classes/{class}/{id}"), "body": body})
}

fn delete(class: &str, id: &str) -> Value {
    json!({"method": "DELETE", "path": format!("/parse/classes/{class}/{id}")})
}

fn batch(client: &Client, requests: &[Value]) -> Vec<Value> {
    let answer = client.post("/batch", json!({"requests": requests}));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answers(answer.json())
}

fn answers(body: Value) -> Vec<Value> {
    match body {
        Value::Array(answers) => answers,
        other => panic!("no list: {other}"),
    }
}

fn transaction(client: &Client, requests: &[Value]) -> crate::client::Answer {
    let body = json!({"requests": requests, "transaction": true});
    client.post("/batch", body)
}

fn count(client: &Client, class: &str) -> usize {
    client.results(class, &[("limit", "1000")]).len()
}

#[test]
fn each_request_is_answered_as_it_would_be_alone() {
    let (_dir, server) = writes();
    let id = server.create("Part", json!({"name": "bolt", "stock": 5}));
    let requests = [
        post("Part", json!({"name": "nut"})),
        put("Part", "nope", json!({"stock": 1})),
        delete("Part", "nope"),
        put(
            "Part",
            &id,
            json!({"stock": {"__op": "Increment", "amount": -2}}),
        ),
        json!({"method": "GET", "path": format!("/parse/classes/Part/{id}?keys=stock")}),
        json!({"method": "GET", "path": "/parse/classes/Part", "body": {"where": {"name": "bolt"}, "keys": "name"}}),
        post("Part", json!({"name": "bolt"})),
        json!({"method": "POST", "path": "/parse/nowhere"}),
        json!({"method": "POST", "path": "/parse/users", "body": {"username": "ann", "password": "secret"}}),
        json!({"method": "POST", "path": "/parse/login", "body": {"username": "ann", "password": "secret"}}),
        delete("Part", &id),
        json!({"method": "GET", "path": "/parse/apps/shop/choose_password?token=x"}),
        json!({"method": "GET", "path": "/parse/classes/Part/\u{7f} x"}),
    ];
    let answers = batch(&server, &requests);
    assert_eq!(answers.len(), requests.len());
    assert!(answers[0]["success"]["objectId"].is_string(), "{answers:?}");
    let not_found = json!({"error": {"code": 101, "error": "Object not found."}});
    assert_eq!(answers[1], not_found);
    assert_eq!(answers[2], not_found);
    assert_eq!(answers[3]["success"]["stock"], 3);
    assert_eq!(answers[4]["success"]["stock"], 3);
    assert_eq!(answers[5]["success"]["results"][0]["name"], "bolt");
    assert_eq!(answers[6]["error"]["code"], 137);
    let unroutable = json!({"error": {"code": 107, "error": "cannot route POST /nowhere"}});
    assert_eq!(answers[7], unroutable);
    assert!(
        answers[8]["success"]["sessionToken"].is_string(),
        "{}",
        answers[8]
    );
    assert_eq!(answers[9]["success"]["username"], "ann");
    assert_eq!(answers[10], json!({"success": {}}));
    // A page is not JSON, and what is no address leads nowhere; the others are done all the same.
    assert_eq!(answers[11]["error"]["code"], 107, "{}", answers[11]);
    assert_eq!(answers[12]["error"]["code"], 107, "{}", answers[12]);
}

#[test]
fn what_is_no_batch_is_refused() {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path())
        .env("BATCH_LIMIT", "3")
        .env("SERVER_URL", "https://api.example.com/v1/parse")
        .start();
    let refused = |body: Value| server.post("/batch", body).is_refused(107);
    assert_eq!(refused(json!({})), "requests must be an array");
    assert_eq!(
        refused(json!({"requests": {}})),
        "requests must be an array"
    );
    refused(json!({"requests": [1]}));
    refused(json!({"requests": [{"path": "/parse/classes/Part"}]}));
    let four = vec![post("Part", json!({"name": "a"})); 4];
    assert_eq!(
        refused(json!({"requests": four})),
        "a batch holds at most 3 requests"
    );
    let nested = json!({"method": "POST", "path": "/parse/batch", "body": {"requests": []}});
    assert_eq!(
        refused(json!({"requests": [nested]})),
        "nested batch requests are not allowed"
    );
    let aside = json!({"method": "POST", "path": "classes/Part", "body": {}});
    assert_eq!(
        refused(json!({"requests": [aside]})),
        "cannot route batch path classes/Part"
    );
    // An SDK knows the server by its public address.
    for (name, path) in [("a", "/v1/parse/classes/Part"), ("b", "/classes/Part")] {
        let request = json!({"method": "POST", "path": path, "body": {"name": name}});
        assert!(
            batch(&server, &[request])[0]["success"].is_object(),
            "{path}"
        );
    }
    assert_eq!(batch(&server, &[]), Vec::<Value>::new());
}

#[test]
fn a_caller_is_himself_in_each_request() {
    let (_dir, server) = writes();
    let answers = batch(
        &server.stranger(),
        &[post("Part", json!({"name": "a"})), delete("Part", "x")],
    );
    assert_eq!(answers[0]["error"]["code"], 119, "{answers:?}");
    assert_eq!(answers[1]["error"]["code"], 101, "{answers:?}");
    let body = json!({"requests": [post("Part", json!({"name": "a"}))], "transaction": true});
    let answer = server.stranger().post("/batch", body);
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["code"], 119);
}

#[test]
fn a_transaction_is_done_as_a_whole() {
    let (_dir, server) = writes();
    let id = server.create("Part", json!({"name": "bolt", "stock": 5}));
    let gone = server.create("Part", json!({"name": "nail"}));
    let answer = transaction(
        &server,
        &[
            post("Part", json!({"name": "nut", "stock": 1})),
            put(
                "Part",
                &id,
                json!({"stock": {"__op": "Increment", "amount": -2}}),
            ),
            put(
                "Part",
                &id,
                json!({"stock": {"__op": "Increment", "amount": -3}}),
            ),
            delete("Part", &gone),
        ],
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answers = answers(answer.json());
    let created = answers[0]["success"]["objectId"].as_str().expect("an id");
    assert_eq!(server.object("Part", created)["stock"], 1);
    assert_eq!(answers[1]["success"]["stock"], 3);
    assert_eq!(answers[2]["success"]["stock"], 0);
    assert_eq!(answers[3], json!({"success": {}}));
    server.get(&format!("/classes/Part/{gone}")).is_refused(101);
}

#[test]
fn one_that_fails_undoes_the_others_and_is_named() {
    let (_dir, server) = writes();
    let id = server.create("Part", json!({"name": "bolt", "stock": 5}));
    let take = |amount| {
        put(
            "Part",
            &id,
            json!({"stock": {"__op": "Increment", "amount": amount}}),
        )
    };
    let cases = [
        (take(-6), 400, 142, "requests[1]: stock must be at least 0"),
        (
            post("Part", json!({"name": 7})),
            400,
            111,
            "requests[1]: schema mismatch for Part.name; expected String but got Number",
        ),
        (
            post("Part", json!({"name": "bolt"})),
            400,
            137,
            "requests[1]: A duplicate value for a field with unique values was provided",
        ),
        (
            delete("Part", "nope"),
            404,
            101,
            "requests[1]: Object not found.",
        ),
        (
            json!({"method": "GET", "path": "/parse/classes/Part"}),
            400,
            107,
            "requests[1]: cannot route GET /classes/Part in a transaction",
        ),
        (
            put("Account", "nope", json!({"balance": 1})),
            404,
            101,
            "requests[1]: Object not found.",
        ),
    ];
    for (bad, status, code, sentence) in cases {
        let answer = transaction(
            &server,
            &[take(-1), bad, post("Part", json!({"name": "nut"}))],
        );
        assert_eq!(answer.status, status, "{}", answer.body);
        let expected = json!({"code": code, "error": sentence, "index": 1});
        assert_eq!(answer.json(), expected);
        assert_eq!(server.object("Part", &id)["stock"], 5);
        assert_eq!(count(&server, "Part"), 1);
    }
}

#[test]
fn hooks_see_what_the_requests_before_have_done() {
    let (_dir, server) = writes();
    let id = server.create("Account", json!({"holder": "ann", "balance": 10}));
    let pay = |amount: i64| put("Account", &id, json!({"balance": amount}));
    let answer = transaction(&server, &[pay(-4), pay(-4), pay(7)]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let balances: Vec<_> = answers(answer.json())
        .iter()
        .map(|answer| answer["success"]["balance"].clone())
        .collect();
    assert_eq!(balances, [6, 2, 9]);
    assert_eq!(server.object("Account", &id)["changes"], 3);
    let answer = transaction(&server, &[pay(-4), pay(-6), pay(100)]);
    assert_eq!(
        answer.json()["error"],
        "requests[1]: balance: there are only 5"
    );
    assert_eq!(server.object("Account", &id)["balance"], 9);
    // Each payment left one line in the journal, and those that were not made none.
    let journal = server.results("Entry", &[("order", "createdAt")]);
    let after: Vec<_> = journal.iter().map(|entry| entry["after"].clone()).collect();
    assert_eq!(after, [10, 6, 2, 9]);
    // One that is deleted before it is changed is not there.
    let answer = transaction(&server, &[delete("Account", &id), pay(1)]);
    assert_eq!(answer.json()["error"], "requests[1]: Object not found.");
    assert_eq!(answer.status, 404);
}

#[test]
fn transactions_on_one_account_lose_nothing() {
    let (_dir, server) = writes();
    let ids: Vec<_> = ["ann", "bob", "cid"]
        .iter()
        .map(|holder| server.create("Account", json!({"holder": holder, "balance": 100})))
        .collect();
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        for round in 0..6 {
            let (server, ids, done) = (&server, &ids, &done);
            scope.spawn(move || {
                for turn in 0..10 {
                    let (from, to) = (&ids[(round + turn) % 3], &ids[(round + 2 * turn + 1) % 3]);
                    let requests = [
                        put("Account", from, json!({"balance": -1})),
                        put("Account", to, json!({"balance": 1})),
                    ];
                    let answer = transaction(server, &requests);
                    assert_eq!(answer.status, 200, "{}", answer.body);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let accounts = server.results("Account", &[]);
    let sum = |name: &str| {
        accounts
            .iter()
            .map(|account| account[name].as_i64().unwrap_or_default())
            .sum::<i64>()
    };
    assert_eq!(sum("balance"), 300);
    assert_eq!(sum("changes"), 2 * 60);
    assert_eq!(count(&server, "Entry"), 3 + 2 * 60);
}

#[test]
fn a_user_signs_up_within_a_transaction_or_not_at_all() {
    let (_dir, server) = writes();
    let sign_up = json!({"method": "POST", "path": "/parse/users", "body": {"username": "ann", "password": "secret"}});
    let bad = post("Part", json!({}));
    let answer = transaction(&server, &[sign_up.clone(), bad]);
    assert_eq!(answer.json()["index"], 1);
    let credentials = json!({"username": "ann", "password": "secret"});
    server.post("/login", &credentials).is_refused(101);
    let answer = transaction(&server, &[sign_up, post("Part", json!({"name": "a"}))]);
    let answers = answers(answer.json());
    let token = answers[0]["success"]["sessionToken"]
        .as_str()
        .expect("a token");
    assert_eq!(server.with_session(token).get("/users/me").status, 200);
}

#[test]
fn a_kill_leaves_all_of_a_transaction_or_nothing() {
    let dir = folder();
    let mut answered = Vec::new();
    for round in 0..3 {
        let server = Launch::fixture("writes", dir.path()).start();
        let stop = AtomicBool::new(false);
        let client = server.client();
        thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|worker| {
                    let (client, stop) = (client.clone(), &stop);
                    scope.spawn(move || {
                        let mut done = Vec::new();
                        for turn in 0.. {
                            let name = format!("{round}-{worker}-{turn}");
                            let parts = ["a", "b", "c"].map(|part| {
                                post(
                                    "Part",
                                    json!({"name": format!("{name}-{part}"), "tags": [name]}),
                                )
                            });
                            let body = json!({"requests": parts, "transaction": true}).to_string();
                            match client.send("POST", "/batch", &body) {
                                Some(answer) if answer.status == 200 => done.push(name),
                                _ => break,
                            }
                            if stop.load(Ordering::Relaxed) && done.len() > 1_000 {
                                break;
                            }
                        }
                        done
                    })
                })
                .collect();
            // Killed as soon as some are known to be written, while others are under way.
            while count(&client, "Part") < 60 * (round + 1) {}
            server.kill();
            stop.store(true, Ordering::Relaxed);
            for worker in workers {
                answered.extend(worker.join().expect("a worker"));
            }
        });
    }
    let server = Launch::fixture("writes", dir.path())
        .env("MAX_LIMIT", "100000")
        .start();
    let mut parts = std::collections::HashMap::<String, usize>::new();
    for part in server.results("Part", &[("limit", "100000")]) {
        let name = part["tags"][0].as_str().expect("a tag");
        *parts.entry(name.to_owned()).or_default() += 1;
    }
    assert!(parts.values().all(|count| *count == 3), "{parts:?}");
    for name in answered {
        assert_eq!(parts.get(&name), Some(&3), "{name} was answered");
    }
}
