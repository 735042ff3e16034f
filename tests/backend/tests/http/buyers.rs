//! Many buyers of what there is little of: never more is sold than there is, and each is told of what he bought.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const BUYERS: usize = 200;
const STOCK: i64 = 50;
/// People, each of whom buys on many devices.
const PEOPLE: usize = 20;

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

/// A new user's id, and a client that speaks as him.
fn sign_up(shop: &Server, number: usize) -> (String, Client) {
    let name = format!("buyer{number}");
    let email = format!("{name}@example.com");
    let account = json!({"username": name, "password": "secret", "email": email});
    let answer = shop.stranger().post("/users", account);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    let token = token.expect("a token");
    (answer.id(), shop.with_session(&token))
}

/// Buys one, and gives the order; or nothing, where it is sold out.
fn buy(user: &str, himself: &Client, cup: &str) -> Option<String> {
    let line = json!({"product": pointer("Product", cup), "quantity": 1});
    let order = json!({"user": pointer("_User", user), "products": [line], "totalAmount": 1});
    let placed = himself.post("/classes/Order", order);
    if placed.status == 201 {
        return Some(placed.id());
    }
    let sentence = placed.is_refused(142);
    assert!(sentence.ends_with("is sold out"), "{sentence}");
    None
}

#[test]
fn two_hundred_buyers_of_fifty_pieces_place_fifty_orders() {
    let dir = folder();
    let shop = Launch::order_fulfillment(dir.path()).start();
    let cup = shop.create(
        "Product",
        json!({"name": "Cup", "price": 1, "stock": STOCK}),
    );
    let people: Vec<_> = (0..PEOPLE).map(|number| sign_up(&shop, number)).collect();
    let stock = || {
        shop.object("Product", &cup)["stock"]
            .as_i64()
            .expect("a whole number")
    };
    let (start, over) = (Barrier::new(BUYERS + 1), AtomicBool::new(false));
    let mut bought: Vec<Vec<String>> = vec![Vec::new(); PEOPLE];
    thread::scope(|scope| {
        let buyers: Vec<_> = (0..BUYERS)
            .map(|buyer| {
                let ((user, himself), cup, start) = (&people[buyer % PEOPLE], &cup, &start);
                scope.spawn(move || {
                    start.wait();
                    buy(user, himself, cup)
                })
            })
            .collect();
        let watch = scope.spawn(|| {
            start.wait();
            let mut last = STOCK;
            while !over.load(Ordering::Relaxed) {
                let now = stock();
                assert!((0..=last).contains(&now), "{now} after {last}");
                last = now;
            }
        });
        for (buyer, order) in buyers.into_iter().enumerate() {
            bought[buyer % PEOPLE].extend(order.join().expect("a buyer"));
        }
        over.store(true, Ordering::Relaxed);
        watch.join().expect("the stock is watched");
    });
    assert_eq!(stock(), 0);
    assert_eq!(bought.iter().map(Vec::len).sum::<usize>() as i64, STOCK);
    let orders = shop.results("Order", &[("limit", "1000")]).len();
    assert_eq!(orders as i64, STOCK);
    // Whoever has bought is told of each order of his, and of nobody else's.
    for ((_, himself), orders) in people.iter().zip(bought) {
        let mut expected: Vec<_> = orders
            .iter()
            .map(|order| format!("Order {order} is now pending"))
            .collect();
        let mut told: Vec<_> = himself
            .results("Notification", &[])
            .iter()
            .map(|told| told["message"].as_str().unwrap_or_default().to_owned())
            .collect();
        expected.sort();
        told.sort();
        assert_eq!(told, expected);
    }
}
