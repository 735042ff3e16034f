//! `backsmith generate`: a schema → files.

use std::io::{self, Write};
use std::process::ExitCode;

use backsmith::disk::{self, Action, Change, Planned};
use backsmith::emit::{Settings, TARGETS};
use backsmith::tree::Tree;
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::json;

use super::Format;
use super::compile::{compile, origin};
use super::output::Out;
use super::project::{Input, Project};
use super::trouble::Trouble;

/// Write the project that a schema describes
///
/// A file is written only where its bytes differ. What you edited is never overwritten without --force, and what
/// backsmith did not write is never touched.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  backsmith generate\n  backsmith generate schema.json --out shop\n  \
                        backsmith generate --only backend --dry-run"
)]
pub struct Generate {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    manner: Manner,
}

/// How a project is written; by default everything, and nothing by force.
#[derive(Default, clap::Args)]
pub struct Manner {
    /// Only these targets; the files of the others stay as they are
    #[arg(long, value_name = "TARGET", value_delimiter = ',', value_parser = targets())]
    only: Vec<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite files that were edited by hand, and keep a copy of each as NAME.orig
    #[arg(long)]
    force: bool,
    /// How findings and the outcome are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Generate {
    pub fn run(self, out: &mut Out) -> Result<ExitCode, Trouble> {
        let project = self.input.project(self.manner.format)?;
        let changes = self.manner.write(&project)?;
        match self.manner.format {
            Format::Json => self.manner.json(&changes, out)?,
            Format::Human | Format::Github => self.manner.human(&changes, out)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Manner {
    /// Brings the files of a project up to date.
    pub fn write(&self, project: &Project) -> Result<Vec<Change>, Trouble> {
        let settings = project.settings();
        let origin = origin(project, &settings);
        let whole = compile(project, &settings, self.format)?;
        let mut part = None;
        if !self.only.is_empty() {
            let settings = Settings {
                targets: self.only.clone(),
                ..settings
            };
            // The findings are those of the whole, which are told.
            part = backsmith::compile(&project.source, &settings)
                .ok()
                .map(|compiled| compiled.tree);
        }
        let tree = part.as_ref().unwrap_or(&whole);
        let leave = |path: &str| {
            part.as_ref()
                .is_some_and(|part| is_of_another_target(path, part, &whole))
        };
        let planned = Planned {
            tree,
            origin: &origin,
            leave: &leave,
        };
        Ok(if self.dry_run {
            disk::compare(&project.root, planned)?.changes(self.force)?
        } else {
            disk::apply(&project.root, planned, self.force)?
        })
    }

    fn human(&self, changes: &[Change], out: &mut impl Write) -> io::Result<()> {
        print(changes, out)?;
        let count = Count::of(changes);
        let written = match (count.written, self.dry_run) {
            (1, false) => "1 file written".to_owned(),
            (written, false) => format!("{written} files written"),
            (1, true) => "1 file would be written".to_owned(),
            (written, true) => format!("{written} files would be written"),
        };
        let removed = match count.removed {
            0 => String::new(),
            removed => format!(", {removed} removed"),
        };
        writeln!(out, "{written}{removed}, {} unchanged", count.unchanged)
    }

    fn json(&self, changes: &[Change], out: &mut impl Write) -> io::Result<()> {
        let count = Count::of(changes);
        let changed = changes
            .iter()
            .filter(|change| change.action != Action::Unchanged);
        let files: Vec<_> = changed
            .map(|Change { path, action }| match action {
                Action::Overwrite { copy } => {
                    json!({ "path": path, "action": word(action), "copy": copy })
                }
                _ => json!({ "path": path, "action": word(action) }),
            })
            .collect();
        let outcome = json!({
            "dryRun": self.dry_run,
            "files": files,
            "written": count.written,
            "removed": count.removed,
            "unchanged": count.unchanged,
        });
        writeln!(out, "{outcome}")
    }
}

/// What `--only` may name, with what each means.
fn targets() -> PossibleValuesParser {
    let target =
        |target: &backsmith::emit::Target| PossibleValue::new(target.name).help(target.about);
    TARGETS.iter().map(target).collect::<Vec<_>>().into()
}

/// One line a file that changes.
pub fn print(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    for Change { path, action } in changes {
        let remark = match action {
            Action::Unchanged => continue,
            Action::Overwrite { copy } => format!(" (your version is kept as {copy})"),
            Action::Keep => " (edited by hand and no longer generated; it is yours now)".to_owned(),
            Action::Create | Action::Update | Action::Remove => String::new(),
        };
        writeln!(out, "{} {path}{remark}", word(action))?;
    }
    Ok(())
}

fn word(action: &Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update | Action::Overwrite { .. } => "update",
        Action::Remove => "remove",
        Action::Keep => "keep",
        Action::Unchanged => "unchanged",
    }
}

#[derive(Default)]
pub struct Count {
    pub written: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Count {
    pub fn of(changes: &[Change]) -> Self {
        let mut count = Self::default();
        for change in changes {
            match change.action {
                Action::Create | Action::Update | Action::Overwrite { .. } => count.written += 1,
                Action::Remove => count.removed += 1,
                Action::Keep | Action::Unchanged => count.unchanged += 1,
            }
        }
        count
    }
}

/// Whether a file that `part` does not have belongs to a target that was not named. One that is no longer planned at all
/// goes with the folder it lies in.
fn is_of_another_target(path: &str, part: &Tree, whole: &Tree) -> bool {
    let top = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let has_folder = |tree: &Tree| tree.files().any(|(other, _)| top(other) == top(path));
    whole.get(path).is_some() || !has_folder(part)
}
