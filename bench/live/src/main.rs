//! A load of live queries: users who each watch their own orders on a socket of their own, and writes to these orders at a
//! steady rate. It says how many events came of the writes, each of which is due once and in order, and how long they took.
//!
//! usage: live ADDRESS [--sockets N] [--orders N] [--rate N] [--seconds N] [--writers N] [--positions]
//!
//! ADDRESS is HOST:PORT of a server of the Parse protocol with the application id APP, the master key MASTER, and the classes
//! of order-fulfillment. Each of the sockets belongs to a user with as many orders, and has one subscription for each.
//! With --positions each subscription asks for positions, and a socket that is lost comes back with the last of each: then the
//! server may be killed and started again while this runs.

mod http;
mod ledger;
mod socket;
mod writes;

use ledger::Ledger;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};
use tokio::sync::{Semaphore, watch};

/// How long events may take that are still due when the last write was answered.
const PATIENCE: Duration = Duration::from_secs(60);
/// Users who sign up at the same time: each costs the server a hash.
const SIGN_UPS: usize = 4;

pub struct Options {
    pub address: String,
    pub sockets: usize,
    pub orders: usize,
    pub rate: u64,
    pub seconds: u64,
    pub writers: usize,
    pub positions: bool,
    /// Of this load, so that it makes users of its own.
    pub name: u128,
}

/// A user, his session, and his orders by their ids, each with its place in the ledger.
pub struct Customer {
    pub id: String,
    pub token: String,
    pub orders: HashMap<String, usize>,
}

#[tokio::main]
async fn main() {
    let options = Arc::new(options());
    let begin = Instant::now();
    let customers = Arc::new(customers(&options).await);
    eprintln!("{} users, {:.0?}", customers.len(), begin.elapsed());

    let ledger = Arc::new(Ledger::new(options.sockets * options.orders));
    let (over, end) = watch::channel(false);
    let ready = Arc::new(Semaphore::new(0));
    let sockets: Vec<_> = (0..options.sockets)
        .map(|customer| {
            let watcher = socket::Watcher {
                options: Arc::clone(&options),
                customers: Arc::clone(&customers),
                customer,
                ledger: Arc::clone(&ledger),
                ready: Arc::clone(&ready),
                end: end.clone(),
            };
            tokio::spawn(watcher.run())
        })
        .collect();
    let all = u32::try_from(options.sockets).expect("a number of sockets");
    let _ready = ready.acquire_many(all).await.expect("all are subscribed");
    eprintln!("{} subscriptions, {:.0?}", ledger.len(), begin.elapsed());
    // Whoever started this may measure or kill the server from here on.
    println!("{}", json!({"begun": true}));

    let begin = Instant::now();
    writes::run(&options, &customers, &ledger).await;
    let took = begin.elapsed();
    let last = Instant::now();
    while ledger.missing() > 0 && last.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // What comes twice may come late.
    tokio::time::sleep(Duration::from_secs(2)).await;
    over.send_replace(true);
    let mut reconnects = 0;
    for socket in sockets {
        reconnects += socket.await.expect("a socket");
    }
    let mut report = ledger.report();
    report["rate"] =
        json!((report["writes"].as_f64().unwrap_or_default() / took.as_secs_f64()).round());
    report["reconnects"] = json!(reconnects);
    println!("{report}");
}

fn options() -> Options {
    let mut words = std::env::args().skip(1);
    let address = words.next().expect("ADDRESS");
    let mut options = Options {
        address,
        sockets: 1000,
        orders: 10,
        rate: 1000,
        seconds: 60,
        writers: 64,
        positions: false,
        name: UNIX_EPOCH
            .elapsed()
            .expect("it is later than 1970")
            .as_millis(),
    };
    while let Some(word) = words.next() {
        let mut number = || -> u64 {
            let number = words.next().and_then(|number| number.parse().ok());
            number.unwrap_or_else(|| panic!("{word} takes a number"))
        };
        match word.as_str() {
            "--sockets" => options.sockets = number() as usize,
            "--orders" => options.orders = number() as usize,
            "--rate" => options.rate = number(),
            "--seconds" => options.seconds = number(),
            "--writers" => options.writers = number() as usize,
            "--positions" => options.positions = true,
            other => panic!("there is no option {other}"),
        }
    }
    options
}

/// Signs everybody up, and has the master place their orders.
async fn customers(options: &Arc<Options>) -> Vec<Customer> {
    let turns = Arc::new(Semaphore::new(SIGN_UPS));
    let tasks: Vec<_> = (0..options.sockets)
        .map(|number| {
            let (options, turns) = (Arc::clone(options), Arc::clone(&turns));
            tokio::spawn(async move {
                let _turn = turns.acquire().await.expect("a turn");
                customer(&options, number).await
            })
        })
        .collect();
    let mut customers = Vec::with_capacity(tasks.len());
    for task in tasks {
        customers.push(task.await.expect("a customer"));
    }
    customers
}

async fn customer(options: &Options, number: usize) -> Customer {
    let mut client = http::Client::new(&options.address, false);
    let name = format!("customer{number}-of-{}", options.name);
    let user =
        json!({"username": name, "password": "a password", "email": format!("{name}@example.com")});
    let user = client.expect("POST", "/users", &user).await;
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let id = text(&user["objectId"]);
    let order = json!({
        "user": {"__type": "Pointer", "className": "_User", "objectId": id},
        "products": [{"sku": "A1", "quantity": 2, "price": 19.5}],
        "totalAmount": 0,
        "status": "pending",
    });
    let mut orders = HashMap::new();
    let mut master = http::Client::new(&options.address, true);
    for index in 0..options.orders {
        let placed = master.expect("POST", "/classes/Order", &order).await;
        let place = number * options.orders + index;
        orders.insert(text(&placed["objectId"]), place);
    }
    Customer {
        id,
        token: text(&user["sessionToken"]),
        orders,
    }
}
