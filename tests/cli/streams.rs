//! Standard input, output and error.

use std::fs::File;
use std::io::Write as _;
use std::process::Stdio;

use crate::shop::{ORDER, Shop, backsmith};

#[test]
fn a_schema_comes_from_standard_input() {
    let shop = Shop::new();
    let mut command = backsmith();
    command
        .args(["generate", "-", "--out", "store"])
        .current_dir(shop.path());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ORDER.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(shop.read("store/schema.json"), ORDER);
    assert_eq!(shop.run(&["check", "--out", "store"]).code, 0);
}

#[test]
fn a_reader_that_goes_is_no_trouble() {
    let shop = Shop::new();
    for (arguments, expected) in [
        (&["check"][..], 1),
        (&["completions", "bash"], 0),
        (&["generate"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = backsmith();
        command
            .args(arguments)
            .current_dir(shop.path())
            .stdout(writer)
            .stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        // The command holds our end of the pipe for writing.
        drop(command);
        drop(reader);
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), err.as_str()),
            (Some(expected), ""),
            "{arguments:?}"
        );
    }
    shop.is_current();
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_does_not_arrive_is_trouble() {
    let shop = Shop::generated();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = backsmith();
    let output = command
        .arg("check")
        .current_dir(shop.path())
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err.starts_with("error: cannot write to standard output: "),
        "{err}"
    );
}

#[test]
fn closed_streams_change_nothing() {
    let shop = Shop::new();
    let binary = env!("CARGO_BIN_EXE_backsmith");
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", r#"exec "$0" generate <&- >&- 2>&-"#, binary])
        .current_dir(shop.path());
    assert!(command.status().unwrap().success());
    shop.is_current();
}

#[test]
fn a_schema_that_is_no_text_is_refused_at_its_line() {
    let shop = Shop::new();
    std::fs::write(shop.at("schema.json"), b"{\n\xff}").unwrap();
    let said = shop.run(&["generate"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err,
        "error: `schema.json` is not UTF-8: see line 2\nhelp: save it as UTF-8\n"
    );
}
