//! The outbox of a server that the test started, and the links in its letters.

use crate::server::PATIENCE;
use std::fs;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The messages in the outbox, oldest first.
pub fn outbox(dir: &TempDir) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir.path().join("outbox")) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a message"))
        .collect()
}

/// The newest of so many messages, as soon as they are there.
pub fn mail(dir: &TempDir, count: usize) -> String {
    let started = Instant::now();
    loop {
        let mut mails = outbox(dir);
        assert!(mails.len() <= count, "more mail than asked for: {mails:?}");
        if mails.len() == count {
            return mails.pop().expect("a message");
        }
        assert!(started.elapsed() < PATIENCE, "no mail came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The link in a message.
pub fn link(mail: &str) -> String {
    let (_, body) = mail.split_once("\r\n\r\n").expect("a body");
    let body = if mail.contains("Content-Transfer-Encoding: base64") {
        decoded(body)
    } else {
        body.to_owned()
    };
    let link = body.lines().find(|line| line.starts_with("http"));
    link.unwrap_or_else(|| panic!("no link: {body}")).to_owned()
}

pub fn decoded(body: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in body.bytes() {
        let Some(digit) = DIGITS.iter().position(|known| *known == letter) else {
            continue;
        };
        bits = bits << 6 | digit as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).expect("text")
}

pub fn token(link: &str) -> &str {
    link.split_once("?token=").expect("a token").1
}
