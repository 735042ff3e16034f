//! `backsmith check`: is everything as it would be generated now?

use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use backsmith::disk::{self, Planned, Verdict, lock};
use clap::ValueEnum;
use serde_json::json;
use similar::TextDiff;

use super::compile::{compile, origin};
use super::output::Out;
use super::project::Input;
use super::trouble::Trouble;
use super::{DIFFERS, Format};

/// Tell whether the project is as it would be generated now; write nothing
///
/// Exit code 0: it is. 1: some files differ. 2: something is wrong.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  backsmith check\n  backsmith check --format json | jq '.files[].path'"
)]
pub struct Check {
    #[command(flatten)]
    input: Input,
    /// How findings and the outcome are written
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
}

/// How differences are written.
#[derive(Clone, Copy, Default, ValueEnum)]
enum CheckFormat {
    /// For people, with a unified diff
    #[default]
    Human,
    /// For programs
    Json,
}

/// A file that is not as it would be generated now.
struct Difference<'a> {
    path: &'a str,
    verdict: Verdict,
    diff: Option<String>,
}

impl Check {
    pub fn run(self, out: &mut Out) -> Result<ExitCode, Trouble> {
        let format = match self.format {
            CheckFormat::Human => Format::Human,
            CheckFormat::Json => Format::Json,
        };
        let project = self.input.project(format)?;
        let settings = project.settings();
        let tree = compile(&project, &settings, format)?;
        let origin = origin(&project, &settings);
        let comparison = disk::compare(
            &project.root,
            Planned {
                tree: &tree,
                origin: &origin,
                leave: &|_| false,
            },
        )?;
        let difference = |(path, verdict, disk): (_, _, Option<&[u8]>)| {
            let planned = tree.get(path).map(|file| file.bytes.as_slice());
            Difference {
                path,
                verdict,
                diff: disk
                    .zip(planned)
                    .map(|(disk, planned)| diff(path, disk, planned)),
            }
        };
        let differences: Vec<_> = comparison.verdicts().into_iter().map(difference).collect();
        match self.format {
            CheckFormat::Human => human(&differences, out)?,
            CheckFormat::Json => machine(&differences, out)?,
        }
        Ok(if differences.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(DIFFERS)
        })
    }
}

fn human(differences: &[Difference<'_>], out: &mut impl Write) -> io::Result<()> {
    if differences.is_empty() {
        return writeln!(out, "everything is current");
    }
    for Difference {
        path,
        verdict,
        diff,
    } in differences
    {
        writeln!(out, "{}: {path}", word(*verdict))?;
        for line in diff.iter().flat_map(|diff| diff.lines()) {
            let style = style(line);
            writeln!(out, "{style}{line}{style:#}")?;
        }
    }
    let count = |verdict| {
        differences
            .iter()
            .filter(|difference| difference.verdict == verdict)
            .count()
    };
    let counts: Vec<_> = VERDICTS
        .into_iter()
        .map(|verdict| (count(verdict), word(verdict)))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    writeln!(out, "{}; run `backsmith generate`", counts.join(", "))
}

fn machine(differences: &[Difference<'_>], out: &mut impl Write) -> io::Result<()> {
    let file = |Difference {
                    path,
                    verdict,
                    diff,
                }: &Difference<'_>| match diff {
        Some(diff) => json!({ "path": path, "status": word(*verdict), "diff": diff }),
        None => json!({ "path": path, "status": word(*verdict) }),
    };
    let status = if differences.is_empty() {
        "current"
    } else {
        "differs"
    };
    writeln!(
        out,
        "{}",
        json!({ "status": status, "files": differences.iter().map(file).collect::<Vec<_>>() })
    )
}

const VERDICTS: [Verdict; 5] = [
    Verdict::Stale,
    Verdict::VersionOnly,
    Verdict::HandEdited,
    Verdict::Missing,
    Verdict::Foreign,
];

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stale => "stale",
        Verdict::VersionOnly => "version-only",
        Verdict::HandEdited => "hand-edited",
        Verdict::Missing => "missing",
        Verdict::Foreign => "foreign",
    }
}

/// From what lies on disk to what would be generated, in the form that `git apply` takes.
fn diff(path: &str, disk: &[u8], planned: &[u8]) -> String {
    debug_assert_ne!(path, lock::NAME, "the lock is not in the tree");
    let (Ok(disk), Ok(planned)) = (str::from_utf8(disk), str::from_utf8(planned)) else {
        return format!("Binary files a/{path} and b/{path} differ\n");
    };
    let diff = TextDiff::from_lines(disk, planned);
    diff.unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

fn style(line: &str) -> Style {
    match line.as_bytes().first() {
        Some(b'+') => AnsiColor::Green.on_default(),
        Some(b'-') => AnsiColor::Red.on_default(),
        Some(b'@') => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    }
}
