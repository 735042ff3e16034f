//! `.backsmith.journal`: what a run is about to put in place, so that the next one knows it again if this one is killed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::path;

/// The name of the journal in a project's folder. It is there only while a run is going on, or after one was killed.
pub const NAME: &str = ".backsmith.journal";

/// Where it waits until it is whole.
pub const STAGED: &str = ".backsmith.journal.new";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// Each path that is touched, with the hashes of ours that may stand there.
    pub files: BTreeMap<String, BTreeSet<Digest>>,
    /// Folders that are made and folders that may become empty, to be removed if nothing is in them.
    pub folders: BTreeSet<String>,
}

impl Journal {
    /// Reads a journal. It is renamed into place whole, so one that cannot be read is none of ours, and says nothing.
    pub fn parse(text: &[u8]) -> Self {
        let mut journal: Self = serde_json::from_slice(text).unwrap_or_default();
        journal.files.retain(|path, _| path::is_inside(path));
        journal.folders.retain(|path| path::is_inside(path));
        journal
    }

    pub fn text(&self) -> Vec<u8> {
        // Strings in maps and lists: there is nothing in it that JSON cannot hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn wrote(&self, path: &str, digest: &Digest) -> bool {
        self.files
            .get(path)
            .is_some_and(|digests| digests.contains(digest))
    }
}

/// The name under which a new file waits beside its place.
pub fn staged(path: &str) -> String {
    beside(path, "new")
}

/// The name under which the old file is kept until all are in place.
pub fn kept(path: &str) -> String {
    beside(path, "old")
}

fn beside(path: &str, mark: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/.{name}.backsmith-{mark}"),
        None => format!(".{path}.backsmith-{mark}"),
    }
}
