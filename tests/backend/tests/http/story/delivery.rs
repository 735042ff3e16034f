//! The way of an order, who may take it on, and what is left of it.

use super::{order, pointer, product, shop, stock, user};
use serde_json::json;

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
