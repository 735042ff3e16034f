//! A database that was made for an older schema.

use crate::server::{Launch, folder};
use serde_json::json;

#[test]
fn what_is_new_is_added_with_its_default() {
    let dir = folder();
    let server = Launch::fixture("before", dir.path()).start();
    let id = server.create(
        "Item",
        json!({"title": "a", "size": 1, "gone": "still here"}),
    );
    server.create("Item", json!({"title": "b", "size": 2}));
    server
        .post("/classes/Item", json!({"title": "a"}))
        .is_refused(137);
    server.terminate();
    assert!(server.ended().0.success());

    let server = Launch::fixture("after", dir.path()).start();
    let log = server.log();
    for sentence in [
        "added the field place to Item",
        "2 object(s) of Item got the default of text",
        "created the table of Label",
        "Item.gone is not in the schema any more; its column stays as it is",
    ] {
        assert!(log.contains(sentence), "{sentence}: {log}");
    }
    let item = server.object("Item", &id);
    assert_eq!(
        (
            &item["title"],
            &item["size"],
            item.get("gone"),
            item.get("plain")
        ),
        (&json!("a"), &json!(1), None, None)
    );
    for (name, value) in [
        ("text", json!("none")),
        ("number", json!(7)),
        ("flag", json!(false)),
        (
            "when",
            json!({"__type": "Date", "iso": "2026-01-02T03:04:05.678Z"}),
        ),
        ("data", json!({"a": 1})),
        ("list", json!([1, 2])),
        (
            "place",
            json!({"__type": "GeoPoint", "latitude": 1.5, "longitude": 2.5}),
        ),
    ] {
        assert_eq!(item[name], value, "{name}");
        let filter = json!({name: value}).to_string();
        assert_eq!(
            server.results("Item", &[("where", &filter)]).len(),
            2,
            "{name}"
        );
    }
    // What is unique now is, what is not any more is not, and a field may differ from another in case alone.
    server.create("Item", json!({"title": "a", "size": 3, "Title": "A"}));
    server
        .post("/classes/Item", json!({"title": "c", "size": 1}))
        .is_refused(137);
    server.terminate();
    assert!(server.ended().0.success());

    // Back again: the column that stayed has what it had.
    let refusal = Launch::fixture("before", dir.path()).refusal();
    assert!(
        refusal.log.contains("cannot index title of Item: "),
        "{}",
        refusal.log
    );
}

#[test]
fn a_field_of_another_type_is_refused() {
    let dir = folder();
    let server = Launch::fixture("before", dir.path()).start();
    let id = server.create("Item", json!({"title": "a", "size": 1}));
    server.terminate();
    assert!(server.ended().0.success());
    let refusal = Launch::fixture("changed", dir.path()).refusal();
    assert_eq!(refusal.status.code(), Some(1));
    let sentence = "Item.size is a Number in the database and a String in the schema: give the field another name, or \
                    move the data by hand";
    assert!(refusal.log.contains(sentence), "{}", refusal.log);
    // Nothing was changed on the way to the refusal.
    let server = Launch::fixture("before", dir.path()).start();
    assert_eq!(server.object("Item", &id)["size"], 1);
}

#[test]
fn an_object_from_before_a_field_was_required_says_so_to_whoever_changes_it() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let path = format!("/classes/Order/{}", server.create("Order", json!({})));
    server.terminate();
    assert!(server.ended().0.success());

    // Its orders have a hook, which reads the order that is changed.
    let server = Launch::order_fulfillment(dir.path()).start();
    assert!(server.log().contains("1 object(s) of Order have no user"));
    assert_eq!(server.get(&path).status, 200);
    let told = server.put(&path, json!({"totalAmount": 5})).is_refused(142);
    assert_eq!(told, "user is required, and this object has none yet");
    let told = server.delete(&path).is_refused(142);
    assert_eq!(told, "user is required, and this object has none yet");
}

#[test]
fn an_object_with_a_value_that_an_enum_has_no_longer_says_so_to_whoever_changes_it() {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    let user = server.create(
        "_User",
        json!({"username": "ana", "password": "secret", "email": "ana@example.com"}),
    );
    let user = json!({"__type": "Pointer", "className": "_User", "objectId": user});
    let order = json!({"user": user, "products": [{"sku": "A1", "quantity": 1}], "totalAmount": 1});
    let id = server.create("Order", order);
    let database = rusqlite::Connection::open(dir.path().join("shop.db")).expect("a database");
    let lost = r#"UPDATE "Order" SET "status" = 'lost' WHERE "objectId" = ?1"#;
    database.execute(lost, [&id]).expect("the order");

    // Its orders have a hook, which reads the order that is changed.
    let path = format!("/classes/Order/{id}");
    assert_eq!(server.object("Order", &id)["status"], "lost");
    let told = server.put(&path, json!({"totalAmount": 5})).is_refused(142);
    let sentence = "status is lost in this object, which the schema has no longer";
    assert_eq!(told, sentence);
    assert_eq!(server.delete(&path).is_refused(142), sentence);
}
