//! Paths of a project: which are sound, and what stands at one.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{Error, Obstacle, failed};

/// Whether a path of a plan or a lock stays inside the project on every system.
pub fn is_inside(path: &str) -> bool {
    let sound = |part: &str| {
        !matches!(part, "" | "." | "..")
            && !part.contains(|c: char| matches!(c, '\\' | ':') || c.is_control())
    };
    path.split('/').all(sound)
}

/// What stands at a path.
#[derive(Debug)]
pub enum Found {
    Nothing,
    File(Vec<u8>),
    /// Something that we neither read nor replace, in words.
    Blocked(Obstacle),
}

/// Looks at a project's folder without following a symbolic link below it.
pub struct Folder<'a> {
    root: &'a Path,
    /// Each folder is looked at once, however many files it holds.
    parents: HashMap<PathBuf, Parent>,
}

#[derive(Clone)]
enum Parent {
    Folder,
    Nothing,
    Blocked(Obstacle),
}

impl<'a> Folder<'a> {
    pub fn new(root: &'a Path) -> Self {
        Self {
            root,
            parents: HashMap::new(),
        }
    }

    /// Reads the file at a path of ours.
    ///
    /// # Errors
    /// When the file system does not answer.
    pub fn look(&mut self, path: &str) -> Result<Found, Error> {
        match self.parent(path)? {
            Parent::Folder => {}
            Parent::Nothing => return Ok(Found::Nothing),
            Parent::Blocked(obstacle) => return Ok(Found::Blocked(obstacle)),
        }
        let place = self.root.join(path);
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(failed("read", &place, error)),
        };
        if kind.is_symlink() {
            return Ok(Found::Blocked(Obstacle::symlink(path)));
        }
        if kind.is_dir() {
            return Ok(Found::Blocked(Obstacle::folder(path)));
        }
        if !kind.is_file() {
            return Ok(Found::Blocked(Obstacle::special(path)));
        }
        let bytes = fs::read(&place).map_err(|error| failed("read", &place, error))?;
        Ok(Found::File(bytes))
    }

    /// Whether anything stands where a user's file would be written, be it a link; if nothing does, what is in the way.
    ///
    /// # Errors
    /// When the file system does not answer.
    pub fn vacant(&mut self, path: &str) -> Result<Vacancy, Error> {
        let place = self.root.join(path);
        match fs::symlink_metadata(&place) {
            Ok(_) => return Ok(Vacancy::Taken),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(failed("read", &place, error)),
        }
        Ok(match self.parent(path)? {
            Parent::Folder | Parent::Nothing => Vacancy::Free,
            Parent::Blocked(obstacle) => Vacancy::Blocked(obstacle),
        })
    }

    fn parent(&mut self, path: &str) -> Result<Parent, Error> {
        let Some((parent, _)) = path.rsplit_once('/') else {
            return Ok(Parent::Folder);
        };
        if let Some(known) = self.parents.get(Path::new(parent)) {
            return Ok(known.clone());
        }
        let answer = match self.parent(parent)? {
            Parent::Folder => self.folder(parent)?,
            other => other,
        };
        self.parents.insert(PathBuf::from(parent), answer.clone());
        Ok(answer)
    }

    fn folder(&self, path: &str) -> Result<Parent, Error> {
        let place = self.root.join(path);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() => Ok(Parent::Folder),
            Ok(metadata) if metadata.is_symlink() => Ok(Parent::Blocked(Obstacle::symlink(path))),
            Ok(_) => Ok(Parent::Blocked(Obstacle::file(path))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Parent::Nothing),
            Err(error) => Err(failed("read", &place, error)),
        }
    }
}

/// Whether a user's file is to be written.
pub enum Vacancy {
    Free,
    Taken,
    Blocked(Obstacle),
}
