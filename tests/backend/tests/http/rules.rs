//! What a schema asks of its values, and what becomes of those that point at something that goes.

use crate::server::kinds;
use serde_json::{Value, json};

#[test]
fn each_check_has_its_sentence() {
    let (_dir, server) = kinds();
    let id = server.create("Checked", json!({"name": "first"}));
    let cases = [
        (json!({"name": null}), "name is required"),
        (json!({"name": {"__op": "Delete"}}), "name is required"),
        (
            json!({"name": "nine chars"}),
            "name must have at most 8 characters",
        ),
        (
            json!({"status": "lost"}),
            "status must be one of new, open, closed",
        ),
        (json!({"count": 1.5}), "count must be a whole number"),
        (json!({"count": -1}), "count must be at least 0"),
        (json!({"count": 10}), "count must be at most 9"),
        (
            json!({"tags": ["a", 1]}),
            "tags[1] must be a String, not Number",
        ),
        (
            json!({"tags": ["a", "b", "c", "d"]}),
            "tags must have at most 3 elements",
        ),
        (json!({"stamp": "x"}), "stamp is set by the server alone"),
        (json!({"mail": "nobody"}), "mail must be an e-mail address"),
        (json!({"zip": "123456"}), "zip must match ^[0-9]{5}$"),
    ];
    for (body, sentence) in cases {
        assert_eq!(
            server
                .put(&format!("/classes/Checked/{id}"), &body)
                .is_refused(142),
            sentence
        );
        let mut new = json!({"name": "other"});
        for (name, value) in body.as_object().expect("an object") {
            new[name] = value.clone();
        }
        assert_eq!(
            server.post("/classes/Checked", &new).is_refused(142),
            sentence
        );
    }
    assert_eq!(
        server.post("/classes/Checked", json!({})).is_refused(142),
        "name is required"
    );
    let add = json!({"tags": {"__op": "Add", "objects": ["a", "b", "c", "d"]}});
    server
        .put(&format!("/classes/Checked/{id}"), add)
        .is_refused(142);
    let set_once = json!({"once": "now"});
    let set = server.put(&format!("/classes/Checked/{id}"), &set_once);
    assert_eq!(set.status, 200, "{}", set.body);
    for once in [set_once["once"].clone(), json!("again"), json!(null)] {
        assert_eq!(
            server
                .put(&format!("/classes/Checked/{id}"), json!({"once": once}))
                .is_refused(142),
            "once is set once, and never changed"
        );
    }
    assert_eq!(server.object("Checked", &id), {
        let mut expected = server.object("Checked", &id);
        expected["status"] = "new".into();
        expected
    });
}

#[test]
fn what_is_hidden_is_never_shown() {
    let (_dir, server) = kinds();
    let created = server.post("/classes/Checked", json!({"name": "a", "secret": "hush"}));
    let id = created.id();
    let path = format!("/classes/Checked/{id}");
    let updated = server.put(&path, json!({"secret": "hush hush"}));
    let answers = [
        created,
        updated,
        server.get(&path),
        server.get("/classes/Checked?keys=secret,name"),
    ];
    for answer in answers {
        assert!(
            answer.status.is_success() && !answer.body.contains("hush"),
            "{}",
            answer.body
        );
    }
}

#[test]
fn a_default_is_told_to_whoever_left_it_out() {
    let (_dir, server) = kinds();
    let created = server.post("/classes/Checked", json!({"name": "a"})).json();
    assert_eq!(created["status"], "new");
    assert_eq!(
        created.as_object().map(serde_json::Map::len),
        Some(3),
        "{created}"
    );
    let created = server
        .post("/classes/Checked", json!({"name": "b", "status": "open"}))
        .json();
    assert_eq!(created.get("status"), None);
    let deleted = server
        .post(
            "/classes/Checked",
            json!({"name": "c", "status": {"__op": "Delete"}}),
        )
        .json();
    assert_eq!(deleted["status"], "new");
}

#[test]
fn no_two_have_a_unique_value() {
    let (_dir, server) = kinds();
    let duplicate =
        r#"{"code":137,"error":"A duplicate value for a field with unique values was provided"}"#;
    let first = server.create("Checked", json!({"name": "a", "code": "one", "count": 1}));
    server
        .post("/classes/Checked", json!({"name": "b", "code": "one"}))
        .is(400, duplicate);
    server
        .post("/classes/Checked", json!({"name": "a", "count": 1}))
        .is(400, duplicate);
    let second = server.create("Checked", json!({"name": "a", "code": "two", "count": 2}));
    // Any number may have none.
    server.create("Checked", json!({"name": "a"}));
    server.create("Checked", json!({"name": "a"}));
    let path = format!("/classes/Checked/{second}");
    server.put(&path, json!({"code": "one"})).is(400, duplicate);
    server
        .put(&path, json!({"count": {"__op": "Increment", "amount": -1}}))
        .is(400, duplicate);
    assert_eq!(server.object("Checked", &second)["code"], "two");
    server
        .delete(&format!("/classes/Checked/{first}"))
        .is(200, "{}");
    assert_eq!(
        server.put(&path, json!({"code": "one", "count": 1})).status,
        200
    );
}

#[test]
fn a_class_may_be_named_as_a_table_of_sqlite() {
    let (_dir, server) = kinds();
    let sent = json!({"name": "Order"});
    let id = server.create("sqlite_sequence", &sent);
    assert_eq!(server.object("sqlite_sequence", &id)["name"], "Order");
}

#[test]
fn names_that_differ_in_case_are_different_names() {
    let (_dir, server) = kinds();
    let sent = json!({"Name": "upper", "name": "lower", "select": "s", "rowid": "r"});
    let id = server.create("Order", &sent);
    let object = server.object("Order", &id);
    for (name, value) in sent.as_object().expect("an object") {
        assert_eq!(object[name], *value);
        let filter = json!({name: value}).to_string();
        assert_eq!(
            server.results("Order", &[("where", &filter), ("order", name)]),
            std::slice::from_ref(&object)
        );
    }
    assert!(server.results("order", &[]).is_empty());
    for (class, body) in [
        ("Order", json!({"Name": "upper"})),
        ("Order", json!({"name": "lower"})),
    ] {
        server
            .post(&format!("/classes/{class}"), body)
            .is_refused(137);
    }
    server.create("Order", json!({"Name": "lower", "name": "upper"}));
    server.create("order", json!({"Name": "upper"}));
    server
        .post("/classes/order", json!({"Name": "upper"}))
        .is_refused(137);
    server.get(&format!("/classes/order/{id}")).is_refused(101);
}

#[test]
fn a_pointer_knows_what_to_do_when_its_object_goes() {
    let (_dir, server) = kinds();
    let thing = |id: &str| json!({"__type": "Pointer", "className": "Thing", "objectId": id});
    let gone = server.create("Thing", json!({}));
    let note = |field: &str| server.create("Note", json!({field: thing(&gone)}));
    let guard = note("guarded");
    let (kept, cleared, bound) = (note("kept"), note("cleared"), note("bound"));
    let child = server.create(
        "Note",
        json!({"parent": {"__type": "Pointer", "className": "Note", "objectId": bound}}),
    );
    let grandchild = server.create(
        "Note",
        json!({"parent": {"__type": "Pointer", "className": "Note", "objectId": child}}),
    );
    let before = server.object("Note", &cleared);
    let path = format!("/classes/Thing/{gone}");
    let sentence = server.delete(&path).is_refused(142);
    assert_eq!(
        sentence,
        "cannot be deleted: 1 object(s) of Note point at it in guarded"
    );
    // The refusal comes after others were looked after: all of it is taken back.
    for id in [&kept, &cleared, &bound, &child, &grandchild] {
        server.object("Note", id);
    }
    assert_eq!(server.object("Note", &cleared), before);
    assert_eq!(
        server
            .put(&format!("/classes/Note/{guard}"), json!({"guarded": null}))
            .status,
        200
    );
    server.delete(&path).is(200, "{}");
    assert_eq!(server.object("Note", &kept)["kept"], thing(&gone));
    let after = server.object("Note", &cleared);
    assert_eq!(after.get("cleared"), None);
    assert!(after["updatedAt"].as_str() > before["updatedAt"].as_str());
    for id in [&bound, &child, &grandchild] {
        server.get(&format!("/classes/Note/{id}")).is_refused(101);
    }
    // What is looked after must lead somewhere when it is set.
    server
        .post("/classes/Note", json!({"bound": thing(&gone)}))
        .is_refused(142);
    server
        .put(
            &format!("/classes/Note/{kept}"),
            json!({"cleared": thing("none")}),
        )
        .is_refused(142);
}

#[test]
fn notes_in_a_circle_go_together() {
    let (_dir, server) = kinds();
    let note = |id: &str| json!({"__type": "Pointer", "className": "Note", "objectId": id});
    let first = server.create("Note", json!({}));
    let second = server.create("Note", json!({"parent": note(&first)}));
    assert_eq!(
        server
            .put(
                &format!("/classes/Note/{first}"),
                json!({"parent": note(&second)})
            )
            .status,
        200
    );
    let itself = server.create("Note", json!({}));
    assert_eq!(
        server
            .put(
                &format!("/classes/Note/{itself}"),
                json!({"parent": note(&itself)})
            )
            .status,
        200
    );
    server
        .delete(&format!("/classes/Note/{first}"))
        .is(200, "{}");
    server
        .delete(&format!("/classes/Note/{itself}"))
        .is(200, "{}");
    assert_eq!(server.results("Note", &[]), Vec::<Value>::new());
    // A long chain goes in one piece too.
    let mut last = server.create("Note", json!({}));
    let head = last.clone();
    for _ in 0..300 {
        last = server.create("Note", json!({"parent": note(&last)}));
    }
    server
        .delete(&format!("/classes/Note/{head}"))
        .is(200, "{}");
    assert_eq!(server.results("Note", &[]), Vec::<Value>::new());
}
