//! A crate → its binary, with cargo's progress passed through.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

use super::{Event, HEARTBEAT, Inbox};
use crate::cli::trouble::Trouble;

/// Builds the crate in a folder; `None` if the user wants to stop.
pub fn build(folder: &Path, inbox: &mut Inbox) -> Result<Option<PathBuf>, Trouble> {
    if !folder.join("Cargo.toml").exists() {
        let trouble = Trouble::new(format!("there is no backend in `{}`", folder.display()));
        return Err(trouble.help("add `backend` to the `targets` of backsmith.toml"));
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // The messages tell where the binary is, wherever the user keeps his target folder.
    command
        .args(["build", "--message-format=json-render-diagnostics"])
        .current_dir(folder);
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut cargo = spawned.map_err(|error| {
        let trouble = Trouble::new(format!(
            "cannot run `cargo` in `{}`: {error}",
            folder.display()
        ));
        trouble.help("install Rust: https://rustup.rs")
    })?;
    let reader = cargo.stdout.take().map(|messages| {
        let sender = inbox.sender.clone();
        thread::spawn(move || {
            let binary = binary(messages);
            let _ = sender.send(Event::Built);
            binary
        })
    });
    while !inbox.wait(HEARTBEAT) {
        if inbox.stopped {
            let _ = cargo.kill();
            let _ = cargo.wait();
            return Ok(None);
        }
    }
    let status = cargo
        .wait()
        .map_err(|error| Trouble::new(format!("cannot wait for `cargo`: {error}")))?;
    if inbox.stopped {
        return Ok(None);
    }
    if !status.success() {
        return Err(Trouble::new("the backend does not compile"));
    }
    let binary = reader.and_then(|reader| reader.join().ok()).flatten();
    let none = || {
        Trouble::new(format!("`{}` builds no binary", folder.display()))
            .help("it needs a `src/main.rs`")
    };
    binary.map(Some).ok_or_else(none)
}

/// The last executable that cargo speaks of; it builds what others depend on first.
fn binary(messages: ChildStdout) -> Option<PathBuf> {
    let lines = BufReader::new(messages).lines().map_while(Result::ok);
    let messages = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    messages
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .last()
}
