//! Accounts elsewhere: `authData` as clients send it → the ids that providers vouch for, and the users whom these lead to.

use super::accounts::{Origin, SignedIn, USER};
use super::request::Written;
use super::{Created, Service};
use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::identity::Profile;
use crate::wire::{Object, Value};
use crate::write::Step;
use serde_json::{Map, json};

/// The longest id of somebody with a provider, in bytes.
const MAX_ID: usize = 255;

const AUTH_DATA: &str = "authData";
/// Whoever knows this id is the user: the provider of those who have no account.
const ANONYMOUS: &str = "anonymous";

/// What a provider knows somebody as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub provider: String,
    pub id: String,
}

/// A user whom a provider knows.
pub(super) struct KnownUser {
    pub id: String,
    /// By which he is known.
    pub provider: String,
    /// What else he is to be known as from now on.
    new: Vec<Link>,
}

impl Link {
    pub(super) fn is_anonymous(&self) -> bool {
        self.provider == ANONYMOUS
    }
}

impl Service {
    /// The links that a request asks for, each of which is shown to be his who asks. `authData` is left in it as what is
    /// to be written: whole for a new user, and for `user` as its parts. No token is kept.
    ///
    /// # Errors
    /// Code 252 for a provider that is none, 101 and 100 as [`crate::identity::Providers::vouch`], 105 for a part.
    pub(super) async fn links(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        user: Option<&Object>,
        sent: &mut Object,
    ) -> Result<Vec<Link>> {
        is_whole(sent)?;
        let Some(Value::Object(providers)) = sent.get(AUTH_DATA) else {
            return Ok(Vec::new());
        };
        if providers.contains_key("__op") {
            return Ok(Vec::new());
        }
        let providers = providers.clone();
        // What he is known as already need not be shown again; whether somebody else is, is not for him to learn.
        let himself = user.filter(|user| {
            let id = user.get("objectId").and_then(Value::as_str);
            *caller == Caller::Master || caller.user() == id
        });
        let mut links = Vec::new();
        let mut profile = Profile::default();
        for (provider, data) in &providers {
            if provider != ANONYMOUS && !self.inner.providers.knows(provider) {
                return Err(unsupported());
            }
            if data.is_null() {
                continue;
            }
            let id = data.get("id").and_then(Value::as_str);
            let id = id.filter(|id| !id.is_empty() && id.len() <= MAX_ID);
            let link = Link {
                provider: provider.clone(),
                id: id.ok_or_else(unsupported)?.to_owned(),
            };
            if !link.is_anonymous() && linked(himself, provider) != Some(&link.id) {
                let vouched = self.vouched(caller, &link, data).await?;
                profile.email = profile.email.or(vouched.email);
            }
            links.push(link);
        }
        // Whoever has an account somewhere is not anonymous.
        if links.iter().any(|link| !link.is_anonymous()) {
            links.retain(|link| !link.is_anonymous());
        }
        sent.0.remove(AUTH_DATA);
        match user {
            None => {
                if !links.is_empty() {
                    sent.put(AUTH_DATA, whole(&links));
                }
                // The address that an account has elsewhere is taken where this one must have one.
                let required = class
                    .field("email")
                    .is_some_and(|(_, field)| field.required);
                if required && sent.get("email").is_none() {
                    sent.put("email", profile.email);
                }
            }
            Some(user) => {
                let ends = providers.iter().filter(|(_, data)| data.is_null());
                for (provider, _) in
                    ends.filter(|(provider, _)| linked(Some(user), provider).is_some())
                {
                    sent.put(
                        &format!("{AUTH_DATA}.{provider}"),
                        json!({"__op": "Delete"}),
                    );
                }
                put_parts(&links, sent);
            }
        }
        Ok(links)
    }

    /// What the provider says of whoever sent this. Whoever has the master key may link anybody to anything.
    async fn vouched(&self, caller: &Caller, link: &Link, data: &Value) -> Result<Profile> {
        let token = ["id_token", "token"]
            .iter()
            .find_map(|name| data.get(name)?.as_str());
        match token {
            Some(token) => {
                let profile = self.inner.providers.vouch(&link.provider, &link.id, token);
                profile.await?.ok_or_else(unsupported)
            }
            None if *caller == Caller::Master => Ok(Profile::default()),
            None => {
                let message = format!(
                    "`{}` needs an ID token, as `id_token` or `token`",
                    link.provider
                );
                Err(Error::new(Code::OBJECT_NOT_FOUND, message))
            }
        }
    }

    /// The user to whom any of these links leads.
    ///
    /// # Errors
    /// Code 208 where they lead to several.
    pub(super) async fn known_as(&self, links: &[Link]) -> Result<Option<KnownUser>> {
        let mut known: Option<KnownUser> = None;
        let mut new = Vec::new();
        for link in links {
            match (self.store().linked(&link.provider, &link.id).await?, &known) {
                (None, _) => new.push(link.clone()),
                (Some(user), Some(other)) if user != other.id => {
                    return Err(Error::new(
                        Code::ALREADY_LINKED,
                        "this auth is already used",
                    ));
                }
                (Some(_), Some(_)) => {}
                (Some(id), None) => {
                    known = Some(KnownUser {
                        id,
                        provider: link.provider.clone(),
                        new: Vec::new(),
                    });
                }
            }
        }
        Ok(known.map(|known| KnownUser { new, ..known }))
    }

    /// What came of a sign-up; where somebody else was quicker with the same account, it is a sign-in.
    pub(super) async fn or_known(
        &self,
        written: Result<Written>,
        links: &[Link],
        origin: &Origin,
    ) -> Result<Written> {
        match written {
            Err(error) if error.code == Code::ALREADY_LINKED && !links.is_empty() => {
                match self.known_as(links).await? {
                    Some(known) => self.sign_in_again(known, origin).await,
                    None => Err(error),
                }
            }
            written => written,
        }
    }

    pub(super) async fn sign_in_again(&self, known: KnownUser, origin: &Origin) -> Result<Written> {
        let KnownUser { id, provider, new } = known;
        let mut more = Vec::new();
        if !new.is_empty() {
            let mut change = Object::new();
            put_parts(&new, &mut change);
            more.push(Step::change(self.class(USER)?, &id, &change)?);
        }
        let SignedIn { mut user, token } = self.sign_in(id, &provider, more, origin).await?;
        let id: String = user.take("objectId")?;
        let at = user.take("createdAt")?;
        user.put("sessionToken", token);
        Ok(Written::Created(Created {
            id,
            at,
            fields: user,
            again: true,
        }))
    }
}

/// A part of `authData` would be written without being shown.
///
/// # Errors
/// Code 105.
pub(super) fn is_whole(sent: &Object) -> Result<()> {
    if sent.0.keys().any(|key| key.starts_with("authData.")) {
        let message = "authData is sent whole";
        return Err(Error::new(Code::INVALID_FIELD_NAME, message));
    }
    Ok(())
}

/// What the user is known to a provider as.
fn linked<'u>(user: Option<&'u Object>, provider: &str) -> Option<&'u str> {
    user?.get(AUTH_DATA)?.get(provider)?.get("id")?.as_str()
}

pub(super) fn is_anonymous(user: &Object) -> bool {
    linked(Some(user), ANONYMOUS).is_some()
}

/// The hidden fields that a user sees of himself, and the master of anybody.
pub(super) fn own_fields(class: &ClassDef) -> &'static [&'static str] {
    if class.name == USER {
        &[AUTH_DATA]
    } else {
        &[]
    }
}

fn whole(links: &[Link]) -> Value {
    let providers = links
        .iter()
        .map(|link| (link.provider.clone(), json!({"id": link.id})));
    Value::Object(providers.collect::<Map<_, _>>())
}

fn put_parts(links: &[Link], body: &mut Object) {
    for link in links {
        let name = format!("{AUTH_DATA}.{}", link.provider);
        body.put(&name, json!({"id": link.id}));
    }
}

fn unsupported() -> Error {
    Error::new(
        Code::UNSUPPORTED_SERVICE,
        "This authentication method is unsupported.",
    )
}
