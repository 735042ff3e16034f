//! An order from checkout to delivery, on the order-fulfillment example with its hook.

mod delivery;
mod stock;
mod users;

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
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
