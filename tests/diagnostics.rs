//! Each `tests/diagnostics/NAME.json` holds one mistake, and `NAME.txt` what is printed of it. `UPDATE=1` rewrites the latter.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use backsmith::diagnostic::{Diagnostic, Format, code, render};
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

#[test]
fn every_code_is_explained_and_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_to_string(root.join("docs/diagnostics.md")).unwrap();
    let explained: Vec<_> = docs
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    assert_eq!(explained, code::ALL);

    let goldens = cases()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "txt"));
    let shown: String = goldens
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    // Two take a file too large to keep, and one is not of schemas.
    let elsewhere = [code::FILE_TOO_LARGE, code::TOO_MANY, code::BAD_SETTING];
    let missing = code::ALL
        .iter()
        .filter(|code| !shown.contains(**code) && !elsewhere.contains(code));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn codes(text: String) -> Vec<&'static str> {
    let source = Source {
        name: "schema.json".to_owned(),
        text,
    };
    findings(&source).iter().map(|found| found.code).collect()
}

#[test]
fn a_file_may_not_be_endless() {
    assert_eq!(
        codes(" ".repeat(16 * 1024 * 1024 + 1)),
        [code::FILE_TOO_LARGE]
    );
    let classes: Vec<_> = (0..2001)
        .map(|id| format!(r#"{{"className":"C{id}"}}"#))
        .collect();
    assert_eq!(codes(format!("[{}]", classes.join(","))), [code::TOO_MANY]);
    assert_eq!(codes(format!("[{}]", classes[..2000].join(","))), [""; 0]);
    let fields: Vec<_> = (0..1001)
        .map(|id| format!(r#""f{id}":{{"type":"String"}}"#))
        .collect();
    let class = |fields: &[String]| {
        format!(
            r#"[{{"className":"Wide","fields":{{{}}}}}]"#,
            fields.join(",")
        )
    };
    assert_eq!(codes(class(&fields)), [code::TOO_MANY]);
    assert_eq!(codes(class(&fields[..1000])), [""; 0]);
}

#[test]
fn no_nesting_overflows_the_stack() {
    for depth in [100, 600, 1_000_000] {
        assert_eq!(
            codes("[".repeat(depth) + &"]".repeat(depth)),
            [code::TOO_DEEP],
            "{depth}"
        );
    }
}

const MISTAKE: &str =
    "[\n\t{ \"className\": \"Größe\", \"fields\": { \"ok\": { \"type\": \"Sring\" } } }\n]\n";

#[test]
fn machines_read_an_object_a_line() {
    let source = Source {
        name: "a,b: 100%.json".to_owned(),
        text: MISTAKE.to_owned(),
    };
    let text = render(&source, &findings(&source), Format::Json, true);
    let object: serde_json::Value = serde_json::from_str(text.trim_end()).unwrap();
    assert_eq!(
        object,
        serde_json::json!({
            "code": "E0104", "severity": "error", "message": "there is no type `Sring`", "file": "a,b: 100%.json",
            "line": 2, "column": 54, "endLine": 2, "endColumn": 61, "help": "did you mean `String`?",
        })
    );
}

#[test]
fn github_shows_it_beside_the_line() {
    let source = Source {
        name: "a,b: 100%.json".to_owned(),
        text: MISTAKE.to_owned(),
    };
    let text = render(&source, &findings(&source), Format::Github, true);
    assert_eq!(
        text,
        "::error file=a%2Cb%3A 100%25.json,line=2,endLine=2,col=54,endColumn=61,title=E0104::\
         there is no type `Sring`%0Ahelp: did you mean `String`?\n"
    );
}

#[test]
fn a_line_without_end_is_cut_around_the_place() {
    let classes: Vec<_> = (0..900)
        .map(|id| format!(r#"{{"className":"Straße{id}"}}"#))
        .collect();
    let text = format!(
        r#"[{},{{"className":"a/b"}},{}]"#,
        classes.join(","),
        classes[..1].join(",")
    );
    let source = Source {
        name: "long.json".to_owned(),
        text,
    };
    let human = render(&source, &findings(&source), Format::Human, false);
    assert!(
        human.lines().all(|line| line.chars().count() < 400),
        "{human}"
    );
    let marked = human
        .lines()
        .skip_while(|line| !line.contains("a/b\"}"))
        .nth(1)
        .unwrap();
    assert_eq!(marked.trim_start_matches(['|', ' ']), "^^^^^", "{human}");
    assert!(human.contains("long.json:1:"), "{human}");
}

/// What an edit puts in; each upsets something else.
const UPSETS: [&str; 24] = [
    "{", "}", "[", "]", "\"", ",", ":", "null", "true", "1e999", "-", "0x1", "//", "/*",
    "\u{feff}", "名", "\\", "\\u12", "\n", "\r\n", "\t", "'", "{}", "[]",
];

proptest::proptest! {
    /// Whatever is typed, the answer is a Model or an error with its place.
    #[test]
    fn no_file_is_too_broken_for_a_sentence(
        file in 0..usize::MAX,
        edits in proptest::collection::vec((0..usize::MAX, 0..12_usize, 0..UPSETS.len()), 1..5),
    ) {
        let files: Vec<_> = cases().into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
        let mut source = read(&files[file % files.len()]);
        for (at, length, upset) in edits {
            let start = source.text.floor_char_boundary(at % (source.text.len() + 1));
            let end = source.text.floor_char_boundary((start + length).min(source.text.len()));
            source.text.replace_range(start..end, UPSETS[upset]);
        }
        let outcome = parse(&source).and_then(|document| resolve(&document));
        let found = match outcome {
            Ok((_, warnings)) => warnings,
            Err(errors) => {
                assert!(errors.iter().any(Diagnostic::is_error));
                errors
            }
        };
        for format in [Format::Human, Format::Json, Format::Github] {
            assert_eq!(render(&source, &found, format, false).is_empty(), found.is_empty());
        }
    }
}
