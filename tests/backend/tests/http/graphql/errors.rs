//! What a client is told of a mistake, his own or the data's.

use super::{ask, at_root, atlas, error};
use crate::server::{Launch, folder};
use serde_json::{Value, json};

#[test]
fn a_document_that_does_not_fit_the_schema() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    for document in [
        "{ nothing }",
        "{ city { name } }",
        r#"{ city(id: "x") }"#,
        r#"{ city(id: "x") { name { first } } }"#,
        "{ cities(where: {people: {equalTo: \"many\"}}) { count } }",
        "{ cities(order: [nothing_ASC]) { count } }",
        "query($id: ID!) { city(id: $id) { name } }",
        "{ ...Missing }",
        "query A { health } query B { health }",
        "{ ...A } fragment A on Query { ...A }",
        "{ health: node(id: 1) { id } health }",
    ] {
        let answer = ask(&client, document);
        assert_eq!(answer.status, 400, "{document}: {}", answer.body);
        let code = &error(&answer)["extensions"]["code"];
        assert_eq!(*code, json!("GRAPHQL_VALIDATION_FAILED"), "{document}");
        assert_eq!(answer.json().get("data"), None, "{document}");
    }
}

#[test]
fn a_document_that_is_none() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    for document in [
        "{",
        "query {",
        "{ health } }",
        "# nothing",
        "\u{0}",
        "{ city(id: \"open) { name } }",
    ] {
        let answer = ask(&client, document);
        assert_eq!(answer.status, 400, "{document}: {}", answer.body);
        let code = &error(&answer)["extensions"]["code"];
        assert_eq!(*code, json!("GRAPHQL_PARSE_FAILED"), "{document}");
    }
    for body in [
        "{}",
        r#"{"query": 1}"#,
        r#"{"query": "{ health }", "variables": []}"#,
        "[]",
        "nonsense",
    ] {
        let answer = client.post("/graphql", body);
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
    }
}

#[test]
fn where_a_field_fails_the_others_are_there() {
    let (_dir, server) = atlas();
    let client = at_root(&server);
    let document =
        r#"{ health gone: node(id: "Q2l0eTpub3RoaW5n") { id } none: node(id: "x") { id } }"#;
    let answer = ask(&client, document);
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!(
        body["data"],
        json!({"health": true, "gone": null, "none": null})
    );
    assert_eq!(body["errors"][0]["path"], json!(["gone"]));
    assert_eq!(body["errors"][0]["message"], json!("Object not found."));
    assert_eq!(body["errors"][0]["extensions"], json!({"code": 101}));
    assert_eq!(
        body["errors"][0]["locations"],
        json!([{"line": 1, "column": 10}])
    );
    assert_eq!(body["errors"][1]["extensions"], json!({"code": 102}));
    // `city` promises one.
    let answer = ask(&client, r#"{ health city(id: "nothing") { name } }"#);
    assert_eq!(answer.json()["data"], Value::Null);
    assert_eq!(error(&answer)["path"], json!(["city"]));
}

#[test]
fn a_stored_value_that_the_schema_no_longer_has() {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    let (user, token) = super::user_of_the_shop(&server);
    let product = server.create("Product", json!({"name": "Lamp", "price": 1, "stock": 9}));
    let line = json!([{"product": super::pointer("Product", &product), "quantity": 1, "price": 1}]);
    let order = json!({"user": super::pointer("_User", &user), "products": line, "totalAmount": 1});
    let ids = [
        server.create("Order", &order),
        server.create("Order", &order),
    ];
    let database = rusqlite::Connection::open(dir.path().join("shop.db")).expect("a database");
    let changed = database.execute(
        r#"UPDATE "Order" SET "status" = 'lost' WHERE "objectId" = ?1"#,
        [&ids[0]],
    );
    assert_eq!(changed, Ok(1));
    let client = at_root(&server).with_session(&token);
    let document =
        "{ orders(order: [createdAt_ASC]) { edges { node { objectId totalAmount status } } } }";
    let body = ask(&client, document).json();
    let edges = &body["data"]["orders"]["edges"];
    // Of an object that has it, all else is there.
    let expected = |id: &str, status: Value| json!({"node": {"objectId": id, "totalAmount": 1, "status": status}});
    assert_eq!(edges[0], expected(&ids[0], Value::Null));
    assert_eq!(edges[1], expected(&ids[1], json!("PENDING")));
    let errors = body["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{body}");
    let path = json!(["orders", "edges", 0, "node", "status"]);
    assert_eq!(errors[0]["path"], path);
    let message = json!("the stored value \"lost\" is none of OrderStatus");
    assert_eq!(errors[0]["message"], message);
    // So it is where the root promises the object.
    let document = "query($id: ID!) { order(id: $id) { status totalAmount } }";
    let body = super::ask_with(&client, document, json!({"id": ids[0]})).json();
    let order = json!({"status": null, "totalAmount": 1});
    assert_eq!(body["data"]["order"], order);
    assert_eq!(body["errors"][0]["path"], json!(["order", "status"]));
    // It can still be asked for without that field.
    let document = "{ orders { count edges { node { objectId } } } }";
    assert_eq!(super::data(&client, document)["orders"]["count"], json!(2));
}
