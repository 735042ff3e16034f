//! The crate as a stranger gets it: packed, installed into an empty folder, and generating what this workspace generates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use backsmith::emit::Settings;
use backsmith::schema::Source;

/// What a command adds to the tree of the library.
const OF_THE_COMMAND: [&str; 3] = ["backsmith.lock", "backsmith.toml", "schema.json"];

#[test]
fn the_packed_crate_carries_everything_it_needs() {
    let folder = tempfile::tempdir().expect("there is room");
    let folder = folder.path();
    let source = folder.join("source");
    copy_what_git_carries(&source);
    let crate_file = pack(&source, &folder.join("packed"));
    let unpacked = unpack(&crate_file, folder);
    install(&unpacked, folder);

    // Nothing of this repository is at hand for the installed binary.
    fs::remove_dir_all(&source).expect("it is ours");
    fs::remove_dir_all(&unpacked).expect("it is ours");
    let work = folder.join("work");
    fs::create_dir(&work).expect("there is room");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/order-fulfillment.json");
    fs::copy(&schema, work.join("order-fulfillment.json")).expect("there is room");
    run(Command::new(folder.join("bin/backsmith"))
        .args(["generate", "order-fulfillment.json", "--out", "shop"])
        .current_dir(&work)
        .env_clear());
    assert_same_as_here(&schema, &work.join("shop"));
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} fails:\n{said}");
    output.stdout
}

/// Tracked files and new ones, as they are now: nothing that only lies about.
fn copy_what_git_carries(to: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = run(Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(here));
    let listed = String::from_utf8(listed).expect("paths are text");
    for path in listed.split_terminator('\0') {
        // A file that was removed is still listed until that is committed.
        let Ok(bytes) = fs::read(here.join(path)) else {
            continue;
        };
        let copy = to.join(path);
        fs::create_dir_all(copy.parent().expect("a file lies in a folder")).expect("there is room");
        fs::write(copy, bytes).expect("there is room");
    }
}

fn pack(source: &Path, target: &Path) -> PathBuf {
    run(Command::new(env!("CARGO"))
        .args(["package", "--no-verify", "--quiet", "--target-dir"])
        .arg(target)
        .current_dir(source));
    target.join(format!(
        "package/backsmith-{}.crate",
        env!("CARGO_PKG_VERSION")
    ))
}

fn unpack(crate_file: &Path, folder: &Path) -> PathBuf {
    run(Command::new("tar")
        .arg("-xzf")
        .arg(crate_file)
        .arg("-C")
        .arg(folder));
    folder.join(format!("backsmith-{}", env!("CARGO_PKG_VERSION")))
}

/// Into the target directory of this test, where what the crate depends on is compiled already.
fn install(unpacked: &Path, root: &Path) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the folder lies in the target directory");
    run(Command::new(env!("CARGO"))
        .args(["install", "--debug", "--locked", "--quiet", "--path"])
        .arg(unpacked)
        .arg("--root")
        .arg(root)
        .arg("--target-dir")
        .arg(target)
        .current_dir(root));
}

fn assert_same_as_here(schema: &Path, project: &Path) {
    let source = Source {
        name: "order-fulfillment.json".to_owned(),
        text: fs::read_to_string(schema).expect("it is text"),
    };
    let settings = Settings {
        name: "order-fulfillment".to_owned(),
        targets: Vec::new(),
    };
    let Ok(compiled) = backsmith::compile(&source, &settings) else {
        panic!("the schema of the brief has mistakes");
    };
    let mut expected: BTreeSet<String> = OF_THE_COMMAND.map(str::to_owned).into();
    for (path, file) in compiled.tree.files() {
        let written =
            fs::read(project.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(
            written == file.bytes,
            "the installed binary writes another `{path}`"
        );
        expected.insert(path.to_owned());
    }
    assert_eq!(files(project), expected);
}

/// The files below a folder, as paths with `/`.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("it is a folder") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder).expect("it lies in the folder");
                let parts = inside
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy());
                found.insert(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    found
}
