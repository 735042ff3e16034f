//! Tests of the emitted client for Rust, against the order-fulfillment example.
