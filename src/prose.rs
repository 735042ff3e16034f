//! Descriptions as lines of a comment: plain prose, wrapped, an empty line between paragraphs.
//!
//! It knows no comment's marks: whoever writes one says what a word becomes in it. [`rustdoc`] is how Rust's do.

/// What a word becomes, where that takes no more than the word.
pub type Spelt = fn(&str) -> String;

/// How prose is set.
pub struct Style<W, S> {
    /// The widest a line may be, without what marks it as a comment.
    pub width: usize,
    /// A word as the comment may hold it.
    pub word: W,
    /// The same at the start of a line.
    pub start: S,
}

impl<W, S> Style<W, S>
where
    W: Fn(&str) -> String,
    S: Fn(&str) -> String,
{
    /// The lines of a description.
    pub fn lines(&self, description: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for line in description.lines().chain([""]) {
            if line.trim().is_empty() {
                if !words.is_empty() {
                    if !lines.is_empty() {
                        lines.push(String::new());
                    }
                    self.wrap(&words, &mut lines);
                    words.clear();
                }
            } else {
                let shown = line
                    .split_whitespace()
                    .map(|word| (self.word)(&shown(word)));
                words.extend(shown.filter(|word| !word.is_empty()));
            }
        }
        lines
    }

    /// The first paragraph, on one line.
    pub fn first_line(&self, description: &str) -> String {
        let lines = self.lines(description);
        let paragraph: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .take_while(|line| !line.is_empty())
            .collect();
        paragraph.join(" ")
    }

    fn wrap(&self, words: &[String], lines: &mut Vec<String>) {
        let mut line = String::new();
        for word in words {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > self.width {
                lines.push(std::mem::take(&mut line));
            }
            if line.is_empty() {
                line = (self.start)(word);
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        lines.push(line);
    }
}

/// A word without the letters that no line shows, or that show the text after them in another order than it has.
fn shown(word: &str) -> String {
    let hidden = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    word.chars()
        .filter(|letter| !letter.is_control() && !hidden(*letter))
        .collect()
}

/// Words as rustdoc shows them: no links, no tags, no code fences, no lists.
pub mod rustdoc {
    pub fn word(word: &str) -> String {
        let mut escaped = String::with_capacity(word.len());
        let fence = word.contains("```");
        for letter in word.chars() {
            if matches!(letter, '[' | ']' | '<' | '>' | '\\') || (fence && letter == '`') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped
    }

    /// At the start of a line `-`, `#` or `1.` would begin a list or a heading.
    pub fn start(word: &str) -> String {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(description: &str) -> Vec<String> {
        style().lines(description)
    }

    fn style() -> Style<impl Fn(&str) -> String, impl Fn(&str) -> String> {
        Style {
            width: 96,
            word: rustdoc::word,
            start: rustdoc::start,
        }
    }

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
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= 96));
    }

    #[test]
    fn the_first_line_is_the_first_paragraph() {
        assert_eq!(style().first_line("One\ntwo.\n\nThree."), "One two.");
    }
}
