//! What is planned × what we wrote last × what lies on disk → what there is to do, and what to say about it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::error::{Error, Obstacle, Reason};
use super::journal::{self, Journal};
use super::lock::{self, Lock, Origin};
use super::path::{self, Folder, Found, Vacancy};
use crate::tree::{Owner, Tree};

/// What a project's folder should hold.
#[derive(Clone, Copy)]
pub struct Planned<'a> {
    pub tree: &'a Tree,
    pub origin: &'a Origin,
    /// Paths of ours that this run leaves as they are although they are not in the tree.
    pub leave: &'a dyn Fn(&str) -> bool,
}

/// The outcome of [`compare`], in the order of paths.
pub struct Comparison {
    root: PathBuf,
    pub(super) entries: Vec<Entry>,
    /// The lock as it will be.
    pub(super) lock: Lock,
    pub(super) lock_is_current: bool,
    pub(super) journal: Option<Journal>,
    old_lock: Option<Lock>,
    old_lock_text: Option<Vec<u8>>,
}

pub(super) struct Entry {
    pub path: String,
    pub state: State,
    /// The file as it is, where it is not as planned.
    pub disk: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Current,
    /// Planned, and nothing is there. `ours` for a file that we wrote before.
    Absent {
        ours: bool,
    },
    /// Planned, and what we wrote last is there.
    Outdated,
    /// Planned, and there is neither what we wrote nor what we plan.
    Blocked(Reason),
    /// No longer planned, and what we wrote is there.
    Stale,
    /// No longer planned, and somebody made it his own.
    StaleEdited,
    /// The user's, and there is none.
    UserAbsent,
}

/// What a run does with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Update,
    /// As `Update`, over a file edited by hand, of which a copy is kept under this path.
    Overwrite {
        copy: String,
    },
    Remove,
    /// No longer planned but edited by hand: it stays, and is the user's from now on.
    Keep,
    Unchanged,
}

/// Why a file is not as it would be generated now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The schema or the settings have changed since.
    Stale,
    /// Only the generator is another version.
    VersionOnly,
    HandEdited,
    Missing,
    /// Something that backsmith did not write stands in its place.
    Foreign,
}

/// Compares and changes nothing.
///
/// # Errors
/// When something cannot be read. What is merely in the way is part of the outcome.
pub fn compare(root: &Path, planned: Planned<'_>) -> Result<Comparison, Error> {
    if fs::metadata(root).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(Error::Blocked(vec![Obstacle::file(
            &root.to_string_lossy(),
        )]));
    }
    let mut folder = Folder::new(root);
    let old_lock_text = ours(&mut folder, lock::NAME)?;
    let old_lock = old_lock_text.as_deref().map(Lock::parse).transpose()?;
    let journal = ours(&mut folder, journal::NAME)?
        .as_deref()
        .map(Journal::parse);

    let mut comparer = Comparer {
        folder,
        planned,
        old: old_lock.as_ref(),
        journal: journal.as_ref(),
        entries: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    comparer.planned_files()?;
    comparer.former_files()?;
    let Comparer { entries, files, .. } = comparer;

    let lock = Lock {
        origin: planned.origin.clone(),
        files,
    };
    let lock_is_current = old_lock_text.as_deref() == Some(lock.text().as_bytes());
    Ok(Comparison {
        root: root.to_owned(),
        entries: entries.into_values().collect(),
        lock,
        lock_is_current,
        journal,
        old_lock,
        old_lock_text,
    })
}

/// Reads a file that only we write; anything but a plain file in its place is in the way.
fn ours(folder: &mut Folder<'_>, name: &str) -> Result<Option<Vec<u8>>, Error> {
    match folder.look(name)? {
        Found::Nothing => Ok(None),
        Found::File(bytes) => Ok(Some(bytes)),
        Found::Blocked(obstacle) => Err(Error::Blocked(vec![obstacle])),
    }
}

struct Comparer<'a> {
    folder: Folder<'a>,
    planned: Planned<'a>,
    old: Option<&'a Lock>,
    journal: Option<&'a Journal>,
    entries: BTreeMap<String, Entry>,
    /// For the new lock.
    files: BTreeMap<String, Digest>,
}

impl Comparer<'_> {
    fn planned_files(&mut self) -> Result<(), Error> {
        for (path, file) in self.planned.tree.files() {
            if !path::is_inside(path) {
                self.note(path, State::Blocked(Reason::Outside), None);
                continue;
            }
            match file.owner {
                Owner::User => match self.folder.vacant(path)? {
                    Vacancy::Free => self.note(path, State::UserAbsent, None),
                    Vacancy::Taken => {}
                    Vacancy::Blocked(obstacle) => self.blocked(obstacle),
                },
                Owner::Generator => {
                    self.files.insert(path.to_owned(), Digest::of(&file.bytes));
                    match self.folder.look(path)? {
                        Found::Nothing => self.note(
                            path,
                            State::Absent {
                                ours: self.known(path),
                            },
                            None,
                        ),
                        Found::File(bytes) if bytes == file.bytes => {
                            self.note(path, State::Current, None)
                        }
                        Found::File(bytes) => {
                            let state = match (self.wrote(path, &bytes), self.known(path)) {
                                (true, _) => State::Outdated,
                                (false, true) => State::Blocked(Reason::Edited),
                                (false, false) => State::Blocked(Reason::Foreign),
                            };
                            self.note(path, state, Some(bytes));
                        }
                        Found::Blocked(obstacle) => self.blocked(obstacle),
                    }
                }
            }
        }
        Ok(())
    }

    fn former_files(&mut self) -> Result<(), Error> {
        let locked = self.old.into_iter().flat_map(|lock| lock.files.keys());
        let journalled = self
            .journal
            .into_iter()
            .flat_map(|journal| journal.files.keys());
        let former: BTreeSet<_> = locked
            .chain(journalled)
            .filter(|path| *path != lock::NAME)
            .collect();
        for path in former {
            if self.planned.tree.get(path).is_some() {
                continue;
            }
            if (self.planned.leave)(path) {
                self.left_file(path)?;
                continue;
            }
            match self.folder.look(path)? {
                Found::Nothing => {}
                Found::File(bytes) if self.wrote(path, &bytes) => {
                    self.note(path, State::Stale, Some(bytes))
                }
                Found::File(_) | Found::Blocked(_) => self.note(path, State::StaleEdited, None),
            }
        }
        Ok(())
    }

    /// A file that this run leaves alone stays in the lock, with the hash that a killed run gave it if there was one.
    fn left_file(&mut self, path: &str) -> Result<(), Error> {
        let mut digest = self.old.and_then(|lock| lock.files.get(path)).cloned();
        if self
            .journal
            .is_some_and(|journal| journal.files.contains_key(path))
            && let Found::File(bytes) = self.folder.look(path)?
            && self.wrote(path, &bytes)
        {
            digest = Some(Digest::of(&bytes));
        }
        if let Some(digest) = digest {
            self.files.insert(path.to_owned(), digest);
        }
        Ok(())
    }

    fn note(&mut self, path: &str, state: State, disk: Option<Vec<u8>>) {
        self.entries.insert(
            path.to_owned(),
            Entry {
                path: path.to_owned(),
                state,
                disk,
            },
        );
    }

    /// A link in the place of a folder is named once, not once for each file below it.
    fn blocked(&mut self, obstacle: Obstacle) {
        self.note(&obstacle.path, State::Blocked(obstacle.reason), None);
    }

    fn known(&self, path: &str) -> bool {
        self.old.is_some_and(|lock| lock.files.contains_key(path))
            || self
                .journal
                .is_some_and(|journal| journal.files.contains_key(path))
    }

    fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        let digest = Digest::of(bytes);
        self.old
            .is_some_and(|lock| lock.files.get(path) == Some(&digest))
            || self
                .journal
                .is_some_and(|journal| journal.wrote(path, &digest))
    }
}

impl Comparison {
    /// What a run would do.
    ///
    /// # Errors
    /// Everything that stands in the way.
    pub fn changes(&self, force: bool) -> Result<Vec<Change>, Error> {
        let mut obstacles = Vec::new();
        let mut changes = Vec::new();
        for Entry { path, state, .. } in &self.entries {
            let action = match state {
                State::Current => Action::Unchanged,
                State::Absent { .. } | State::UserAbsent => Action::Create,
                State::Outdated => Action::Update,
                State::Stale => Action::Remove,
                State::StaleEdited => Action::Keep,
                State::Blocked(Reason::Edited) if force => Action::Overwrite {
                    copy: self.copy_of(path),
                },
                State::Blocked(reason) => {
                    obstacles.push(Obstacle::new(path, *reason));
                    continue;
                }
            };
            changes.push(Change {
                path: path.clone(),
                action,
            });
        }
        if obstacles.is_empty() {
            Ok(changes)
        } else {
            Err(Error::Blocked(obstacles))
        }
    }

    /// Each file that is not as it would be generated now, with the bytes that lie on disk. The files of the user's are
    /// not among them.
    pub fn verdicts(&self) -> Vec<(&str, Verdict, Option<&[u8]>)> {
        let cause = self.cause();
        let mut verdicts = Vec::new();
        for Entry { path, state, disk } in &self.entries {
            let verdict = match state {
                State::Current | State::UserAbsent => continue,
                State::Absent { ours: true } => Verdict::Missing,
                State::Absent { ours: false } if self.old_lock.is_none() => Verdict::Missing,
                State::Absent { ours: false } | State::Outdated | State::Stale => cause,
                State::Blocked(Reason::Edited) | State::StaleEdited => Verdict::HandEdited,
                State::Blocked(_) => Verdict::Foreign,
            };
            verdicts.push((path.as_str(), verdict, disk.as_deref()));
        }
        if !self.lock_is_current {
            let verdict = if self.old_lock.is_none() {
                Verdict::Missing
            } else {
                cause
            };
            verdicts.push((lock::NAME, verdict, self.old_lock_text.as_deref()));
        }
        verdicts.sort_by_key(|(path, ..)| *path);
        verdicts
    }

    pub(super) fn has_lock(&self) -> bool {
        self.old_lock.is_some()
    }

    /// The text of the lock as it will be.
    pub fn lock_text(&self) -> String {
        self.lock.text()
    }

    /// The first free name of `NAME.orig`, `NAME.orig.2`, and so on: an older copy is never lost.
    fn copy_of(&self, path: &str) -> String {
        let is_free = |copy: &String| self.root.join(copy).symlink_metadata().is_err();
        let first = format!("{path}.orig");
        let further = (2u32..).map(|number| format!("{path}.orig.{number}"));
        std::iter::once(first.clone())
            .chain(further)
            .find(is_free)
            .unwrap_or(first)
    }

    fn cause(&self) -> Verdict {
        let now = &self.lock.origin;
        match &self.old_lock {
            Some(Lock { origin: then, .. })
                if then.generator != now.generator
                    && then.schema_sha256 == now.schema_sha256
                    && then.settings == now.settings =>
            {
                Verdict::VersionOnly
            }
            _ => Verdict::Stale,
        }
    }
}
