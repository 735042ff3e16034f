//! Server functions, as their callers see them.

use crate::client::Client;
use crate::server::{Launch, PATIENCE, Server, folder};
use serde_json::{Value, json};
use std::time::Instant;
use tempfile::TempDir;

fn functions() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("functions", dir.path())
        .env("FUNCTION_TIMEOUT_SECONDS", "1")
        .start();
    (dir, server)
}

fn call(client: &Client, name: &str, params: Value) -> Value {
    let answer = client.post(&format!("/functions/{name}"), params);
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    answer.json()["result"].take()
}

fn refused(client: &Client, name: &str, params: Value, code: i64) -> String {
    client
        .post(&format!("/functions/{name}"), params)
        .is_refused(code)
}

fn customer(server: &Server, name: &str) -> (String, Client) {
    let body = json!({"username": name, "password": "a-long-password", "email": format!("{name}@example.com")});
    let user = server.stranger().post("/users", body).json();
    let text = |key: &str| user[key].as_str().unwrap_or_default().to_owned();
    (text("objectId"), server.with_session(&text("sessionToken")))
}

fn product(server: &Server, stock: u32) -> Value {
    create_product(server, json!({"name": "bolt", "stock": stock}))
}

fn create_product(server: &Server, body: Value) -> Value {
    let id = server.create("Product", body);
    json!({"__type": "Pointer", "className": "Product", "objectId": id})
}

#[test]
fn parameters_arrive_as_they_were_sent_and_defaults_where_they_were_not() {
    let (_dir, server) = functions();
    let stranger = server.stranger();
    let all = json!({
        "text": "hi",
        "count": 3,
        "flag": false,
        "date": {"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"},
        "point": {"__type": "GeoPoint", "latitude": 52.5, "longitude": 13.4},
        "product": product(&server, 1),
        "tags": ["a", "b"],
        "line": {"size": 2},
        "mode": "fancy",
    });
    assert_eq!(call(&stranger, "echo", all.clone()), all);
    let few = json!({"text": "hi", "count": null, "unknown": 1, "_ClientVersion": "x"});
    assert_eq!(
        call(&stranger, "echo", few),
        json!({"text": "hi", "mode": "plain"})
    );
    let date = json!({"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"});
    assert_eq!(
        call(&stranger, "anything", json!({"a": 1, "date": date})),
        json!([2, date])
    );
}

#[test]
fn a_parameter_that_does_not_fit_is_named() {
    let (_dir, server) = functions();
    let stranger = server.stranger();
    let cases = [
        (json!({}), "Please specify data for text."),
        (json!({"text": null}), "Please specify data for text."),
        (
            json!({"text": 1}),
            "Invalid type for text. Expected: string",
        ),
        (
            json!({"text": "nine chars"}),
            "text must have at most 8 characters",
        ),
        (
            json!({"text": "a", "count": "1"}),
            "Invalid type for count. Expected: number",
        ),
        (json!({"text": "a", "count": 0}), "count must be at least 1"),
        (
            json!({"text": "a", "count": 1.5}),
            "count must be a whole number",
        ),
        (
            json!({"text": "a", "date": {"__type": "Date", "iso": "soon"}}),
            "Invalid type for date. Expected: date",
        ),
        (
            json!({"text": "a", "product": {"__type": "Pointer", "className": "Order", "objectId": "x"}}),
            "Invalid type for product. Expected: pointer",
        ),
        (
            json!({"text": "a", "tags": ["a", "c"]}),
            "tags[1] must be one of a, b",
        ),
        (json!({"text": "a", "line": {}}), "line.size is required"),
        (
            json!({"text": "a", "line": {"size": "s"}}),
            "line.size must be a Number, not String",
        ),
    ];
    for (params, sentence) in cases {
        assert_eq!(
            refused(&stranger, "echo", params, 142),
            format!("Validation failed. {sentence}")
        );
    }
    let answer = stranger.post("/functions/echo", "[1]");
    assert_eq!(answer.status, 400, "{}", answer.body);
}

#[test]
fn a_function_that_is_not_there_is_named() {
    let (_dir, server) = functions();
    server
        .stranger()
        .post("/functions/nope", json!({}))
        .is(400, r#"{"code":141,"error":"Invalid function: \"nope\""}"#);
    assert_eq!(server.get("/functions/echo").status, 404);
}

#[test]
fn a_function_answers_those_whom_its_access_names() {
    let (_dir, server) = functions();
    let (id, customer) = customer(&server, "ann");
    let stranger = server.stranger();
    let login = "Validation failed. Please login to continue.";
    let look = json!({"product": product(&server, 1)});
    assert_eq!(refused(&stranger, "look", look.clone(), 142), login);
    assert_eq!(refused(&stranger, "staff", json!({}), 142), login);
    refused(&stranger, "nobody", json!({}), 119);
    // Whoever may not call it does not learn what it takes.
    assert_eq!(refused(&stranger, "look", json!({}), 142), login);
    call(&customer, "look", look);
    refused(&customer, "staff", json!({}), 119);
    refused(&customer, "nobody", json!({}), 119);
    assert_eq!(call(&server, "staff", json!({})), json!(true));
    server.post("/functions/nobody", json!({})).is(200, "{}");

    let role = &server.results("_Role", &[("where", r#"{"name":"staff"}"#)])[0];
    let user = json!({"__type": "Pointer", "className": "_User", "objectId": id});
    let role = role["objectId"].as_str().expect("the role has an id");
    let join = json!({"users": {"__op": "AddRelation", "objects": [user]}});
    assert_eq!(server.put(&format!("/roles/{role}"), join).status, 200);
    assert_eq!(call(&customer, "staff", json!({})), json!(true));
}

#[test]
fn a_function_knows_who_calls_it_and_from_where() {
    let (_dir, server) = functions();
    let (id, customer) = customer(&server, "ann");
    let who = call(&customer, "who%20is%20it%3F", json!({}));
    assert_eq!(who["user"], json!(id));
    assert_eq!(who["staff"], json!(false));
    assert_eq!(who["application"], json!("shop"));
    assert_eq!(who["address"], json!("127.0.0.1"));
    let asked = Instant::now();
    while !server.log().contains("somebody wants to know who it is") {
        assert!(asked.elapsed() < PATIENCE, "{}", server.log());
        std::thread::yield_now();
    }
    // As the SDKs send it, with the headers in the body.
    let body = json!({"_ApplicationId": "shop", "_InstallationId": "one-phone"});
    let who = call(&server.stranger(), "who%20is%20it%3F", body);
    assert_eq!(who["user"], Value::Null);
    assert_eq!(who["installation"], json!("one-phone"));
}

#[test]
fn an_object_is_answered_as_a_pointer_or_whole() {
    let (_dir, server) = functions();
    let (_, customer) = customer(&server, "ann");
    let since = json!({"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"});
    let pointer = create_product(&server, json!({"name": "nut", "stock": 7, "since": since}));
    let found = call(&customer, "look", json!({"product": pointer}));
    assert_eq!(found[0], pointer);
    let id = pointer["objectId"].as_str().unwrap_or_default();
    let mut whole = server.object("Product", id);
    whole["__type"] = "Object".into();
    whole["className"] = "Product".into();
    assert_eq!(found[1], whole);
    let gone = json!({"__type": "Pointer", "className": "Product", "objectId": "gone"});
    refused(&customer, "look", json!({"product": gone}), 101);
}

#[test]
fn a_function_fails_with_the_code_that_it_chose() {
    let (_dir, server) = functions();
    let stranger = server.stranger();
    stranger
        .post("/functions/refuse", json!({"why": "bad stuff happened"}))
        .is(400, r#"{"code":141,"error":"bad stuff happened"}"#);
    stranger
        .post(
            "/functions/refuse",
            json!({"why": "custom code", "code": 4242}),
        )
        .is(400, r#"{"code":4242,"error":"custom code"}"#);
    stranger
        .post("/functions/panic", json!({}))
        .is(500, r#"{"code":1,"message":"Internal server error."}"#);
    assert!(
        refused(&stranger, "stuck", json!({}), 124).contains("`stuck` took longer than 1 second")
    );
    assert_eq!(call(&stranger, "echo", json!({"text": "on"}))["text"], "on");
}

#[test]
fn a_function_that_fails_writes_nothing() {
    let (_dir, server) = functions();
    assert_eq!(
        refused(&server.stranger(), "half", json!({}), 141),
        "only half of it"
    );
    assert!(server.results("Product", &[]).is_empty());
}

#[test]
fn a_function_queries_in_order_by_page_and_as_its_caller() {
    let (_dir, server) = functions();
    let (id, customer) = customer(&server, "ann");
    for (name, stock, acl) in [
        ("anvil", 3, json!({"*": {"read": true}})),
        ("bolt", 9, json!({id: {"read": true}})),
        ("clamp", 3, json!({})),
        ("drill", 0, json!({"*": {"read": true}})),
    ] {
        create_product(&server, json!({"name": name, "stock": stock, "ACL": acl}));
    }
    let expected = |visible: &[&str]| json!({"most": "bolt", "next": ["anvil", "clamp"], "all": 4, "visible": visible});
    let found = call(&server, "browse", json!({}));
    assert_eq!(found, expected(&["anvil", "bolt", "clamp", "drill"]));
    // The class lets in nobody but the master, whatever an ACL says.
    let found = call(&customer, "browse", json!({}));
    assert_eq!(found, expected(&[]));
}

#[test]
fn a_function_joins_objects_and_parts_them() {
    let (_dir, server) = functions();
    let (whole, one, other) = (
        product(&server, 1),
        product(&server, 2),
        product(&server, 3),
    );
    let parts = || {
        let related = json!({"$relatedTo": {"object": whole, "key": "parts"}}).to_string();
        let parts = server.results("Product", &[("where", &related)]);
        parts
            .iter()
            .map(|part| part["stock"].clone())
            .collect::<Vec<_>>()
    };
    let join = |change: Value| {
        let mut params = change;
        params["product"] = whole.clone();
        server.post("/functions/join", params).is(200, "{}");
    };
    join(json!({"add": one}));
    assert_eq!(parts(), [json!(2)]);
    join(json!({"add": other, "remove": one}));
    assert_eq!(parts(), [json!(3)]);
}

#[test]
fn calls_that_read_what_others_change_lose_nothing() {
    let (_dir, server) = functions();
    const STOCK: u32 = 60;
    let product = product(&server, STOCK);
    let buyers: Vec<_> = (0..8)
        .map(|_| {
            let (client, product) = (server.stranger(), product.clone());
            std::thread::spawn(move || {
                let buy = || client.post("/functions/sell", json!({"product": product}));
                (0..10)
                    .map(|_| buy())
                    .filter(|sold| sold.status == 200)
                    .count()
            })
        })
        .collect();
    let sold: usize = buyers
        .into_iter()
        .map(|buyer| buyer.join().expect("the buyer is done"))
        .sum();
    assert_eq!(sold, STOCK as usize);
    let id = product["objectId"].as_str().unwrap_or_default();
    assert_eq!(server.object("Product", id)["stock"], 0);
}

#[test]
fn an_order_is_placed_at_the_prices_of_today() {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    let (id, customer) = customer(&server, "ann");
    let bolt = create_product(&server, json!({"name": "bolt", "price": 2.5, "stock": 5}));
    let nut = json!({"name": "nut", "sku": "N1", "price": 1, "stock": 2});
    let nut = create_product(&server, nut);
    let items = |nuts: u32| json!({"items": [{"product": bolt, "quantity": 2}, {"product": nut, "quantity": nuts}]});
    let order = call(&customer, "placeOrder", items(1));
    assert_eq!(order["className"], "Order");
    let order = customer.object("Order", order["objectId"].as_str().unwrap_or_default());
    assert_eq!(order["totalAmount"], 6.0);
    assert_eq!(order["status"], "pending");
    assert_eq!(order["user"]["objectId"], json!(id));
    assert_eq!(
        order["products"],
        json!([
            {"product": bolt, "quantity": 2, "price": 2.5},
            {"product": nut, "sku": "N1", "quantity": 1, "price": 1},
        ])
    );
    let stock = |product: &Value| {
        server.object("Product", product["objectId"].as_str().unwrap_or_default())["stock"].clone()
    };
    assert_eq!((stock(&bolt), stock(&nut)), (json!(3), json!(1)));

    // Of the second there are too few, so none of the first is taken either.
    let sold_out = refused(&customer, "placeOrder", items(2), 142);
    assert!(sold_out.contains("is sold out"), "{sold_out}");
    assert_eq!((stock(&bolt), stock(&nut)), (json!(3), json!(1)));
    assert_eq!(
        refused(&customer, "placeOrder", json!({"items": []}), 142),
        "Validation failed. items must have at least 1 elements"
    );
    refused(&server.stranger(), "placeOrder", items(1), 142);
    // The master is nobody who could place an order.
    refused(&server, "placeOrder", items(1), 206);
}
