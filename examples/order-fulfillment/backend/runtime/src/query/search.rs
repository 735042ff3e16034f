//! `$text`: whether a text holds the words that are sought, and how much of it they are.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a text is searched for. Words are letters and digits with anything else between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Search {
    /// As it was written, for what evaluates it elsewhere.
    pub term: String,
    pub is_case_sensitive: bool,
    pub is_diacritic_sensitive: bool,
    /// Runs of words that must all be there, mostly of one word each.
    sought: Vec<Vec<String>>,
    /// Runs of words that must not be.
    excluded: Vec<Vec<String>>,
}

impl Search {
    /// Reads `coffee "black tea" -milk`: every word, the two words in quotes one after the other, and one that must not be
    /// there.
    pub(crate) fn new(term: &str, is_case_sensitive: bool, is_diacritic_sensitive: bool) -> Self {
        let mut search = Self {
            term: term.to_owned(),
            is_case_sensitive,
            is_diacritic_sensitive,
            sought: Vec::new(),
            excluded: Vec::new(),
        };
        let mut excludes = false;
        for (index, part) in term.split('"').enumerate() {
            if index % 2 == 1 {
                search.add(part, excludes);
                continue;
            }
            // A minus right before a quote is about what is quoted.
            excludes = part.ends_with('-');
            for word in part.split_whitespace() {
                match word.strip_prefix('-') {
                    Some(word) => search.add(word, true),
                    None => search.add(word, false),
                }
            }
        }
        search
    }

    fn add(&mut self, text: &str, excluded: bool) {
        let run = self.words(text);
        if run.is_empty() {
            return;
        }
        if excluded {
            self.excluded.push(run);
        } else {
            self.sought.push(run);
        }
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.score(text) > 0.0
    }

    /// Which part of a text's words are sought, from 0 where it does not match to 1.
    pub(crate) fn score(&self, text: &str) -> f64 {
        let words = self.words(text);
        let count = |run: &[String]| words.windows(run.len()).filter(|held| *held == run).count();
        if self.sought.is_empty() || self.excluded.iter().any(|run| count(run) > 0) {
            return 0.0;
        }
        let mut found = 0;
        for run in &self.sought {
            match count(run) {
                0 => return 0.0,
                times => found += times * run.len(),
            }
        }
        (found as f64 / words.len() as f64).min(1.0)
    }

    /// The words of a text, in the form in which they are compared.
    fn words(&self, text: &str) -> Vec<String> {
        let text = match self.is_diacritic_sensitive {
            true => text.nfc().collect::<String>(),
            false => text.nfd().filter(|c| !is_combining_mark(*c)).collect(),
        };
        let text = if self.is_case_sensitive {
            text
        } else {
            text.to_lowercase()
        };
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
