//! The schema that the server makes of its class tables is the one that the generator wrote down.

use super::{ask, at_root};
use crate::introspection::{INTROSPECTION, difference, introspected};
use crate::sdl::{Types, defined};
use crate::server::{Launch, Server, folder};
use std::path::Path;

fn written(example: &str) -> Types {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let file = examples.join(example).join("schema.graphql");
    let text = std::fs::read_to_string(&file);
    defined(&text.unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

fn assert_same(example: &str, server: &Server) {
    let answer = ask(&at_root(server), INTROSPECTION);
    let found = difference(&written(example), &introspected(&answer.json()));
    assert!(
        found.is_empty(),
        "{example}, written - and served +:\n{}",
        found.join("\n")
    );
}

#[test]
fn the_order_story_is_served_as_it_is_written() {
    let dir = folder();
    let server = Launch::order_fulfillment(dir.path()).start();
    assert_same("order-fulfillment", &server);
}

#[test]
fn every_type_and_name_is_served_as_it_is_written() {
    for example in ["every-type", "order-delivery"] {
        let dir = folder();
        let server = Launch::example(example, dir.path()).start();
        assert_same(example, &server);
    }
}
