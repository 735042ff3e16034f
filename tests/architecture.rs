//! The invariants of the house that a machine can check, read off the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path from the root with `/`, and its text without comments and unit tests.
struct Source {
    path: String,
    text: String,
    lines: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    files
}

fn name(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("it lies in the project");
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

fn sources(folder: &str) -> Vec<Source> {
    let rust = files(folder).into_iter().filter(|path| {
        path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs")
    });
    rust.map(|path| {
        let whole = fs::read_to_string(&path).expect("a source is text");
        let code: Vec<&str> = whole
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .filter(|line| !is_comment(line))
            .collect();
        Source {
            path: name(&path),
            text: code.join("\n"),
            lines: whole.lines().count(),
        }
    })
    .collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Each source that says one of `words`, with the word.
fn saying(sources: &[Source], words: &[&str]) -> Vec<String> {
    let found = sources.iter().flat_map(|source| {
        let said = words.iter().filter(|word| source.text.contains(**word));
        said.map(|word| format!("{} says `{word}`", source.path))
    });
    found.collect()
}

fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_model_and_the_plan_name_no_target() {
    let mut sources = sources("src/model");
    sources.extend(self::sources("src/plan"));
    let targets = [
        "emit::",
        "crate::tree",
        "quote!",
        "handlebars",
        "SQL",
        "Sql",
        "openapi",
        "OpenApi",
        "TypeScript",
    ];
    assert_none(&saying(&sources, &targets));
}

#[test]
fn data_falls_one_floor_at_a_time() {
    let climbs = [
        (
            "src/schema",
            &["crate::model", "crate::plan", "crate::emit", "crate::disk"][..],
        ),
        ("src/model", &["crate::plan", "crate::emit", "crate::disk"]),
        ("src/plan", &["crate::schema", "crate::emit", "crate::disk"]),
        (
            "src/emit",
            &["crate::schema", "crate::disk", "crate::diagnostic"],
        ),
        (
            "src/disk",
            &[
                "crate::schema",
                "crate::model",
                "crate::plan",
                "crate::emit",
            ],
        ),
    ];
    for (floor, above) in climbs {
        assert_none(&saying(&sources(floor), above));
    }
}

#[test]
fn no_emitter_imports_a_sibling() {
    let sources = sources("src/emit");
    let target = |path: &str| {
        path.trim_start_matches("src/emit/")
            .split(['/', '.'])
            .next()
            .map(str::to_owned)
    };
    let targets: Vec<String> = sources
        .iter()
        .filter_map(|source| target(&source.path))
        .filter(|target| target != "mod")
        .collect();
    let mut found = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.path != "src/emit/mod.rs")
    {
        let own = target(&source.path);
        for sibling in targets
            .iter()
            .filter(|sibling| Some(*sibling) != own.as_ref())
        {
            let nested = source.path.matches('/').count() > 2;
            let up = if nested {
                format!("super::super::{sibling}")
            } else {
                format!("super::{sibling}")
            };
            if source.text.contains(&up) || source.text.contains(&format!("emit::{sibling}")) {
                found.push(format!("{} imports {sibling}", source.path));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn each_tool_has_one_user() {
    let everything = sources("src");
    for (tool, user) in [
        ("quote::", "src/emit/rust/"),
        ("prettyplease::", "src/emit/rust/"),
        ("handlebars::", "src/emit/template.rs"),
        ("include_dir::", "src/emit/template.rs"),
    ] {
        let others = saying(&everything, &[tool]);
        let others: Vec<String> = others
            .into_iter()
            .filter(|found| !found.starts_with(user))
            .collect();
        assert_none(&others);
    }
}

#[test]
fn emitters_are_pure() {
    let mut sources = sources("src/emit");
    sources.extend(self::sources("src/plan"));
    let impure = [
        "std::fs",
        "std::env",
        "std::time",
        "std::process",
        "HashMap",
        "HashSet",
        "rand",
        "thread",
    ];
    assert_none(&saying(&sources, &impure));
}

#[test]
fn only_the_disk_and_the_commands_touch_the_world() {
    let outside = |source: &Source| {
        let door = ["src/disk", "src/cli", "src/main.rs"];
        !door.iter().any(|door| source.path.starts_with(door))
    };
    let inside: Vec<Source> = sources("src").into_iter().filter(outside).collect();
    assert_none(&saying(
        &inside,
        &[
            "std::fs",
            "println!",
            "eprintln!",
            "print!(",
            "process::exit",
            "std::env",
            "dbg!",
        ],
    ));
    let library: Vec<Source> = sources("src")
        .into_iter()
        .filter(|source| !source.path.starts_with("src/cli"))
        .collect();
    assert_none(&saying(
        &library,
        &["println!", "eprintln!", "process::exit", "dbg!"],
    ));
}

#[test]
fn no_lint_is_silenced_and_nothing_is_left_to_do() {
    let mut everything = sources("src");
    everything.extend(sources("templates"));
    assert_none(&saying(
        &everything,
        &[
            "#[allow",
            "#![allow",
            "todo!",
            "unimplemented!",
            ".unwrap()",
        ],
    ));
}

#[test]
fn files_stay_small() {
    let mut everything = sources("src");
    everything.extend(sources("templates"));
    let long = everything.iter().filter(|source| source.lines > 600);
    assert_none(
        &long
            .map(|source| format!("{} has {} lines", source.path, source.lines))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_tool_has_left_anything_in_the_templates() {
    let found: Vec<String> = files("templates")
        .iter()
        .map(|path| name(path))
        .filter(|path| {
            let last = path.rsplit('/').next().unwrap_or_default();
            matches!(last, "Cargo.toml" | "Cargo.lock")
                || path.split('/').any(|part| part == "target")
        })
        .collect();
    assert_none(&found);
}
