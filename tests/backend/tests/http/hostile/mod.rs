//! What no honest client sends: the server answers each with its fault, and goes on.

mod bodies;
mod connections;
mod filters;
mod interfaces;
mod memory;
mod slow;

pub use slow::{endless, until_busy};

use crate::server::Server;
use serde_json::json;

/// Still there, and as good as before.
#[track_caller]
fn goes_on(server: &Server) {
    let id = server.create("Thing", json!({"text": "after"}));
    assert_eq!(server.object("Thing", &id)["text"], "after");
}

fn nested(open: &str, middle: &str, close: &str, depth: usize) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}
