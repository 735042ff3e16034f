//! `backsmith completions`: what a shell needs to complete our arguments.

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::output::Out;
use super::trouble::Trouble;

/// Print the completions for a shell
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  backsmith completions bash > ~/.local/share/bash-completion/completions/backsmith"
)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub fn run(self, out: &mut Out) -> Result<ExitCode, Trouble> {
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut super::Cli::command(),
            "backsmith",
            &mut script,
        );
        out.write_all(&script)?;
        Ok(ExitCode::SUCCESS)
    }
}
