//! A customer signs up.

use super::{shop, user};
use serde_json::json;

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
