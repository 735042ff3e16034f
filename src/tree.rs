//! The project in memory: path → bytes, and whose each file is.
//!
//! It knows neither how a file came about nor where it will lie.

use std::collections::BTreeMap;

/// Files by path: relative, with `/`, no `.` or `..`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, File>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub bytes: Vec<u8>,
    pub owner: Owner,
}

/// Whose a file is once it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Ours: replaced when it differs, removed when it is no longer planned.
    Generator,
    /// The user's after the first run: written where there is none, never touched again.
    User,
}

impl Tree {
    /// Adds a file. Two of the same path are a mistake of the emitter, never of the schema.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>, owner: Owner) {
        let path = path.into();
        debug_assert!(!self.files.contains_key(&path), "`{path}` is planned twice");
        let bytes = bytes.into();
        self.files.insert(path, File { bytes, owner });
    }

    /// In the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }
}
