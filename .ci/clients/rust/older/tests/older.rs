//! A client that is older than the server: it has not heard of `Product.sku`, of the price of a line, and that an order can be
//! cancelled.

#[path = "../../tests/shop/backend.rs"]
mod backend;

use backend::Backend;
use order_fulfillment_client::runtime::EventKind;
use order_fulfillment_client::{
    NewShipment, Order, OrderPatch, OrderProduct, OrderStatus, PlaceOrderItem, PlaceOrderParams,
    Product, ProductPatch, Shipment,
};
use serde_json::{Value, json};

fn unheard() -> OrderStatus {
    OrderStatus::Unknown("cancelled".to_owned())
}

#[tokio::test]
async fn what_it_has_not_heard_of_is_read_listed_and_watched() {
    let backend = Backend::start("older-reads").await;
    let staff = backend.clerk("staff").await;
    let (ana, user) = backend.customer("ana").await;
    let cup = backend.product("Cup", 10).await;
    let sku = json!({"sku": "C-1"});
    let path = format!("/classes/Product/{cup}");
    backend.master("PUT", &path, Some(sku)).await;
    let found = ana.products().find().filter(Product::NAME.eq("Cup")).await;
    assert_eq!(found.unwrap()[0].id, cup);

    let mut events = ana.orders().watch().include(Order::USER).await.unwrap();
    let items = vec![PlaceOrderItem {
        product: (&cup).into(),
        quantity: 2,
    }];
    let placed = ana.functions().place_order(&PlaceOrderParams { items });
    let order = placed.await.unwrap().id().clone();
    let cancelled = json!({"status": "cancelled"});
    let path = format!("/classes/Order/{order}");
    backend.master("PUT", &path, Some(cancelled)).await;

    let created = events.try_next().await.unwrap().unwrap();
    assert_eq!(created.object.status, OrderStatus::Pending);
    let updated = events.try_next().await.unwrap().unwrap();
    assert_eq!(updated.kind, EventKind::Update);
    assert_eq!(updated.object.status, unheard());
    assert_eq!(updated.original.unwrap().status, OrderStatus::Pending);
    assert_eq!(updated.object.user.get().unwrap().id, user.id);

    let read = ana.orders().get(&order).await.unwrap();
    assert_eq!(read.status, unheard());
    assert!(!read.status.can_become(&OrderStatus::Paid));
    assert!(!OrderStatus::ALL.contains(&read.status));
    let mut all = ana.orders().find().iterate();
    assert_eq!(
        all.try_next().await.unwrap().map(|next| next.status),
        Some(unheard())
    );
    // It can be asked for, and is there where it is included.
    let same = ana.orders().find().filter(Order::STATUS.eq(read.status));
    assert_eq!(same.count().await, Ok(1));
    let new = NewShipment::new(&order, "T-1", "Post");
    staff.shipments().create(new).await.unwrap();
    let parcels = ana.shipments().find().include(Shipment::ORDER).await;
    let parcels = parcels.unwrap();
    assert_eq!(parcels[0].order.get().unwrap().status, unheard());
    backend.stop().await;
}

#[tokio::test]
async fn what_it_has_not_heard_of_outlives_its_updates() {
    let backend = Backend::start("older-writes").await;
    let staff = backend.clerk("staff").await;
    let (_, user) = backend.customer("ana").await;
    let cup = backend.product("Cup", 10).await;
    let product = format!("/classes/Product/{cup}");
    let sku = json!({"sku": "C-1"});
    backend.master("PUT", &product, Some(sku)).await;
    let patch = ProductPatch {
        price: 3.0.into(),
        ..ProductPatch::default()
    };
    staff.products().update(&cup, patch).await.unwrap();
    let kept = backend.master("GET", &product, None).await;
    assert_eq!((&kept["sku"], &kept["price"]), (&json!("C-1"), &json!(3)));

    let line = json!({"sku": "A-1", "quantity": 1, "price": 2.5});
    let placed = json!({
        "user": {"__type": "Pointer", "className": "_User", "objectId": user.id},
        "products": [line], "totalAmount": 2.5, "status": "pending",
    });
    let made = backend.master("POST", "/classes/Order", Some(placed)).await;
    let id = made["objectId"].as_str().unwrap();
    let path = format!("/classes/Order/{id}");
    let cancelled = json!({"status": "cancelled"});
    backend.master("PUT", &path, Some(cancelled)).await;

    // The lines, which can only be written as a whole, and the status as it was read, are sent again.
    let read = staff.orders().find().first().await.unwrap().unwrap();
    assert_eq!(read.products[0].unknown["price"], 2.5);
    let mut products = read.products;
    products[0].quantity = 2;
    products.push(OrderProduct {
        sku: Some("B-1".to_owned()),
        ..OrderProduct::new(1)
    });
    let patch = OrderPatch {
        products: products.into(),
        status: read.status.into(),
        ..OrderPatch::default()
    };
    let updated = staff.orders().update(&read.id, patch);
    updated.if_updated_at(read.updated_at).await.unwrap();
    let kept: Value = backend.master("GET", &path, None).await;
    let lines = json!([{"sku": "A-1", "quantity": 2, "price": 2.5}, {"sku": "B-1", "quantity": 1}]);
    assert_eq!(kept["products"], lines);
    assert_eq!(kept["status"], "cancelled");
    backend.stop().await;
}
