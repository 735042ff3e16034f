//! Stops a run at every one of its steps, by a refusal and by a death, and looks at what is left.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use super::apply::apply_watched;
use super::lock::Origin;
use super::{Action, Planned, compare};
use crate::tree::{Owner, Tree};

fn origin(schema: &str) -> Origin {
    Origin::new("0.1.0", json!({ "schema": schema }), BTreeMap::new())
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        let owner = if path.starts_with("mine/") {
            Owner::User
        } else {
            Owner::Generator
        };
        tree.add(*path, *text, owner);
    }
    tree
}

fn first() -> Tree {
    tree(&[
        ("a", "1"),
        ("gone/deep/b", "1"),
        ("same", "1"),
        ("src/c", "1"),
        ("mine/m", "1"),
    ])
}

fn second() -> Tree {
    tree(&[
        ("a", "2"),
        ("new/deep/d", "2"),
        ("same", "1"),
        ("src/c", "2"),
        ("src/e", "2"),
        ("mine/m", "2"),
        ("mine/n", "2"),
    ])
}

fn third() -> Tree {
    tree(&[
        ("a", "3"),
        ("same", "3"),
        ("src/e", "3"),
        ("third/f", "3"),
        ("mine/m", "3"),
    ])
}

/// Runs and gives the number of steps it took.
fn run(
    root: &Path,
    tree: &Tree,
    schema: &str,
    mut stop: impl FnMut(usize) -> io::Result<()>,
) -> Result<usize, String> {
    let mut steps = 0;
    let origin = origin(schema);
    let planned = Planned {
        tree,
        origin: &origin,
        leave: &|_| false,
    };
    let outcome = apply_watched(root, planned, true, &mut || {
        steps += 1;
        stop(steps)
    });
    outcome.map(|_| steps).map_err(|error| error.to_string())
}

fn undisturbed(root: &Path, tree: &Tree, schema: &str) -> usize {
    run(root, tree, schema, |_| Ok(())).unwrap()
}

/// Every file with its text, its inode and its time, and every folder.
fn picture(root: &Path) -> BTreeMap<String, (String, u64, i64)> {
    let mut picture = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let place = entry.unwrap().path();
            let name = place.strip_prefix(root).unwrap().display().to_string();
            if place.is_dir() {
                picture.insert(name, (String::from("folder"), 0, 0));
                folders.push(place);
            } else {
                let metadata = place.metadata().unwrap();
                let text = fs::read_to_string(&place).unwrap();
                picture.insert(name, (text, metadata.ino(), metadata.mtime_nsec()));
            }
        }
    }
    picture
}

fn texts(root: &Path) -> BTreeMap<String, String> {
    picture(root)
        .into_iter()
        .map(|(path, (text, ..))| (path, text))
        .collect()
}

/// What an undisturbed run of the second schema after the first makes.
fn expected() -> BTreeMap<String, String> {
    let root = TempDir::new().unwrap();
    undisturbed(root.path(), &first(), "first");
    undisturbed(root.path(), &second(), "second");
    texts(root.path())
}

fn started() -> TempDir {
    let root = TempDir::new().unwrap();
    undisturbed(root.path(), &first(), "first");
    root
}

/// Dies at a step: nothing that comes after it is done, as when the process is killed.
fn die_at(root: &Path, tree: &Tree, schema: &str, step: usize) {
    let death = catch_unwind(AssertUnwindSafe(|| {
        run(root, tree, schema, |at| {
            if at == step {
                std::panic::resume_unwind(Box::new(()))
            } else {
                Ok(())
            }
        })
    }));
    assert!(death.is_err());
}

#[test]
fn a_refusal_at_any_step_leaves_everything_as_it_was() {
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        let before = picture(root.path());
        match run(root.path(), &second(), "second", |at| {
            if at == step {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(())
            }
        }) {
            Err(_) => assert_eq!(picture(root.path()), before, "refused at step {step}"),
            // All was in place, and only the clearing up was refused.
            Ok(_) => {
                undisturbed(root.path(), &second(), "second");
                assert_eq!(texts(root.path()), expected(), "refused at step {step}");
            }
        }
        undisturbed(root.path(), &second(), "second");
        assert_eq!(
            texts(root.path()),
            expected(),
            "after a refusal at step {step}"
        );
    }
}

#[test]
fn a_disk_that_refuses_from_some_step_on_is_recovered_from() {
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        let _ = run(root.path(), &second(), "second", |at| {
            if at >= step {
                Err(io::ErrorKind::Other.into())
            } else {
                Ok(())
            }
        });
        undisturbed(root.path(), &second(), "second");
        assert_eq!(texts(root.path()), expected(), "refused from step {step}");
    }
}

#[test]
fn a_death_at_any_step_is_recovered_from() {
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        die_at(root.path(), &second(), "second", step);
        let origin = origin("second");
        let planned = second();
        let planned = Planned {
            tree: &planned,
            origin: &origin,
            leave: &|_| false,
        };
        let changes = compare(root.path(), planned).unwrap().changes(false);
        assert!(changes.is_ok(), "step {step}: {changes:?}");
        undisturbed(root.path(), &second(), "second");
        assert_eq!(texts(root.path()), expected(), "died at step {step}");
    }
}

#[test]
fn a_death_followed_by_another_schema_is_recovered_from() {
    let expected = {
        let root = started();
        undisturbed(root.path(), &third(), "third");
        texts(root.path())
    };
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        die_at(root.path(), &second(), "second", step);
        let origin = origin("third");
        let tree = third();
        let planned = Planned {
            tree: &tree,
            origin: &origin,
            leave: &|_| false,
        };
        let changes = compare(root.path(), planned).unwrap().changes(false);
        assert!(changes.is_ok(), "step {step}: {changes:?}");
        undisturbed(root.path(), &third(), "third");
        let mut made = texts(root.path());
        // The dead run may have come as far as the user's new file, which then is the user's.
        made.remove("mine/n");
        assert_eq!(made, expected, "died at step {step}");
    }
}

#[test]
fn a_death_in_the_recovery_from_a_death_is_recovered_from() {
    let steps = undisturbed(started().path(), &second(), "second");
    for first_death in (1..=steps).step_by(4) {
        for second_death in (1..=steps).step_by(3) {
            let root = started();
            die_at(root.path(), &second(), "second", first_death);
            let _ = catch_unwind(AssertUnwindSafe(|| {
                run(root.path(), &third(), "third", |at| {
                    if at == second_death {
                        std::panic::resume_unwind(Box::new(()))
                    } else {
                        Ok(())
                    }
                })
            }));
            let origin = origin("second");
            let tree = second();
            let planned = Planned {
                tree: &tree,
                origin: &origin,
                leave: &|_| false,
            };
            let changes = compare(root.path(), planned).unwrap().changes(false);
            assert!(
                changes.is_ok(),
                "died at {first_death} and {second_death}: {changes:?}"
            );
            undisturbed(root.path(), &second(), "second");
            assert_eq!(
                texts(root.path()),
                expected(),
                "died at {first_death} and {second_death}"
            );
        }
    }
}

#[test]
fn an_edit_after_a_death_is_still_seen() {
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        die_at(root.path(), &second(), "second", step);
        fs::write(root.path().join("a"), "mine").unwrap();
        let origin = origin("second");
        let tree = second();
        let planned = Planned {
            tree: &tree,
            origin: &origin,
            leave: &|_| false,
        };
        let refused = compare(root.path(), planned)
            .unwrap()
            .changes(false)
            .unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`a` was edited by hand",
            "died at step {step}"
        );
        undisturbed(root.path(), &second(), "second");
        assert_eq!(
            fs::read_to_string(root.path().join("a.orig")).unwrap(),
            "mine",
            "died at step {step}"
        );
    }
}

#[test]
fn a_run_that_changes_nothing_takes_no_step() {
    let root = started();
    let before = picture(root.path());
    assert_eq!(undisturbed(root.path(), &first(), "first"), 0);
    assert_eq!(picture(root.path()), before);
}

#[test]
fn what_is_left_alone_after_a_death_keeps_its_place_in_the_lock() {
    let steps = undisturbed(started().path(), &second(), "second");
    for step in 1..=steps {
        let root = started();
        die_at(root.path(), &second(), "second", step);
        let part = tree(&[("a", "2")]);
        let origin = origin("second");
        let planned = Planned {
            tree: &part,
            origin: &origin,
            leave: &|path| path != "a",
        };
        apply_watched(root.path(), planned, false, &mut || Ok(())).unwrap();
        let whole = second();
        let planned = Planned {
            tree: &whole,
            origin: &origin,
            leave: &|_| false,
        };
        let changes = compare(root.path(), planned)
            .unwrap()
            .changes(false)
            .unwrap();
        assert!(
            changes.iter().all(|change| change.action != Action::Keep),
            "died at step {step}: {changes:?}"
        );
    }
}

#[test]
fn a_path_that_leads_out_of_the_project_is_refused() {
    for path in [
        "../x",
        "a/../../x",
        "/tmp/x",
        "a//x",
        "./x",
        "a\\x",
        "c:x",
        "a\0x",
        "",
    ] {
        let root = started();
        let before = picture(root.path());
        let refused = run(
            root.path(),
            &tree(&[("a", "2"), (path, "2")]),
            "second",
            |_| Ok(()),
        )
        .unwrap_err();
        assert_eq!(refused, format!("`{path}` leads out of the project"));
        assert_eq!(picture(root.path()), before);
    }
}
