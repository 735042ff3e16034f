//! An order from checkout to delivery, on the order-fulfillment example with its hook.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::thread;
use tempfile::TempDir;

fn shop() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    (dir, server)
}

fn user(client: &Client, name: &str) -> String {
    let email = format!("{name}@example.com");
    let answer = client.post(
        "/users",
        json!({"username": name, "password": "secret", "email": email}),
    );
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.id()
}

fn product(client: &Client, name: &str, stock: i64) -> String {
    client.create(
        "Product",
        json!({"name": name, "price": 12.5, "stock": stock}),
    )
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

fn order(user: &str, lines: &[(&str, i64)]) -> Value {
    let line = |(product, quantity): &(&str, i64)| json!({"product": pointer("Product", product), "quantity": quantity});
    let products: Vec<_> = lines.iter().map(line).collect();
    json!({"user": pointer("_User", user), "products": products, "totalAmount": 25})
}

fn stock(client: &Client, product: &str) -> i64 {
    client.object("Product", product)["stock"]
        .as_i64()
        .expect("a whole number")
}

#[test]
fn the_staff_take_an_order_on_and_its_customer_does_not() {
    let (_dir, shop) = shop();
    let signed_up = |name: &str| {
        let email = format!("{name}@example.com");
        let sent = json!({"username": name, "password": "secret", "email": email});
        let answer = shop.stranger().post("/users", sent);
        let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
        (answer.id(), shop.with_session(&token.unwrap_or_default()))
    };
    let ((ann, customer), (sam, staff)) = (signed_up("ann"), signed_up("sam"));
    let role = shop.results("_Role", &[("where", r#"{"name":"staff"}"#)]);
    let role = role[0]["objectId"].as_str().expect("a role has an id");
    let users = json!({"users": {"__op": "AddRelation", "objects": [pointer("_User", &sam)]}});
    assert_eq!(shop.put(&format!("/roles/{role}"), users).status, 200);

    let placed = json!({"user": pointer("_User", &ann), "products": [{"sku": "CUP", "quantity": 1}], "totalAmount": 25});
    let order = format!("/classes/Order/{}", customer.create("Order", placed));
    customer
        .put(&order, json!({"status": "paid"}))
        .is_refused(142);
    assert_eq!(staff.put(&order, json!({"status": "paid"})).status, 200);
}

#[test]
fn from_checkout_to_delivery() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    let (cup, lid) = (product(&shop, "Cup", 5), product(&shop, "Lid", 9));

    let placed = shop.post("/classes/Order", order(&ann, &[(&cup, 2), (&lid, 3)]));
    assert_eq!(
        (placed.status.as_u16(), &placed.json()["status"]),
        (201, &json!("pending")),
        "{}",
        placed.body
    );
    let id = placed.id();
    assert_eq!((stock(&shop, &cup), stock(&shop, &lid)), (3, 6));
    let stored = shop.object("Order", &id);
    assert_eq!(stored["user"], pointer("_User", &ann));
    assert_eq!(
        stored["products"][1],
        json!({"product": pointer("Product", &lid), "quantity": 3})
    );

    for (status, allowed) in [
        ("shipped", false),
        ("paid", true),
        ("pending", false),
        ("shipped", true),
        ("shipped", true),
    ] {
        let answer = shop.put(&format!("/classes/Order/{id}"), json!({"status": status}));
        if allowed {
            assert_eq!(answer.status, 200, "{status}: {}", answer.body);
        } else {
            let sentence = answer.is_refused(142);
            assert_eq!(
                sentence,
                format!("status may not become {status} from what it is now")
            );
        }
    }
    let parcel = json!({"order": pointer("Order", &id), "trackingNumber": "1Z", "carrier": "UPS"});
    let shipment = shop.create("Shipment", &parcel);
    let tracked = shop.results(
        "Shipment",
        &[(
            "where",
            &json!({"order": pointer("Order", &id)}).to_string(),
        )],
    );
    assert_eq!(
        (tracked.len(), &tracked[0]["status"]),
        (1, &json!("preparing"))
    );
    shop.post("/classes/Shipment", &parcel).is_refused(137);
    shop.put(
        &format!("/classes/Shipment/{shipment}"),
        json!({"status": "delivered"}),
    )
    .is_refused(142);
    for status in ["in-transit", "delivered"] {
        assert_eq!(
            shop.put(
                &format!("/classes/Shipment/{shipment}"),
                json!({"status": status})
            )
            .status,
            200
        );
    }
    shop.put(
        &format!("/classes/Shipment/{shipment}"),
        json!({"status": "lost"}),
    )
    .is_refused(142);
    assert_eq!(
        shop.put(
            &format!("/classes/Order/{id}"),
            json!({"status": "delivered"})
        )
        .status,
        200
    );
    assert_eq!(shop.object("Order", &id)["status"], "delivered");
    // What was bought is changed by no later update.
    assert_eq!((stock(&shop, &cup), stock(&shop, &lid)), (3, 6));
}

#[test]
fn what_is_sold_out_is_not_sold() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    let (cup, lid) = (product(&shop, "Cup", 1), product(&shop, "Lid", 9));
    let refused = |lines: &[(&str, i64)]| {
        shop.post("/classes/Order", order(&ann, lines))
            .is_refused(142)
    };
    // The first line could be had; with the second it is not taken either.
    let sentence = refused(&[(&lid, 1), (&cup, 2)]);
    assert_eq!(sentence, format!("products: `{cup}` is sold out"));
    refused(&[(&cup, 1), (&cup, 1)]);
    refused(&[(&lid, 1), ("nosuchitem", 1)]);
    assert_eq!((stock(&shop, &cup), stock(&shop, &lid)), (1, 9));
    shop.find("Order", &[("count", "1"), ("limit", "0")])
        .is(200, r#"{"results":[],"count":0}"#);
    // An order that is wrong in another way takes nothing.
    for (name, value) in [
        ("totalAmount", json!(-1)),
        ("products", json!([])),
        (
            "products",
            json!([{"product": pointer("Product", &cup), "quantity": 0.5}]),
        ),
        ("products", json!([{"product": pointer("Product", &cup)}])),
        (
            "products",
            json!([{"product": pointer("_User", &ann), "quantity": 1}]),
        ),
        (
            "products",
            json!([{"product": pointer("Product", &cup), "quantity": 1, "gift": true}]),
        ),
        ("status", json!("lost")),
        ("user", json!(null)),
        ("user", pointer("_User", "nobody")),
    ] {
        let mut body = order(&ann, &[(&cup, 1)]);
        body[name] = value;
        shop.post("/classes/Order", &body).is_refused(142);
    }
    assert_eq!(stock(&shop, &cup), 1);
}

/// Places one order for each client at the same moment; gives how many were accepted.
fn race(shop: &Server, buyers: usize, user: &str, product: &str) -> usize {
    let body = order(user, &[(product, 1)]);
    let start = std::sync::Barrier::new(buyers);
    thread::scope(|scope| {
        let buyers: Vec<_> = (0..buyers)
            .map(|_| {
                scope.spawn(|| {
                    let client = shop.client();
                    start.wait();
                    client.post("/classes/Order", &body)
                })
            })
            .collect();
        let answers = buyers
            .into_iter()
            .map(|buyer| buyer.join().expect("a buyer"));
        answers
            .filter(|answer| {
                let accepted = answer.status == 201;
                if !accepted {
                    assert_eq!(
                        answer.is_refused(142),
                        format!("products: `{product}` is sold out")
                    );
                }
                accepted
            })
            .count()
    })
}

#[test]
fn the_last_one_is_sold_once() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    for round in 0..10 {
        let cup = product(&shop, &format!("Cup {round}"), 1);
        assert_eq!(race(&shop, 2, &ann, &cup), 1);
        assert_eq!(stock(&shop, &cup), 0);
    }
    let cup = product(&shop, "Cup", 10);
    assert_eq!(race(&shop, 40, &ann, &cup), 10);
    assert_eq!(stock(&shop, &cup), 0);
    shop.find("Order", &[("count", "1"), ("limit", "0")])
        .is(200, r#"{"results":[],"count":20}"#);
}

#[test]
fn the_orders_of_one_user_in_time_order() {
    let (_dir, shop) = shop();
    let (ann, ben) = (user(&shop, "ann"), user(&shop, "ben"));
    let cup = product(&shop, "Cup", 100);
    let mut placed = Vec::new();
    for _ in 0..7 {
        placed.push(shop.create("Order", order(&ann, &[(&cup, 1)])));
        shop.create("Order", order(&ben, &[(&cup, 1)]));
    }
    let of_ann = json!({"user": pointer("_User", &ann)}).to_string();
    let ids = |parameters: &[(&str, &str)]| -> Vec<String> {
        let parameters = [&[("where", of_ann.as_str())], parameters].concat();
        let objects = shop.results("Order", &parameters);
        objects
            .iter()
            .map(|object| object["objectId"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(&[]), placed);
    assert_eq!(ids(&[("order", "createdAt")]), placed);
    assert_eq!(
        ids(&[("order", "createdAt"), ("skip", "2"), ("limit", "3")]),
        placed[2..5]
    );
    placed.reverse();
    assert_eq!(ids(&[("order", "-createdAt"), ("limit", "2")]), placed[..2]);
    let page = shop
        .find(
            "Order",
            &[
                ("where", &of_ann),
                ("count", "1"),
                ("limit", "1"),
                ("keys", "status"),
            ],
        )
        .json();
    assert_eq!(page["count"], 7);
    let mut keys: Vec<_> = page["results"][0]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    keys.sort();
    assert_eq!(keys, ["createdAt", "objectId", "status", "updatedAt"]);
}

#[test]
fn what_a_deletion_takes_along() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    let cup = product(&shop, "Cup", 100);
    let id = shop.create("Order", order(&ann, &[(&cup, 1)]));
    let parcel = shop.create(
        "Shipment",
        json!({"order": pointer("Order", &id), "trackingNumber": "1Z", "carrier": "UPS"}),
    );
    let note = shop.create(
        "Notification",
        json!({"user": pointer("_User", &ann), "message": "hello"}),
    );
    assert_eq!(shop.object("Notification", &note)["read"], false);
    // An order keeps its user, and takes its shipments along.
    let sentence = shop.delete(&format!("/users/{ann}")).is_refused(142);
    assert!(sentence.contains("Order"), "{sentence}");
    shop.get(&format!("/classes/Notification/{note}?keys=read"));
    assert_eq!(shop.object("Notification", &note)["message"], "hello");
    shop.delete(&format!("/classes/Order/{id}")).is(200, "{}");
    shop.get(&format!("/classes/Shipment/{parcel}"))
        .is_refused(101);
    shop.delete(&format!("/users/{ann}")).is(200, "{}");
    shop.get(&format!("/classes/Notification/{note}"))
        .is_refused(101);
    assert_eq!(stock(&shop, &cup), 99);
}

#[test]
fn a_user_signs_up_once() {
    let (_dir, shop) = shop();
    let signed_up = shop.post("/users", json!({"username": "Ann", "password": "secret", "email": "ann@example.com", "address": "1 Road"}));
    assert_eq!(signed_up.status, 201);
    let id = signed_up.id();
    assert_eq!(signed_up.location, Some(format!("{}/users/{id}", shop.url)));
    assert!(!signed_up.body.contains("password"), "{}", signed_up.body);
    let read = shop.get(&format!("/users/{id}"));
    assert!(
        !read.body.contains("assword") && !read.body.contains("argon2"),
        "{}",
        read.body
    );
    assert_eq!(read.json()["address"], "1 Road");
    let listed = shop.get("/classes/_User?keys=password,username");
    assert!(!listed.body.contains("argon2"), "{}", listed.body);
    let cases = [
        (
            json!({"username": "ann", "password": "x", "email": "b@example.com"}),
            202,
            "Account already exists for this username.",
        ),
        (
            json!({"username": "ann", "password": "x", "email": "ANN@example.com"}),
            202,
            "Account already exists for this username.",
        ),
        (
            json!({"username": "ben", "password": "x", "email": "ANN@example.com"}),
            203,
            "Account already exists for this email address.",
        ),
        (json!({"password": "x"}), 200, "bad or missing username"),
        (
            json!({"username": "", "password": "x"}),
            200,
            "bad or missing username",
        ),
        (json!({"username": "zz"}), 201, "password is required"),
        (
            json!({"username": "zz", "password": "p", "email": "nope"}),
            125,
            "Email address format is invalid.",
        ),
        (
            json!({"username": "zz", "password": "p"}),
            142,
            "email is required",
        ),
    ];
    for (body, code, sentence) in cases {
        shop.post("/users", &body)
            .is(400, &format!(r#"{{"code":{code},"error":"{sentence}"}}"#));
    }
    let ben = user(&shop, "ben");
    shop.put(&format!("/users/{ben}"), json!({"username": "ANN"}))
        .is_refused(202);
    let changed = shop.put(&format!("/users/{ben}"), json!({"password": "another"}));
    assert_eq!(
        changed.json().as_object().map(serde_json::Map::len),
        Some(1),
        "{}",
        changed.body
    );
}

#[test]
fn many_who_change_one_order_all_get_their_way() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    let cup = product(&shop, "Cup", 0);
    let id = shop.create("Order", json!({"user": pointer("_User", &ann), "products": [{"sku": "x", "quantity": 1}], "totalAmount": 0}));
    let (order, product) = (
        format!("/classes/Order/{id}"),
        format!("/classes/Product/{cup}"),
    );
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let client = shop.client();
                for _ in 0..5 {
                    // The one class has a hook, the other has none.
                    for (path, field) in [(&order, "totalAmount"), (&product, "stock")] {
                        let answer =
                            client.put(path, json!({field: {"__op": "Increment", "amount": 1}}));
                        assert_eq!(answer.status, 200, "{}", answer.body);
                    }
                }
            });
        }
    });
    assert_eq!(
        (
            &shop.object("Order", &id)["totalAmount"],
            stock(&shop, &cup)
        ),
        (&json!(80), 80)
    );
}

#[test]
fn a_hook_changes_nothing_about_what_an_update_means() {
    let (_dir, shop) = shop();
    let ann = user(&shop, "ann");
    let mut body = order(&ann, &[(&product(&shop, "Cup", 5), 1)]);
    body["ACL"] = json!({"*": {"read": true}});
    let path = format!("/classes/Order/{}", shop.create("Order", &body));
    for (update, name, value) in [
        (json!({}), "ACL", Some(json!({"*": {"read": true}}))),
        (json!({"ACL": null}), "ACL", None),
        (
            json!({"totalAmount": {"__op": "Increment", "amount": 1}}),
            "totalAmount",
            Some(json!(26)),
        ),
        (
            json!({"products": {"__op": "Add", "objects": [{"sku": "x", "quantity": 2}]}}),
            "status",
            Some(json!("pending")),
        ),
        (
            json!({"products": {"__op": "Remove", "objects": [{"quantity": 2, "sku": "x"}]}}),
            "products",
            Some(body["products"].clone()),
        ),
    ] {
        assert_eq!(shop.put(&path, &update).status, 200, "{update}");
        assert_eq!(shop.get(&path).json().get(name), value.as_ref(), "{update}");
    }
    for (update, code) in [
        (json!({"totalAmount": null}), 142),
        (json!({"user": {"__op": "Delete"}}), 142),
        (
            json!({"products": {"__op": "Add", "objects": [{"quantity": 0}]}}),
            142,
        ),
        (
            json!({"totalAmount": {"__op": "Increment", "amount": -27}}),
            142,
        ),
        (
            json!({"totalAmount": {"__op": "AddUnique", "objects": [1]}}),
            111,
        ),
        (json!({"nothing": 1}), 119),
    ] {
        shop.put(&path, &update).is_refused(code);
    }
    shop.put("/classes/Order/none", json!({"totalAmount": 1}))
        .is_refused(101);
    shop.delete("/classes/Order/none").is_refused(101);
}
