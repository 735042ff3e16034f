//! What is due and what has come: each write of an order sets its total to one more than the write before.

use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Instant;

pub struct Ledger {
    orders: Vec<Mutex<Order>>,
}

#[derive(Default)]
struct Order {
    /// The nth write is the nth of these.
    writes: Vec<Write>,
    /// Events of writes that came before an earlier one, or that nobody made.
    out_of_order: u64,
    twice: u64,
    last: usize,
}

struct Write {
    sent: Instant,
    answered: Option<Instant>,
    told: Option<Instant>,
}

impl Ledger {
    pub fn new(orders: usize) -> Self {
        Self {
            orders: (0..orders).map(|_| Mutex::default()).collect(),
        }
    }

    pub fn len(&self) -> usize {
        self.orders.len()
    }

    fn order(&self, order: usize) -> std::sync::MutexGuard<'_, Order> {
        self.orders[order].lock().expect("an order")
    }

    /// The total that the next write of an order sets; an order has one write under way at a time.
    pub fn sent(&self, order: usize) -> usize {
        let mut order = self.order(order);
        order.writes.push(Write {
            sent: Instant::now(),
            answered: None,
            told: None,
        });
        order.writes.len()
    }

    pub fn answered(&self, order: usize, total: usize) {
        self.order(order).writes[total - 1].answered = Some(Instant::now());
    }

    pub fn told(&self, order: usize, total: usize) {
        let now = Instant::now();
        let mut order = self.order(order);
        if total < order.last {
            order.out_of_order += 1;
        }
        order.last = order.last.max(total);
        match order.writes.get_mut(total.wrapping_sub(1)) {
            Some(Write {
                told: told @ None, ..
            }) => *told = Some(now),
            Some(_) => order.twice += 1,
            None => order.out_of_order += 1,
        }
    }

    /// How many events of answered writes have not come.
    pub fn missing(&self) -> usize {
        let of = |order: &Mutex<Order>| {
            let order = order.lock().expect("an order");
            order
                .writes
                .iter()
                .filter(|write| write.told.is_none())
                .count()
        };
        self.orders.iter().map(of).sum()
    }

    /// The counts, and percentiles in milliseconds.
    pub fn report(&self) -> Value {
        let (mut since_answer, mut since_request) = (Vec::new(), Vec::new());
        let (mut writes, mut twice, mut out_of_order) = (0, 0, 0);
        for order in &self.orders {
            let order = order.lock().expect("an order");
            writes += order.writes.len();
            twice += order.twice;
            out_of_order += order.out_of_order;
            for write in &order.writes {
                if let (Some(answered), Some(told)) = (write.answered, write.told) {
                    // An event that comes before the answer took no time after it.
                    since_answer.push(told.saturating_duration_since(answered).as_micros());
                    since_request.push((told - write.sent).as_micros());
                }
            }
        }
        json!({
            "writes": writes,
            "missing": self.missing(),
            "twice": twice,
            "out of order": out_of_order,
            "since answer": percentiles(since_answer),
            "since request": percentiles(since_request),
        })
    }
}

fn percentiles(mut micros: Vec<u128>) -> Value {
    micros.sort_unstable();
    let at = |share: f64| {
        let place = (micros.len().saturating_sub(1) as f64 * share).round() as usize;
        micros.get(place).map(|micros| *micros as f64 / 1000.0)
    };
    json!({"p50": at(0.5), "p99": at(0.99), "most": at(1.0)})
}
