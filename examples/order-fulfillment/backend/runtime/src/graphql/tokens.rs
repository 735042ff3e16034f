//! How long a document is, in bytes and in tokens: before it is read, because reading takes the time that a limit spares.

use super::refusal::Refusal;
use crate::config::GraphqlSettings;

/// How deep brackets may be inside of each other. No setting allows as many levels, and each takes some of the stack.
const MAX_NESTING: usize = 128;

/// # Errors
/// It is too long.
pub(super) fn check(text: &str, settings: &GraphqlSettings) -> Result<(), Refusal> {
    if text.len() > settings.max_document_bytes {
        let most = settings.max_document_bytes;
        return Err(Refusal::too_much(format!(
            "the document is longer than {most} bytes"
        )));
    }
    let (mut tokens, mut depth) = (0, 0_usize);
    let mut rest = text.as_bytes();
    while let Some((&letter, after)) = rest.split_first() {
        let length = match letter {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                rest = after;
                continue;
            }
            b'#' => {
                let line = rest
                    .iter()
                    .position(|letter| matches!(letter, b'\n' | b'\r'));
                rest = &rest[line.unwrap_or(rest.len())..];
                continue;
            }
            b'"' => text_length(rest),
            b'.' => rest.iter().take_while(|letter| **letter == b'.').count(),
            letter if is_of_name(letter) => rest
                .iter()
                .take_while(|letter| is_of_name(**letter))
                .count(),
            b'{' | b'[' | b'(' => {
                depth += 1;
                1
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                1
            }
            _ => 1,
        };
        rest = &rest[length..];
        tokens += 1;
        if tokens > settings.max_tokens {
            let most = settings.max_tokens;
            return Err(Refusal::too_much(format!(
                "the document has more than {most} tokens"
            )));
        }
        if depth > MAX_NESTING {
            return Err(Refusal::too_much(format!(
                "the document has more than {MAX_NESTING} brackets inside of each other"
            )));
        }
    }
    Ok(())
}

fn is_of_name(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || letter == b'_' || !letter.is_ascii()
}

/// How long the text is that these bytes begin with, quotes and all. One without an end takes the rest.
fn text_length(bytes: &[u8]) -> usize {
    const BLOCK: &[u8] = b"\"\"\"";
    let quotes = if bytes.starts_with(BLOCK) {
        BLOCK
    } else {
        &BLOCK[..1]
    };
    let mut at = quotes.len();
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(quotes) {
            return at + quotes.len();
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::text_length;

    #[test]
    fn a_text_ends_at_its_quotes() {
        assert_eq!(text_length(br#""a" b"#), 3);
        assert_eq!(text_length(br#""a\"b" c"#), 6);
        assert_eq!(text_length(br#""""a "b" c""" d"#), 13);
        assert_eq!(text_length(br#""" a"#), 2);
        assert_eq!(text_length(b"\"open\\"), 6);
    }
}
