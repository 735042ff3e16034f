//! The settings of files.

use super::Settings;
use crate::Result;
use std::path::PathBuf;

/// Where files are kept, who may upload which, and who may read them.
#[derive(Clone, Debug)]
pub struct FileSettings {
    pub folder: PathBuf,
    /// Empty where files are kept in the folder.
    pub url: String,
    pub max_bytes: u64,
    pub uploaders: Uploaders,
    /// In small letters; `None` is every extension.
    pub allowed: Option<Vec<String>>,
    pub blocked: Vec<String>,
    /// Whether a file is read in a session alone.
    pub require_session: bool,
}

/// Who may upload files, beside whoever has the master key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uploaders {
    /// Everybody.
    pub public: bool,
    /// Users without an account.
    pub anonymous: bool,
    /// Users with an account.
    pub authenticated: bool,
}

impl Settings {
    pub(super) fn files(&self) -> Result<FileSettings> {
        let allowed = self.words("FILE_EXTENSIONS");
        Ok(FileSettings {
            folder: self.text("FILES_DIR").into(),
            url: self.text("FILES_URL"),
            max_bytes: self.parsed("MAX_FILE_BYTES", "a number of bytes")?,
            uploaders: self.uploaders()?,
            allowed: (allowed != ["*"]).then_some(allowed),
            blocked: self.words("FILE_EXTENSIONS_BLOCKED"),
            require_session: self.flag("FILES_REQUIRE_SESSION")?,
        })
    }

    fn uploaders(&self) -> Result<Uploaders> {
        let mut uploaders = Uploaders::default();
        for word in self.words("FILE_UPLOAD_BY") {
            match word.as_str() {
                "public" => uploaders.public = true,
                "anonymous" => uploaders.anonymous = true,
                "authenticated" => uploaders.authenticated = true,
                _ => {
                    let expected = "public, anonymous or authenticated, with commas between them";
                    return Err(self.wrong("FILE_UPLOAD_BY", expected));
                }
            }
        }
        Ok(uploaders)
    }

    /// What stands between commas, in small letters. An extension may be written with its dot.
    fn words(&self, name: &str) -> Vec<String> {
        let text = self.text(name).to_lowercase();
        let words = text
            .split(',')
            .map(|word| word.trim().trim_start_matches('.'));
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
