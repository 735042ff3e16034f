//! A JSON body with a file in it, as SDKs send one: `{"base64":"…","_ContentType":"…",…}` in chunks → the bytes of the file
//! in chunks, and the other members. The file may be large and stand before everything else, so it is never held whole.

use crate::Result;
use crate::error::{Code, Error};
use crate::wire::Value;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Map;

/// Most bytes of what is not the file.
const MEMBERS: usize = 64 * 1024;
/// The member that is the file.
const FILE: &[u8] = b"base64";
/// With padding or without, as `atob` takes it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[derive(Default)]
pub(super) struct InJson {
    place: Place,
    depth: usize,
    /// The string that ended last, as far as it could be the name of the file's member.
    name: Vec<u8>,
    /// All but the text of the file.
    members: Vec<u8>,
    /// Letters of base64 that are not decoded yet.
    letters: Vec<u8>,
    has_file: bool,
}

/// Where in the text the next byte stands.
#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    #[default]
    Between,
    /// After the name of the member that is the file.
    BeforeFile,
    Text,
    TextEscape,
    File,
    FileEscape,
    /// In the four digits of an escaped letter; the bits so far, and how many digits are left.
    FileDigits(u32, u8),
}

impl InJson {
    /// Takes the next chunk, and gives what it holds of the file.
    ///
    /// # Errors
    /// Code 107 where it is no such body.
    pub(super) fn read(&mut self, chunk: &[u8]) -> Result<Vec<u8>> {
        for &byte in chunk {
            self.step(byte)?;
        }
        if self.members.len() > MEMBERS {
            return Err(invalid());
        }
        // Four letters are three bytes; what is left of them waits for the next chunk, and padding for the end.
        let padding = self.letters.iter().position(|letter| *letter == b'=');
        let whole = padding.unwrap_or(self.letters.len()) / 4 * 4;
        let decoded = decode(&self.letters[..whole])?;
        self.letters.drain(..whole);
        if self.letters.len() > 4 {
            return Err(invalid());
        }
        Ok(decoded)
    }

    /// The last bytes of the file, and the other members.
    ///
    /// # Errors
    /// Code 107 where the body is no JSON object.
    pub(super) fn finish(self) -> Result<(Vec<u8>, Map<String, Value>)> {
        let last = decode(&self.letters)?;
        let members = serde_json::from_slice(&self.members).map_err(|_| invalid())?;
        Ok((last, members))
    }

    fn step(&mut self, byte: u8) -> Result<()> {
        if !matches!(
            self.place,
            Place::File | Place::FileEscape | Place::FileDigits(..)
        ) {
            self.members.push(byte);
        }
        self.place = match self.place {
            Place::Between => self.between(byte),
            Place::BeforeFile if byte == b'"' => {
                // One file it is: of two, which one would be meant?
                if std::mem::replace(&mut self.has_file, true) {
                    return Err(invalid());
                }
                Place::File
            }
            Place::BeforeFile if byte.is_ascii_whitespace() => Place::BeforeFile,
            Place::BeforeFile => self.between(byte),
            Place::Text => self.text(byte),
            Place::TextEscape => Place::Text,
            Place::File => self.file(byte),
            Place::FileEscape => match byte {
                b'/' => self.file(byte),
                // Some break base64 into lines.
                b'n' | b'r' | b't' => Place::File,
                b'u' => Place::FileDigits(0, 4),
                _ => return Err(invalid()),
            },
            Place::FileDigits(bits, left) => {
                let digit = char::from(byte).to_digit(16).ok_or_else(invalid)?;
                let bits = bits << 4 | digit;
                if left == 1 {
                    self.letters
                        .push(u8::try_from(bits).map_err(|_| invalid())?);
                    Place::File
                } else {
                    Place::FileDigits(bits, left - 1)
                }
            }
        };
        Ok(())
    }

    fn between(&mut self, byte: u8) -> Place {
        match byte {
            b'"' => {
                self.name.clear();
                return Place::Text;
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b':' if self.depth == 1 && self.name == FILE => return Place::BeforeFile,
            _ => {}
        }
        Place::Between
    }

    fn text(&mut self, byte: u8) -> Place {
        match byte {
            b'"' => return Place::Between,
            b'\\' => {
                // A name that is written with escapes is not the one that matters.
                self.name.push(byte);
                return Place::TextEscape;
            }
            _ if self.name.len() <= FILE.len() => self.name.push(byte),
            _ => {}
        }
        Place::Text
    }

    fn file(&mut self, byte: u8) -> Place {
        match byte {
            b'"' => {
                self.members.push(byte);
                return Place::Between;
            }
            b'\\' => return Place::FileEscape,
            _ => self.letters.push(byte),
        }
        Place::File
    }
}

fn decode(letters: &[u8]) -> Result<Vec<u8>> {
    BASE64.decode(letters).map_err(|_| invalid())
}

fn invalid() -> Error {
    Error::new(Code::INVALID_JSON, "Invalid JSON of a file upload.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What comes of a body that arrives in chunks of this size.
    fn read(body: &str, size: usize) -> Result<(Vec<u8>, Value)> {
        let mut in_json = InJson::default();
        let mut file = Vec::new();
        for chunk in body.as_bytes().chunks(size) {
            file.extend(in_json.read(chunk)?);
        }
        let (last, members) = in_json.finish()?;
        file.extend(last);
        Ok((file, members.into()))
    }

    #[test]
    fn the_file_comes_out_wherever_it_stands_and_however_it_is_cut() {
        let others = json!({"base64": "", "_ContentType": "a/b", "fileData": {"tags": {"base64": "QQ=="}, "list": ["base64", {"base64": 1}]}});
        let bodies = [
            r#"{"base64":"aGVsbG8/+w==","_ContentType":"a/b","fileData":{"tags":{"base64":"QQ=="},"list":["base64",{"base64":1}]}}"#,
            r#" { "_ContentType" : "a/b" , "fileData":{"tags":{"base64":"QQ=="},"list":["base64",{"base64":1}]}, "base64" : "aGVsbG8\/\u002B\nw" } "#,
        ];
        for body in bodies {
            for size in 1..=body.len() {
                let (file, members) = read(body, size).unwrap();
                assert_eq!(file, b"hello?\xfb", "{body} in chunks of {size}");
                assert_eq!(members, others, "{body}");
            }
        }
    }

    #[test]
    fn without_a_file_it_is_what_it_is() {
        let body = r#"{"base64":null,"say \"base64\"":"x","b":["base64"]}"#;
        let (file, members) = read(body, 3).unwrap();
        assert!(file.is_empty());
        assert_eq!(
            members,
            json!({"base64": null, "say \"base64\"": "x", "b": ["base64"]})
        );
    }

    #[test]
    fn what_is_no_such_body_is_refused_in_bounded_memory() {
        for bad in [
            "",
            "[]",
            "null",
            "{",
            r#"{"base64":"QQ=="#,
            r#"{"base64":"Q=Q="}"#,
            r#"{"base64":"QQ==QQ=="}"#,
            r#"{"base64":"é"}"#,
            r#"{"base64":"\u0441"}"#,
            r#"{"base64":"QQ==","base64":"QQ=="}"#,
            r#"{"base64":"Q"}"#,
            r#"{"base64":"QQ=="}}"#,
        ] {
            assert!(read(bad, 4).is_err(), "{bad}");
        }
        let long = format!(r#"{{"a":"{}"}}"#, "a".repeat(MEMBERS));
        assert!(read(&long, 100).is_err());
    }
}
