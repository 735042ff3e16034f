//! A few random schemas all the way: through the Rust compiler and Clippy, to a server that answers, and has the GraphQL
//! schema that was emitted.
//!
//! All are generated into one folder, so that the runtime is compiled once. It lies outside the target directory: Cargo
//! would take the runtime of a project within for that of every other.

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};

use super::schema::Schema;
use super::served::assert_served_as_written;
use super::{AS_IN_TEMPLATES, runner, strategy};

/// How many are compiled, unless it is said; each takes some seconds.
const VARIABLE: &str = "RANDOM_SCHEMAS_COMPILED";
/// Schemas of fewer classes say little.
const LEAST_CLASSES: usize = 4;

#[test]
fn what_comes_of_some_schemas_compiles_without_a_warning_and_answers() {
    let count = std::env::var(VARIABLE).map_or(0, |count| {
        count
            .parse()
            .unwrap_or_else(|_| panic!("{VARIABLE} is a number"))
    });
    if count == 0 {
        eprintln!("no random schema is compiled; set {VARIABLE}=4 to compile four of them");
    }
    let folder = tempfile::tempdir().expect("there is room");
    let mut runner = runner();
    let draws = std::iter::repeat_with(|| {
        let drawn = strategy::schema().new_tree(&mut runner);
        drawn.expect("every draw is valid").current()
    });
    let schemas = draws.filter(|schema| schema.classes.len() >= LEAST_CLASSES);
    for (number, schema) in schemas.take(count).enumerate() {
        // One name for all: the user's files stay from one to the next.
        let schema = Schema {
            name: "random".to_owned(),
            ..schema
        };
        go_all_the_way(folder.path(), &schema.text(AS_IN_TEMPLATES), number);
        let classes = schema.classes.len();
        eprintln!("random schema {number}: {classes} classes compiled, and answered for");
    }
}

fn go_all_the_way(project: &Path, text: &str, number: usize) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the folder lies in the target directory");
    fs::write(project.join("schema.json"), text).expect("there is room");
    // The stubs of other functions; whoever changes a schema writes its functions too.
    let functions = project.join("backend/src/functions.rs");
    if functions.exists() {
        fs::remove_file(functions).expect("the file can be removed");
    }
    let database = tempfile::tempdir().expect("there is room");
    let backsmith = env!("CARGO_BIN_EXE_backsmith");
    let cargo = env!("CARGO");
    let steps: [(&str, &Path, &[&str]); 4] = [
        (
            backsmith,
            project,
            &["dev", "schema.json", "--out", ".", "--port", "0", "--once"],
        ),
        (
            cargo,
            &project.join("backend"),
            &[
                "clippy",
                "--all-targets",
                "--quiet",
                "--",
                "--deny",
                "warnings",
            ],
        ),
        (cargo, &project.join("backend"), &["fmt", "--check"]),
        (cargo, &project.join("sdk/rust"), &["fmt", "--check"]),
    ];
    for (program, folder, arguments) in steps {
        let run = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target)
            .env(
                "DATABASE_URL",
                format!("sqlite://{}/data.db", database.path().display()),
            )
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(
            run.status.success(),
            "schema {number} fails `{}`:\n{}{}\n{text}",
            arguments.join(" "),
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr),
        );
    }
    let binary = target.join("debug").join(package(project));
    assert_served_as_written(project, &binary, database.path());
}

/// What the project's backend is called.
fn package(project: &Path) -> String {
    let manifest = fs::read_to_string(project.join("backend/Cargo.toml")).expect("it was emitted");
    let manifest: toml::Table = toml::from_str(&manifest).expect("it is TOML");
    let name = manifest["package"]["name"].as_str();
    name.expect("a package has a name").to_owned()
}
