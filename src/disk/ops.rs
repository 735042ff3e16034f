//! The steps of a run, each with its inverse.
//!
//! Every change of the file system goes through here: what fails is undone in reverse, and a test can stop at any of them.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use super::error::{Error, failed};

/// Called before each step; production passes one that lets all pass.
pub type Probe<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// Paths are relative to the project.
pub struct Ops<'a> {
    root: &'a Path,
    probe: Probe<'a>,
    done: Vec<Inverse>,
}

enum Inverse {
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    Restore { kept: PathBuf, place: PathBuf },
}

impl<'a> Ops<'a> {
    pub fn new(root: &'a Path, probe: Probe<'a>) -> Self {
        Self {
            root,
            probe,
            done: Vec::new(),
        }
    }

    pub fn is_folder(&self, path: &str) -> bool {
        self.root.join(path).is_dir()
    }

    pub fn make_folder(&mut self, path: &str) -> Result<(), Error> {
        let place = self.step("create", path)?;
        fs::create_dir(&place).map_err(|error| failed("create", &place, error))?;
        self.done.push(Inverse::RemoveFolder(place));
        Ok(())
    }

    /// Writes a file that must not exist yet. The mode is what the umask makes of it.
    pub fn write_new(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let place = self.step("write", path)?;
        let refused = |error| failed("write", &place, error);
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .open(&place)
            .map_err(refused)?;
        self.done.push(Inverse::RemoveFile(place.clone()));
        file.write_all(bytes).map_err(refused)
    }

    /// Gives a staged file the permissions of the one it replaces, such as a bit that makes it executable.
    pub fn copy_permissions(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let (old, new) = (self.root.join(from), self.root.join(to));
        let permissions = |place: &PathBuf| {
            let metadata = fs::metadata(place).map_err(|error| failed("read", place, error))?;
            Ok(metadata.permissions())
        };
        let wanted = permissions(&old)?;
        if permissions(&new)? == wanted {
            return Ok(());
        }
        let place = self.step("write", to)?;
        fs::set_permissions(&place, wanted).map_err(|error| failed("write", &place, error))
    }

    /// Gives the file at `from` a second name, which must be free.
    pub fn link(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let to = self.step("write", to)?;
        let from = self.root.join(from);
        let linked = match fs::hard_link(&from, &to) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // Not every file system has hard links, and not every one says so in the same way.
            Err(_) => copy_new(&from, &to),
            Ok(()) => Ok(()),
        };
        linked.map_err(|error| failed("write", &to, error))?;
        self.done.push(Inverse::RemoveFile(to));
        Ok(())
    }

    /// Makes durable what was written. Many at a time, because a file system commits what waits together.
    pub fn sync_files(&mut self, paths: &[String]) -> Result<(), Error> {
        const THREADS: usize = 8;
        (self.probe)().map_err(|error| failed("write", self.root, error))?;
        let root = self.root;
        let sync = |path: &String| {
            let place = root.join(path);
            let synced = File::options()
                .write(true)
                .open(&place)
                .and_then(|file| file.sync_all());
            synced.map_err(|error| failed("write", &place, error))
        };
        let share = paths.len().div_ceil(THREADS).max(1);
        thread::scope(|scope| {
            let workers: Vec<_> = paths
                .chunks(share)
                .map(|chunk| scope.spawn(move || chunk.iter().try_for_each(sync)))
                .collect();
            workers
                .into_iter()
                .try_for_each(|worker| match worker.join() {
                    Ok(outcome) => outcome,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
        })
    }

    /// Makes durable which names a folder holds.
    pub fn sync_folder(&mut self, path: &str) -> Result<(), Error> {
        let place = self.step("write", path)?;
        // Elsewhere a folder cannot be opened, and its names are durable by themselves.
        if cfg!(unix) {
            let synced = File::open(&place).and_then(|folder| folder.sync_all());
            synced.map_err(|error| failed("write", &place, error))?;
        }
        Ok(())
    }

    /// Moves a staged file into its place. `kept` is the other name of the file that stands there, if one does.
    pub fn put(&mut self, staged: &str, path: &str, kept: Option<&str>) -> Result<(), Error> {
        let place = self.step("write", path)?;
        fs::rename(self.root.join(staged), &place)
            .map_err(|error| failed("write", &place, error))?;
        self.done.push(match kept {
            Some(kept) => Inverse::Restore {
                kept: self.root.join(kept),
                place,
            },
            None => Inverse::RemoveFile(place),
        });
        Ok(())
    }

    /// Removes a file whose other name is `kept`.
    pub fn take_away(&mut self, path: &str, kept: &str) -> Result<(), Error> {
        let place = self.step("remove", path)?;
        fs::remove_file(&place).map_err(|error| failed("remove", &place, error))?;
        self.done.push(Inverse::Restore {
            kept: self.root.join(kept),
            place,
        });
        Ok(())
    }

    /// Removes a file for good, if it is there.
    pub fn clear_file(&mut self, path: &str) -> Result<(), Error> {
        let place = self.step("remove", path)?;
        absent_is_fine(fs::remove_file(&place)).map_err(|error| failed("remove", &place, error))
    }

    /// Removes a folder if it is empty; true if it is gone.
    pub fn clear_folder(&mut self, path: &str) -> Result<bool, Error> {
        let place = self.step("remove", path)?;
        match absent_is_fine(fs::remove_dir(&place)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => Err(failed("remove", &place, error)),
        }
    }

    /// Puts a file of the project's own folder in place at once, without a way back.
    pub fn replace(&mut self, staged: &str, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.clear_file(staged)?;
        self.write_new(staged, bytes)?;
        self.sync_files(&[staged.to_owned()])?;
        let place = self.step("write", path)?;
        fs::rename(self.root.join(staged), &place)
            .map_err(|error| failed("write", &place, error))?;
        self.sync_folder("")
    }

    /// Undoes all steps, the last first. True if every one could be undone.
    pub fn undo(&mut self) -> bool {
        let mut whole = true;
        while let Some(inverse) = self.done.pop() {
            let undone = (self.probe)().and_then(|()| match inverse {
                Inverse::RemoveFile(place) => absent_is_fine(fs::remove_file(place)),
                Inverse::RemoveFolder(place) => absent_is_fine(fs::remove_dir(place)),
                Inverse::Restore { kept, place } => fs::rename(kept, place),
            });
            whole &= undone.is_ok();
        }
        whole
    }

    fn step(&mut self, action: &'static str, path: &str) -> Result<PathBuf, Error> {
        let place = self.root.join(path);
        (self.probe)().map_err(|error| failed(action, &place, error))?;
        Ok(place)
    }
}

fn absent_is_fine(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut copy = File::options().write(true).create_new(true).open(to)?;
    io::copy(&mut source, &mut copy)?;
    copy.set_permissions(source.metadata()?.permissions())?;
    copy.sync_all()
}
