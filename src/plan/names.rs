//! Names that must differ within one scope of one target.

use std::collections::BTreeSet;

/// What no file may be called on Windows, whatever its extension.
pub const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

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
