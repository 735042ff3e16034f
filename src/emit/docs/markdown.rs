//! Text that people wrote, made safe to stand in Markdown.

/// Prose in a table cell or a line: one line, with no character that Markdown would act on.
pub fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = line.chars().collect();
    let inside_word = |at: usize| {
        let word = |index: usize| {
            letters
                .get(index)
                .is_some_and(|letter| letter.is_alphanumeric())
        };
        at > 0 && word(at - 1) && word(at + 1)
    };
    let mut escaped = String::with_capacity(line.len());
    for (at, &letter) in letters.iter().enumerate() {
        let acts = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' => true,
            '_' => !inside_word(at),
            _ => false,
        };
        if acts {
            escaped.push('\\');
        }
        if !letter.is_control() {
            escaped.push(letter);
        }
    }
    escaped
}

/// A name as code. One that holds a backtick or a bar cannot be code in a table, and is escaped instead.
pub fn code(name: &str) -> String {
    if name.is_empty() {
        return "(empty)".to_owned();
    }
    if name.contains(['`', '|', '\n', '\r']) {
        inline(name)
    } else {
        format!("`{name}`")
    }
}

/// The anchors that GitHub gives to the headings of one file.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    seen: std::collections::BTreeMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading.
    pub fn next(&mut self, heading: &str) -> String {
        let slug: String = heading
            .to_lowercase()
            .chars()
            .map(|letter| if letter == ' ' { '-' } else { letter })
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
            .collect();
        let count = self.seen.entry(slug.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            slug
        } else {
            format!("{slug}-{}", *count - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_cell() {
        assert_eq!(
            inline("a | b\n<script> `x` _y_ snake_case"),
            "a \\| b \\<script\\> \\`x\\` \\_y\\_ snake_case"
        );
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b|c"), "a\\`b\\|c");
    }

    #[test]
    fn equal_headings_have_different_anchors() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.next("Order Line!"), "order-line");
        assert_eq!(anchors.next("order line"), "order-line-1");
    }
}
