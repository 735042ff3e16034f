//! What is sold once is sold once, however many want it at the same time.

use super::{order, pointer, product, shop, stock, user};
use crate::server::Server;
use serde_json::json;
use std::thread;

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
