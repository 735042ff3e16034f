//! What `check` says about each way in which a file may differ.

use std::collections::BTreeMap;
use std::fs;

use crate::shop::{ORDER, ORDER_AND_PRODUCT, Shop, backsmith, said};

const GENERATED: &str = "backend/src/generated/order.rs";

fn one(path: &str, status: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(path.to_owned(), status.to_owned())])
}

#[test]
fn a_project_that_was_never_generated_misses_everything() {
    let shop = Shop::new();
    let before = shop.picture();
    let statuses = shop.statuses();
    assert!(
        statuses.values().all(|status| status == "missing"),
        "{statuses:?}"
    );
    assert!(statuses.contains_key("backsmith.lock") && statuses.contains_key(GENERATED));
    assert_eq!(shop.picture(), before);
}

#[test]
fn a_changed_schema_makes_files_stale() {
    let shop = Shop::generated();
    shop.write("schema.json", ORDER_AND_PRODUCT);
    let statuses = shop.statuses();
    assert!(
        statuses.values().all(|status| status == "stale"),
        "{statuses:?}"
    );
    assert!(statuses.contains_key("backend/src/generated/product.rs"));
    assert!(statuses.contains_key("backsmith.lock"));
}

#[test]
fn a_changed_setting_makes_files_stale() {
    let shop = Shop::generated();
    shop.write("backsmith.toml", "name = \"other\"\n");
    let statuses = shop.statuses();
    assert!(
        !statuses.is_empty() && statuses.values().all(|status| status == "stale"),
        "{statuses:?}"
    );
}

#[test]
fn an_edit_and_a_loss_are_told_apart() {
    let shop = Shop::generated();
    shop.write(GENERATED, "// mine\n");
    assert_eq!(shop.statuses(), one(GENERATED, "hand-edited"));
    fs::remove_file(shop.at(GENERATED)).unwrap();
    assert_eq!(shop.statuses(), one(GENERATED, "missing"));
    fs::create_dir(shop.at(GENERATED)).unwrap();
    assert_eq!(shop.statuses(), one(GENERATED, "foreign"));
}

#[test]
fn another_version_of_the_generator_is_not_a_stale_schema() {
    let shop = Shop::generated();
    // As a version would have left it that wrote this file in another way.
    let old = shop.read(GENERATED);
    let older = format!("{old}// by 0.0.9\n");
    let digest = |text: &str| backsmith::disk::Digest::of(text.as_bytes()).to_string();
    let lock = shop
        .read("backsmith.lock")
        .replace(&digest(&old), &digest(&older));
    let version = format!("\"generator\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(lock.contains(&version));
    shop.write(GENERATED, &older);
    shop.write(
        "backsmith.lock",
        &lock.replace(&version, "\"generator\": \"0.0.9\""),
    );
    let mut expected = one(GENERATED, "version-only");
    expected.insert("backsmith.lock".to_owned(), "version-only".to_owned());
    assert_eq!(shop.statuses(), expected);
    shop.generate();
    shop.is_current();
}

#[test]
fn the_difference_is_shown_and_can_be_applied() {
    let shop = Shop::generated();
    let ours = shop.read(GENERATED);
    shop.write(GENERATED, &format!("// Mine.\n{ours}"));
    let said = shop.run(&["check"]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.starts_with(&format!(
            "hand-edited: {GENERATED}\n--- a/{GENERATED}\n+++ b/{GENERATED}\n@@"
        )),
        "{said:?}"
    );
    assert!(
        said.out.contains(
            "
-// Mine.
"
        ),
        "{said:?}"
    );
    assert!(
        said.out
            .ends_with("1 hand-edited; run `backsmith generate`\n"),
        "{said:?}"
    );
    assert!(!said.out.contains('\u{1b}'), "no colour without a terminal");
}

#[test]
fn colour_can_be_asked_for() {
    let shop = Shop::generated();
    shop.write(GENERATED, "// mine\n");
    let colored = said(
        backsmith()
            .arg("check")
            .env("CLICOLOR_FORCE", "1")
            .current_dir(shop.path()),
    );
    assert!(
        colored.out.contains("\u{1b}[31m-// mine\u{1b}[0m"),
        "{colored:?}"
    );
}

#[test]
fn a_schema_with_a_mistake_is_trouble() {
    let shop = Shop::generated();
    shop.write("schema.json", &ORDER.replace("className", "clasName"));
    let said = shop.run(&["check", "--format", "json"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let first: serde_json::Value = serde_json::from_str(said.err.lines().next().unwrap()).unwrap();
    assert_eq!(first["file"], "schema.json");
}
