//! What stands in the way of writing. In every case the old state is intact and the culprit named.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::shop::{ORDER_AND_PRODUCT, Said, Shop, backsmith, said};

const GENERATED: &str = "backend/src/generated/order.rs";
const NOBODY: u32 = 65534;

/// Runs `generate`, which must refuse and leave everything as it was.
fn refused(shop: &Shop, command: &mut Command) -> Said {
    let before = shop.picture();
    let said = said(command.current_dir(shop.path()));
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    assert_eq!(shop.picture(), before, "{said:?}");
    said
}

/// A project whose next run has something to create, to update and to remove.
fn due() -> Shop {
    let shop = Shop::generated();
    shop.write(
        "schema.json",
        &ORDER_AND_PRODUCT.replace("Order", "Purchase"),
    );
    shop
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let shop = due();
    let other = File::open(shop.path()).unwrap();
    other.lock().unwrap();
    let said = refused(&shop, backsmith().arg("generate"));
    assert_eq!(
        said.err,
        "error: another run is writing into `.`\nhelp: wait until it is done, then run again\n"
    );
    drop(other);
    shop.generate();
}

#[test]
fn a_link_in_the_place_of_a_file_is_not_followed() {
    let shop = due();
    shop.write("elsewhere", "mine");
    fs::remove_file(shop.at("openapi.json")).unwrap();
    symlink(shop.at("elsewhere"), shop.at("openapi.json")).unwrap();
    for arguments in [&["generate"][..], &["generate", "--force"]] {
        let said = refused(&shop, backsmith().args(arguments));
        assert!(
            said.err
                .starts_with("error: `openapi.json` is a symbolic link\nhelp: "),
            "{said:?}"
        );
    }
}

#[test]
fn a_link_in_the_place_of_a_folder_is_not_followed() {
    let shop = due();
    fs::rename(shop.at("backend/src"), shop.at("src")).unwrap();
    symlink(shop.at("src"), shop.at("backend/src")).unwrap();
    let said = refused(&shop, backsmith().arg("generate"));
    assert!(
        said.err
            .starts_with("error: `backend/src` is a symbolic link\nhelp: "),
        "{said:?}"
    );
    assert_eq!(said.err.matches("symbolic link\n").count(), 1, "{said:?}");
}

#[test]
fn a_link_in_the_place_of_the_lock_is_not_followed() {
    let shop = due();
    fs::rename(shop.at("backsmith.lock"), shop.at("elsewhere")).unwrap();
    symlink(shop.at("elsewhere"), shop.at("backsmith.lock")).unwrap();
    let said = refused(&shop, backsmith().arg("generate"));
    assert!(
        said.err
            .starts_with("error: `backsmith.lock` is a symbolic link\n"),
        "{said:?}"
    );
}

#[test]
fn folders_and_files_in_each_others_places_are_named_together() {
    let shop = Shop::new();
    fs::create_dir_all(shop.at("openapi.json/mine")).unwrap();
    shop.write("docs", "mine");
    shop.write(GENERATED, "mine");
    let said = refused(&shop, backsmith().arg("generate"));
    let expected = format!(
        "error: `{GENERATED}` is in the way, and backsmith did not write it\n\
         error: `docs` is a file where a folder should be\n\
         error: `openapi.json` is a folder where a file should be\n"
    );
    assert!(said.err.starts_with(&expected), "{said:?}");
}

#[test]
fn a_file_in_the_place_of_the_project_is_named() {
    let shop = Shop::new();
    shop.write("taken", "mine");
    for command in ["generate", "check"] {
        let said = refused(&shop, backsmith().args([command, "--out", "taken"]));
        assert!(said.err.contains("`taken`"), "{said:?}");
    }
}

#[test]
fn a_lock_that_leads_elsewhere_removes_nothing() {
    let shop = Shop::generated();
    shop.write("victim", "mine");
    let digest = backsmith::disk::Digest::of(b"mine");
    let lock = shop.read("backsmith.lock");
    let lock = lock.replacen(
        "\"files\": {",
        &format!("\"files\": {{\n    \"x/../victim\": \"{digest}\","),
        1,
    );
    shop.write("backsmith.lock", &lock);
    let said = refused(&shop, backsmith().arg("generate"));
    assert!(
        said.err.contains("`x/../victim` leads out of the project"),
        "{said:?}"
    );
}

#[test]
fn a_lock_with_the_marks_of_a_merge_is_named() {
    let shop = Shop::generated();
    let lock = shop.read("backsmith.lock");
    shop.write("backsmith.lock", &format!("<<<<<<< HEAD\n{lock}"));
    let said = refused(&shop, backsmith().arg("generate"));
    assert!(
        said.err
            .starts_with("error: `backsmith.lock` cannot be read: "),
        "{said:?}"
    );
    assert!(
        said.err.contains("help: restore it from version control"),
        "{said:?}"
    );
}

#[test]
fn a_class_whose_name_leads_elsewhere_is_refused() {
    let shop = Shop::with(&ORDER_AND_PRODUCT.replace("Product", "../../x"));
    let said = refused(&shop, backsmith().arg("generate"));
    assert!(said.err.contains("../../x"), "{said:?}");
}

/// Whatever the file system allows root, it does not allow nobody.
fn as_nobody(shop: &Shop, command: &mut Command) {
    let root = fs::metadata(shop.path()).unwrap().uid() == 0;
    if !root {
        return;
    }
    for path in shop.picture().keys() {
        chown(shop.at(path), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    chown(shop.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    command.uid(NOBODY).gid(NOBODY);
}

fn with_mode(folder: &Path, mode: u32, act: impl FnOnce()) {
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
    act();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_folder_that_is_read_only_is_named() {
    for folder in ["", "backend/src/generated"] {
        let shop = due();
        let mut command = backsmith();
        command.arg("generate");
        as_nobody(&shop, &mut command);
        with_mode(&shop.at(folder), 0o555, || {
            let said = refused(&shop, &mut command);
            assert!(said.err.starts_with("error: cannot write `"), "{said:?}");
            assert!(
                said.err.contains(&format!("{folder}/.")) && said.err.contains("denied"),
                "{said:?}"
            );
        });
        assert_eq!(said(command.current_dir(shop.path())).code, 0);
    }
}

#[test]
fn a_project_that_is_read_only_can_be_checked() {
    let shop = due();
    let mut command = backsmith();
    command.arg("check");
    as_nobody(&shop, &mut command);
    with_mode(shop.path(), 0o555, || {
        assert_eq!(said(command.current_dir(shop.path())).code, 1);
    });
}

#[test]
fn a_file_that_grows_too_large_leaves_the_old_state() {
    let shop = due();
    let script = r#"trap "" XFSZ; ulimit -f 4; exec "$0" generate"#;
    let said = refused(
        &shop,
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_backsmith")]),
    );
    assert!(said.err.starts_with("error: cannot write `"), "{said:?}");
    shop.generate();
    shop.is_current();
}

#[test]
fn a_full_disk_leaves_the_old_state() {
    let shop = Shop::new();
    fs::create_dir(shop.at("small")).unwrap();
    let mount = |arguments: &[&str]| {
        Command::new(arguments[0])
            .args(&arguments[1..])
            .arg(shop.at("small"))
            .output()
    };
    let mounted = mount(&["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs"]);
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: a full disk takes root and a tmpfs");
        return;
    }
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let generate = || {
            said(
                backsmith()
                    .args(["generate", "--out", "small"])
                    .current_dir(shop.path()),
            )
        };
        assert_eq!(generate().code, 0);
        shop.write("schema.json", ORDER_AND_PRODUCT);
        let filler = fs::write(shop.at("small/filler"), vec![0; 16 * 1024 * 1024]);
        assert!(filler.is_err());
        let before = shop.picture();
        let full = generate();
        assert_eq!(full.code, 2, "{full:?}");
        assert!(full.err.contains("No space left on device"), "{full:?}");
        assert_eq!(shop.picture(), before);
        fs::remove_file(shop.at("small/filler")).unwrap();
        assert_eq!(generate().code, 0);
    }));
    assert!(mount(&["umount"]).unwrap().status.success());
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
