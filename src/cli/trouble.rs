//! Why a command could not do its work.

use std::fmt::Display;
use std::io;
use std::path::Path;

use backsmith::disk;

use super::output::tell;

#[derive(Debug)]
pub enum Trouble {
    /// To be said: what is wrong, and how to mend it.
    Untold {
        message: String,
        help: Option<String>,
    },
    /// The findings have been printed.
    Told,
}

impl Trouble {
    pub fn new(message: impl Into<String>) -> Self {
        Self::Untold {
            message: message.into(),
            help: None,
        }
    }

    pub fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Untold { message, .. } => Self::Untold {
                message,
                help: Some(text.into()),
            },
            Self::Told => Self::Told,
        }
    }

    /// The system refused something about a path.
    pub fn io(action: &str, path: impl AsRef<Path>, error: impl Display) -> Self {
        Self::new(format!(
            "cannot {action} `{}`: {error}",
            path.as_ref().display()
        ))
    }

    /// Says each line of it as an error of its own.
    pub fn print(&self) {
        let Self::Untold { message, help } = self else {
            return;
        };
        for line in message.lines() {
            tell(format_args!("error: {line}"));
        }
        if let Some(help) = help {
            tell(format_args!("help: {help}"));
        }
    }
}

impl From<disk::Error> for Trouble {
    fn from(error: disk::Error) -> Self {
        Self::Untold {
            message: error.to_string(),
            help: error.help(),
        }
    }
}

/// Of writing to standard output.
impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::new(format!("cannot write to standard output: {error}"))
    }
}
