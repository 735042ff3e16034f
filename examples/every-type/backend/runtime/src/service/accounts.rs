//! Accounts: signing up, in and out, and what a user may do to himself and his sessions.

use super::letters::Link;
use super::request::{Intent, Prepared, Ready};
use super::{Created, Service};
use crate::Result;
use crate::access::Caller;
use crate::auth::new_token;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Projection, Select, place};
use crate::wire::{Object, Value};
use crate::write::{self, DeleteAll, Step, Stored, is_email};
use serde_json::json;

/// What a request says of where it comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    pub installation: Option<String>,
}

/// A user as JSON on the wire, with the token of a session where one was opened.
pub(crate) struct SignedIn {
    pub user: Object,
    pub token: Option<String>,
}

pub(super) const USER: &str = "_User";
pub(super) const SESSION: &str = "_Session";

impl Service {
    /// A user who is to be created, and a session to be opened for him.
    ///
    /// # Errors
    /// Codes 200, 201, 125, 142, 252.
    pub(super) async fn prepare_sign_up(
        &self,
        class: &'static ClassDef,
        id: Option<String>,
        mut sent: Object,
        origin: &Origin,
    ) -> Result<Prepared> {
        let id = self.id_of(id, &mut sent)?;
        let anonymous = anonymous_id(&sent)?;
        if let Some(id) = &anonymous {
            if let Some(user) = self.anonymous_user(class, id).await? {
                return Ok(Prepared::SignIn(user));
            }
            if sent.get("username").is_none() {
                sent.put("username", new_token()[2..].to_owned());
            }
            if sent.get("password").is_none() {
                sent.put("password", new_token());
            }
        }
        check_account(&sent)?;
        let auto = anonymous.is_some();
        if auto {
            self.hash_password(&mut sent).await?;
        } else {
            let username = text(&sent, "username").to_owned();
            self.settle_password(&mut sent, &username).await?;
        }
        if sent.get("ACL").is_none() {
            let mut acl = Object::new();
            acl.put(&id, json!({"read": true, "write": true}));
            sent.put("ACL", acl);
        }
        let welcome = self.verifies() && sent.get("email").is_some();
        let mut ready = Ready::new(class, id, Intent::Create { sent });
        ready.welcome = welcome;
        if auto || !self.inner.letters.required {
            let provider = if auto { "anonymous" } else { "password" };
            let session = self.new_session(&ready.id, "signup", provider, origin)?;
            ready.more.extend(session.steps);
            ready.token = Some(session.token);
        }
        Ok(ready.into())
    }

    /// # Errors
    /// Codes 200 and 201 where the name or the password is missing, 101 where they do not fit, 205 where the address must
    /// be confirmed first.
    pub(crate) async fn log_in(&self, sent: &Object, origin: &Origin) -> Result<SignedIn> {
        let user = self.check_password(sent).await?;
        self.sign_in(user, "password", origin).await
    }

    /// The user whose name and password these are, without a session.
    ///
    /// # Errors
    /// As [`Service::log_in`].
    pub(crate) async fn verify_password(&self, sent: &Object) -> Result<SignedIn> {
        let user = self.check_password(sent).await?;
        Ok(SignedIn {
            user: self.visible_user(&user).await?,
            token: None,
        })
    }

    /// Opens a session for any user, for the master.
    ///
    /// # Errors
    /// Code 119 for anybody else, 101 where there is no such user.
    pub(crate) async fn log_in_as(
        &self,
        caller: &Caller,
        id: &str,
        origin: &Origin,
    ) -> Result<SignedIn> {
        if *caller != Caller::Master {
            return Err(Error::forbidden());
        }
        let class = self.class(USER)?;
        let filter = Filter::equal(Place::Id, Stored::Text(id.to_owned()));
        if self.one(class, filter).await?.is_none() {
            return Err(Error::new(Code::OBJECT_NOT_FOUND, "user not found"));
        }
        self.open_session(id.to_owned(), "login", "masterkey", origin)
            .await
    }

    /// Who is signed in, as he may see himself.
    ///
    /// # Errors
    /// Code 209 where nobody is.
    pub(crate) async fn me(&self, caller: &Caller) -> Result<Object> {
        let nobody = || Error::new(Code::INVALID_SESSION_TOKEN, "Permission denied");
        let user = caller.user().ok_or_else(nobody)?;
        self.visible_user(user).await
    }

    /// What comes with a change to a user: a new password ends all his sessions and opens a new one, whose token is in the
    /// answer; a new address is to be confirmed anew.
    ///
    /// # Errors
    /// Codes 125, 142, 252.
    pub(super) async fn prepare_user(
        &self,
        caller: &Caller,
        ready: &mut Ready,
        origin: &Origin,
    ) -> Result<()> {
        let Ready {
            class,
            id,
            intent: Intent::Update { sent, .. },
            more,
            token,
            welcome,
        } = ready
        else {
            return Ok(());
        };
        if matches!(sent.get("email"), Some(Value::String(email)) if !is_email(email)) {
            return Err(bad_email());
        }
        anonymous_id(sent)?;
        // An anonymous user who takes a name and a password is anonymous no more.
        if sent.get("password").is_some()
            && sent.get("username").is_some()
            && sent.get("authData").is_none()
        {
            sent.put("authData", json!({"__op": "Delete"}));
        }
        if sent.get("password").is_some() || sent.get("email").is_some() {
            let filter = Filter::equal(Place::Id, Stored::Text(id.clone()));
            let user = self.one(class, filter).await?.unwrap_or_default();
            // An address that stays as it was read is not written, so that no other change to it is undone.
            if sent.get("email") == user.get("email") {
                sent.0.remove("email");
            } else if sent.get("email").is_some() {
                *welcome = true;
                more.push(self.end_links(id, None)?);
            }
            let username = match text(sent, "username") {
                "" => text(&user, "username").to_owned(),
                username => username.to_owned(),
            };
            self.settle_password(sent, &username).await?;
        }
        if matches!(sent.get("password"), Some(Value::String(_))) {
            let session = self.new_session(id, "password", "password", origin)?;
            let class = self.class(SESSION)?;
            let filter = equal(class, "user", id);
            more.push(Step::DeleteAll(DeleteAll { class, filter }));
            more.push(self.end_links(id, Some(Link::Reset))?);
            more.extend(session.steps);
            *token = Some(session.token).filter(|_| caller.user() == Some(id));
        }
        Ok(())
    }

    /// Creates those of these roles that are not there. Nobody is in them, and their ACL lets nobody at them.
    pub(crate) async fn ensure_roles(&self, names: &[&'static str]) -> Result<()> {
        let class = self.class("_Role")?;
        for name in names {
            if self.one(class, equal(class, "name", name)).await?.is_none() {
                let mut body = Object::new();
                body.put("name", (*name).to_owned());
                body.put("ACL", json!({}));
                let parsed = write::parse_create(class, &body, write::Author::Server)?;
                let insert = self.insert(class, self.new_id(), parsed);
                self.write_steps(vec![Step::Insert(insert)]).await?;
                tracing::info!("created the role {name}");
            }
        }
        Ok(())
    }

    /// The objectId of whoever has this name or address, and this password.
    async fn check_password(&self, sent: &Object) -> Result<String> {
        let text = |name: &str| {
            sent.get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
        };
        let Some((field, name)) = text("username")
            .map(|name| ("username", name))
            .or_else(|| text("email").map(|name| ("email", name)))
        else {
            return Err(Error::new(
                Code::USERNAME_MISSING,
                "username/email is required.",
            ));
        };
        let Some(password) = text("password") else {
            return Err(Error::new(Code::PASSWORD_MISSING, "password is required."));
        };
        self.inner.lockout.check(name)?;
        let class = self.class(USER)?;
        let by_email = self.one(class, equal(class, "email", name)).await?;
        // What stands where a name is expected may be an address. Both are looked up whatever there is, so that the time
        // does not tell.
        let found = match field {
            "username" => self
                .one(class, equal(class, field, name))
                .await?
                .or(by_email),
            _ => by_email,
        };
        let member = |name| {
            found
                .as_ref()
                .and_then(|user| user.get(name))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let (id, hash) = (member("objectId"), member("password"));
        let matches = self
            .inner
            .passwords
            .verify(password.to_owned(), hash)
            .await?;
        match id.filter(|_| matches) {
            Some(id) => {
                self.inner.lockout.succeeded(name);
                let verified = found.as_ref().and_then(|user| user.get("emailVerified"));
                if self.inner.letters.required && verified != Some(&Value::Bool(true)) {
                    let message = "User email is not verified.";
                    return Err(Error::new(Code::EMAIL_NOT_FOUND, message));
                }
                Ok(id)
            }
            None => {
                self.inner.lockout.failed(name);
                Err(Error::new(
                    Code::OBJECT_NOT_FOUND,
                    "Invalid username/password.",
                ))
            }
        }
    }

    pub(super) async fn sign_in_again(&self, user: String, origin: &Origin) -> Result<Created> {
        let SignedIn { mut user, token } = self.sign_in(user, "anonymous", origin).await?;
        let id: String = user.take("objectId")?;
        let at = user.take("createdAt")?;
        user.put("sessionToken", token);
        Ok(Created {
            id,
            at,
            fields: user,
            again: true,
        })
    }

    /// Checks the password that is sent for the user of this name, and puts its hash in its place.
    ///
    /// # Errors
    /// Code 142 where it is not what a password must be.
    pub(super) async fn settle_password(&self, sent: &mut Object, username: &str) -> Result<()> {
        if let Some(Value::String(password)) = sent.get("password") {
            self.inner.policy.check(password, username)?;
        }
        self.hash_password(sent).await
    }

    async fn hash_password(&self, sent: &mut Object) -> Result<()> {
        if let Some(Value::String(password)) = sent.get("password") {
            let hash = self.inner.passwords.hash(password.clone()).await?;
            sent.put("password", hash);
        }
        Ok(())
    }

    async fn anonymous_user(&self, class: &'static ClassDef, id: &str) -> Result<Option<String>> {
        let auth_data = write::element(&json!({"anonymous": {"id": id}}))?;
        let found = self
            .one(class, equal(class, "authData", &auth_data))
            .await?;
        found.map(|mut user| user.take("objectId")).transpose()
    }

    pub(super) async fn visible_user(&self, id: &str) -> Result<Object> {
        let select = Select::one(self.class(USER)?, id, Filter::Always(true));
        self.objects(select)
            .await?
            .into_iter()
            .next()
            .ok_or_else(Error::not_found)
    }

    /// The first object that passes, hidden fields and all.
    pub(super) async fn one(
        &self,
        class: &'static ClassDef,
        filter: Filter,
    ) -> Result<Option<Object>> {
        let select = Select {
            class,
            filter,
            order: Vec::new(),
            skip: 0,
            limit: 1,
            fields: Projection::All,
            count: false,
            start: None,
        };
        Ok(self.objects(select).await?.into_iter().next())
    }
}

fn text<'o>(object: &'o Object, name: &str) -> &'o str {
    let text = object.get(name).and_then(Value::as_str);
    text.unwrap_or_default()
}

pub(super) fn equal(class: &'static ClassDef, name: &str, value: &str) -> Filter {
    match place(class, name) {
        Some(place) => Filter::equal(place, Stored::Text(value.to_owned())),
        None => Filter::Always(false),
    }
}

fn check_account(sent: &Object) -> Result<()> {
    let is_text = |name| matches!(sent.get(name), Some(Value::String(text)) if !text.is_empty());
    if !is_text("username") {
        return Err(Error::new(
            Code::USERNAME_MISSING,
            "bad or missing username",
        ));
    }
    if !is_text("password") {
        return Err(Error::new(Code::PASSWORD_MISSING, "password is required"));
    }
    if matches!(sent.get("email"), Some(Value::String(email)) if !is_email(email)) {
        return Err(bad_email());
    }
    Ok(())
}

pub(super) fn bad_email() -> Error {
    Error::new(Code::INVALID_EMAIL, "Email address format is invalid.")
}

/// The id of an anonymous user in `authData`, the one provider there is.
fn anonymous_id(sent: &Object) -> Result<Option<String>> {
    if sent.0.keys().any(|key| key.starts_with("authData.")) {
        let message = "authData is sent whole";
        return Err(Error::new(Code::INVALID_FIELD_NAME, message));
    }
    let Some(Value::Object(providers)) = sent.get("authData") else {
        return Ok(None);
    };
    if providers.contains_key("__op") {
        return Ok(None);
    }
    let unsupported = || {
        Error::new(
            Code::UNSUPPORTED_SERVICE,
            "This authentication method is unsupported.",
        )
    };
    if providers.keys().any(|provider| provider != "anonymous") {
        return Err(unsupported());
    }
    match providers.get("anonymous") {
        None | Some(Value::Null) => Ok(None),
        Some(data) => data
            .get("id")
            .and_then(Value::as_str)
            .map(|id| Some(id.to_owned()))
            .ok_or_else(unsupported),
    }
}
