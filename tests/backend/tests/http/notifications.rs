//! Changes that users are told of, on the order-fulfillment example and on a class of its own.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

fn shop() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    (dir, server)
}

/// A new user's id, and a client that speaks as him.
fn customer(shop: &Server, name: &str) -> (String, Client) {
    let email = format!("{name}@example.com");
    let sent = json!({"username": name, "password": "secret", "email": email});
    let answer = shop.stranger().post("/users", sent);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    (answer.id(), shop.with_session(&token.unwrap_or_default()))
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

fn order(user: &str) -> Value {
    json!({"user": pointer("_User", user), "products": [{"sku": "CUP", "quantity": 1}], "totalAmount": 5})
}

/// What the caller was told, in order.
fn messages(client: &Client) -> Vec<String> {
    let told = client.results("Notification", &[("order", "createdAt")]);
    told.iter()
        .map(|told| told["message"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_customer_is_told_of_his_order_and_his_parcel() {
    let (_dir, shop) = shop();
    let (ann, himself) = customer(&shop, "ann");
    let (_, other) = customer(&shop, "bob");
    let id = himself.create("Order", order(&ann));
    let path = format!("/classes/Order/{id}");
    let mut expected = vec![format!("Order {id} is now pending")];
    assert_eq!(messages(&himself), expected);
    let told = &himself.results("Notification", &[])[0];
    assert_eq!(told["user"], pointer("_User", &ann));
    assert_eq!(told["read"], false);
    assert_eq!(told["objectId"].as_str().map(str::len), Some(10));

    // What stays as it was, and what may not be, is not told.
    shop.put(&path, json!({"totalAmount": 6}));
    shop.put(&path, json!({"status": "pending"}));
    shop.put(&path, json!({"status": "delivered"}))
        .is_refused(142);
    assert_eq!(messages(&himself), expected);
    assert_eq!(shop.put(&path, json!({"status": "paid"})).status, 200);
    expected.push(format!("Order {id} is now paid"));
    assert_eq!(messages(&himself), expected);

    // A parcel leads to its order's customer.
    let parcel = json!({"order": pointer("Order", &id), "trackingNumber": "1Z", "carrier": "UPS"});
    let parcel = shop.create("Shipment", parcel);
    expected.push("Your parcel 1Z is now preparing".into());
    let parcel = format!("/classes/Shipment/{parcel}");
    shop.put(&parcel, json!({"status": "in-transit", "carrier": "DHL"}));
    expected.push("Your parcel 1Z is now in-transit".into());
    assert_eq!(messages(&himself), expected);
    assert_eq!(messages(&other), Vec::<String>::new());
    assert_eq!(messages(&shop.stranger()), Vec::<String>::new());
}

#[test]
fn a_batch_tells_of_what_it_does_and_of_nothing_that_it_does_not() {
    let (_dir, shop) = shop();
    let (ann, himself) = customer(&shop, "ann");
    let id = himself.create("Order", order(&ann));
    let put = |body: Value| json!({"method": "PUT", "path": format!("/parse/classes/Order/{id}"), "body": body});
    let both = [
        put(json!({"status": "paid"})),
        put(json!({"status": "shipped"})),
    ];
    let wrong = [
        put(json!({"status": "paid"})),
        put(json!({"status": "delivered"})),
    ];
    let failed = shop.post("/batch", json!({"requests": wrong, "transaction": true}));
    assert_eq!(failed.json()["index"], 1, "{}", failed.body);
    assert_eq!(messages(&himself), [format!("Order {id} is now pending")]);
    let done = shop.post("/batch", json!({"requests": both, "transaction": true}));
    assert_eq!(done.status, 200, "{}", done.body);
    let now = ["pending", "paid", "shipped"].map(|status| format!("Order {id} is now {status}"));
    assert_eq!(messages(&himself), now);
}

#[test]
fn what_cannot_be_told_is_written_all_the_same() {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    let ann = server
        .post("/users", json!({"username": "ann", "password": "secret"}))
        .id();
    let told = || {
        let told = server.results("Notification", &[("order", "createdAt")]);
        told.iter()
            .map(|told| told["message"].clone())
            .collect::<Vec<_>>()
    };
    // Nobody to tell, or nobody who is there.
    server.create("Parcel", json!({"state": "sent"}));
    let lost = server.create(
        "Parcel",
        json!({"state": "sent", "to": pointer("_User", "nobody")}),
    );
    server.put(
        &format!("/classes/Parcel/{lost}"),
        json!({"state": "found"}),
    );
    assert_eq!(told(), Vec::<Value>::new());
    let parcel = server.create(
        "Parcel",
        json!({"to": pointer("_User", &ann), "weight": 1.5}),
    );
    let path = format!("/classes/Parcel/{parcel}");
    assert_eq!(told(), ["1.5 kg"]);
    server.put(
        &path,
        json!({"state": "sent by the slowest carrier there is"}),
    );
    server.put(&path, json!({"state": {"__op": "Delete"}}));
    server.put(
        &path,
        json!({"weight": {"__op": "Increment", "amount": 0.5}}),
    );
    server.put(&path, json!({"weight": {"__op": "Increment", "amount": 0}}));
    // What is too long for a message is cut; an ACL keeps it to whom it is for.
    assert_eq!(told(), ["1.5 kg", "It is sent by the sl", "2 kg"]);
    let acl = server.results("Notification", &[("limit", "1")])[0]["ACL"].clone();
    assert_eq!(acl, json!({ann: {"read": true, "write": true}}));
}
