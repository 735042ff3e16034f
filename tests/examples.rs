//! Each project in `examples/` is what its schema gives now.
//!
//! `UPDATE=1 cargo test --test examples` generates them again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};
use tempfile::TempDir;

const HELP: &str = "help: `UPDATE=1 cargo test --test examples` generates the examples again";
/// What the owner of an example wrote.
const OWNED: [&str; 3] = ["apps", "backend/src/hooks", "backend/src/functions.rs"];

/// Folders that building leaves.
const BUILT: [&str; 2] = ["node_modules", "target"];

#[test]
fn every_example_is_current() {
    for example in examples() {
        if env::var_os("UPDATE").is_some() {
            update(&example).expect("the example can be written");
        }
        // By the very comparison that its owner has.
        if let Err(said) = backsmith("check", &[], &example) {
            panic!("{}: {said}\n{HELP}", example.display());
        }
        // What is written once is its owner's, so `check` says nothing of it; here it is as it would be today.
        let fresh = generated(&example).expect("the example can be generated");
        for path in files(fresh.path()).expect("the folder can be read") {
            let same =
                fs::read(example.join(&path)).ok() == fs::read(fresh.path().join(&path)).ok();
            assert!(
                same || is_owned(&path),
                "{} differs\n{HELP}",
                example.join(&path).display()
            );
        }
    }
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(&folder).expect("the folder of examples");
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    let mut examples: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    examples.sort();
    assert!(!examples.is_empty(), "no example in {}", folder.display());
    examples
}

fn is_owned(path: &Path) -> bool {
    OWNED.iter().any(|owned| path.starts_with(owned))
}

/// Removes what the owner did not write, and generates the example anew.
fn update(example: &Path) -> io::Result<()> {
    for path in files(example)? {
        if path != Path::new("schema.json") && !is_owned(&path) {
            fs::remove_file(example.join(path))?;
        }
    }
    backsmith("generate", &["schema.json"], example).map_err(io::Error::other)
}

/// The example as it is generated where nothing is yet.
fn generated(example: &Path) -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::copy(
        example.join("schema.json"),
        folder.path().join("schema.json"),
    )?;
    backsmith("generate", &["schema.json"], folder.path()).map_err(io::Error::other)?;
    Ok(folder)
}

/// Runs a command in a project's folder; what it said is the error.
fn backsmith(command: &str, arguments: &[&str], folder: &Path) -> Result<(), String> {
    let mut process = Command::new(env!("CARGO_BIN_EXE_backsmith"));
    let run = process
        .arg(command)
        .args(arguments)
        .current_dir(folder)
        .output();
    let output = run.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(String::from_utf8_lossy(&said).into_owned())
}

/// The files of a project, relative to its folder, without what building it leaves there.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            if !entry.file_type()?.is_dir() {
                files.push(path);
            } else if !BUILT.iter().any(|built| entry.file_name() == *built) {
                folders.push(path);
            }
        }
    }
    Ok(files)
}
