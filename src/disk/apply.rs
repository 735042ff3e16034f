//! Makes the disk as planned, or leaves it as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::compare::{Action, Change, Comparison, Planned, compare};
use super::digest::Digest;
use super::error::{Error, failed};
use super::guard::Guard;
use super::journal::{self, Journal, kept, staged};
use super::lock;
use super::ops::{Ops, Probe};
use super::path::{Folder, Found};

/// Writes what is planned into a folder, which is made if there is none. With `force`, files of ours that were edited by
/// hand are overwritten, and copies of them kept as `NAME.orig`.
///
/// # Errors
/// When something is in the way or the system refuses; the files are then as they were.
pub fn apply(root: &Path, planned: Planned<'_>, force: bool) -> Result<Vec<Change>, Error> {
    apply_watched(root, planned, force, &mut || Ok(()))
}

pub(super) fn apply_watched(
    root: &Path,
    planned: Planned<'_>,
    force: bool,
    probe: Probe<'_>,
) -> Result<Vec<Change>, Error> {
    let made = make_root(root)?;
    let outcome = Guard::acquire(root).and_then(|_guard| {
        let comparison = compare(root, planned)?;
        let changes = comparison.changes(force)?;
        run(root, planned, &comparison, &changes, probe)?;
        Ok(changes)
    });
    if outcome.is_err() {
        for folder in made.iter().rev() {
            // It stays if something is in it.
            let _ = fs::remove_dir(folder);
        }
    }
    outcome
}

/// The folders that were made, the outermost first.
fn make_root(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut missing: Vec<PathBuf> = root
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    fs::create_dir_all(root).map_err(|error| failed("create", root, error))?;
    Ok(missing)
}

fn run(
    root: &Path,
    planned: Planned<'_>,
    comparison: &Comparison,
    changes: &[Change],
    probe: Probe<'_>,
) -> Result<(), Error> {
    let mut ops = Ops::new(root, probe);
    if let Some(journal) = &comparison.journal {
        clear_leftovers(root, &mut ops, journal)?;
    }
    let quiet = |change: &Change| matches!(change.action, Action::Unchanged | Action::Keep);
    if comparison.lock_is_current && changes.iter().all(quiet) {
        return if comparison.journal.is_some() {
            ops.clear_file(journal::NAME)
        } else {
            Ok(())
        };
    }
    let work = Work::new(planned, comparison, changes);
    let folders = work.missing_folders(&ops);
    let journal = work.journal(&folders, comparison);
    let outcome = ops
        .replace(journal::STAGED, journal::NAME, &journal.text())
        .and_then(|()| work.stage(&mut ops, &folders))
        .and_then(|()| work.commit(&mut ops));
    if let Err(error) = outcome {
        let whole = ops.undo();
        // What an earlier, killed run left is still to be known again.
        if whole && comparison.journal.is_none() {
            let _ = ops.clear_file(journal::NAME);
        }
        return Err(error);
    }
    // All is in place. What cannot be cleared now is cleared by the next run, which the journal leads there.
    let _ = work
        .clear(&mut ops)
        .and_then(|()| ops.clear_file(journal::NAME));
    Ok(())
}

/// Removes what a killed run left under temporary names, and folders that it made for nothing.
fn clear_leftovers(root: &Path, ops: &mut Ops<'_>, journal: &Journal) -> Result<(), Error> {
    let mut folder = Folder::new(root);
    let beside = journal
        .files
        .keys()
        .flat_map(|path| [staged(path), kept(path)]);
    for leftover in beside.chain([journal::STAGED.to_owned()]) {
        if let Found::File(_) = folder.look(&leftover)? {
            ops.clear_file(&leftover)?;
        }
    }
    for path in journal.folders.iter().rev() {
        if ops.is_folder(path) {
            ops.clear_folder(path)?;
        }
    }
    Ok(())
}

/// What there is to do, by path.
struct Work<'a> {
    writes: BTreeMap<&'a str, Write<'a>>,
    removals: Vec<&'a str>,
    lock: Vec<u8>,
    replaces_lock: bool,
}

struct Write<'a> {
    bytes: &'a [u8],
    /// A file stands there now.
    replaces: bool,
    /// It was edited by hand, and a copy is kept here.
    copy: Option<&'a str>,
}

impl<'a> Work<'a> {
    fn new(planned: Planned<'a>, comparison: &'a Comparison, changes: &'a [Change]) -> Self {
        let mut work = Self {
            writes: BTreeMap::new(),
            removals: Vec::new(),
            lock: comparison.lock_text().into_bytes(),
            replaces_lock: comparison.has_lock(),
        };
        for Change { path, action } in changes {
            let (replaces, copy) = match action {
                Action::Create => (false, None),
                Action::Update => (true, None),
                Action::Overwrite { copy } => (true, Some(copy.as_str())),
                Action::Remove => {
                    work.removals.push(path);
                    continue;
                }
                Action::Keep | Action::Unchanged => continue,
            };
            if let Some(file) = planned.tree.get(path) {
                work.writes.insert(
                    path,
                    Write {
                        bytes: &file.bytes,
                        replaces,
                        copy,
                    },
                );
            }
        }
        work
    }

    /// Each before those inside it.
    fn missing_folders(&self, ops: &Ops<'_>) -> BTreeSet<String> {
        let folders = self.writes.keys().flat_map(|path| parents(path));
        folders
            .filter(|folder| !ops.is_folder(folder))
            .map(str::to_owned)
            .collect()
    }

    /// What a killed run of this work may leave, and what one before it may have left already.
    fn journal(&self, folders: &BTreeSet<String>, comparison: &Comparison) -> Journal {
        let mut journal = comparison.journal.clone().unwrap_or_default();
        for (path, write) in &self.writes {
            journal
                .files
                .entry((*path).to_owned())
                .or_default()
                .insert(Digest::of(write.bytes));
        }
        for path in &self.removals {
            journal.files.entry((*path).to_owned()).or_default();
        }
        journal.files.entry(lock::NAME.to_owned()).or_default();
        let emptied = self
            .removals
            .iter()
            .flat_map(|path| parents(path))
            .map(str::to_owned);
        journal.folders = folders.iter().cloned().chain(emptied).collect();
        journal
    }

    /// Puts everything on disk beside its place. Nothing has changed for the user yet.
    fn stage(&self, ops: &mut Ops<'_>, folders: &BTreeSet<String>) -> Result<(), Error> {
        for folder in folders {
            ops.make_folder(folder)?;
        }
        let mut names = vec![staged(lock::NAME)];
        ops.write_new(&names[0], &self.lock)?;
        for (path, write) in &self.writes {
            let name = staged(path);
            ops.write_new(&name, write.bytes)?;
            names.push(name);
        }
        ops.sync_files(&names)?;
        for (path, write) in &self.writes {
            if write.replaces {
                ops.copy_permissions(path, &staged(path))?;
                ops.link(path, &kept(path))?;
            }
            if let Some(copy) = write.copy {
                ops.link(path, copy)?;
            }
        }
        for path in &self.removals {
            ops.link(path, &kept(path))?;
        }
        if self.replaces_lock {
            ops.copy_permissions(lock::NAME, &staged(lock::NAME))?;
            ops.link(lock::NAME, &kept(lock::NAME))?;
        }
        Ok(())
    }

    /// Puts the staged files into their places, the lock last.
    fn commit(&self, ops: &mut Ops<'_>) -> Result<(), Error> {
        let mut folders = BTreeSet::new();
        for (path, write) in &self.writes {
            let old = write.replaces.then(|| kept(path));
            ops.put(&staged(path), path, old.as_deref())?;
            // A new folder is itself a name in the one above.
            folders.extend(parents(path));
        }
        for path in &self.removals {
            ops.take_away(path, &kept(path))?;
            folders.extend(parents(path));
        }
        for folder in folders {
            ops.sync_folder(folder)?;
        }
        let old = self.replaces_lock.then(|| kept(lock::NAME));
        ops.put(&staged(lock::NAME), lock::NAME, old.as_deref())?;
        ops.sync_folder("")
    }

    fn clear(&self, ops: &mut Ops<'_>) -> Result<(), Error> {
        let replaced = self
            .writes
            .iter()
            .filter(|(_, write)| write.replaces)
            .map(|(path, _)| *path);
        let lock = self.replaces_lock.then_some(lock::NAME);
        for path in replaced.chain(self.removals.iter().copied()).chain(lock) {
            ops.clear_file(&kept(path))?;
        }
        for path in &self.removals {
            let mut folders: Vec<_> = parents(path).collect();
            while let Some(folder) = folders.pop() {
                if !ops.clear_folder(folder)? {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The folders above a path, the outermost first, without the project's own.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(index, _)| &path[..index])
}
