//! What a store counts of its work, for whoever watches it.

use crate::metrics::{Counter, Gauge, Histogram};

pub(crate) const GROUPS: [u64; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

#[derive(Debug)]
pub(crate) struct Vitals {
    /// Write sets that wait for the writer.
    pub waiting: Gauge,
    /// How many write sets were committed as one transaction.
    pub groups: Histogram<{ GROUPS.len() }>,
    /// Queries for objects, each as one even where it was run again.
    pub queries: Counter,
    /// Queries that took too long to be run where they were asked.
    pub slow: Counter,
}

impl Default for Vitals {
    fn default() -> Self {
        Self {
            waiting: Gauge::default(),
            groups: Histogram::new(&GROUPS),
            queries: Counter::default(),
            slow: Counter::default(),
        }
    }
}
