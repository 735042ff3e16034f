//! Accounts: signing up, in and out, and the letters to a user.

use super::super::data::Data;
use super::objects::{known, text};
use super::{Actor, Done, Members};
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::service::{Created, SignedIn};
use crate::wire::{Object, Value};

const USER: &str = "_User";

impl Actor<'_> {
    pub(super) async fn sign_up(&self, input: &Object) -> Result<Done> {
        let class = self.class(USER)?;
        let fields = self.uploaded(&class, input).await?;
        self.viewer_of(self.created(&class, fields, input).await?)
            .await
    }

    /// With what another provider says of the user; he is created where he is not there yet.
    pub(super) async fn log_in_with(&self, input: &Object) -> Result<Done> {
        let class = self.class(USER)?;
        let mut fields = match self.uploaded(&class, input).await? {
            Value::Null => Object::new().into(),
            fields => fields,
        };
        fields["authData"] = input.get("authData").cloned().unwrap_or_default();
        self.viewer_of(self.created(&class, fields, input).await?)
            .await
    }

    pub(super) async fn log_in(&self, input: &Object) -> Result<Done> {
        (self.asking.attempt)()?;
        if input.get("authData").is_some_and(|data| !data.is_null()) {
            let message = "This authentication method is unsupported.";
            return Err(Error::new(Code::UNSUPPORTED_SERVICE, message));
        }
        let SignedIn { user, token } = self.service.log_in(input, &self.asking.origin).await?;
        self.viewer(token.ok_or_else(unverified)?, user).await
    }

    pub(super) async fn log_out(&self) -> Result<Members> {
        let nobody = || Error::new(Code::INVALID_SESSION_TOKEN, "Invalid session token");
        let session = self.asking.session.as_ref().ok_or_else(nobody)?;
        self.service.log_out(session).await?;
        Ok(done())
    }

    pub(super) fn reset_password(&self, input: &Object) -> Result<Members> {
        (self.asking.attempt)()?;
        self.service.request_password_reset(input)?;
        Ok(done())
    }

    pub(super) async fn confirm_reset_password(&self, input: &Object) -> Result<Members> {
        (self.asking.attempt)()?;
        let (token, password) = (text(input, "token"), text(input, "password"));
        // A link is one user's, whoever else knows it.
        if self.service.resets_for(token).await? != text(input, "username") {
            return Err(Error::not_found());
        }
        self.service.reset_password(token, password).await?;
        Ok(done())
    }

    pub(super) fn send_verification_email(&self, input: &Object) -> Result<Members> {
        (self.asking.attempt)()?;
        self.service.request_verification(input)?;
        Ok(done())
    }

    /// The session that came with a new user, or with one who came back.
    async fn viewer_of(&self, created: Created) -> Result<Done> {
        let token = created.fields.get("sessionToken").and_then(Value::as_str);
        let token = token.ok_or_else(unverified)?.to_owned();
        self.viewer(token, known(&created)).await
    }

    async fn viewer(&self, token: String, known: Object) -> Result<Done> {
        let session = self.service.session(&token).await?;
        let reader: Caller = session.caller.clone();
        let pick = self.pick.together("viewer");
        let pick = pick.and_then(|viewer| viewer.together("user"));
        let user = self
            .object(&reader, &self.class(USER)?, known, pick)
            .await?;
        let viewer = vec![
            ("sessionToken".to_owned(), Data::Plain("", token.into())),
            ("user".to_owned(), user),
        ];
        let viewer = Data::Members("Viewer".to_owned(), viewer);
        Ok(Done {
            members: vec![("viewer".to_owned(), viewer)],
            reader,
        })
    }
}

/// There is a user, and no session before he has confirmed his address.
fn unverified() -> Error {
    Error::new(Code::EMAIL_NOT_FOUND, "User email is not verified.")
}

fn done() -> Members {
    vec![("ok".to_owned(), Data::Plain("", true.into()))]
}
