//! What `generate` writes, and what it leaves alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::shop::{ORDER, ORDER_AND_PRODUCT, Shop, backsmith, said};

const GENERATED: &str = "backend/src/generated/order.rs";

#[test]
fn a_second_run_touches_nothing() {
    let shop = Shop::generated();
    let before = shop.picture();
    let said = shop.generate();
    assert!(said.out.starts_with("0 files written, "), "{said:?}");
    assert_eq!(said.out.lines().count(), 1, "{said:?}");
    assert_eq!(shop.picture(), before);
    shop.is_current();
    assert_eq!(shop.picture(), before);
}

#[test]
fn white_space_in_the_schema_changes_nothing() {
    let shop = Shop::generated();
    shop.write("schema.json", &ORDER.replace(' ', "\r\n  "));
    let before = shop.picture();
    assert!(shop.generate().out.starts_with("0 files written, "));
    assert_eq!(shop.picture(), before);
}

#[test]
fn only_what_differs_is_written() {
    let shop = Shop::generated();
    let before = shop.picture();
    shop.write("schema.json", &ORDER.replace("total", "sum"));
    let said = shop.generate();
    assert!(
        said.out.contains(&format!("update {GENERATED}\n")),
        "{said:?}"
    );
    assert!(!said.out.contains("backend/runtime"), "{said:?}");
    let after = shop.picture();
    assert_ne!(after[GENERATED], before[GENERATED]);
    assert_eq!(
        after["backend/runtime/src/error.rs"],
        before["backend/runtime/src/error.rs"]
    );
}

#[test]
fn the_users_files_are_written_once() {
    let shop = Shop::generated();
    shop.write("backend/src/main.rs", "// mine");
    shop.generate();
    assert_eq!(shop.read("backend/src/main.rs"), "// mine");
    shop.is_current();
    assert!(!shop.locked().contains(&"backend/src/main.rs".to_owned()));
    fs::remove_file(shop.at("backend/src/main.rs")).unwrap();
    shop.is_current();
    assert!(shop.generate().out.contains("create backend/src/main.rs\n"));
}

#[test]
fn a_link_in_the_place_of_a_users_file_is_the_users_affair() {
    let shop = Shop::new();
    shop.write("elsewhere.rs", "// mine");
    fs::create_dir_all(shop.at("backend/src")).unwrap();
    std::os::unix::fs::symlink(shop.at("elsewhere.rs"), shop.at("backend/src/main.rs")).unwrap();
    shop.generate();
    assert_eq!(shop.read("elsewhere.rs"), "// mine");
}

#[test]
fn a_file_edited_by_hand_stops_the_run() {
    let shop = Shop::generated();
    shop.write(GENERATED, "// mine");
    shop.write("schema.json", ORDER_AND_PRODUCT);
    let before = shop.picture();
    let said = shop.run(&["generate"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err,
        format!(
            "error: `{GENERATED}` was edited by hand\nhelp: `--force` keeps a copy as `NAME.orig` and writes ours\n"
        )
    );
    assert_eq!(shop.picture(), before);
}

#[test]
fn force_keeps_every_copy() {
    let shop = Shop::generated();
    let ours = shop.read(GENERATED);
    for (edit, copy) in [
        ("// one", "order.rs.orig"),
        ("// two", "order.rs.orig.2"),
        ("// three", "order.rs.orig.3"),
    ] {
        shop.write(GENERATED, edit);
        let said = shop.run(&["generate", "--force"]);
        assert!(
            said.out.contains(&format!(
                "your version is kept as backend/src/generated/{copy}"
            )),
            "{said:?}"
        );
        assert_eq!(shop.read(GENERATED), ours);
    }
    for (edit, copy) in [
        ("// one", "order.rs.orig"),
        ("// two", "order.rs.orig.2"),
        ("// three", "order.rs.orig.3"),
    ] {
        assert_eq!(shop.read(&format!("backend/src/generated/{copy}")), edit);
    }
    shop.is_current();
}

#[test]
fn a_stale_file_is_removed_with_the_folder_it_leaves_empty() {
    let shop = Shop::with(ORDER_AND_PRODUCT);
    shop.generate();
    shop.write("backsmith.toml", "name = \"shop\"\ntargets = [\"docs\"]\n");
    let said = shop.generate();
    assert!(
        said.out
            .contains("remove backend/src/generated/product.rs\n"),
        "{said:?}"
    );
    assert!(!shop.at("backend/src/generated").exists());
    assert!(shop.at("backend/src/main.rs").exists());
    shop.is_current();
}

#[test]
fn a_stale_file_edited_by_hand_is_kept() {
    let shop = Shop::with(ORDER_AND_PRODUCT);
    shop.generate();
    let path = "backend/src/generated/product.rs";
    shop.write(path, "// mine");
    shop.write("schema.json", ORDER);
    let said = shop.generate();
    assert!(
        said.out.contains(&format!("keep {path} (edited by hand")),
        "{said:?}"
    );
    assert_eq!(shop.read(path), "// mine");
    shop.is_current();
    shop.write("schema.json", ORDER_AND_PRODUCT);
    let said = shop.run(&["generate"]);
    assert!(
        said.err.contains(&format!(
            "`{path}` is in the way, and backsmith did not write it"
        )),
        "{said:?}"
    );
    assert_eq!(shop.run(&["generate", "--force"]).code, 2);
    assert_eq!(shop.read(path), "// mine");
}

#[test]
fn a_file_that_is_already_as_planned_is_taken_over() {
    let shop = Shop::generated();
    fs::remove_file(shop.at("backsmith.lock")).unwrap();
    let said = shop.generate();
    assert!(said.out.starts_with("0 files written, "), "{said:?}");
    shop.is_current();
}

#[test]
fn a_dry_run_says_and_does_not() {
    let shop = Shop::new();
    let before = shop.picture();
    let said = shop.run(&["generate", "--dry-run"]);
    assert_eq!(said.code, 0);
    assert!(
        said.out.contains(&format!("create {GENERATED}\n")),
        "{said:?}"
    );
    assert!(said.out.contains("files would be written"), "{said:?}");
    assert_eq!(shop.picture(), before);
    let said = shop.run(&["generate", "--dry-run", "--out", "nowhere/at/all"]);
    assert_eq!(said.code, 0);
    assert_eq!(shop.picture(), before);
}

#[test]
fn only_the_named_targets_are_touched() {
    let shop = Shop::generated();
    let locked = shop.locked();
    let before = shop.picture();
    shop.write("schema.json", ORDER_AND_PRODUCT);
    let said = shop.run(&["generate", "--only", "docs"]);
    assert_eq!(said.code, 0, "{said:?}");
    let after = shop.picture();
    for (path, file) in &before {
        if path.starts_with("backend") || path == "openapi.json" {
            assert_eq!(after.get(path), Some(file), "{path}");
        }
    }
    assert_ne!(after["docs/er-diagram.md"], before["docs/er-diagram.md"]);
    assert_eq!(shop.locked(), locked);
    let statuses = shop.statuses();
    assert_eq!(statuses["backend/src/generated/product.rs"], "stale");
    assert!(
        statuses.keys().all(|path| !path.starts_with("docs/")),
        "{statuses:?}"
    );
    shop.generate();
    shop.is_current();
}

#[test]
fn only_removes_what_is_stale_in_the_folders_of_its_targets() {
    let shop = Shop::with(ORDER_AND_PRODUCT);
    shop.generate();
    shop.write("schema.json", ORDER);
    shop.run(&["generate", "--only", "docs"]);
    assert!(shop.at("backend/src/generated/product.rs").exists());
    shop.run(&[
        "generate",
        "--only",
        "backend,openapi,graphql,requests,rust,typescript",
    ]);
    assert!(!shop.at("backend/src/generated/product.rs").exists());
    shop.is_current();
}

#[test]
fn an_unknown_target_is_named_with_the_one_that_was_meant() {
    let said = Shop::new().run(&["generate", "--only", "bakcend"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("'bakcend'") && said.err.contains("a similar value exists: 'backend'"),
        "{said:?}"
    );
}

#[test]
fn a_schema_with_a_mistake_writes_nothing() {
    let shop = Shop::generated();
    shop.write("schema.json", &ORDER.replace("Number", "Numbre"));
    let before = shop.picture();
    let said = shop.run(&["generate"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("Numbre"), "{said:?}");
    assert_eq!(shop.picture(), before);
}

#[test]
fn the_outcome_can_be_read_by_a_program() {
    let shop = Shop::new();
    let outcome: serde_json::Value =
        serde_json::from_str(&shop.run(&["generate", "--format", "json"]).out).unwrap();
    let files = outcome["files"].as_array().unwrap();
    assert_eq!(outcome["written"], files.len());
    assert!(
        files
            .iter()
            .any(|file| file["path"] == GENERATED && file["action"] == "create")
    );
    let outcome: serde_json::Value =
        serde_json::from_str(&shop.run(&["generate", "--format", "json"]).out).unwrap();
    assert_eq!(
        (outcome["written"].clone(), outcome["files"].clone()),
        (0.into(), serde_json::json!([]))
    );
}

#[test]
fn modes_follow_the_umask_and_survive_an_update() {
    let shop = Shop::new();
    let script = r#"umask 027; exec "$0" generate"#;
    let binary = env!("CARGO_BIN_EXE_backsmith");
    let outcome = said(
        std::process::Command::new("sh")
            .args(["-c", script, binary])
            .current_dir(shop.path()),
    );
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let mode = |path: &str| fs::metadata(shop.at(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(GENERATED), mode("backsmith.lock")), (0o640, 0o640));
    fs::set_permissions(shop.at(GENERATED), fs::Permissions::from_mode(0o755)).unwrap();
    shop.write("schema.json", &ORDER.replace("total", "sum"));
    shop.generate();
    assert_eq!(mode(GENERATED), 0o755);
}

#[test]
fn neither_the_place_nor_the_locale_is_in_the_bytes() {
    let one = Shop::with(ORDER_AND_PRODUCT);
    one.generate();
    let two = Shop::with(ORDER_AND_PRODUCT);
    let mut command = backsmith();
    command.args(["generate"]).envs([
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
        ("TZ", "Asia/Tokyo"),
    ]);
    assert_eq!(said(command.current_dir(two.path())).code, 0);
    let three = Shop::with(ORDER_AND_PRODUCT);
    assert_eq!(
        said(backsmith().args(["generate", "--out"]).arg(three.path())).code,
        0
    );
    assert_eq!(one.texts(), two.texts());
    assert_eq!(one.texts(), three.texts());
}
