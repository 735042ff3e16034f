//! Values of the wire that JSON has no word for.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An Object whose fields the schema does not name.
pub type Object = Map<String, Value>;

/// Writes an object of the wire that says of what type it is.
pub(super) fn tagged<S: Serializer, V: Serialize, const N: usize>(
    serializer: S,
    tag: &str,
    members: [(&str, V); N],
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(N + 1))?;
    map.serialize_entry("__type", tag)?;
    for (name, value) in members {
        map.serialize_entry(name, &value)?;
    }
    map.end()
}

/// Bytes that are kept in the object itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            base64: String,
        }
        let written = Written::deserialize(deserializer)?;
        BASE64_STANDARD
            .decode(written.base64)
            .map(Self)
            .map_err(D::Error::custom)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tagged(
            serializer,
            "Bytes",
            [("base64", BASE64_STANDARD.encode(&self.0))],
        )
    }
}

/// A file that the server keeps, by its name; [`Files::upload`](super::Files::upload) makes one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredFile {
    pub name: String,
    /// Where it is read from.
    #[serde(default)]
    pub url: Option<String>,
}

impl Serialize for StoredFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.url {
            Some(url) => tagged(serializer, "File", [("name", &self.name), ("url", url)]),
            None => tagged(serializer, "File", [("name", &self.name)]),
        }
    }
}

/// Who may read and who may write an object, beside what its class allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Acl(BTreeMap<String, Permissions>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Permissions {
    #[serde(default, skip_serializing_if = "is_false")]
    read: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    write: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Acl {
    /// Nobody, but for whom the methods let in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets everybody read.
    #[must_use]
    pub fn public_read(self) -> Self {
        self.read("*")
    }

    /// Lets a user, by his objectId, read.
    #[must_use]
    pub fn read(mut self, user: impl Into<String>) -> Self {
        self.0.entry(user.into()).or_default().read = true;
        self
    }

    /// Lets a user, by his objectId, write.
    #[must_use]
    pub fn write(mut self, user: impl Into<String>) -> Self {
        self.0.entry(user.into()).or_default().write = true;
        self
    }

    /// Lets those who have a role read.
    #[must_use]
    pub fn role_read(self, role: &str) -> Self {
        self.read(format!("role:{role}"))
    }

    /// Lets those who have a role write.
    #[must_use]
    pub fn role_write(self, role: &str) -> Self {
        self.write(format!("role:{role}"))
    }

    /// Whether a user by his objectId, `role:NAME`, or everybody as `*`, is named as one who may read.
    pub fn may_read(&self, who: &str) -> bool {
        self.0.get(who).is_some_and(|granted| granted.read)
    }

    /// Whether a user by his objectId, `role:NAME`, or everybody as `*`, is named as one who may write.
    pub fn may_write(&self, who: &str) -> bool {
        self.0.get(who).is_some_and(|granted| granted.write)
    }
}
