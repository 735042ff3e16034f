//! Many buyers of what there is little of.

use crate::server::{Launch, folder};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const BUYERS: usize = 200;
const STOCK: i64 = 50;

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

#[test]
fn two_hundred_buyers_of_fifty_pieces_place_fifty_orders() {
    let dir = folder();
    let shop = Launch::order_fulfillment(dir.path()).start();
    let cup = shop.create(
        "Product",
        json!({"name": "Cup", "price": 1, "stock": STOCK}),
    );
    let stock = || {
        shop.object("Product", &cup)["stock"]
            .as_i64()
            .expect("a whole number")
    };
    let (start, over) = (Barrier::new(BUYERS + 1), AtomicBool::new(false));
    let bought: Vec<_> = thread::scope(|scope| {
        let buyers: Vec<_> = (0..BUYERS)
            .map(|number| {
                let (shop, cup, start) = (&shop, &cup, &start);
                scope.spawn(move || {
                    let account = json!({"username": format!("buyer{number}"), "password": "secret", "email": format!("b{number}@example.com")});
                    let signed_up = shop.stranger().post("/users", account);
                    let (id, token) = (signed_up.id(), signed_up.json()["sessionToken"].clone());
                    let himself = shop.with_session(token.as_str().unwrap_or_default());
                    let line = json!({"product": pointer("Product", cup), "quantity": 1});
                    let order = json!({"user": pointer("_User", &id), "products": [line], "totalAmount": 1});
                    start.wait();
                    let placed = himself.post("/classes/Order", order);
                    let bought = (placed.status == 201).then(|| placed.id());
                    if bought.is_none() {
                        let sentence = placed.is_refused(142);
                        assert!(sentence.ends_with("is sold out"), "{sentence}");
                    }
                    (himself, bought)
                })
            })
            .collect();
        let (stock, over) = (&stock, &over);
        let start = &start;
        let watch = scope.spawn(move || {
            start.wait();
            let mut last = STOCK;
            while !over.load(Ordering::Relaxed) {
                let now = stock();
                assert!((0..=last).contains(&now), "{now} after {last}");
                last = now;
            }
        });
        let bought = buyers
            .into_iter()
            .map(|buyer| buyer.join().expect("a buyer"))
            .collect();
        over.store(true, Ordering::Relaxed);
        watch.join().expect("the stock is watched");
        bought
    });
    assert_eq!(stock(), 0);
    let mut placed: Vec<_> = bought
        .iter()
        .filter_map(|(_, order)| order.clone())
        .collect();
    placed.sort();
    assert_eq!(placed.len() as i64, STOCK);
    let mut orders: Vec<_> = shop
        .results("Order", &[("limit", "1000")])
        .iter()
        .map(|order| order["objectId"].as_str().unwrap_or_default().to_owned())
        .collect();
    orders.sort();
    assert_eq!(orders, placed);
    // Whoever has bought is told of his order, and nobody of anything else.
    for (himself, order) in bought {
        let told = himself.results("Notification", &[]);
        let messages: Vec<_> = told.iter().map(|told| told["message"].clone()).collect();
        let expected: Vec<_> = order
            .iter()
            .map(|order| Value::from(format!("Order {order} is now pending")))
            .collect();
        assert_eq!(messages, expected);
    }
}
