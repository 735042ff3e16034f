//! Each `tests/diagnostics/NAME.json` holds one mistake, and `NAME.txt` what is printed of it. `UPDATE=1` rewrites the latter.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use backsmith::diagnostic::{Diagnostic, Format, render};
use backsmith::model::resolve;
use backsmith::schema::{Source, parse};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source {
        name,
        text: fs::read_to_string(path).unwrap(),
    }
}

fn findings(source: &Source) -> Vec<Diagnostic> {
    match parse(source).and_then(|document| resolve(&document)) {
        Ok((_, warnings)) => warnings,
        Err(errors) => errors,
    }
}

fn cases() -> BTreeSet<PathBuf> {
    fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[test]
fn every_mistake_has_its_sentence() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut differing = Vec::new();
    for path in cases()
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let source = read(path);
        let found = findings(&source);
        assert!(
            !found.is_empty(),
            "{} is fine, so it shows nothing",
            path.display()
        );
        let text = render(&source, &found, Format::Human, false);
        let golden = path.with_extension("txt");
        if update {
            fs::write(&golden, text).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != text {
            differing.push(format!("{}:\n{text}", path.display()));
        }
    }
    assert!(
        differing.is_empty(),
        "not as in the golden file (UPDATE=1 rewrites it):\n{}",
        differing.join("\n")
    );
}

#[test]
fn every_golden_file_is_used() {
    for path in cases() {
        let twin = path.with_extension(if path.extension().is_some_and(|end| end == "txt") {
            "json"
        } else {
            "txt"
        });
        assert!(twin.exists(), "{} stands alone", path.display());
    }
}

#[test]
fn the_schemas_of_the_brief_are_without_fault() {
    for name in ["order-fulfillment.json", "order-delivery.json"] {
        let source = read(
            &Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("schemas")
                .join(name),
        );
        assert_eq!(findings(&source), [], "{name}");
    }
}
