//! Descriptions as lines of a comment: plain prose, wrapped, an empty line between paragraphs.

use super::Language;

/// The widest a line may be, without what marks it as a comment.
const WIDTH: usize = 110;

pub fn lines(description: &str, language: &impl Language) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph_ended = false;
    for line in description.lines() {
        let words: Vec<String> = line
            .split_whitespace()
            .map(|word| language.comment(&shown(word)))
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() {
            paragraph_ended = !lines.is_empty();
            continue;
        }
        if paragraph_ended {
            lines.push(String::new());
        }
        let goes_on = !paragraph_ended && !lines.is_empty();
        paragraph_ended = false;
        let mut current = if goes_on { lines.pop() } else { None }.unwrap_or_default();
        for word in words {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(&word);
        }
        lines.push(current);
    }
    lines
}

/// The first paragraph, on one line.
pub fn first_line(description: &str, language: &impl Language) -> String {
    let lines = lines(description, language);
    let paragraph: Vec<String> = lines
        .into_iter()
        .take_while(|line| !line.is_empty())
        .collect();
    paragraph.join(" ")
}

/// A word without the letters that no line shows, or that turn the text after them around.
fn shown(word: &str) -> String {
    let hidden = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    word.chars()
        .filter(|letter| !letter.is_control() && !hidden(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::TypeScript;
    use super::*;

    #[test]
    fn prose_is_wrapped_and_ends_no_comment() {
        assert_eq!(
            lines("  One\n\ttwo.\n\n\nThree */ four.\n", &TypeScript),
            ["One two.", "", "Three *\\/ four."]
        );
        assert_eq!(lines(" \n ", &TypeScript), [""; 0]);
        assert_eq!(lines("\u{202e}one \u{7f}", &TypeScript), ["one"]);
        let long = lines(&"word ".repeat(60), &TypeScript);
        assert!(long.len() > 1 && long.iter().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn the_first_line_is_the_first_paragraph() {
        assert_eq!(first_line("One\ntwo.\n\nThree.", &TypeScript), "One two.");
    }
}
