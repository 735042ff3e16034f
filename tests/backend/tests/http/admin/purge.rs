//! All objects of a class go, and those that point at them are looked after.

use crate::server::kinds;
use serde_json::{Value, json};

fn count(server: &crate::server::Server, class: &str) -> Value {
    server.find(class, &[("count", "1"), ("limit", "0")]).json()["count"].take()
}

fn thing(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Thing", "objectId": id})
}

#[test]
fn every_object_of_the_class_goes_and_no_other() {
    let (_dir, server) = kinds();
    // More than one batch.
    for batch in 0..300 {
        server.create("Thing", json!({"batch": batch}));
    }
    server.create("Order", json!({"select": "stays"}));
    server.delete("/purge/Thing").is(200, "{}");
    assert_eq!(count(&server, "Thing"), 0);
    assert_eq!(count(&server, "Order"), 1);
    // Once more, of nothing.
    server.delete("/purge/Thing").is(200, "{}");
    assert_eq!(
        server.delete("/purge/Nope").is_refused(103),
        "Class Nope does not exist."
    );
    server.delete("/purge/_GlobalConfig").is_refused(103);
}

#[test]
fn pointers_do_what_their_rule_says() {
    let (_dir, server) = kinds();
    let one = server.create("Thing", json!({"text": "one"}));
    let kept = server.create("Note", json!({"kept": thing(&one)}));
    let cleared = server.create("Note", json!({"cleared": thing(&one)}));
    let bound = server.create("Note", json!({"bound": thing(&one)}));
    let below = json!({"__type": "Pointer", "className": "Note", "objectId": bound});
    let below = server.create("Note", json!({"parent": below}));
    server.delete("/purge/Thing").is(200, "{}");
    assert_eq!(server.object("Note", &kept)["kept"], thing(&one));
    assert_eq!(server.object("Note", &cleared).get("cleared"), None);
    for gone in [bound, below] {
        assert_eq!(server.get(&format!("/classes/Note/{gone}")).status, 404);
    }
    // A class whose objects take each other along.
    let parent = server.create("Note", json!({}));
    let parent = json!({"__type": "Pointer", "className": "Note", "objectId": parent});
    server.create("Note", json!({"parent": parent}));
    server.delete("/purge/Note").is(200, "{}");
    assert_eq!(count(&server, "Note"), 0);
}

#[test]
fn what_may_not_go_keeps_the_whole_class() {
    let (_dir, server) = kinds();
    for _ in 0..3 {
        server.create("Thing", json!({}));
    }
    let guarded = server.create("Thing", json!({}));
    let note = server.create("Note", json!({"guarded": thing(&guarded)}));
    let told = server.delete("/purge/Thing").is_refused(142);
    assert_eq!(
        told,
        "Thing cannot be purged: objects of Note point at it in guarded"
    );
    assert_eq!(count(&server, "Thing"), 4);
    server
        .delete(&format!("/classes/Note/{note}"))
        .is(200, "{}");
    server.delete("/purge/Thing").is(200, "{}");
    assert_eq!(count(&server, "Thing"), 0);
}

#[test]
fn sessions_end_with_the_users() {
    let (_dir, server) = kinds();
    let signed_up = server.post("/users", json!({"username": "ann", "password": "secret"}));
    let token = signed_up.json()["sessionToken"].take();
    let ann = server.with_session(token.as_str().expect("a token"));
    assert_eq!(ann.get("/users/me").status, 200);
    server.delete("/purge/_User").is(200, "{}");
    ann.get("/users/me").is_refused(209);
    assert_eq!(count(&server, "_Session"), 0);
}
