//! A run that is killed, and the next one.

use std::fmt::Write as _;
use std::process::Stdio;

use crate::shop::{Shop, backsmith};

fn large(field: &str) -> String {
    let mut classes = String::new();
    for number in 0..40 {
        let separator = if number == 0 { "" } else { "," };
        write!(classes, r#"{separator}{{"className": "C{number}", "fields": {{"{field}": {{"type": "Number"}}}}}}"#).unwrap();
    }
    format!(r#"{{"classes": [{classes}]}}"#)
}

/// Starts a run, and kills it once something is there.
fn killed_when(shop: &Shop, path: &str) {
    let mut command = backsmith();
    command
        .arg("generate")
        .current_dir(shop.path())
        .stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    while !shop.at(path).exists() && child.try_wait().unwrap().is_none() {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_killed_anywhere_is_no_hindrance_to_the_next() {
    let expected = |schema: &str| {
        let shop = Shop::with(schema);
        shop.generate();
        shop.texts()
    };
    let (one, two) = (large("one"), large("two"));
    let (first, second) = (expected(&one), expected(&two));
    let moments = [
        ".backsmith.journal",
        "backend/src/generated/.c0.rs.backsmith-new",
        "backend/src/generated/.c39.rs.backsmith-new",
        "backend/src/generated/.c20.rs.backsmith-old",
        "backend/src/generated/c0.rs",
        "backsmith.lock",
    ];
    for moment in moments {
        let shop = Shop::with(&one);
        killed_when(&shop, moment);
        shop.generate();
        assert_eq!(shop.texts(), first, "the first run was killed at {moment}");
        shop.write("schema.json", &two);
        killed_when(&shop, moment);
        shop.generate();
        assert_eq!(
            shop.texts(),
            second,
            "the second run was killed at {moment}"
        );
        shop.is_current();
    }
}
