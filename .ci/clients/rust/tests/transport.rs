//! What goes out and what is made of what comes back, over a transport that is only a test.

use order_fulfillment_client::runtime::{
    Method, Problem, Request, Response, RetryPolicy, Sending, Transport,
};
use order_fulfillment_client::{
    Change, Client, Error, Id, NewProduct, Order, OrderStatus, Product, ProductPatch, Ref,
    Timestamp,
};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Gives the answers that it was given, and remembers what it was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Result<Response, Error>>>>,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Script {
    fn answer(&self, status: u16, body: Value) {
        self.answer_with(status, body, &[]);
    }

    fn answer_with(&self, status: u16, body: Value, headers: &[(&str, &str)]) {
        let headers = headers.iter();
        self.answers.lock().unwrap().push_back(Ok(Response {
            status,
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: body.to_string().into_bytes(),
        }));
    }

    fn lose(&self) {
        let lost = Error::Network(Problem::default());
        self.answers.lock().unwrap().push_back(Err(lost));
    }

    fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    fn client(&self) -> Client {
        let retry = RetryPolicy {
            base: Duration::ZERO,
            ..RetryPolicy::default()
        };
        let client = Client::builder("http://shop.example/parse/", "shop").retry(retry);
        client.transport(self.clone()).build().unwrap()
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> Sending<'_> {
        self.asked.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { answer.expect("one request too many") })
    }
}

fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut headers = request.headers.iter();
    headers
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

const CREATED: &str = "2026-01-31T09:30:00.125Z";

#[tokio::test]
async fn a_write_is_tried_again_under_one_key_and_made_once() {
    let script = Script::default();
    script.lose();
    script.answer_with(503, json!({"code": 155, "error": "busy"}), &[]);
    script.answer(201, json!({"objectId": "p1", "createdAt": CREATED}));
    let made = script
        .client()
        .products()
        .create(NewProduct::new("File", 4, 1))
        .await
        .unwrap();
    assert_eq!(made.id, Id::new("p1"));
    assert_eq!(made.updated_at.to_string(), CREATED);
    assert_eq!((made.name.as_str(), made.stock), ("File", 1));
    let keys: Vec<_> = script
        .asked()
        .iter()
        .map(|request| header(request, "Idempotency-Key").unwrap().to_owned())
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn a_mistake_is_not_tried_again() {
    let script = Script::default();
    let told = json!({"code": 142, "error": "price must be at least 0", "field": "price"});
    script.answer_with(400, told, &[("x-request-id", "r-7")]);
    let failed = script
        .client()
        .products()
        .create(NewProduct::new("File", -4, 1))
        .await;
    let Err(Error::Validation(problem)) = failed else {
        panic!("{failed:?}");
    };
    assert_eq!(problem.code, Some(142));
    assert_eq!(problem.request_id.as_deref(), Some("r-7"));
    assert_eq!(problem.details["field"], "price");
}

#[tokio::test]
async fn a_server_that_is_down_is_not_asked_for_ever() {
    let script = Script::default();
    for _ in 0..20 {
        script.lose();
    }
    let client = script.client();
    for _ in 0..8 {
        let failed = client.products().get(Id::new("p1")).await;
        assert!(matches!(failed, Err(Error::Network(_))), "{failed:?}");
    }
    // Each call is tried; ten more tries are all that they have together.
    assert_eq!(script.asked().len(), 18);
}

#[tokio::test]
async fn queries_are_json_of_the_protocol() {
    let script = Script::default();
    script.answer(200, json!({"results": []}));
    let user = Id::new("u1");
    script
        .client()
        .orders()
        .find()
        .filter(
            Order::USER
                .eq(&user)
                .and(Order::STATUS.one_of([OrderStatus::Pending, OrderStatus::Paid])),
        )
        .filter(Order::TOTAL_AMOUNT.ge(10.0))
        .filter(Order::TOTAL_AMOUNT.lt(20.0))
        .include(Order::USER)
        .order(Order::CREATED_AT.descending())
        .limit(5)
        .await
        .unwrap();
    let [request] = script.asked().try_into().unwrap();
    assert_eq!(request.method, Method::Get);
    let (path, query) = request.url.split_once('?').unwrap();
    assert_eq!(path, "http://shop.example/parse/classes/Order");
    let query = reqwest::Url::parse(&format!("http://x/?{query}")).unwrap();
    let parameter = |name: &str| {
        let mut pairs = query.query_pairs();
        pairs
            .find(|(known, _)| known == name)
            .unwrap()
            .1
            .into_owned()
    };
    let filter: Value = serde_json::from_str(&parameter("where")).unwrap();
    let wanted = json!({
        "user": {"__type": "Pointer", "className": "_User", "objectId": "u1"},
        "status": {"$in": ["pending", "paid"]},
        "totalAmount": {"$gte": 10.0, "$lt": 20.0},
    });
    assert_eq!(filter, wanted);
    assert_eq!(parameter("include"), "user");
    assert_eq!(parameter("order"), "-createdAt");
    assert_eq!(parameter("limit"), "5");
}

#[tokio::test]
async fn a_query_that_fits_no_url_goes_in_a_body() {
    let script = Script::default();
    script.answer(200, json!({"results": []}));
    let names = (0..500).map(|number| format!("nothing {number}"));
    let found = script
        .client()
        .products()
        .find()
        .filter(Product::NAME.one_of(names))
        .await;
    assert_eq!(found, Ok(vec![]));
    let [request] = script.asked().try_into().unwrap();
    assert_eq!(request.method, Method::Post);
    assert_eq!(body(&request)["_method"], "GET");
}

#[tokio::test]
async fn a_patch_has_what_changes_and_no_more() {
    let script = Script::default();
    script.answer(200, json!({"updatedAt": CREATED, "stock": 7}));
    let at: Timestamp = CREATED.parse().unwrap();
    let patch = ProductPatch {
        sku: Change::Unset,
        stock: Change::<i64>::increment(-2),
        price: 5.0.into(),
        ..ProductPatch::default()
    };
    let client = script.client();
    let updated = client.products().update(Id::new("p1"), patch);
    let updated = updated.if_updated_at(at).await.unwrap();
    assert_eq!(updated.fields["stock"], 7);
    let [request] = script.asked().try_into().unwrap();
    assert_eq!(header(&request, "X-Parse-If-Updated-At"), Some(CREATED));
    let sent = json!({
        "sku": {"__op": "Delete"},
        "stock": {"__op": "Increment", "amount": -2},
        "price": 5.0,
    });
    assert_eq!(body(&request), sent);
}

#[tokio::test]
async fn a_value_that_came_later_breaks_no_old_client() {
    let script = Script::default();
    let order = json!({
        "objectId": "o1", "createdAt": CREATED, "updatedAt": CREATED, "products": [], "totalAmount": 1,
        "user": {"__type": "Pointer", "className": "_User", "objectId": "u1"},
        "status": "lost at sea", "insured": true,
    });
    script.answer(200, order);
    let order = script.client().orders().get(Id::new("o1")).await.unwrap();
    assert_eq!(order.status, OrderStatus::Unknown("lost at sea".to_owned()));
    assert_eq!(order.user, Ref::new(Id::new("u1")));
    assert!(!order.status.can_become(&OrderStatus::Paid));
    assert!(OrderStatus::Pending.can_become(&OrderStatus::Paid));
}

#[tokio::test]
async fn the_end_of_a_session_signs_out() {
    let script = Script::default();
    let client = script.client();
    let user = json!({
        "objectId": "u1", "username": "ana", "email": "ana@example.com", "createdAt": CREATED, "updatedAt": CREATED,
        "sessionToken": "r:1",
    });
    script.answer(200, user);
    client.auth().log_in("ana", "secret").await.unwrap();
    assert_eq!(client.auth().token().as_deref(), Some("r:1"));
    script.answer(400, json!({"code": 209, "error": "Invalid session token"}));
    let failed = client.products().find().await;
    assert!(
        matches!(failed, Err(Error::InvalidSession(_))),
        "{failed:?}"
    );
    assert_eq!(client.auth().token(), None);
    assert!(!format!("{client:?}{failed:?}").contains("r:1"));
}
