//! The command line: parse the arguments, run, print, exit.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

/// A large schema becomes millions of small values; this takes a quarter of the time away.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
