//! Regular expressions as clients write them → ones of an engine whose time is linear in the text: no pattern makes it
//! try one way after another. What needs that, a look around or a reference back, it does not have.

use crate::Result;
use crate::error::Error;
use regex::{Regex, RegexBuilder};
use std::fmt::Write as _;

/// How long a pattern may be, in bytes.
const MAX_LENGTH: usize = 2_000;
/// How large it may become, in bytes: what a text costs is in proportion to it.
const MAX_SIZE: usize = 64 * 1024;
/// How deep its groups may nest.
const MAX_NESTING: u32 = 50;

/// A regular expression, and what is known of the texts that it finds.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    prefix: Option<Prefix>,
}

/// How every text that is found begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefix {
    pub text: String,
    /// And every text that begins so is found.
    pub is_all: bool,
}

impl Pattern {
    /// # Errors
    /// Code 102 for a pattern that cannot be, or is too large.
    pub(crate) fn parse(pattern: &str, options: &str) -> Result<Self> {
        if pattern.len() > MAX_LENGTH {
            return Err(Error::query(format!(
                "$regex is longer than {MAX_LENGTH} bytes"
            )));
        }
        let mut translation = Translation::default();
        for option in options.chars() {
            match option {
                'i' | 'm' | 's' | 'x' if !translation.flags.contains(option) => {
                    translation.flags.push(option);
                }
                'i' | 'm' | 's' | 'x' => {}
                // Every pattern is about characters here.
                'u' => {}
                _ => {
                    return Err(Error::query(format!(
                        "$options has i, m, s, u and x, not `{option}`"
                    )));
                }
            }
        }
        translation.read(pattern);
        let text = match translation.flags.as_str() {
            "" => translation.text,
            flags => format!("(?{flags}){}", translation.text),
        };
        let regex = compile(&text).map_err(|error| refused(&error))?;
        Ok(Self {
            regex,
            prefix: translation.prefix.filter(|prefix| !prefix.text.is_empty()),
        })
    }

    /// The pattern whose [`Pattern::text`] this is.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let regex = compile(text).ok()?;
        Some(Self {
            regex,
            prefix: None,
        })
    }

    /// As the engine writes it.
    pub(crate) fn text(&self) -> &str {
        self.regex.as_str()
    }

    pub(crate) fn prefix(&self) -> Option<&Prefix> {
        self.prefix.as_ref()
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

fn compile(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text)
        .size_limit(MAX_SIZE)
        .nest_limit(MAX_NESTING)
        .build()
}

fn refused(error: &regex::Error) -> Error {
    match error {
        regex::Error::CompiledTooBig(_) => {
            Error::query("$regex is too large: what repeats in it repeats too often")
        }
        error => {
            // The last line says what is wrong; those before it draw where.
            let text = error.to_string();
            let why = text.lines().last().unwrap_or_default();
            let why = why.strip_prefix("error: ").unwrap_or(why);
            Error::query(format!("$regex cannot be read: {why}"))
        }
    }
}

/// A pattern on its way into the engine's own form.
#[derive(Default)]
struct Translation {
    flags: String,
    text: String,
    /// Known where the pattern begins with `^` and has no alternative.
    prefix: Option<Prefix>,
    in_class: bool,
}

impl Translation {
    fn read(&mut self, pattern: &str) {
        let plain = self.flags.is_empty() || self.flags == "s";
        if plain && pattern.starts_with('^') {
            self.prefix = Some(Prefix {
                text: String::new(),
                is_all: true,
            });
        }
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            match first {
                '\\' => rest = self.escaped(rest),
                _ if self.in_class => self.in_class(first, rest),
                '^' if self.text.is_empty() => self.text.push('^'),
                '*' | '?' | '{' | '+' => {
                    // It is about the letter before it, which may then be missing.
                    if let Some(prefix) = self.prefix.as_mut().filter(|prefix| prefix.is_all) {
                        prefix.text.pop();
                        prefix.is_all = false;
                    }
                    self.text.push(first);
                }
                '.' | '(' | ')' | '[' | '^' | '$' | '|' => {
                    self.no_literal();
                    self.in_class = first == '[';
                    if first == '|' {
                        self.prefix = None;
                    }
                    self.text.push(first);
                }
                letter => {
                    self.literal(letter);
                    self.text.push(letter);
                }
            }
        }
    }

    /// A letter between `[` and `]`, where this engine knows more signs than others do.
    fn in_class(&mut self, letter: char, rest: &str) {
        match letter {
            '[' if rest.starts_with(':') => self.text.push(letter),
            '[' | '&' | '~' => self.quote(letter),
            ']' => {
                // The end of `[:alpha:]` ends no class.
                self.in_class = self.text.ends_with(':') && self.text.contains("[:");
                self.text.push(letter);
            }
            letter => self.text.push(letter),
        }
    }

    /// What follows a backslash; gives what is left of it.
    fn escaped<'p>(&mut self, rest: &'p str) -> &'p str {
        if let Some(quoted) = rest.strip_prefix('Q') {
            // As SDKs quote text, with an `\E` in it as `\E\\E\Q`.
            let (quoted, rest) = quoted.split_once("\\E").unwrap_or((quoted, ""));
            for letter in quoted.chars() {
                self.literal(letter);
                self.quote(letter);
            }
            return rest;
        }
        let Some(letter) = rest.chars().next() else {
            self.no_literal();
            self.text.push('\\');
            return rest;
        };
        // As in JavaScript, these are about the letters of ASCII.
        let class = match letter {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            'w' => "[0-9A-Za-z_]",
            'W' => "[^0-9A-Za-z_]",
            'b' if self.in_class => r"\x08",
            'b' => r"(?-u:\b)",
            'Z' => r"\z",
            _ => "",
        };
        if !class.is_empty() {
            self.no_literal();
            self.text.push_str(class);
        } else if letter.is_ascii_punctuation() {
            self.literal(letter);
            self.quote(letter);
        } else {
            self.no_literal();
            self.text.push('\\');
            self.text.push(letter);
        }
        &rest[letter.len_utf8()..]
    }

    fn literal(&mut self, letter: char) {
        if let Some(prefix) = self.prefix.as_mut().filter(|prefix| prefix.is_all) {
            prefix.text.push(letter);
        }
    }

    fn no_literal(&mut self) {
        if let Some(prefix) = &mut self.prefix {
            prefix.is_all = false;
        }
    }

    /// Writes a letter so that it means itself, also among others that are set apart by spaces.
    fn quote(&mut self, letter: char) {
        if letter.is_alphanumeric() {
            self.text.push(letter);
        } else {
            // Writing into a String does not fail.
            let _ = write!(self.text, "\\x{{{:x}}}", u32::from(letter));
        }
    }
}

impl Prefix {
    /// The first text in the order of code points that is past all texts with this prefix.
    pub(crate) fn end(&self) -> Option<String> {
        let mut text = self.text.clone();
        while let Some(last) = text.pop() {
            let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
            if let Some(next) = next {
                text.push(next);
                return Some(text);
            }
        }
        None
    }
}
