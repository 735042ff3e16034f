//! The request behind a call of user code.

use std::collections::HashMap;
use std::net::IpAddr;

/// What a client says of itself. Nothing of it is proved but the address that it connects from.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The id of the application on one device.
    pub installation: Option<String>,
    pub address: Option<IpAddr>,
    /// By their names in lower case; those that are no text are left out.
    pub(crate) headers: HashMap<String, String>,
}

impl Request {
    /// The header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(&name.to_ascii_lowercase())
            .map(String::as_str)
    }
}
