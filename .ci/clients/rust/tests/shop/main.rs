//! The order story, against the real backend: BACKEND names its program.

mod backend;

use backend::Backend;
use order_fulfillment_client::runtime::EventKind;
use order_fulfillment_client::{
    Client, Error, Id, NewNotification, NewShipment, Notification, Order, OrderPatch, OrderStatus,
    PlaceOrderItem, PlaceOrderParams, Product, Ref, Shipment, ShipmentPatch, ShipmentStatus,
};

async fn ordered(client: &Client, product: &Id<Product>, quantity: i64) -> Id<Order> {
    let items = vec![PlaceOrderItem {
        product: product.into(),
        quantity,
    }];
    let placed = client.functions().place_order(&PlaceOrderParams { items });
    placed.await.unwrap().id().clone()
}

fn becomes(status: ShipmentStatus) -> ShipmentPatch {
    ShipmentPatch {
        status: status.into(),
        ..ShipmentPatch::default()
    }
}

#[tokio::test]
async fn a_customer_orders_and_sees_the_parcel_move() {
    let backend = Backend::start("story").await;
    let staff = backend.clerk("staff").await;
    let (ana, user) = backend.customer("ana").await;
    let cup = backend.product("Cup", 10).await;
    let order = ordered(&ana, &cup, 2).await;
    assert_eq!(ana.products().get(&cup).await.unwrap().stock, 8);

    let found = ana.orders().get(&order).include(Order::USER).await.unwrap();
    assert_eq!(found.user.get().unwrap().username, user.username);
    assert_eq!(
        (found.total_amount, found.status),
        (5.0, OrderStatus::Pending)
    );

    let mut events = ana
        .shipments()
        .watch()
        .filter(Shipment::ORDER.eq(&order))
        .include(Shipment::ORDER.then(Order::USER))
        .await
        .unwrap();
    let new = NewShipment::new(&order, "T-1", "Post");
    let parcel = staff.shipments().create(new).await.unwrap();
    for status in [ShipmentStatus::InTransit, ShipmentStatus::Delivered] {
        let moved = staff.shipments().update(&parcel.id, becomes(status));
        moved.await.unwrap();
    }
    let mut seen = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        let order = event.object.order.get().expect("the order is included");
        assert_eq!(
            order.user.get().map(|user| user.id.clone()),
            Some(user.id.clone())
        );
        seen.push((event.kind, event.object.status.clone()));
        if event.object.status == ShipmentStatus::Delivered {
            break;
        }
    }
    let story = [
        (EventKind::Create, ShipmentStatus::Preparing),
        (EventKind::Update, ShipmentStatus::InTransit),
        (EventKind::Update, ShipmentStatus::Delivered),
    ];
    assert_eq!(seen, story);

    let told = ana
        .notifications()
        .find()
        .order(Notification::CREATED_AT.ascending());
    let told: Vec<_> = told
        .await
        .unwrap()
        .into_iter()
        .map(|told| told.message)
        .collect();
    assert_eq!(told.last().unwrap(), "Your parcel T-1 is now delivered");
    backend.stop().await;
}

#[tokio::test]
async fn strangers_are_kept_out() {
    let backend = Backend::start("strangers").await;
    let (ana, _) = backend.customer("ana").await;
    let cup = backend.product("Cup", 10).await;
    let order = ordered(&ana, &cup, 1).await;
    let (eve, _) = backend.customer("eve").await;
    let refused = eve.orders().get(&order).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    assert_eq!(eve.orders().find().count().await, Ok(0));
    let cancelled = OrderPatch {
        status: OrderStatus::Cancelled.into(),
        ..OrderPatch::default()
    };
    let refused = eve.orders().update(&order, cancelled).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    let new = NewShipment::new(&order, "T-1", "Post");
    let refused = eve.shipments().create(new).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    backend.stop().await;
}

#[tokio::test]
async fn who_is_second_to_change_is_told_and_a_repeat_is_not_made_twice() {
    let backend = Backend::start("conflict").await;
    let staff = backend.clerk("staff").await;
    let (ana, _) = backend.customer("ana").await;
    let cup = backend.product("Cup", 10).await;
    let order = ordered(&ana, &cup, 1).await;
    let new = || NewShipment::new(&order, "T-1", "Post");
    let parcel = staff
        .shipments()
        .create(new())
        .idempotency_key("parcel-1")
        .await
        .unwrap();
    let again = staff
        .shipments()
        .create(new())
        .idempotency_key("parcel-1")
        .await
        .unwrap();
    assert_eq!(parcel.id, again.id);
    assert_eq!(staff.shipments().find().count().await, Ok(1));
    let at = parcel.updated_at;
    let first = staff
        .shipments()
        .update(&parcel.id, becomes(ShipmentStatus::InTransit));
    first.if_updated_at(at).await.unwrap();
    let second = staff
        .shipments()
        .update(&parcel.id, becomes(ShipmentStatus::InTransit));
    let refused = second.if_updated_at(at).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    backend.stop().await;
}

#[tokio::test]
async fn a_thousand_rows_come_page_by_page_each_once() {
    let backend = Backend::start("pages").await;
    let staff = backend.clerk("staff").await;
    let (ana, user) = backend.customer("ana").await;
    for start in (0..1000).step_by(50) {
        let mut batch = staff.batch();
        for number in start..start + 50 {
            let new = NewNotification::new(&user, format!("message {number}"));
            batch = batch.create::<Notification>(&new);
        }
        let made = batch.await.unwrap();
        assert!(made.iter().all(Result::is_ok), "{made:?}");
    }
    let mut all = ana
        .notifications()
        .find()
        .order(Notification::MESSAGE.ascending())
        .iterate();
    let mut read = Vec::new();
    while let Some(next) = all.try_next().await.unwrap() {
        read.push(next.message);
    }
    let mut expected: Vec<_> = (0..1000)
        .map(|number| format!("message {number}"))
        .collect();
    expected.sort();
    assert_eq!(read, expected);
    backend.stop().await;
}

#[tokio::test]
async fn a_transaction_is_all_or_nothing_and_says_which_failed() {
    let backend = Backend::start("batch").await;
    let staff = backend.clerk("staff").await;
    let (_, user) = backend.customer("ana").await;
    let good = NewNotification::new(&user, "good");
    let bad = NewNotification::new(Ref::new(Id::new("nobody")), "bad");
    let batch = staff
        .batch()
        .create::<Notification>(&good)
        .create::<Notification>(&bad);
    let refused = batch.transaction().await.unwrap_err();
    assert_eq!(refused.problem().details["index"], 1, "{refused:?}");
    let left = backend.master("GET", "/classes/Notification", None).await;
    assert_eq!(left["results"].as_array().unwrap().len(), 0);
    backend.stop().await;
}

#[tokio::test]
async fn a_list_is_kept_current() {
    let backend = Backend::start("list").await;
    let staff = backend.clerk("staff").await;
    let (ana, user) = backend.customer("ana").await;
    let mut lists = ana
        .notifications()
        .find()
        .order(Notification::MESSAGE.ascending())
        .watch();
    assert_eq!(lists.try_next().await.unwrap().unwrap().len(), 0);
    for message in ["b", "a"] {
        let new = NewNotification::new(&user, message);
        staff.notifications().create(new).await.unwrap();
    }
    loop {
        let list = lists.try_next().await.unwrap().unwrap();
        let messages: Vec<_> = list.iter().map(|told| told.message.as_str()).collect();
        if messages == ["a", "b"] {
            break;
        }
        assert!(messages == ["b"], "{messages:?}");
    }
    backend.stop().await;
}

#[tokio::test]
async fn a_session_that_ends_ends_its_live_queries() {
    let backend = Backend::start("session").await;
    let (ana, _) = backend.customer("ana").await;
    let mut events = ana.notifications().watch().await.unwrap();
    let token = ana.auth().token().unwrap();
    let elsewhere = backend.client();
    elsewhere.auth().become_session(token).await.unwrap();
    elsewhere.auth().log_out().await.unwrap();
    let ended = events.try_next().await;
    assert!(matches!(ended, Err(Error::InvalidSession(_))), "{ended:?}");
    assert_eq!(ana.auth().token(), None);
    let failed = ana.auth().me().await;
    assert!(failed.is_err(), "{failed:?}");
    backend.stop().await;
}
