//! Descriptions as doc comments: plain prose, wrapped, with nothing that rustdoc would read as markup.

use proc_macro2::TokenStream;
use quote::quote;

/// The widest a line of prose may be, without the `/// `.
const WIDTH: usize = 96;

/// The lines of a description: its paragraphs wrapped, an empty line between them.
pub fn lines(description: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for line in description.lines().chain([""]) {
        if line.trim().is_empty() {
            if !words.is_empty() {
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                wrap(&words, &mut lines);
                words.clear();
            }
        } else {
            let shown = line.split_whitespace().map(escape);
            words.extend(shown.filter(|word| !word.is_empty()));
        }
    }
    lines
}

/// A description as doc comments; `fallback` where there is none.
pub fn doc(description: Option<&str>, fallback: &str) -> TokenStream {
    let mut found = lines(description.unwrap_or_default());
    if found.is_empty() {
        found = if fallback.is_empty() {
            Vec::new()
        } else {
            vec![fallback.to_owned()]
        };
    }
    let lines = found.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The first paragraph, on one line.
pub fn first_line(description: &str) -> String {
    let lines = lines(description);
    let paragraph: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .take_while(|line| !line.is_empty())
        .collect();
    paragraph.join(" ")
}

fn wrap(words: &[String], lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line = start(word);
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.push(line);
}

/// A word as rustdoc shows it: no links, no tags, no code fences.
fn escape(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    let fence = word.contains("```");
    for letter in word.chars() {
        if matches!(letter, '[' | ']' | '<' | '>' | '\\') || (fence && letter == '`') {
            escaped.push('\\');
        }
        if !letter.is_control() && !turns_text(letter) {
            escaped.push(letter);
        }
    }
    escaped
}

/// Letters that show the code after them in another order than it has. The compiler refuses them.
fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A word at the start of a line, where `-`, `#` or `1.` would begin a list or a heading.
fn start(word: &str) -> String {
    let number = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if number.len() < word.len() && (number == "." || number == ")") {
        return format!("{}\\{number}", &word[..word.len() - number.len()]);
    }
    let marker = word.starts_with(['-', '+', '*', '#', '=', '|', '~', '_']);
    if marker {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_holds_no_markup() {
        assert_eq!(
            lines("  One\n\ttwo.\n\n\nThree [x] <b>"),
            ["One two.", "", "Three \\[x\\] \\<b\\>"]
        );
        assert_eq!(lines("- a list"), ["\\- a list"]);
        assert_eq!(lines("1. a list"), ["1\\. a list"]);
        assert_eq!(lines("```rust"), ["\\`\\`\\`rust"]);
        assert_eq!(lines(" \n "), [""; 0]);
        assert_eq!(lines("\u{202e}one \u{7f}"), ["one"]);
        assert_eq!(lines("\u{7f}"), [""; 0]);
    }

    #[test]
    fn long_prose_is_wrapped() {
        let lines = lines(&"word ".repeat(60));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn the_first_line_is_the_first_paragraph() {
        assert_eq!(first_line("One\ntwo.\n\nThree."), "One two.");
    }
}
