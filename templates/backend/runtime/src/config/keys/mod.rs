//! Every setting there is, with its default and its meaning: what is read, and what the documents tell.

mod accounts;
mod interfaces;
mod operation;
mod requests;
mod server;

use std::fmt::Write as _;

/// A setting: `PORT` in the environment, `port` in the file.
pub struct Key {
    pub name: &'static str,
    pub default: &'static str,
    pub about: &'static str,
}

impl Key {
    /// Whether it is `true` or `false`.
    pub(super) fn is_flag(&self) -> bool {
        matches!(self.default, "true" | "false")
    }
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key {
        name,
        default,
        about,
    }
}

/// Every setting there is, in the order in which the documents tell of them.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    let groups = [
        server::KEYS,
        accounts::KEYS,
        requests::KEYS,
        interfaces::KEYS,
        operation::KEYS,
    ];
    groups.into_iter().flatten()
}

/// The settings as a table in Markdown, for the documents.
pub fn markdown() -> String {
    let mut table =
        "| Environment | File | Default | Meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for key in keys() {
        let default = if key.default.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{}`", key.default)
        };
        let _ = writeln!(
            table,
            "| `{}` | `{}` | {default} | {} |",
            key.name,
            key.name.to_lowercase(),
            key.about
        );
    }
    table
}
