//! Many at once: a hundred users on sockets of their own, each watching each of his orders, while these are written and the
//! server is killed. Every event that is due comes once, and in order.

use super::socket::Socket;
use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

const USERS: usize = 100;
const ORDERS: usize = 10;
const WRITES: usize = 2;
const WRITERS: usize = 8;

/// An order, who watches it, and what he was told.
struct Watched {
    id: String,
    /// What its total was set to, as told, in the order in which it was.
    told: Vec<u64>,
    position: String,
}

struct User {
    id: String,
    token: String,
    orders: Vec<Watched>,
}

impl User {
    fn new(server: &Server, number: usize) -> Self {
        let name = format!("user{number}");
        let email = format!("{name}@example.com");
        let body = json!({"username": name, "password": "a-password", "email": email});
        let user = server.stranger().post("/users", body).json();
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let id = text(&user["objectId"]);
        let order = json!({
            "user": {"__type": "Pointer", "className": "_User", "objectId": id},
            "products": [{"sku": "A1", "quantity": 1}],
            "totalAmount": 0,
        });
        let place = json!({"method": "POST", "path": "/parse/classes/Order", "body": order});
        let placed = server.post("/batch", json!({"requests": vec![place; ORDERS]}));
        let orders = placed.json().as_array().expect("answers").clone();
        let watched = |order: &Value| Watched {
            id: text(&order["success"]["objectId"]),
            told: Vec::new(),
            position: String::new(),
        };
        Self {
            orders: orders.iter().map(watched).collect(),
            token: text(&user["sessionToken"]),
            id,
        }
    }

    /// A socket with a subscription for each order, from where each was told last.
    fn watch(&mut self, server: &Server) -> Socket {
        let mut socket = Socket::of(server, &self.token);
        let user = json!({"__type": "Pointer", "className": "_User", "objectId": self.id});
        for (request, order) in self.orders.iter().enumerate() {
            let filter = json!({"user": user, "objectId": order.id});
            socket.send(json!({
                "op": "subscribe",
                "requestId": request,
                "query": {"className": "Order", "where": filter},
                "after": order.position,
            }));
        }
        for _ in 0..ORDERS {
            let mut frame = socket.next();
            // What was missed of one may come before the answer about the next.
            while frame["op"] == "update" {
                self.take(&frame);
                frame = socket.next();
            }
            assert_eq!(frame["op"], "subscribed", "{frame}");
            assert_eq!(frame.get("requery"), None, "{frame}");
            let order = self.of(&frame);
            if order.position.is_empty() {
                order.position = frame["position"].as_str().expect("a position").to_owned();
            }
        }
        socket
    }

    fn of(&mut self, frame: &Value) -> &mut Watched {
        let request = frame["requestId"].as_u64().expect("a number");
        let request = usize::try_from(request).expect("a small one");
        &mut self.orders[request]
    }

    fn take(&mut self, frame: &Value) {
        assert_eq!(frame["op"], "update", "{frame}");
        let order = self.of(frame);
        assert_eq!(frame["object"]["objectId"], order.id.as_str());
        order.position = frame["position"].as_str().expect("a position").to_owned();
        let total = frame["object"]["totalAmount"].as_u64();
        order.told.push(total.expect("a total"));
    }
}

/// Sets the totals of an order, one after the other, each once whatever becomes of the server. `None` where it went away.
fn write(client: &Client, id: &str, totals: std::ops::RangeInclusive<usize>) -> Option<()> {
    for total in totals {
        let key = format!("total-{total}-of-order-{id}");
        let client = client.with_header("Idempotency-Key", &key);
        let body = json!({"totalAmount": total}).to_string();
        let answer = client.send("PUT", &format!("/classes/Order/{id}"), &body)?;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    Some(())
}

/// Has several write all orders; `each` is told of every one that was. They stop where the server goes away.
fn write_all(
    server: &Client,
    ids: &[String],
    totals: &std::ops::RangeInclusive<usize>,
    each: impl Fn() + Sync,
) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                let client = server.clone();
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if write(&client, id, totals.clone()).is_none() {
                        return;
                    }
                    each();
                }
            });
        }
    });
}

#[test]
fn a_crowd_is_told_everything_once_though_the_server_is_killed() {
    let dir = folder();
    // Nobody reads these sockets all the time, nor answers a ping.
    let start = || {
        Launch::order_fulfillment(dir.path())
            .env("LIVE_HEARTBEAT_SECONDS", "3600")
            .start()
    };
    let server = start();
    let mut users: Vec<_> = (0..USERS)
        .map(|number| User::new(&server, number))
        .collect();
    let mut sockets: Vec<_> = users.iter_mut().map(|user| user.watch(&server)).collect();
    let ids = users.iter().flat_map(|user| &user.orders);
    let ids: Vec<_> = ids.map(|order| order.id.clone()).collect();

    // Half of the orders are written, and the server is killed among the writes of the others.
    let client = server.client();
    let (written, half) = channel();
    let count = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (client, ids, count) = (&client, &ids, &count);
        scope.spawn(move || {
            write_all(client, ids, &(1..=WRITES), || {
                if count.fetch_add(1, Ordering::Relaxed) == ids.len() / 2 {
                    let _ = written.send(());
                }
            });
        });
        half.recv().expect("half of them are written");
        server.kill();
    });
    for (user, socket) in users.iter_mut().zip(&mut sockets) {
        while let Some(frame) = socket.next_or_lost() {
            user.take(&frame);
        }
    }

    // All are written again: what was done already is not done a second time.
    let server = start();
    let mut sockets: Vec<_> = users.iter_mut().map(|user| user.watch(&server)).collect();
    write_all(&server.client(), &ids, &(1..=WRITES), || {});
    // After this nothing is due.
    let last = WRITES + 1;
    write_all(&server.client(), &ids, &(last..=last), || {});
    for (user, socket) in users.iter_mut().zip(&mut sockets) {
        while user
            .orders
            .iter()
            .any(|order| order.told.last() != Some(&(last as u64)))
        {
            let frame = socket.next();
            user.take(&frame);
        }
        for order in &user.orders {
            let due: Vec<_> = (1..=last as u64).collect();
            assert_eq!(order.told, due, "{}", order.id);
        }
    }
}
