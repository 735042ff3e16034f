//! What keeps a project from being compared or written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written. The files are as they were.
#[derive(Debug)]
pub enum Error {
    /// Another run is writing into the same folder.
    Busy { folder: PathBuf },
    /// The operating system refused.
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// `backsmith.lock` cannot be read.
    Lock { reason: String },
    /// Things stand where ours should be. Each is named, so that one run shows all.
    Blocked(Vec<Obstacle>),
}

/// One thing that stands where a file of ours should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Relative to the project.
    pub path: String,
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// We wrote it and somebody changed it.
    Edited,
    /// A file that we did not write.
    Foreign,
    Symlink,
    /// A folder where a file should be.
    Folder,
    /// A file where a folder should be.
    File,
    /// A socket, a pipe or a device.
    Special,
    /// A path that leads out of the project.
    Outside,
}

impl Obstacle {
    pub(super) fn new(path: &str, reason: Reason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
        }
    }

    pub(super) fn symlink(path: &str) -> Self {
        Self::new(path, Reason::Symlink)
    }

    pub(super) fn folder(path: &str) -> Self {
        Self::new(path, Reason::Folder)
    }

    pub(super) fn file(path: &str) -> Self {
        Self::new(path, Reason::File)
    }

    pub(super) fn special(path: &str) -> Self {
        Self::new(path, Reason::Special)
    }
}

pub(super) fn failed(action: &'static str, path: &Path, source: io::Error) -> Error {
    Error::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

impl Error {
    /// The way on.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Busy { .. } => Some("wait until it is done, then run again".to_owned()),
            Self::Io { .. } => None,
            Self::Lock { .. } => Some(
                "restore it from version control, or delete it: files that are exactly as planned are taken over"
                    .to_owned(),
            ),
            Self::Blocked(obstacles) => {
                let mut lines: Vec<_> = obstacles.iter().map(|obstacle| obstacle.reason.help()).collect();
                lines.sort_unstable();
                lines.dedup();
                Some(lines.join("; "))
            }
        }
    }
}

impl Reason {
    fn help(self) -> &'static str {
        match self {
            Self::Edited => "`--force` keeps a copy as `NAME.orig` and writes ours",
            Self::Foreign => "move or delete a file that backsmith did not write",
            Self::Symlink => "backsmith does not write through symbolic links; remove the link",
            Self::Folder | Self::File | Self::Special => "move it out of the way",
            Self::Outside => "give it a name without `/`, `\\`, `:`, `.` or `..`",
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match self.reason {
            Reason::Edited => write!(formatter, "`{path}` was edited by hand"),
            Reason::Foreign => write!(
                formatter,
                "`{path}` is in the way, and backsmith did not write it"
            ),
            Reason::Symlink => write!(formatter, "`{path}` is a symbolic link"),
            Reason::Folder => write!(formatter, "`{path}` is a folder where a file should be"),
            Reason::File => write!(formatter, "`{path}` is a file where a folder should be"),
            Reason::Special => write!(formatter, "`{path}` is not a plain file"),
            Reason::Outside => write!(formatter, "`{path}` leads out of the project"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy { folder } => write!(
                formatter,
                "another run is writing into `{}`",
                folder.display()
            ),
            Self::Io {
                action,
                path,
                source,
            } => write!(formatter, "cannot {action} `{}`: {source}", path.display()),
            Self::Lock { reason } => write!(
                formatter,
                "`{}` cannot be read: {reason}",
                super::lock::NAME
            ),
            Self::Blocked(obstacles) => {
                for (index, obstacle) in obstacles.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "\n" };
                    write!(formatter, "{separator}{obstacle}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Busy { .. } | Self::Lock { .. } | Self::Blocked(_) => None,
        }
    }
}
