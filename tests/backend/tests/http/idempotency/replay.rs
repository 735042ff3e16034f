//! What a repeat is answered, for every kind of write.

use super::{HEADER, KEY, essence, is_replayed, keyed, twice};
use crate::server::{Launch, folder, kinds};
use serde_json::{Value, json};
use std::thread;

#[test]
fn a_repeat_of_a_write_is_answered_as_the_first_was_and_writes_nothing() {
    let (_dir, server) = kinds();
    for (number, header) in [HEADER, "Idempotency-Key"].into_iter().enumerate() {
        let keyed = |name: &str| server.with_header(header, &format!("{KEY}{number}{name}"));
        let sent = json!({"text": "once", "number": number}).to_string();
        let [first, _] = twice(&keyed("create"), "POST", "/classes/Thing", &sent);
        assert_eq!(first.status, 201);
        let path = format!("/classes/Thing/{}", first.id());
        let sent =
            r#"{"number":{"__op":"Increment","amount":5},"list":{"__op":"Add","objects":["a"]}}"#;
        let [first, _] = twice(&keyed("update"), "PUT", &path, sent);
        assert_eq!(first.json()["number"], 5 + number);
        assert_eq!(first.json()["list"], json!(["a"]));
        assert_eq!(server.get(&path).json()["list"], json!(["a"]));
        twice(&keyed("delete"), "DELETE", &path, "");
        server.get(&path).is_refused(101);
    }
}

#[test]
fn a_repeat_after_what_was_written_has_changed_is_answered_as_the_first_was() {
    let (_dir, server) = kinds();
    let create = keyed(&server, KEY);
    let first = create.post("/classes/Checked", r#"{"name":"a","code":"c"}"#);
    assert_eq!(first.json()["status"], "new", "{}", first.body);
    let path = format!("/classes/Checked/{}", first.id());
    server.put(&path, r#"{"status":"open"}"#);
    server.delete(&path);
    let again = create.post("/classes/Checked", r#"{"code":"c","name":"a"}"#);
    assert_eq!(essence(&again), essence(&first));
    assert!(server.results("Checked", &[]).is_empty());
}

#[test]
fn fifty_repeats_at_once_make_one_object() {
    let (_dir, server) = kinds();
    let client = keyed(&server, KEY);
    let answers: Vec<_> = thread::scope(|scope| {
        let sent: Vec<_> = (0..50)
            .map(|_| scope.spawn(|| client.post("/classes/Thing", r#"{"text":"once"}"#)))
            .collect();
        sent.into_iter()
            .map(|sent| sent.join().expect("a client"))
            .collect()
    });
    let first = answers.iter().filter(|answer| !is_replayed(answer));
    assert_eq!(first.count(), 1);
    for answer in &answers {
        assert_eq!(essence(answer), essence(&answers[0]));
    }
    assert_eq!(server.results("Thing", &[]).len(), 1);
}

#[test]
fn a_repeat_through_the_tunnel_of_an_sdk_is_a_repeat() {
    let (_dir, server) = kinds();
    let stranger = keyed(&server.stranger(), KEY);
    let sent = |token: &str| {
        json!({"_ApplicationId": "shop", "_InstallationId": "phone-1", "_ClientVersion": token,
               "_MasterKey": crate::client::MASTER_KEY, "text": "once"})
    };
    let first = stranger.post("/classes/Thing", sent("js1"));
    assert_eq!(first.status, 201, "{}", first.body);
    let again = stranger.post("/classes/Thing", sent("js2"));
    assert_eq!(essence(&again), essence(&first));
    let path = format!("/classes/Thing/{}", first.id());
    let read = json!({"_ApplicationId": "shop", "_method": "GET", "_MasterKey": crate::client::MASTER_KEY});
    assert_eq!(stranger.post(&path, &read).json()["text"], "once");
    assert!(!is_replayed(&stranger.post(&path, &read)));
}

#[test]
fn a_batch_is_repeated_request_by_request_or_whole() {
    let (_dir, server) = kinds();
    let create = |name: &str, code: &str| {
        let body = json!({"name": name, "code": code});
        json!({"method": "POST", "path": "/parse/classes/Checked", "body": body})
    };
    let requests = [create("a", "1"), create("b", "1"), create("c", "2")];
    let each = json!({"requests": requests}).to_string();
    let client = keyed(&server, KEY);
    let first = client.post("/batch", &each);
    assert_eq!(first.json()[1]["error"]["code"], 137, "{}", first.body);
    assert!(!is_replayed(&first));
    // What was refused is tried again, and refused again.
    let again = client.post("/batch", &each);
    assert_eq!(essence(&again), essence(&first));
    assert!(is_replayed(&again));
    assert_eq!(server.results("Checked", &[]).len(), 2);

    let together = |requests: &[Value]| {
        let body = json!({"requests": requests, "transaction": true});
        body.to_string()
    };
    let client = keyed(&server, "a-batch-that-is-a-transaction");
    let refused = client.post("/batch", together(&[create("d", "3"), create("e", "3")]));
    assert_eq!(refused.status, 400, "{}", refused.body);
    let whole = together(&[create("d", "3"), create("e", "4")]);
    let [first, _] = twice(&client, "POST", "/batch", &whole);
    assert_eq!(first.json().as_array().map(Vec::len), Some(2));
    assert_eq!(server.results("Checked", &[]).len(), 4);
}

#[test]
fn a_function_is_called_once() {
    let dir = folder();
    let shop = Launch::order_fulfillment(dir.path()).start();
    let product = shop.create("Product", json!({"name": "Cup", "price": 2.5, "stock": 5}));
    let ann = json!({"username": "ann", "password": "secret", "email": "ann@example.com"});
    let token = shop.post("/users", ann).json()["sessionToken"].take();
    let ann = shop.with_session(token.as_str().expect("a token"));
    let item = json!({"product": {"__type": "Pointer", "className": "Product", "objectId": product}, "quantity": 3});
    let params = json!({"items": [item]}).to_string();
    let [first, _] = twice(&keyed(&ann, KEY), "POST", "/functions/placeOrder", &params);
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(shop.object("Product", &product)["stock"], 2);
    assert_eq!(shop.results("Order", &[]).len(), 1);
    // Without the key it is another order, for which there is not enough.
    ann.post("/functions/placeOrder", &params).is_refused(142);
}

#[test]
fn a_job_is_started_once() {
    let dir = folder();
    let server = Launch::fixture("jobs", dir.path()).start();
    let count = r#"{"count":1}"#;
    let answers = twice(&keyed(&server, KEY), "POST", "/jobs/stock", count);
    let [first, again] = answers.map(|answer| answer.header("x-parse-job-status-id").to_owned());
    assert_eq!(first, again);
    assert_eq!(server.object("_JobStatus", &first)["jobName"], "stock");
    // The clock starts other jobs beside it.
    let runs = [("where", r#"{"jobName":"stock"}"#)];
    assert_eq!(server.results("_JobStatus", &runs).len(), 1);
}

#[test]
fn a_repeat_of_a_sign_up_opens_the_same_session_and_the_database_holds_no_key_to_it() {
    let (dir, server) = kinds();
    let stranger = server.stranger();
    let ann = json!({"username": "ann", "password": "a-password-of-ann"}).to_string();
    let [first, again] = twice(&keyed(&stranger, KEY), "POST", "/users", &ann);
    assert_eq!(first.status, 201, "{}", first.body);
    let token = again.json()["sessionToken"].take();
    let token = token.as_str().expect("a token");
    let me = server.with_session(token).get("/users/me");
    assert_eq!(me.json()["username"], "ann", "{}", me.body);
    // Whoever has the key but not the password learns nothing.
    let guess = json!({"username": "ann", "password": "another"});
    keyed(&stranger, KEY).post("/users", guess).is_refused(159);
    // A key that can be guessed seals no session.
    let bob = r#"{"username":"bob","password":"pw"}"#;
    let sentence = keyed(&stranger, "sign-up-1")
        .post("/users", bob)
        .is_refused(142);
    assert!(sentence.contains("20 characters"), "{sentence}");
    for file in ["shop.db", "shop.db-wal"] {
        let kept = std::fs::read(dir.path().join(file)).expect("a file of the database");
        for secret in [KEY, token, "a-password-of-ann"] {
            let secret = secret.as_bytes();
            let found = kept.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{file} holds {}", String::from_utf8_lossy(secret));
        }
    }
}

#[test]
fn an_answer_that_is_too_long_to_keep_is_not_given_again() {
    let (_dir, server) = kinds();
    let path = format!("/classes/Thing/{}", server.create("Thing", "{}"));
    let add = json!({"list": {"__op": "Add", "objects": ["a".repeat(300_000)]}}).to_string();
    let client = keyed(&server, KEY);
    assert_eq!(client.put(&path, &add).status, 200);
    client
        .put(&path, &add)
        .is(400, r#"{"code":159,"error":"Duplicate request"}"#);
    let list = server.get(&path).json()["list"].take();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
}
