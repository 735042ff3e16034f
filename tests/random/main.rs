//! Random valid schemas: whatever they hold, what comes out is sound.
//!
//! The schemas are the same in every run. `PROPTEST_CASES=1000` looks at more of them; with `RANDOM_SCHEMAS_COMPILED=4` that
//! many are compiled as well, under Clippy.

mod compiled;
#[path = "../sdl/introspection.rs"]
mod introspection;
mod schema;
#[path = "../sdl/mod.rs"]
mod sdl;
mod served;
#[path = "../sdl/sound.rs"]
mod sound;
mod strategy;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use backsmith::diagnostic::Diagnostic;
use backsmith::disk::lock::Origin;
use backsmith::disk::{self, Planned};
use backsmith::emit::Settings;
use backsmith::schema::Source;
use backsmith::tree::Tree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use schema::{Schema, Spelling};

const CASES: u32 = 32;

const AS_IN_TEMPLATES: Spelling = Spelling {
    list: Some("classes"),
    underscored: false,
    parse_server: false,
};

/// Other ways to write the same.
const OTHERS: [Spelling; 2] = [
    Spelling {
        list: Some("results"),
        underscored: true,
        parse_server: true,
    },
    Spelling {
        list: Some("definitions"),
        underscored: true,
        parse_server: false,
    },
];

fn runner() -> TestRunner {
    let told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let config = if told {
        config
    } else {
        Config {
            cases: CASES,
            ..config
        }
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn settings(name: &str) -> Settings {
    Settings {
        name: name.to_owned(),
        targets: Vec::new(),
    }
}

fn compile(text: String, name: &str) -> Tree {
    let source = Source {
        name: "schema.json".to_owned(),
        text,
    };
    match backsmith::compile(&source, &settings(name)) {
        Ok(compiled) => {
            assert!(!compiled.diagnostics.iter().any(Diagnostic::is_error));
            compiled.tree
        }
        Err(findings) => {
            let said = findings.iter().filter(|found| found.is_error());
            let said: Vec<_> = said.map(|found| &found.message).collect();
            panic!("refused: {said:#?}\n{}", source.text)
        }
    }
}

#[test]
fn what_comes_of_a_schema_is_sound() {
    let run = runner().run(&strategy::schema(), |schema| {
        let tree = compile(schema.text(AS_IN_TEMPLATES), &schema.name);
        assert_sound(&tree);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_same_comes_of_a_schema_in_each_run_and_spelling() {
    let run = runner().run(&strategy::schema(), |schema| {
        let text = schema.text(AS_IN_TEMPLATES);
        let tree = compile(text.clone(), &schema.name);
        assert_same(&tree, &compile(text, &schema.name), "a second run");
        for spelling in OTHERS {
            let other = compile(schema.text(spelling), &schema.name);
            assert_same(&tree, &other, &format!("{spelling:?}"));
        }
        assert_bare_list_is_read(&schema);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn what_was_generated_is_current() {
    let run = runner().run(&strategy::schema(), |schema| {
        let text = schema.text(AS_IN_TEMPLATES);
        let written = serde_json::from_str(&text).expect("the text is JSON");
        let tree = compile(text, &schema.name);
        let origin = Origin::new("0.0.0", written, BTreeMap::new());
        let planned = Planned {
            tree: &tree,
            origin: &origin,
            leave: &|_| false,
        };
        let folder = tempfile::tempdir().expect("there is room");
        disk::apply(folder.path(), planned, false).unwrap_or_else(|error| panic!("{error}"));
        assert_current(folder.path(), planned);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

/// A list alone says nothing but its classes.
fn assert_bare_list_is_read(schema: &Schema) {
    let alone = Schema {
        open: false,
        functions: Vec::new(),
        ..schema.clone()
    };
    let list = |list| Spelling {
        list,
        ..AS_IN_TEMPLATES
    };
    let bare = compile(alone.text(list(None)), &alone.name);
    let classes: serde_json::Value =
        serde_json::from_str(&alone.text(list(None))).expect("the text is JSON");
    let keyed = serde_json::json!({ "classes": classes }).to_string();
    assert_same(
        &bare,
        &compile(keyed, &alone.name),
        "the list under `classes`",
    );
}

fn assert_same(one: &Tree, other: &Tree, what: &str) {
    let paths =
        |tree: &Tree| -> Vec<String> { tree.files().map(|(path, _)| path.to_owned()).collect() };
    assert_eq!(paths(one), paths(other), "{what} gives other files");
    for (path, file) in one.files() {
        let other = other.get(path).expect("the paths are the same");
        assert!(
            file == other,
            "{what} gives another `{path}`:\n{}",
            similar::TextDiff::from_lines(
                String::from_utf8_lossy(&file.bytes),
                String::from_utf8_lossy(&other.bytes)
            )
            .unified_diff()
        );
    }
}

fn assert_current(root: &Path, planned: Planned<'_>) {
    let comparison = disk::compare(root, planned).unwrap_or_else(|error| panic!("{error}"));
    let differs: Vec<_> = comparison
        .verdicts()
        .into_iter()
        .map(|(path, verdict, _)| (path.to_owned(), verdict))
        .collect();
    assert!(differs.is_empty(), "not current: {differs:?}");
}

fn assert_sound(tree: &Tree) {
    let mut folded = BTreeSet::new();
    for (path, file) in tree.files() {
        assert_portable(path);
        assert!(
            folded.insert(path.to_lowercase()),
            "`{path}` meets another file where case does not count"
        );
        let text = std::str::from_utf8(&file.bytes).expect("every file is text");
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => {
                syn::parse_file(text)
                    .unwrap_or_else(|error| panic!("`{path}` is no Rust: {error}\n{text}"));
            }
            Some("json") => {
                serde_json::from_str::<serde_json::Value>(text)
                    .unwrap_or_else(|error| panic!("`{path}` is no JSON: {error}\n{text}"));
            }
            Some("toml") => {
                toml::from_str::<toml::Table>(text)
                    .unwrap_or_else(|error| panic!("`{path}` is no TOML: {error}\n{text}"));
            }
            Some("graphql") if path == "schema.graphql" => sound::assert_sound(text),
            _ => {}
        }
    }
}

/// Inside the project, and a name on every file system.
fn assert_portable(path: &str) {
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        let numbered = |device| {
            let number = stem.strip_prefix(device);
            number.is_some_and(|number| number.parse::<u8>().is_ok())
        };
        let device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
            || numbered("com")
            || numbered("lpt");
        let plain = part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        assert!(
            plain && !part.is_empty() && !part.ends_with('.') && part != ".." && !device,
            "`{path}` is no path everywhere"
        );
    }
}
