//! Files: who may upload which, what is kept, who may read and delete it, and the user's own code around all that.

use super::Service;
use super::accounts::USER;
use super::write::ATTEMPTS;
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::files::{Details, FileName, Found, Scratch, Source, extension_of, rules};
use crate::hooks::{FileEvent, Tx, Upload};
use crate::query::{Filter, Projection, Select};
use crate::store::Conflict;
use crate::wire::{File, Value};

impl Service {
    /// Keeps a file whole or not at all, and gives the name by which it is found.
    ///
    /// # Errors
    /// Code 122 for a name that is none, 130 where the caller may not upload it or it is empty, 129 where it is too large,
    /// and whatever a hook refuses it or the source ends with.
    pub(crate) async fn save_file(
        &self,
        caller: &Caller,
        upload: Upload,
        source: impl Source,
    ) -> Result<FileName> {
        self.may_upload(caller).await?;
        self.check_upload(caller, &upload)?;
        let upload = self.before_save_file(caller, upload).await?;
        let name = self.check_upload(caller, &upload)?.made_unique();
        let details = Details {
            metadata: upload.metadata.0.clone(),
            tags: upload.tags.0.clone(),
        };
        self.inner.files.save(&name, &details, source).await?;
        let saved = FileEvent::Saved(&file(&name), &upload);
        self.after_file(caller, saved).await;
        Ok(name)
    }

    /// A place for bytes that come before the name of who sends them.
    pub(crate) async fn scratch(&self) -> Result<Scratch> {
        self.inner.files.scratch().await
    }

    /// Whether it matters who reads a file.
    pub(crate) fn asks_who_reads(&self) -> bool {
        self.inner.file_settings.require_session || self.inner.hooks.of_files().is_some()
    }

    /// A file that the caller may read; nothing where there is none.
    ///
    /// # Errors
    /// Code 209 where he must be signed in, and whatever a hook refuses it with.
    pub(crate) async fn find_file(
        &self,
        caller: &Caller,
        name: &FileName,
    ) -> Result<Option<Found>> {
        if self.inner.file_settings.require_session && *caller == Caller::Anonymous {
            let nobody = Error::new(Code::INVALID_SESSION_TOKEN, "Permission denied");
            return Err(nobody);
        }
        let found = self.inner.files.find(name).await?;
        if found.is_some() {
            let file = file(name);
            self.run_file_hook(caller, FileEvent::Reading(&file))
                .await?;
        }
        Ok(found)
    }

    /// What its client said of a file that the caller may read; nothing where there is none.
    ///
    /// # Errors
    /// As [`Service::find_file`].
    pub(crate) async fn file_details(
        &self,
        caller: &Caller,
        name: &FileName,
    ) -> Result<Option<Details>> {
        if self.find_file(caller, name).await?.is_none() {
            return Ok(None);
        }
        self.inner.files.details(name).await.map(Some)
    }

    /// # Errors
    /// Code 119 for anybody but the master, 153 where there is none, and whatever a hook refuses it with.
    pub(crate) async fn delete_file(&self, caller: &Caller, name: &FileName) -> Result<()> {
        if *caller != Caller::Master {
            return Err(Error::forbidden());
        }
        let file = file(name);
        self.run_file_hook(caller, FileEvent::Deleting(&file))
            .await?;
        if !self.inner.files.delete(name).await? {
            let missing = Error::new(Code::FILE_DELETE_ERROR, "Could not delete file.");
            return Err(missing);
        }
        let deleted = FileEvent::Deleted(&file);
        self.after_file(caller, deleted).await;
        Ok(())
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

    /// The name that it would be kept under, before that is made unique.
    fn check_upload(&self, caller: &Caller, upload: &Upload) -> Result<FileName> {
        let name = FileName::sent(&upload.name)?;
        let name = name.or_with_extension(extension_of(&upload.content_type));
        if *caller != Caller::Master {
            rules::check(&self.inner.file_settings, &name, &upload.content_type)?;
        }
        Ok(name)
    }

    /// The upload as the user's code has left it.
    async fn before_save_file(&self, caller: &Caller, upload: Upload) -> Result<Upload> {
        let Some(hooks) = self.inner.hooks.of_files() else {
            return Ok(upload);
        };
        for _ in 0..ATTEMPTS {
            let (mut changed, mut tx) = (upload.clone(), Tx::new(self, caller));
            hooks.before_save(&mut changed, &mut tx).await?;
            if self.is_written(tx).await? {
                return Ok(changed);
            }
        }
        Err(Error::contended())
    }

    /// What the user's code does when something happens to a file.
    async fn run_file_hook(&self, caller: &Caller, event: FileEvent<'_>) -> Result<()> {
        let Some(hooks) = self.inner.hooks.of_files() else {
            return Ok(());
        };
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, caller);
            hooks.run(event, &mut tx).await?;
            if self.is_written(tx).await? {
                return Ok(());
            }
        }
        Err(Error::contended())
    }

    /// What the user's code does once something has happened to a file.
    async fn after_file(&self, caller: &Caller, event: FileEvent<'_>) {
        if let Err(error) = self.run_file_hook(caller, event).await {
            tracing::warn!("a hook that runs after a file was kept or deleted: {error}");
        }
    }

    /// Whether what a hook wants written is; if not, what it has read has changed since.
    async fn is_written(&self, tx: Tx) -> Result<bool> {
        let writes = tx.into_writes()?;
        if writes.steps.is_empty() {
            return Ok(true);
        }
        match self.store().commit(writes).await {
            Ok(_) => Ok(true),
            Err(Conflict::Stale) => Ok(false),
            Err(Conflict::Refused { error, .. }) => Err(error),
        }
    }
}

fn file(name: &FileName) -> File {
    File {
        name: name.as_str().to_owned(),
    }
}
