//! A new project folder.

use std::io::Write as _;
use std::process::Stdio;

use crate::shop::{ORDER, Shop, backsmith};
use tempfile::TempDir;

#[test]
fn a_new_project_can_be_generated_at_once() {
    let folder = TempDir::new().unwrap();
    let init = crate::shop::said(
        backsmith()
            .args(["init", "new/shop"])
            .current_dir(folder.path()),
    );
    assert_eq!(init.code, 0, "{init:?}");
    assert_eq!(
        init.out,
        "create new/shop/schema.json\ncreate new/shop/backsmith.toml\nnext: cd new/shop && backsmith generate\n"
    );
    let shop = folder.path().join("new/shop");
    for command in ["generate", "check"] {
        let said = crate::shop::said(backsmith().arg(command).current_dir(&shop));
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let shop = Shop::new();
    for file in ["schema.json", "backsmith.toml"] {
        let before = shop.picture();
        let said = shop.run(&["init"]);
        assert_eq!(said.code, 2);
        assert_eq!(
            said.err,
            format!("error: `./{file}` is there already\nhelp: name another folder\n")
        );
        assert_eq!(shop.picture(), before);
        std::fs::remove_file(shop.at(file)).unwrap();
    }
    assert_eq!(shop.run(&["init"]).code, 0);
}

#[test]
fn a_schema_is_copied_byte_for_byte_with_its_name() {
    let shop = Shop::new();
    let schema = format!("\u{feff}{ORDER}\r\n");
    shop.write("corner-store.json", &schema);
    assert_eq!(
        shop.run(&["init", "new", "--from", "corner-store.json"])
            .code,
        0
    );
    assert_eq!(shop.read("new/schema.json"), schema);
    assert!(
        shop.read("new/backsmith.toml")
            .contains("name = \"corner-store\"")
    );
}

#[test]
fn a_schema_with_a_mistake_starts_nothing() {
    let shop = Shop::new();
    shop.write("wrong.json", "{}");
    assert_eq!(shop.run(&["init", "new", "--from", "wrong.json"]).code, 2);
    assert!(!shop.at("new").exists());
}

#[test]
fn a_schema_comes_from_standard_input() {
    let folder = TempDir::new().unwrap();
    let mut command = backsmith();
    command
        .args(["init", "--from", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ORDER.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(
        std::fs::read_to_string(folder.path().join("schema.json")).unwrap(),
        ORDER
    );
    assert!(
        std::fs::read_to_string(folder.path().join("backsmith.toml"))
            .unwrap()
            .contains("name = \"app\"")
    );
}
