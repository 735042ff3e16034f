//! `backsmith.toml` → the settings of a project, or every mistake in it.

use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use backsmith::diagnostic::{Diagnostic, code, did_you_mean};
use backsmith::emit::TARGETS;
use backsmith::schema::Source;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Format;
use super::compile::report;
use super::trouble::Trouble;

/// The name of the settings in a project's folder.
pub const NAME: &str = "backsmith.toml";

const KEYS: [&str; 4] = ["schema", "out", "name", "targets"];

/// Paths are relative to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub schema: String,
    pub out: String,
    pub name: Option<String>,
    /// Empty for all.
    pub targets: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: "schema.json".to_owned(),
            out: ".".to_owned(),
            name: None,
            targets: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the settings in a folder; `None` if it has none.
    ///
    /// # Errors
    /// When the file cannot be read or has mistakes, which are printed.
    pub fn read(folder: &Path, format: Format) -> Result<Option<Self>, Trouble> {
        let path = folder.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(Trouble::io("read", &path, error)),
        };
        match Self::parse(&text) {
            Ok(config) => Ok(Some(config)),
            Err(diagnostics) => {
                report(
                    &Source {
                        name: path.display().to_string(),
                        text,
                    },
                    &diagnostics,
                    format,
                );
                Err(Trouble::Told)
            }
        }
    }

    fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let table = DeTable::parse(text).map_err(|error| {
            let found = wrong(error.message().to_owned());
            vec![match error.span() {
                Some(span) => found.at(&span),
                None => found,
            }]
        })?;
        let mut config = Self::default();
        let mut mistakes = Vec::new();
        for (key, value) in table.get_ref() {
            if let Err(mistake) = config.set(key.get_ref(), &key.span(), value) {
                mistakes.push(mistake);
            }
        }
        mistakes.sort_by_key(|mistake| mistake.span.as_ref().map(|span| span.start));
        if mistakes.is_empty() {
            Ok(config)
        } else {
            Err(mistakes)
        }
    }

    fn set(
        &mut self,
        key: &str,
        place: &Range<usize>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), Diagnostic> {
        match key {
            "schema" => self.schema = text(key, value)?,
            "out" => self.out = text(key, value)?,
            "name" => self.name = Some(text(key, value)?),
            "targets" => self.targets = targets(value)?,
            _ => {
                let found = wrong(format!("`{key}` is not a setting")).at(place);
                return Err(match did_you_mean(key, KEYS) {
                    Some(meant) => found.help(format!("did you mean `{meant}`?")),
                    None => found.help(format!("the settings are `{}`", KEYS.join("`, `"))),
                });
            }
        }
        Ok(())
    }
}

/// The text of new settings. The name stands there because a copy of the schema no longer has the name of its file.
pub fn text_of(schema: &str, name: &str) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let targets: Vec<_> = TARGETS.iter().map(|target| quoted(target.name)).collect();
    format!(
        "# The settings of this project. Paths are relative to this file.\n\
         schema = {}\n\
         name = {}\n\
         \n\
         # Where the project is generated.\n\
         # out = \".\"\n\
         \n\
         # What is generated; without this line, everything.\n\
         # targets = [{}]\n",
        quoted(schema),
        quoted(name),
        targets.join(", "),
    )
}

fn wrong(message: String) -> Diagnostic {
    Diagnostic::error(code::BAD_SETTING, message)
}

fn text(key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Diagnostic> {
    match value.get_ref().as_str() {
        Some("") => Err(wrong(format!("`{key}` is empty")).at(&value.span())),
        Some(text) => Ok(text.to_owned()),
        None => Err(wrong(format!("`{key}` is not a string")).at(&value.span())),
    }
}

fn targets(value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Diagnostic> {
    let Some(items) = value.get_ref().as_array() else {
        return Err(wrong("`targets` is not a list".to_owned()).at(&value.span()));
    };
    items
        .iter()
        .map(|item| {
            let name = text("targets", item)?;
            match unknown_target(&name) {
                None => Ok(name),
                Some((message, help)) => Err(wrong(message).at(&item.span()).help(help)),
            }
        })
        .collect()
}

/// What is wrong with the name of a target, and how to mend it.
fn unknown_target(name: &str) -> Option<(String, String)> {
    let known = || TARGETS.iter().map(|target| target.name);
    if known().any(|target| target == name) {
        return None;
    }
    let help = match did_you_mean(name, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            format!(
                "the targets are `{}`",
                known().collect::<Vec<_>>().join("`, `")
            )
        }
    };
    Some((format!("`{name}` is not a target"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let text = "schema = \"s.json\"\nout = \"o\"\nname = \"shop\"\ntargets = [\"backend\"]\n";
        let expected = Config {
            schema: "s.json".to_owned(),
            out: "o".to_owned(),
            name: Some("shop".to_owned()),
            targets: vec!["backend".to_owned()],
        };
        assert_eq!(Config::parse(text), Ok(expected));
        assert_eq!(Config::parse(""), Ok(Config::default()));
    }
}
