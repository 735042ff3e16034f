//! What the tests share: a folder of its own with a schema, and the binary run in it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub const ORDER: &str =
    r#"{"classes": [{"className": "Order", "fields": {"total": {"type": "Number"}}}]}"#;
pub const ORDER_AND_PRODUCT: &str = r#"{"classes": [
  {"className": "Order", "fields": {"total": {"type": "Number"}}},
  {"className": "Product", "fields": {"stock": {"type": "Number"}}}
]}"#;

/// The binary, with nothing of the caller's taste in colours.
pub fn backsmith() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backsmith"));
    for variable in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "LC_ALL",
    ] {
        command.env_remove(variable);
    }
    command
}

/// A folder with a `schema.json` and a `backsmith.toml`.
pub struct Shop {
    folder: TempDir,
}

/// What a run said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shop {
    pub fn new() -> Self {
        Self::with(ORDER)
    }

    pub fn with(schema: &str) -> Self {
        let shop = Self {
            folder: TempDir::new().unwrap(),
        };
        shop.write("schema.json", schema);
        shop.write("backsmith.toml", "name = \"shop\"\n");
        shop
    }

    /// With everything generated.
    pub fn generated() -> Self {
        let shop = Self::new();
        shop.generate();
        shop
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(backsmith().args(arguments).current_dir(self.path()))
    }

    /// Generates, and expects no trouble.
    pub fn generate(&self) -> Said {
        let said = self.run(&["generate"]);
        assert_eq!(said.code, 0, "{said:?}");
        said
    }

    /// Expects that everything is current.
    pub fn is_current(&self) {
        let said = self.run(&["check"]);
        assert_eq!(
            (said.code, said.out.as_str()),
            (0, "everything is current\n"),
            "{said:?}"
        );
    }

    /// `path → status` as `check` has it.
    pub fn statuses(&self) -> BTreeMap<String, String> {
        let said = self.run(&["check", "--format", "json"]);
        let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let files = value["files"].as_array().unwrap();
        let statuses: BTreeMap<_, _> = files
            .iter()
            .map(|file| (text(&file["path"]), text(&file["status"])))
            .collect();
        assert_eq!(
            value["status"],
            if statuses.is_empty() {
                "current"
            } else {
                "differs"
            }
        );
        assert_eq!(said.code, i32::from(!statuses.is_empty()));
        statuses
    }

    /// The paths in the lock.
    pub fn locked(&self) -> Vec<String> {
        let lock: serde_json::Value = serde_json::from_str(&self.read("backsmith.lock")).unwrap();
        lock["files"].as_object().unwrap().keys().cloned().collect()
    }

    pub fn picture(&self) -> BTreeMap<String, (Vec<u8>, u64, i64, i64)> {
        picture(self.path())
    }

    pub fn texts(&self) -> BTreeMap<String, Vec<u8>> {
        self.picture()
            .into_iter()
            .map(|(path, (bytes, ..))| (path, bytes))
            .collect()
    }
}

pub fn said(command: &mut Command) -> Said {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said {
        code: status.code().unwrap_or(-1),
        out: text(stdout),
        err: text(stderr),
    }
}

/// Every file below a folder with its bytes, its inode and its time to the nanosecond; a folder has neither.
pub fn picture(root: &Path) -> BTreeMap<String, (Vec<u8>, u64, i64, i64)> {
    let mut picture = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let place = entry.unwrap().path();
            let name = place.strip_prefix(root).unwrap().display().to_string();
            let metadata = place.symlink_metadata().unwrap();
            if metadata.is_dir() {
                picture.insert(name, (b"folder".to_vec(), 0, 0, 0));
                folders.push(place);
            } else {
                let bytes = if metadata.is_symlink() {
                    b"link".to_vec()
                } else {
                    fs::read(&place).unwrap()
                };
                picture.insert(
                    name,
                    (
                        bytes,
                        metadata.ino(),
                        metadata.mtime(),
                        metadata.mtime_nsec(),
                    ),
                );
            }
        }
    }
    picture
}
