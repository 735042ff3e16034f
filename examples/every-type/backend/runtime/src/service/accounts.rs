//! Accounts: signing up, in and out, and what a user may do to himself and his sessions.

use super::Service;
use super::identities::{is_anonymous, is_whole, own_fields};
use super::letters::Link;
use super::request::{Intent, Prepared, Ready};
use crate::Result;
use crate::access::Caller;
use crate::auth::new_token;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Projection, Select, Shape, place};
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
        caller: &Caller,
        class: &'static ClassDef,
        id: Option<String>,
        mut sent: Object,
        origin: &Origin,
    ) -> Result<Prepared> {
        let id = self.id_of(id, &mut sent)?;
        let links = self.links(caller, class, None, &mut sent).await?;
        if let Some(known) = self.known_as(&links).await? {
            return Ok(Prepared::SignIn(known));
        }
        let (username, password) = (text(&sent, "username"), text(&sent, "password"));
        // Whoever shows who he is by an account elsewhere needs no name and no password of his own.
        let auto = !links.is_empty() && password.is_empty();
        if auto && username.is_empty() {
            sent.put("username", new_token()[2..].to_owned());
        }
        if auto {
            sent.put("password", new_token());
        }
        check_account(&sent)?;
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
        let provider = links.first().map_or("password", |link| &link.provider);
        if !links.is_empty() || !self.inner.letters.required {
            let session = self.new_session(&ready.id, "signup", provider, origin)?;
            ready.more.extend(session.steps);
            ready.token = Some(session.token);
        }
        ready.links = links;
        Ok(ready.into())
    }

    /// # Errors
    /// Codes 200 and 201 where the name or the password is missing, 101 where they do not fit, 205 where the address must
    /// be confirmed first.
    pub(crate) async fn log_in(&self, sent: &Object, origin: &Origin) -> Result<SignedIn> {
        let user = self.check_password(sent).await?;
        self.sign_in(user, "password", Vec::new(), origin).await
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
        self.open_session(id.to_owned(), "login", "masterkey", Vec::new(), origin)
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
            ..
        } = ready
        else {
            return Ok(());
        };
        if matches!(sent.get("email"), Some(Value::String(email)) if !is_email(email)) {
            return Err(bad_email());
        }
        is_whole(sent)?;
        let names = ["password", "email", "authData"];
        if names.iter().any(|name| sent.get(name).is_some()) {
            let filter = Filter::equal(Place::Id, Stored::Text(id.clone()));
            let user = self.one(class, filter).await?.unwrap_or_default();
            let links = self.links(caller, class, Some(&user), sent).await?;
            // An anonymous user who takes a name and a password, or links an account, is anonymous no more.
            let named = sent.get("password").is_some() && sent.get("username").is_some();
            let whole = sent.get("authData").is_some();
            if !whole
                && is_anonymous(&user)
                && (named || links.iter().any(|link| !link.is_anonymous()))
            {
                sent.put("authData.anonymous", json!({"__op": "Delete"}));
            }
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

    /// A user as he may see himself.
    pub(super) async fn visible_user(&self, id: &str) -> Result<Object> {
        let class = self.class(USER)?;
        let mut select = Select::one(class, id, Filter::Always(true));
        select.fields = Shape::default().projection_with(class, &[], own_fields(class));
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
