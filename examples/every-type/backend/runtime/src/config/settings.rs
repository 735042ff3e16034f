//! Settings as they were written, in a file or in the environment → values of the types that are expected of them.

use super::{keys, wrong};
use crate::Result;
use crate::error::Error;
use regex_lite::Regex;
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// Settings as they were written, each with its place.
#[derive(Default)]
pub(super) struct Settings {
    values: HashMap<&'static str, (String, String)>,
}

impl Settings {
    pub(super) fn read_file(&mut self, path: &Path, text: &str) -> Result<()> {
        let place = path.display().to_string();
        let table: toml::Table = text
            .parse()
            .map_err(|error| wrong(format!("{place}: {error}")))?;
        for (name, value) in table {
            let Some(key) = keys().find(|key| key.name.to_lowercase() == name) else {
                let known: Vec<_> = keys().map(|key| key.name.to_lowercase()).collect();
                return Err(wrong(format!(
                    "{place}: there is no setting `{name}`; there are {}",
                    known.join(", ")
                )));
            };
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) if key.is_flag() => flag.to_string(),
                other => {
                    return Err(wrong(format!(
                        "{place}: `{name}` is text or a whole number, not {}",
                        other.type_str()
                    )));
                }
            };
            self.values.insert(key.name, (value, place.clone()));
        }
        Ok(())
    }

    pub(super) fn read_environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for key in keys() {
            if let Some(value) = variable(key.name) {
                self.values
                    .insert(key.name, (value, "the environment".into()));
            }
        }
    }

    pub(super) fn seconds(&self, name: &str) -> Result<Duration> {
        self.parsed::<u32>(name, "a number of seconds")
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    pub(super) fn per_minute(&self, name: &str) -> Result<u32> {
        self.parsed(name, "a number of requests a minute")
    }

    pub(super) fn addresses(&self, name: &str) -> Result<Option<Vec<IpAddr>>> {
        self.listed(name, "addresses with commas between them, or *")
    }

    /// What stands between commas; `None` where it is `*`, which is all.
    pub(super) fn listed<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<Vec<T>>> {
        if self.text(name).trim() == "*" {
            return Ok(None);
        }
        self.items(name, expected).map(Some)
    }

    pub(super) fn items<T: FromStr>(&self, name: &str, expected: &str) -> Result<Vec<T>> {
        let text = self.text(name);
        let items = text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty());
        let items = items.map(str::parse).collect::<Result<_, _>>();
        items.map_err(|_| self.wrong(name, expected))
    }

    pub(super) fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some((value, _)) => value.clone(),
            None => keys()
                .find(|key| key.name == name)
                .map_or_else(String::new, |key| key.default.to_owned()),
        }
    }

    pub(super) fn parsed<T: FromStr>(&self, name: &str, expected: &str) -> Result<T> {
        self.text(name)
            .parse()
            .map_err(|_| self.wrong(name, expected))
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        self.parsed(name, "true or false")
    }

    pub(super) fn hours(&self, name: &str) -> Result<Duration> {
        let hours: u16 = self.parsed(name, "a number of hours up to 65535")?;
        Ok(Duration::from_secs(3_600 * u64::from(hours)))
    }

    pub(super) fn pattern(&self, name: &str) -> Result<Option<Regex>> {
        match self.text(name).as_str() {
            "" => Ok(None),
            pattern => Regex::new(pattern)
                .map(Some)
                .map_err(|_| self.wrong(name, "a regular expression")),
        }
    }

    /// Never shows the value: it may be a secret put in the wrong place.
    pub(super) fn wrong(&self, name: &str, expected: &str) -> Error {
        let place = self
            .values
            .get(name)
            .map_or("its default", |(_, place)| place.as_str());
        wrong(format!("{name} must be {expected} (set by {place})"))
    }
}
