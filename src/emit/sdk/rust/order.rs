//! The order in which rustfmt has modules and imports.

use std::cmp::Ordering;

/// What a declaration is sorted by among its neighbours.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// Letter by letter.
    Module(&'a str),
    Import(Vec<Name<'a>>),
}

impl<'a> Key<'a> {
    /// `None` where a line is no declaration of a module, and no import.
    pub fn of(line: &'a str) -> Option<Self> {
        let line = line.strip_suffix(';')?;
        let declared = line.strip_prefix("pub ").unwrap_or(line);
        if let Some(name) = declared.strip_prefix("mod ") {
            return Some(Self::Module(name));
        }
        let path = declared.strip_prefix("use ")?;
        Some(Self::Import(path.split("::").map(Name::of).collect()))
    }
}

/// A name of a path: where it leads first, then letter by letter, but numbers by what they count and `_` before all else.
#[derive(PartialEq, Eq)]
pub struct Name<'a>(&'a str);

impl<'a> Name<'a> {
    pub fn of(name: &'a str) -> Self {
        Self(name.strip_prefix("r#").unwrap_or(name))
    }

    fn place(&self) -> usize {
        let first = ["self", "super", "crate"];
        let place = first.iter().position(|first| *first == self.0);
        place.unwrap_or(first.len())
    }
}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = self.place().cmp(&other.place());
        place.then_with(|| by_version(self.0, other.0))
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn by_version(mut one: &str, mut other: &str) -> Ordering {
    let mut zeros = Ordering::Equal;
    loop {
        let (ones, others) = (digits(one), digits(other));
        if !ones.is_empty() && !others.is_empty() {
            (one, other) = (&one[ones.len()..], &other[others.len()..]);
            let count = |digits: &str| digits.trim_start_matches('0').to_owned();
            let (ones_count, others_count) = (count(ones), count(others));
            let counted = ones_count.len().cmp(&others_count.len());
            match counted.then_with(|| ones_count.cmp(&others_count)) {
                Ordering::Equal => zeros = zeros.then(others.len().cmp(&ones.len())),
                unequal => return unequal,
            }
            continue;
        }
        let (mut ones, mut others) = (one.chars(), other.chars());
        let rank = |letter: char| (letter != '_', letter);
        match (ones.next().map(rank), others.next().map(rank)) {
            (None, None) => return zeros,
            (first, second) => match first.cmp(&second) {
                Ordering::Equal => (one, other) = (ones.as_str(), others.as_str()),
                unequal => return unequal,
            },
        }
    }
}

/// Those that a name begins with.
fn digits(name: &str) -> &str {
    let end = name.find(|letter: char| !letter.is_ascii_digit());
    &name[..end.unwrap_or(name.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_count() {
        let names = "_a A1 A2 A10 AB ABC Abc Order02 Order2 Order10 OrderPatch Vec Vec_ Vec_1 Vec1 a_1 a1 b Új";
        let mut sorted: Vec<&str> = names.split(' ').rev().collect();
        sorted.sort_by_key(|name| Name::of(name));
        assert_eq!(sorted.join(" "), names);
    }

    #[test]
    fn imports_are_sorted_by_where_they_lead_and_modules_by_letters() {
        let sorted = |mut lines: Vec<&'static str>| {
            lines.sort_by_key(|line| Key::of(line));
            lines
        };
        let imports = [
            "use super::A2;",
            "use super::A10;",
            "use crate::a::{B};",
            "use a::B;",
        ];
        assert_eq!(sorted(imports.into_iter().rev().collect()), imports);
        let modules = ["mod a10;", "mod a2;", "mod a_b;"];
        assert_eq!(sorted(modules.into_iter().rev().collect()), modules);
        assert!(Key::of("pub struct A;").is_none());
    }
}
