//! Two hundred buyers of fifty cups, each of whom asks until he is answered, and a server that is killed twice meanwhile.

use super::{KEY, keyed};
use crate::client::{Answer, Client};
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const BUYERS: usize = 200;
const STOCK: usize = 50;
/// People, each of whom buys on many devices.
const PEOPLE: usize = 5;

struct Person {
    id: String,
    token: String,
}

fn start(dir: &Path) -> Server {
    Launch::order_fulfillment(dir).start()
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

fn sign_up(shop: &Client, number: usize) -> Person {
    let name = format!("buyer{number}");
    let email = format!("{name}@example.com");
    let sent = json!({"username": name, "password": "secret", "email": email});
    let answer = shop.post("/users", sent);
    let token = answer.json()["sessionToken"].as_str().map(str::to_owned);
    Person {
        id: answer.id(),
        token: token.expect("a token"),
    }
}

/// All buyers ask at once; the server is killed when so many are answered, if it is to be.
fn ask(server: Server, people: &[Person], cup: &str, kill: Option<usize>) -> Vec<Option<Answer>> {
    let (answered, client) = (AtomicUsize::new(0), server.client());
    let buy = |buyer: usize| {
        let person = &people[buyer % PEOPLE];
        let line = json!({"product": pointer("Product", cup), "quantity": 1});
        let order =
            json!({"user": pointer("_User", &person.id), "products": [line], "totalAmount": 5});
        let client = keyed(
            &client.with_session(&person.token),
            &format!("{KEY}{buyer}"),
        );
        let answer = client.send("POST", "/classes/Order", &order.to_string());
        answered.fetch_add(1, Ordering::Release);
        answer
    };
    thread::scope(|scope| {
        let buyers: Vec<_> = (0..BUYERS)
            .map(|buyer| {
                let buy = &buy;
                scope.spawn(move || buy(buyer))
            })
            .collect();
        if let Some(enough) = kill {
            while answered.load(Ordering::Acquire) < enough {
                thread::yield_now();
            }
            server.kill();
        }
        buyers
            .into_iter()
            .map(|buyer| buyer.join().expect("a buyer"))
            .collect()
    })
}

#[test]
fn fifty_orders_are_placed_and_each_repeat_has_its_first_answer() {
    let dir = folder();
    let shop = start(dir.path());
    let people: Vec<_> = (0..PEOPLE).map(|number| sign_up(&shop, number)).collect();
    let cup = shop.create(
        "Product",
        json!({"name": "Cup", "price": 5, "stock": STOCK}),
    );
    shop.terminate();
    shop.ended();

    let mut placed: Vec<Option<String>> = vec![None; BUYERS];
    for kill in [Some(15), Some(60), None, None] {
        let answers = ask(start(dir.path()), &people, &cup, kill);
        for (answer, placed) in answers.into_iter().zip(&mut placed) {
            let Some(answer) = answer else {
                assert!(kill.is_some(), "a server that lives answers");
                continue;
            };
            match placed {
                Some(first) => assert_eq!((answer.status.as_u16(), &answer.body), (201, &*first)),
                None if answer.status == 201 => *placed = Some(answer.body),
                None => {
                    let sentence = answer.is_refused(142);
                    assert!(sentence.contains("is sold out"), "{sentence}");
                }
            }
        }
    }
    assert_eq!(placed.iter().flatten().count(), STOCK);
    let shop = start(dir.path());
    let orders = shop.results("Order", &[("limit", "1000")]);
    assert_eq!(orders.len(), STOCK);
    assert_eq!(shop.object("Product", &cup)["stock"], 0);
    // Each order was told of in its transaction: once, whatever became of the server.
    let told = shop.results("Notification", &[("limit", "1000")]);
    assert_eq!(told.len(), STOCK);
    for order in orders {
        let message = format!(
            "Order {} is now pending",
            order["objectId"].as_str().expect("an id")
        );
        assert!(told.iter().any(|told| told["message"] == message.as_str()));
    }
}
