//! Files: who may upload which, what is kept, who may read and delete it.

use super::Service;
use super::accounts::USER;
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::files::{Details, FileName, Found, Scratch, Source, extension_of, rules};
use crate::query::{Filter, Projection, Select};
use crate::wire::Value;

/// A file as a client announces it.
#[derive(Debug)]
pub(crate) struct NewFile {
    pub name: FileName,
    /// Empty where the client does not say.
    pub content_type: String,
    pub details: Details,
}

impl Service {
    /// Keeps a file whole or not at all, and gives the name by which it is found.
    ///
    /// # Errors
    /// Code 130 where the caller may not upload it or it is empty, 129 where it is too large, and whatever the source ends
    /// with.
    pub(crate) async fn save_file(
        &self,
        caller: &Caller,
        file: NewFile,
        source: impl Source,
    ) -> Result<FileName> {
        self.may_upload(caller).await?;
        let extension = extension_of(&file.content_type);
        let name = file.name.or_with_extension(extension);
        if *caller != Caller::Master {
            rules::check(&self.inner.file_settings, &name, &file.content_type)?;
        }
        let name = name.made_unique();
        self.inner.files.save(&name, &file.details, source).await?;
        Ok(name)
    }

    /// A place for bytes that come before the name of who sends them.
    pub(crate) async fn scratch(&self) -> Result<Scratch> {
        self.inner.files.scratch().await
    }

    /// # Errors
    /// Code 1 where nobody can tell whether there is one.
    pub(crate) async fn find_file(&self, name: &FileName) -> Result<Option<Found>> {
        self.inner.files.find(name).await
    }

    /// What its client said of a file, where there is one.
    ///
    /// # Errors
    /// Code 1 where nobody can tell.
    pub(crate) async fn file_details(&self, name: &FileName) -> Result<Option<Details>> {
        if self.find_file(name).await?.is_none() {
            return Ok(None);
        }
        self.inner.files.details(name).await.map(Some)
    }

    /// # Errors
    /// Code 119 for anybody but the master, 153 where there is none.
    pub(crate) async fn delete_file(&self, caller: &Caller, name: &FileName) -> Result<()> {
        if *caller != Caller::Master {
            return Err(Error::forbidden());
        }
        if self.inner.files.delete(name).await? {
            Ok(())
        } else {
            Err(Error::new(
                Code::FILE_DELETE_ERROR,
                "Could not delete file.",
            ))
        }
    }

    async fn may_upload(&self, caller: &Caller) -> Result<()> {
        let allowed = self.inner.file_settings.uploaders;
        let disabled = |by: &str| {
            let message = format!("File upload by {by} is disabled.");
            Err(Error::new(Code::FILE_SAVE_ERROR, message))
        };
        match caller {
            Caller::Master => Ok(()),
            _ if allowed.public => Ok(()),
            Caller::Anonymous => disabled("public"),
            Caller::User { .. } if allowed.anonymous && allowed.authenticated => Ok(()),
            Caller::User { id, .. } => match self.is_anonymous(id).await? {
                true if !allowed.anonymous => disabled("anonymous user"),
                false if !allowed.authenticated => disabled("authenticated user"),
                _ => Ok(()),
            },
        }
    }

    async fn is_anonymous(&self, user: &str) -> Result<bool> {
        let mut select = Select::one(self.class(USER)?, user, Filter::Always(true));
        select.fields = Projection::All;
        let found = self.objects(select).await?.into_iter().next();
        let auth_data = found.as_ref().and_then(|user| user.get("authData"));
        Ok(auth_data
            .and_then(|providers| providers.get("anonymous"))
            .is_some_and(Value::is_object))
    }
}
