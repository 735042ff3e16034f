//! What an ACL lets somebody read is the same whether he may read few objects, which are looked up, or many.

use crate::client::Client;
use crate::server::{Launch, folder};
use serde_json::{Value, json};

/// More objects than are looked up one by one.
const MANY: usize = 1_100;

fn texts(client: &Client) -> Vec<u64> {
    let found = client.results("Open", &[("order", "number"), ("limit", "1000")]);
    let number = |object: &Value| object["number"].as_u64();
    found.iter().filter_map(number).collect()
}

fn count(client: &Client) -> Value {
    let answer = client.find("Open", &[("count", "1"), ("limit", "0")]);
    answer.json()["count"].take()
}

#[test]
fn few_or_many_readers_make_no_difference() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let user = |name: &str| {
        let body = json!({"username": name, "password": "pw1"});
        let user = server.stranger().post("/users", body);
        let token = user.json()["sessionToken"].as_str().map(str::to_owned);
        (user.id(), server.with_session(&token.unwrap_or_default()))
    };
    let ((ana, as_ana), (bob, as_bob)) = (user("ana"), user("bob"));
    let create =
        |number: usize, acl: Value| server.create("Open", json!({"number": number, "ACL": acl}));
    let private = |id: &str| json!({id: {"read": true}});
    let first = create(1, private(&ana));
    create(2, private(&bob));
    create(3, json!({&ana: {"read": true}, &bob: {"write": true}}));
    create(4, json!({"*": {"read": true}}));
    let open = server.create("Open", json!({"number": 5}));

    assert_eq!(texts(&as_ana), [1, 3, 4, 5]);
    assert_eq!(texts(&as_bob), [2, 4, 5]);
    assert_eq!(texts(&server.stranger()), [4, 5]);
    assert_eq!(count(&as_ana), 4);

    // An ACL that changes, and an object that goes.
    let path = format!("/classes/Open/{first}");
    let changed = server.put(&path, json!({"ACL": private(&bob)}));
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        (texts(&as_ana), texts(&as_bob)),
        (vec![3, 4, 5], vec![1, 2, 4, 5])
    );
    server.put(&path, json!({"ACL": {"__op": "Delete"}}));
    assert_eq!(texts(&as_ana), [1, 3, 4, 5]);
    server
        .delete(&format!("/classes/Open/{open}"))
        .is(200, "{}");
    assert_eq!(texts(&as_ana), [1, 3, 4]);

    // More than are looked up: first of one user's, then of everybody's.
    std::thread::scope(|scope| {
        for part in 0..8 {
            let (create, private) = (&create, &private);
            let ana = &ana;
            scope.spawn(move || {
                for number in (part..MANY).step_by(8) {
                    create(100 + number, private(ana));
                }
            });
        }
    });
    assert_eq!(count(&as_ana), MANY + 3);
    assert_eq!(texts(&as_bob), [1, 2, 4]);
    std::thread::scope(|scope| {
        for part in 0..8 {
            let create = &create;
            scope.spawn(move || {
                for number in (part..MANY).step_by(8) {
                    create(10_000 + number, json!({"*": {"read": true}}));
                }
            });
        }
    });
    assert_eq!(count(&as_ana), 2 * MANY + 3);
    assert_eq!(count(&as_bob), MANY + 3);
    assert_eq!(count(&server.stranger()), MANY + 2);
}
