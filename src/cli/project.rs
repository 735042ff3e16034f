//! Which schema, which folder, which settings: from the arguments, or from the nearest `backsmith.toml`.

use std::env;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use backsmith::emit::Settings;
use backsmith::schema::Source;

use super::Format;
use super::config::{self, Config};
use super::output::tell;
use super::trouble::Trouble;

/// What `generate`, `check` and `dev` work on.
#[derive(Clone, Debug, clap::Args)]
pub struct Input {
    /// The class schema, `-` for standard input; by default that of the nearest backsmith.toml
    pub schema: Option<PathBuf>,
    /// The folder of the project; by default that of the nearest backsmith.toml, or the current one
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// A project whose schema has been read.
#[derive(Debug)]
pub struct Project {
    pub source: Source,
    /// Where the schema lies; `None` for standard input.
    pub file: Option<PathBuf>,
    pub root: PathBuf,
    pub config: Config,
    /// The schema was named on the command line, so the project may not have a copy of it yet.
    pub named: bool,
}

impl Input {
    /// # Errors
    /// When there is no schema or it cannot be read.
    pub fn project(&self, format: Format) -> Result<Project, Trouble> {
        match &self.schema {
            Some(schema) => {
                let root = self.out.clone().unwrap_or_else(|| PathBuf::from("."));
                let config = Config::read(&root, format)?.unwrap_or_default();
                let file = (schema != Path::new("-")).then(|| schema.clone());
                let source = read(file.as_deref())?;
                let project = Project {
                    source,
                    file,
                    root,
                    config,
                    named: true,
                };
                project.note_other_schema();
                Ok(project)
            }
            None => {
                let (folder, config) = self.nearest(format)?;
                let file = folder.join(&config.schema);
                let root = self.out.clone().unwrap_or_else(|| folder.join(&config.out));
                let root = if root.as_os_str().is_empty() {
                    PathBuf::from(".")
                } else {
                    root
                };
                Ok(Project {
                    source: read(Some(&file))?,
                    file: Some(file),
                    root,
                    config,
                    named: false,
                })
            }
        }
    }

    /// Looks in the folder that was named, then in the current one and upwards.
    fn nearest(&self, format: Format) -> Result<(PathBuf, Config), Trouble> {
        if let Some(out) = &self.out
            && let Some(config) = Config::read(out, format)?
        {
            return Ok((out.clone(), config));
        }
        let current = env::current_dir().map_err(|error| Trouble::io("open", ".", error))?;
        for level in 0..current.ancestors().count() {
            let folder = PathBuf::from("../".repeat(level));
            if let Some(config) = Config::read(&folder, format)? {
                return Ok((folder, config));
            }
        }
        let trouble = Trouble::new(format!("there is no `{}` here or above", config::NAME));
        Err(trouble.help("start a project with `backsmith init`, or name a schema: `backsmith generate schema.json`"))
    }
}

impl Project {
    /// The name is never taken from a folder: the same schema gives the same bytes wherever it lies.
    pub fn settings(&self) -> Settings {
        Settings {
            name: self.name(),
            targets: self.config.targets.clone(),
        }
    }

    fn name(&self) -> String {
        let own = || self.config.name.clone();
        let declared = || schema_name(&self.source.text);
        let stem = || file_stem(self.file.as_deref()?);
        own()
            .or_else(declared)
            .or_else(stem)
            .unwrap_or_else(|| "app".to_owned())
    }

    /// The path of the schema inside the project, with `/`; `None` if it lies elsewhere.
    pub fn schema_inside(&self) -> Option<String> {
        let file = fs::canonicalize(self.file.as_deref()?).ok()?;
        let root = fs::canonicalize(&self.root).ok()?;
        let parts = file.strip_prefix(root).ok()?.components();
        let parts: Option<Vec<_>> = parts.map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    fn note_other_schema(&self) {
        let copy = self.root.join(&self.config.schema);
        let other = fs::read(&copy).is_ok_and(|bytes| bytes != self.source.text.as_bytes());
        if other {
            let copy = copy.display();
            tell(format_args!(
                "note: `{copy}` differs from `{}`; it is yours and stays as it is",
                self.source.name
            ));
        }
    }
}

/// Reads a schema from a file, or from standard input.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn read(file: Option<&Path>) -> Result<Source, Trouble> {
    let (name, bytes) = match file {
        Some(file) => (file.display().to_string(), fs::read(file)),
        None => {
            let mut bytes = Vec::new();
            let outcome = io::stdin().read_to_end(&mut bytes).map(|_| bytes);
            ("<stdin>".to_owned(), outcome)
        }
    };
    let bytes = bytes.map_err(|error| Trouble::io("read", &name, error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Trouble::new(format!("`{name}` is not UTF-8: see line {}", line + 1))
            .help("save it as UTF-8")
    })?;
    Ok(Source { name, text })
}

/// The top-level `name` of a schema.
pub fn schema_name(text: &str) -> Option<String> {
    let value = schema_value(text);
    value
        .get("name")
        .and_then(|name| name.as_str())
        .filter(|name| !name.trim().is_empty())
        .map(str::to_owned)
}

/// The stem of a file that is named after what it describes.
pub fn file_stem(file: &Path) -> Option<String> {
    file.file_stem()?
        .to_str()
        .filter(|stem| *stem != "schema")
        .map(str::to_owned)
}

/// A schema as JSON. One that is none has been refused before anybody asks what is in it.
pub fn schema_value(text: &str) -> serde_json::Value {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default()
}
