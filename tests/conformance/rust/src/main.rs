//! The story in Rust, and the vectors.

mod network;
mod vectors;

use network::{Failure, Network, env};
use order_fulfillment_client::runtime::{FileSession, Outbox, Resolution};
use order_fulfillment_client::{
    Change, Client, Error, Id, Include, NewUser, Notification, NotificationPatch, Order,
    OrderPatch, OrderStatus, PlaceOrderItem, PlaceOrderParams, Product, Ref, Shipment,
    ShipmentStatus,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    vectors::check(&network::json("VECTORS")?)?;
    let story = network::json("STORY")?;
    let storage =
        FileSession::new(std::env::temp_dir().join(format!("story-{}", std::process::id())));
    let connect = || Client::builder(env("SERVER_URL"), env("APP_ID"));
    let shop = connect().session(storage.clone()).build()?;
    let network = Network::new();

    let ana = shop.auth().sign_up(&person(&story["customer"])).await?;
    println!("signed up: {}", ana.username);

    let cheap = shop.products().find().filter(Product::PRICE.lt(10.0));
    let cheap = cheap.order(Product::NAME.ascending()).await?;
    let named: Vec<_> = cheap
        .iter()
        .map(|one| format!("{} {}", one.name, one.price))
        .collect();
    println!("cheap: {}", named.join(", "));
    let (cup, plate) = (&cheap[0], &cheap[1]);

    let placed = place(&shop, &[(cup, 2), (plate, 1)]).await?;
    let order = shop.orders().get(&placed).await?;
    let status = wire(&order.status);
    println!(
        "ordered: {status}, {} lines, {}",
        order.products.len(),
        order.total_amount
    );

    let whole = shop.orders().get(&placed).include(Order::USER);
    let whole = whole.include(Include::new("products.product")).await?;
    let mut parts = vec![
        whole
            .user
            .get()
            .map_or_else(String::new, |user| user.username.clone()),
    ];
    parts.extend(whole.products.iter().map(|line| {
        let product = line.product.as_ref().and_then(Ref::get);
        format!(
            "{} {}",
            product.map_or("", |product| &product.name),
            line.quantity
        )
    }));
    println!("included: {}", parts.join(", "));
    let next: Vec<_> = OrderStatus::Pending.next().iter().map(wire).collect();
    println!("may follow pending: {}", next.join(", "));

    let stranger = connect().build()?;
    stranger.auth().sign_up(&person(&story["stranger"])).await?;
    println!("stranger: {}", code(stranger.orders().get(&placed).await)?);
    println!("stranger finds: {}", stranger.orders().find().await?.len());

    let path = format!("/classes/Order/{placed}");
    network
        .master("PUT", &path, json!({"status": "paid"}))
        .await?;
    let cancel = shop
        .orders()
        .update(&placed, becomes(OrderStatus::Cancelled));
    let refused = cancel.if_updated_at(order.updated_at).await;
    println!("master pays; conflict: {}", code(refused)?);
    println!("now: {}", wire(&shop.orders().get(&placed).await?.status));
    let deliver = shop
        .orders()
        .update(&placed, becomes(OrderStatus::Delivered));
    println!("refused step: {}", code(deliver.await)?);

    network.tell("/lose-answer").await?;
    let second = place(&shop, &[(cup, 1)]).await?;
    let pending = shop
        .orders()
        .find()
        .filter(Order::STATUS.eq(OrderStatus::Pending));
    let pending = pending.count().await?;
    let log = network.log().await?;
    let last = &log[log.len() - 2..];
    let keys: BTreeSet<_> = last.iter().map(|write| write["key"].to_string()).collect();
    println!(
        "lost answer: {pending} order, {} requests, {} key",
        last.len(),
        keys.len()
    );

    let nothing = Id::<Order>::new("nothing000");
    let both = shop
        .batch()
        .update(&second, &becomes(OrderStatus::Cancelled))
        .delete(&nothing);
    let failed = code(both.transaction().await)?;
    println!(
        "transaction: {failed}, cups left {}",
        shop.products().get(&cup.id).await?.stock
    );

    let wanted = story["notifications"].as_u64().unwrap_or_default();
    let told = shop.notifications().find().count().await?;
    let user = json!({"__type": "Pointer", "className": "_User", "objectId": ana.id});
    for start in (told..wanted).step_by(50) {
        let requests = (start..wanted.min(start + 50)).map(|number| {
            let body = json!({"user": user, "message": format!("message {number}")});
            json!({"method": "POST", "path": "/classes/Notification", "body": body})
        });
        let requests: Vec<_> = requests.collect();
        network
            .master("POST", "/batch", json!({"requests": requests}))
            .await?;
    }
    let mut all = shop.notifications().find().limit(100).iterate();
    let (mut ids, mut count) = (BTreeSet::new(), 0);
    while let Some(next) = all.try_next().await? {
        ids.insert(next.id.to_string());
        count += 1;
    }
    println!("paged: {} of {count}", ids.len());

    follow(&shop, &network, &story, &placed).await?;

    let file = shop
        .files()
        .upload("note.txt", "text/plain", "hello")
        .await?;
    let url = file.url.unwrap_or_default();
    println!("file: {}", reqwest::get(url).await?.text().await?);

    let whose = network::encoded(&json!({"user": user}).to_string());
    let sessions = network
        .master("GET", &format!("/sessions?where={whose}"), Value::Null)
        .await?;
    for session in sessions["results"].as_array().into_iter().flatten() {
        let path = format!(
            "/sessions/{}",
            session["objectId"].as_str().unwrap_or_default()
        );
        network.master("DELETE", &path, Value::Null).await?;
    }
    let expired = code(shop.orders().find().await)?;
    let somebody = shop.auth().token().map_or("nobody", |_| "somebody");
    println!("expired: {expired}, {somebody}");

    let NewUser {
        username, password, ..
    } = person(&story["customer"]);
    shop.auth().log_in(&username, &password).await?;
    let again = connect().session(storage).build()?;
    println!("restored: {}", again.auth().me().await?.username);

    let outbox = Outbox::in_memory(&again);
    let unread = again
        .notifications()
        .find()
        .filter(Notification::READ.eq(false))
        .limit(2);
    let unread = unread.await?;
    network.tell("/offline").await?;
    for note in &unread {
        let read = NotificationPatch {
            read: true.into(),
            ..NotificationPatch::default()
        };
        let read = again.notifications().update(&note.id, read);
        read.if_updated_at(note.updated_at).wait_in(&outbox).await?;
    }
    let replayed = outbox.replay(|_, _| Resolution::ServerWins).await?;
    assert_eq!(replayed.sent, 0);
    println!("offline: {} wait", outbox.waiting().await.len());
    network.tell("/online").await?;
    network.tell("/lose-answer").await?;
    let replayed = outbox.replay(|_, _| Resolution::ServerWins).await?;
    println!("replayed: {}, {} left", replayed.sent, replayed.left);
    let notes = |read: bool| {
        again
            .notifications()
            .find()
            .filter(Notification::READ.eq(read))
            .count()
    };
    println!(
        "notes: read {}, unread {}",
        notes(true).await?,
        notes(false).await?
    );

    again.auth().log_out().await?;
    println!(
        "signed out: {}",
        again.auth().token().map_or("nobody", |_| "somebody")
    );
    Ok(())
}

/// Watches the parcel of an order until it is there.
async fn follow(
    shop: &Client,
    network: &Network,
    story: &Value,
    order: &Id<Order>,
) -> Result<(), Failure> {
    let watch = shop.shipments().watch().filter(Shipment::ORDER.eq(order));
    let mut events = watch.include(Shipment::ORDER.then(Order::USER)).await?;
    let parcel = json!({
        "order": {"__type": "Pointer", "className": "Order", "objectId": order},
        "carrier": story["carrier"],
        "trackingNumber": story["trackingNumber"],
    });
    let parcel = network.master("POST", "/classes/Shipment", parcel).await?;
    let path = format!(
        "/classes/Shipment/{}",
        parcel["objectId"].as_str().unwrap_or_default()
    );
    network
        .master("PUT", &path, json!({"status": "in-transit"}))
        .await?;
    while let Some(event) = events.try_next().await? {
        let kind = format!("{:?}", event.kind).to_lowercase();
        let status = &event.object.status;
        if *status == ShipmentStatus::Delivered {
            let user = event.object.order.get().and_then(|order| order.user.get());
            println!(
                "live: {kind} {}, {}",
                wire(status),
                user.map_or("", |user| &user.username)
            );
            break;
        }
        println!("live: {kind} {}", wire(status));
        if *status == ShipmentStatus::InTransit {
            network.tell("/cut").await?;
            println!("network cut");
            network
                .master("PUT", &path, json!({"status": "delivered"}))
                .await?;
        }
    }
    Ok(())
}

async fn place(shop: &Client, lines: &[(&Product, i64)]) -> Result<Id<Order>, Failure> {
    let items = lines.iter().map(|(product, quantity)| PlaceOrderItem {
        product: Ref::from(*product),
        quantity: *quantity,
    });
    let items = items.collect();
    let placed = shop
        .functions()
        .place_order(&PlaceOrderParams { items })
        .await?;
    Ok(placed.id().clone())
}

fn becomes(status: OrderStatus) -> OrderPatch {
    OrderPatch {
        status: Change::Set(status),
        ..OrderPatch::default()
    }
}

fn person(told: &Value) -> NewUser {
    let [username, email, password] =
        ["username", "email", "password"].map(|name| told[name].as_str().unwrap_or_default());
    NewUser::new(username, email, password)
}

/// An enum's value by its name on the wire.
fn wire(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

/// What a call failed with, as the story calls it.
fn code<T>(result: Result<T, Error>) -> Result<&'static str, Failure> {
    Ok(match result {
        Ok(_) => "done",
        Err(Error::NotFound(_)) => "not-found",
        Err(Error::Conflict(_)) => "conflict",
        Err(Error::InvalidSession(_)) => "invalid-session",
        Err(Error::Validation(_)) => "validation",
        Err(error) => return Err(error.into()),
    })
}
