//! Which schema, which folder and which name a run takes.

use std::fs;

use crate::shop::{ORDER, ORDER_AND_PRODUCT, Shop};

#[test]
fn the_nearest_settings_are_found_from_below() {
    let shop = Shop::new();
    fs::create_dir_all(shop.at("a/b")).unwrap();
    let mut command = crate::shop::backsmith();
    let said = crate::shop::said(command.arg("generate").current_dir(shop.at("a/b")));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(shop.at("backend/src/generated/order.rs").exists());
    shop.is_current();
}

#[test]
fn mistakes_are_told_with_the_way_from_here() {
    let shop = Shop::with("{}");
    fs::create_dir(shop.at("a")).unwrap();
    let mut command = crate::shop::backsmith();
    let said = crate::shop::said(command.arg("generate").current_dir(shop.at("a")));
    assert!(said.err.contains("../schema.json"), "{said:?}");
}

#[test]
fn no_settings_anywhere_is_trouble_with_a_way_on() {
    let shop = Shop::new();
    fs::remove_file(shop.at("backsmith.toml")).unwrap();
    let said = shop.run(&["generate"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("there is no `backsmith.toml` here or above"),
        "{said:?}"
    );
    assert!(said.err.contains("backsmith init"), "{said:?}");
}

#[test]
fn a_schema_from_elsewhere_is_copied_into_the_project() {
    let shop = Shop::new();
    shop.write("store.json", ORDER);
    let said = shop.run(&["generate", "store.json", "--out", "store"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(shop.read("store/schema.json"), ORDER);
    assert!(
        shop.read("store/backsmith.toml")
            .contains("name = \"store\"")
    );
    // From now on the project stands by itself, and means the same.
    for arguments in [
        &["check", "--out", "store"][..],
        &["check", "store.json", "--out", "store"],
    ] {
        let said = shop.run(arguments);
        assert_eq!(said.code, 0, "{said:?}");
    }
    shop.write("store.json", ORDER_AND_PRODUCT);
    let said = shop.run(&["generate", "store.json", "--out", "store"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.err
            .contains("note: `store/schema.json` differs from `store.json`"),
        "{said:?}"
    );
    assert_eq!(shop.read("store/schema.json"), ORDER);
}

#[test]
fn a_schema_inside_the_project_is_named_by_its_settings() {
    let shop = Shop::new();
    shop.write("store/model/classes.json", ORDER);
    assert_eq!(
        shop.run(&["generate", "store/model/classes.json", "--out", "store"])
            .code,
        0
    );
    assert!(!shop.at("store/schema.json").exists());
    assert!(
        shop.read("store/backsmith.toml")
            .contains("schema = \"model/classes.json\"")
    );
    assert_eq!(shop.run(&["check", "--out", "store"]).code, 0);
}

#[test]
fn a_name_in_the_schema_comes_before_that_of_the_file() {
    let shop = Shop::new();
    shop.write(
        "store.json",
        &ORDER.replacen('{', r#"{"name": "Corner Store", "#, 1),
    );
    assert_eq!(
        shop.run(&["generate", "store.json", "--out", "store"]).code,
        0
    );
    assert!(
        shop.read("store/backsmith.toml")
            .contains("name = \"Corner Store\"")
    );
}

#[test]
fn the_settings_may_lead_elsewhere() {
    let shop = Shop::new();
    shop.write("backsmith.toml", "schema = \"in/it.json\"\nout = \"gen\"\n");
    shop.write("in/it.json", ORDER);
    shop.generate();
    assert!(shop.at("gen/backend/src/generated/order.rs").exists());
    assert!(!shop.at("gen/schema.json").exists());
    shop.is_current();
}

#[test]
fn the_folder_itself_may_be_a_link() {
    let shop = Shop::new();
    fs::create_dir(shop.at("real")).unwrap();
    std::os::unix::fs::symlink("real", shop.at("link")).unwrap();
    let said = shop.run(&["generate", "--out", "link"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(shop.at("real/backend/src/generated/order.rs").exists());
}
