//! Arguments → calls of the library → text for people and machines.
//!
//! One file a command. Results go to standard output, what is to be mended to standard error, and nothing ever asks a
//! question.

mod access;
mod check;
mod compile;
mod completions;
mod config;
mod dev;
mod generate;
mod init;
mod output;
mod project;
mod trouble;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use output::Out;
use trouble::Trouble;

/// The exit code of `check` where files differ.
const DIFFERS: u8 = 1;
/// The exit code of every command that could not do its work; clap's own for bad usage.
const TROUBLE: u8 = 2;

/// From a class schema to a backend that you own.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 files differ (check), 2 something is wrong.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Init),
    Validate(validate::Validate),
    Generate(generate::Generate),
    Check(check::Check),
    Dev(dev::Dev),
    Completions(completions::Completions),
}

/// How findings about a schema are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the line and the place in it
    #[default]
    Human,
    /// For programs
    Json,
    /// For the annotations of GitHub Actions
    Github,
}

impl Cli {
    /// Runs the command, and says what went wrong if something did.
    pub fn run(self) -> ExitCode {
        let mut out = Out::new();
        let outcome = match self.command {
            Command::Init(init) => init.run(&mut out),
            Command::Validate(validate) => validate.run(&mut out),
            Command::Generate(generate) => generate.run(&mut out),
            Command::Check(check) => check.run(&mut out),
            Command::Dev(dev) => dev.run(),
            Command::Completions(completions) => completions.run(&mut out),
        };
        let outcome = outcome.and_then(|code| out.finish().map(|()| code).map_err(Trouble::from));
        outcome.unwrap_or_else(|trouble| {
            trouble.print();
            ExitCode::from(TROUBLE)
        })
    }
}

impl From<Format> for backsmith::diagnostic::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Json => Self::Json,
            Format::Github => Self::Github,
        }
    }
}
