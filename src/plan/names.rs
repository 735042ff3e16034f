//! Names that must differ within one scope of one target.

use std::collections::BTreeSet;

/// The names taken in one scope: a target's own words first, then whatever is claimed.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which `words` cannot be had.
    pub fn without<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: words.into_iter().map(str::to_owned).collect(),
        }
    }

    /// `wanted` where it is free, else `wanted` with `suffix`, else with a number after it.
    pub fn claim(&mut self, wanted: &str, suffix: &str) -> String {
        let name = [wanted.to_owned(), format!("{wanted}{suffix}")]
            .into_iter()
            .chain((2_u32..).map(|number| format!("{wanted}{suffix}{number}")))
            .find(|name| !self.taken.contains(name))
            .unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }
}
