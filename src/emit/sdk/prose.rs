//! Descriptions as lines of a comment, in the language of a client.

use super::Language;
use crate::prose::Style;

/// The widest a line may be, without what marks it as a comment.
const WIDTH: usize = 110;

/// The lines of a description: its paragraphs wrapped, an empty line between them.
pub fn lines(description: &str, language: &impl Language) -> Vec<String> {
    style(language).lines(description)
}

/// The first paragraph, on one line.
pub fn first_line(description: &str, language: &impl Language) -> String {
    style(language).first_line(description)
}

fn style(language: &impl Language) -> Style<impl Fn(&str) -> String, impl Fn(&str) -> String> {
    Style {
        width: WIDTH,
        word: |word: &str| language.comment(word),
        start: |word: &str| language.comment_start(word),
    }
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
