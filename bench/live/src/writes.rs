//! Writes at a steady rate, whether or not those before them were answered, as long as there are writers.

use crate::ledger::Ledger;
use crate::{Customer, Options, http};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// The step from one order to the next that is written: it has no divisor in common with their number.
const STEP: u64 = 7919;
/// How long a writer whose server is gone waits before it asks again.
const PAUSE: Duration = Duration::from_millis(50);

struct Load {
    rate: u64,
    writes: u64,
    /// Of each place in the ledger, the id of the order.
    orders: Vec<String>,
    next: AtomicU64,
    begin: Instant,
    keyed: bool,
}

pub async fn run(options: &Options, customers: &[Customer], ledger: &Arc<Ledger>) {
    let mut orders = vec![String::new(); ledger.len()];
    for (id, place) in customers.iter().flat_map(|customer| &customer.orders) {
        orders[*place].clone_from(id);
    }
    let load = Arc::new(Load {
        rate: options.rate,
        writes: options.rate * options.seconds,
        orders,
        next: AtomicU64::new(0),
        begin: Instant::now(),
        keyed: options.positions,
    });
    let writers: Vec<_> = (0..options.writers)
        .map(|_| {
            let client = http::Client::new(&options.address, true);
            tokio::spawn(write(client, Arc::clone(&load), Arc::clone(ledger)))
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
}

async fn write(mut client: http::Client, load: Arc<Load>, ledger: Arc<Ledger>) {
    loop {
        let number = load.next.fetch_add(1, Ordering::Relaxed);
        if number >= load.writes {
            return;
        }
        let due = load.begin + Duration::from_micros(number * 1_000_000 / load.rate);
        tokio::time::sleep_until(due).await;
        let order = (number * STEP % load.orders.len() as u64) as usize;
        let total = ledger.sent(order);
        let path = format!("/classes/Order/{}", load.orders[order]);
        let body = json!({"totalAmount": total});
        // A write that may be sent again is made once, whatever becomes of the server.
        // Another run against the same server makes other writes.
        let id = format!("write-{}-{order:08}-{total:08}", std::process::id());
        let id = load.keyed.then_some(id.as_str());
        loop {
            match client.ask("PUT", &path, &body, id).await {
                Ok((200, _)) => break,
                Ok((503, _)) | Err(_) if load.keyed => tokio::time::sleep(PAUSE).await,
                other => panic!("PUT {path}: {other:?}"),
            }
        }
        ledger.answered(order, total);
    }
}
