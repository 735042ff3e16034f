//! What the documents of an emitted project say of the runtime is what the runtime does.

use std::fs;
use std::path::{Path, PathBuf};

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates")
}

#[test]
fn every_setting_is_documented_with_its_default() {
    let page = fs::read_to_string(templates().join("docs/configuration.md")).unwrap();
    let table = runtime::config::markdown();
    assert!(
        page.contains(&table),
        "docs/configuration.md must hold this table:\n{table}"
    );
}

#[test]
fn the_emitted_manifest_names_the_dependencies_that_are_tested_here() {
    let dependencies = |path: PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let table: toml::Table = text.parse().unwrap();
        (table["dependencies"].clone(), table["features"].clone())
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let emitted = templates().join("backend/runtime/Cargo.toml.hbs");
    assert_eq!(dependencies(here), dependencies(emitted));
}
