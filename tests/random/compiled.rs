//! A few random schemas through the Rust compiler.
//!
//! All are generated into one folder that stays, so that the runtime and what it depends on are compiled once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use backsmith::disk::lock::Origin;
use backsmith::disk::{self, Planned};
use proptest::strategy::{Strategy, ValueTree};
use serde_json::Value;

use super::{AS_IN_TEMPLATES, compile, runner, strategy};

/// How many are compiled, unless it is said; each takes some seconds.
const VARIABLE: &str = "RANDOM_SCHEMAS_COMPILED";
/// Schemas of fewer classes say little.
const LEAST_CLASSES: usize = 4;

#[test]
fn what_comes_of_some_schemas_compiles_without_a_warning() {
    let count = std::env::var(VARIABLE).map_or(0, |count| {
        count
            .parse()
            .unwrap_or_else(|_| panic!("{VARIABLE} is a number"))
    });
    if count == 0 {
        eprintln!("no random schema is compiled; set {VARIABLE}=4 to compile four of them");
    }
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = temporary
        .parent()
        .expect("the folder lies in the target directory");
    let project = temporary.join("random");
    let mut runner = runner();
    let draws = std::iter::repeat_with(|| {
        let drawn = strategy::schema().new_tree(&mut runner);
        drawn.expect("every draw is valid").current()
    });
    let schemas = draws.filter(|schema| schema.classes.len() >= LEAST_CLASSES);
    for (number, schema) in schemas.take(count).enumerate() {
        let text = schema.text(AS_IN_TEMPLATES);
        // One name for all: the user's files stay from one to the next.
        let tree = compile(text.clone(), "random");
        let planned = Planned {
            tree: &tree,
            origin: &Origin::new("0.0.0", Value::Null, BTreeMap::new()),
            leave: &|_| false,
        };
        disk::apply(&project, planned, true).unwrap_or_else(|error| panic!("{error}"));
        for command in [
            &["fmt", "--check"][..],
            &[
                "clippy",
                "--all-targets",
                "--quiet",
                "--",
                "--deny",
                "warnings",
            ],
        ] {
            let run = Command::new(env!("CARGO"))
                .args(command)
                .current_dir(project.join("backend"))
                .env("CARGO_TARGET_DIR", target)
                .output()
                .expect("cargo is there");
            assert!(
                run.status.success(),
                "schema {number} fails `cargo {}`:\n{}{}\n{text}",
                command.join(" "),
                String::from_utf8_lossy(&run.stdout),
                String::from_utf8_lossy(&run.stderr),
            );
        }
        eprintln!(
            "random schema {number}: {} classes compiled",
            schema.classes.len()
        );
    }
}
