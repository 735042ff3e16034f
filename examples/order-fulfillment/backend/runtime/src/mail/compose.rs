//! A message as it goes over the wire (RFC 5322), in ASCII. Whatever its parts hold, none of them ends a header line.

use super::{Failure, Message};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rand::RngCore as _;

/// Bytes of text in one encoded word: with its frame it stays below the 75 that RFC 2047 allows.
const WORD: usize = 42;
/// Bytes of text in one line of a body in base64, which makes 76 letters of it.
const LINE: usize = 57;

/// # Errors
/// An address that no header may hold.
pub(super) fn compose(from: &str, name: &str, message: &Message) -> Result<Vec<u8>, Failure> {
    let Message { to, subject, text } = message;
    if !is_mailable(from) || !is_mailable(to) {
        return Err(Failure::Lasting(
            "no mail goes to or from such an address".into(),
        ));
    }
    let host = from.rsplit('@').next().unwrap_or_default();
    let (name, subject) = (encoded(name), encoded(subject));
    let date = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S +0000");
    let id = rand::rng().next_u64();
    let millis = jiff::Timestamp::now().as_millisecond();
    let (encoding, body) = body(text);
    let mail = format!(
        "From: {name} <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\n\
         Message-ID: <{millis}.{id:016x}@{host}>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    );
    Ok(mail.into_bytes())
}

/// Whether the address is of letters that mean nothing in a header or a command: what RFC 5321 has without quotes.
pub(crate) fn is_mailable(address: &str) -> bool {
    let local =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
    let host = |letter: char| letter.is_ascii_alphanumeric() || "-.".contains(letter);
    address.split_once('@').is_some_and(|(before, after)| {
        (1..=64).contains(&before.len())
            && (1..=255).contains(&after.len())
            && before.chars().all(local)
            && after.chars().all(host)
    })
}

/// Text as a header may hold it: as it is where it is of plain words, otherwise in encoded words.
fn encoded(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "- ".contains(letter);
    if !text.is_empty() && text.len() <= WORD && text.trim() == text && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for letter in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + letter.len_utf8() <= WORD => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    let words = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// Short lines of ASCII stay readable; anything else goes in base64.
fn body(text: &str) -> (&'static str, String) {
    let plain = |line: &str| {
        line.len() <= 900
            && line
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    };
    if text.split('\n').all(plain) {
        return ("7bit", text.replace('\n', "\r\n"));
    }
    let lines = text
        .as_bytes()
        .chunks(LINE)
        .map(|line| BASE64_STANDARD.encode(line) + "\r\n");
    ("base64", lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to: &str, subject: &str) -> Result<String, Failure> {
        let message = Message {
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: "Hello,\n\nFärewell".to_owned(),
        };
        compose("shop@example.com", "Shop", &message)
            .map(|bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{error}")))
    }

    #[test]
    fn no_part_of_a_message_ends_a_header() {
        for bad in [
            "a@b.c\r\nBcc: x@y.z",
            "a@b.c\nBcc: x@y.z",
            "a@b.c>, <x@y.z",
            "a b@c.d",
            "a@b@c",
            "@b.c",
            "a@",
            "\u{202e}a@b.c",
        ] {
            assert!(mail(bad, "Hello").is_err(), "{bad:?}");
        }
        let mail = mail("ana@example.com", "Hi\r\nBcc: x@y.z\r\n\r\nbody").unwrap();
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().all(|line| !line.starts_with("Bcc")), "{mail}");
        assert!(mail.is_ascii() && !mail.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn long_and_foreign_subjects_are_encoded_words() {
        let mail = mail("ana@example.com", &"Größe ".repeat(20)).unwrap();
        assert!(mail.lines().all(|line| line.len() <= 78), "{mail}");
        assert!(mail.contains("Subject: =?utf-8?B?"), "{mail}");
    }
}
