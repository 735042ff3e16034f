//! Files that the server keeps.

use super::http::{Call, Content};
use super::query::read;
use super::transport::Method;
use super::{Client, Result, StoredFile};

pub struct Files<'a> {
    client: &'a Client,
}

impl<'a> Files<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Stores a file. Its name on the server begins with letters that nobody can guess.
    ///
    /// # Errors
    /// [`Error::TooLarge`](super::Error::TooLarge), [`Error::Validation`](super::Error::Validation) for a name or a type that
    /// the server does not take.
    pub async fn upload(
        &self,
        name: &str,
        content_type: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<StoredFile> {
        let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let mut call = Call::new(Method::Post, format!("/files/{}", name.replace('+', "%20")));
        call.body = Content::Bytes {
            kind: content_type.into(),
            bytes: bytes.into(),
        };
        read(self.client.http().call(call).await?)
    }
}
