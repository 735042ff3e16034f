//! Letters to users: links that confirm an address or lead to a new password, each good once, and not for long.
//!
//! What a letter is asked for is decided by the post, off the request: neither the answer nor its timing tells a client
//! whether there is somebody to write to.

use super::Service;
use super::accounts::{SESSION, USER, bad_email, equal};
use super::request::{Intent, Ready};
use super::write::ATTEMPTS;
use crate::Result;
use crate::access::Caller;
use crate::auth::{hash_token, new_token};
use crate::class::ClassDef;
use crate::config::Config;
use crate::error::{Code, Error};
use crate::hooks::{Moment, Tx};
use crate::mail::{Message, Queue, Request};
use crate::query::{Compare, Filter, Place, Projection, Select, place};
use crate::store::Conflict;
use crate::wire::{Object, Timestamp, Value};
use crate::write::{
    Assign, Author, Body, Delete, DeleteAll, Step, Stored, Update, is_email, parse_create,
    parse_update,
};
use serde_json::json;
use std::time::Duration;

const TOKEN: &str = "_Token";

/// What the service knows of letters.
pub(super) struct Letters {
    queue: Queue,
    /// Whether addresses are to be confirmed.
    verify: bool,
    /// Whether nobody logs in before.
    pub required: bool,
    verification_lifetime: Duration,
    reset_lifetime: Duration,
    app_name: String,
    /// What every link begins with.
    pages: String,
}

impl Letters {
    pub(super) fn new(queue: Queue, config: &Config) -> Self {
        let app: String = form_urlencoded::byte_serialize(config.app_id.as_bytes()).collect();
        Self {
            queue,
            verify: config.verify_email,
            required: config.prevent_unverified,
            verification_lifetime: config.email_token_lifetime,
            reset_lifetime: config.reset_token_lifetime,
            app_name: config.app_name.clone(),
            pages: format!("{}/apps/{}", config.server_url, app.replace('+', "%20")),
        }
    }
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Verification,
    Reset,
}

impl Link {
    fn kind(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Reset => "reset",
        }
    }
}

/// A link that still works, and whose it is.
struct Live {
    id: String,
    user: String,
    username: String,
    email: String,
    /// It works still.
    filter: Filter,
}

impl Service {
    /// # Errors
    /// Code 204 where there is no address, 125 where it is none.
    pub(crate) fn request_password_reset(&self, sent: &Object) -> Result<()> {
        let address = address(sent)?;
        self.inner
            .letters
            .queue
            .put(Request::PasswordReset { address })
    }

    /// # Errors
    /// As [`Service::request_password_reset`].
    pub(crate) fn request_verification(&self, sent: &Object) -> Result<()> {
        let address = address(sent)?;
        self.inner
            .letters
            .queue
            .put(Request::Verification { address })
    }

    /// Whether the address of a new user is to be confirmed.
    pub(super) fn verifies(&self) -> bool {
        self.inner.letters.verify
    }

    /// Asks for the letter to a user whose address is new. The address is stored, so what fails here is only logged.
    pub(super) fn welcome(&self, user: &str) {
        let user = user.to_owned();
        if self.verifies()
            && let Err(error) = self.inner.letters.queue.put(Request::Welcome { user })
        {
            tracing::warn!("a mail was not asked for: {error}");
        }
    }

    /// The message that a request asks for and the user it goes to, if there is one; its link works from now on, and no
    /// earlier one of its kind does.
    pub(crate) async fn message(&self, request: &Request) -> Result<Option<(String, Message)>> {
        let class = self.class(USER)?;
        let (link, filter) = match request {
            Request::PasswordReset { address } => (Link::Reset, self.addressed(address)?),
            Request::Verification { address } => (Link::Verification, self.addressed(address)?),
            Request::Welcome { user } => {
                let id = Stored::Text(user.clone());
                (Link::Verification, Filter::equal(Place::Id, id))
            }
        };
        if link == Link::Verification && !self.verifies() {
            return Ok(None);
        }
        for _ in 0..ATTEMPTS {
            let select = Select {
                class,
                filter: filter.clone(),
                order: Vec::new(),
                skip: 0,
                limit: 1,
                fields: Projection::All,
                count: false,
                start: None,
            };
            // The transaction remembers the user as he was read: a link is never stored for an address he has no more.
            let mut tx = Tx::new(self, &Caller::Master);
            let Some(user) = tx.select(select).await?.into_iter().next() else {
                return Ok(None);
            };
            let (id, email) = (text(&user, "objectId"), text(&user, "email"));
            let confirmed = user.get("emailVerified") == Some(&Value::Bool(true));
            if email.is_empty() || (link == Link::Verification && confirmed) {
                return Ok(None);
            }
            if let (Link::Reset, Some(hooks)) = (link, self.inner.hooks.of_sign_in()) {
                let moment = Moment::BeforePasswordReset;
                if let Err(error) = hooks.run(moment, user.clone(), &mut tx).await {
                    tracing::info!("{} of user {id}: {error}", moment.hook());
                    return Ok(None);
                }
            }
            let token = new_token().split_off(2);
            let mut writes = tx.into_writes()?;
            writes.steps.push(self.end_links(&id, Some(link))?);
            writes.steps.push(self.new_link(link, &id, &email, &token)?);
            match self.store().commit(writes).await {
                Ok(_) => return Ok(Some((id, self.letter(link, email, &token)))),
                Err(Conflict::Stale) => {}
                Err(Conflict::Refused { error, .. }) => return Err(error),
            }
        }
        Err(Error::contended())
    }

    /// Confirms the address to which the link was sent.
    ///
    /// # Errors
    /// Code 101 where the link does not work, or not any more.
    pub(crate) async fn verify_email(&self, token: &str) -> Result<()> {
        let live = self.live(Link::Verification, token).await?;
        let class = self.class(USER)?;
        let mut body = Object::new();
        body.put("emailVerified", true);
        let verified = Update {
            class,
            id: live.user.clone(),
            at: Timestamp::now().as_millis(),
            assign: parse_update(class, &body, Author::Server)?.assign,
            relations: Vec::new(),
            filter: equal(class, "email", &live.email),
            guards: Vec::new(),
            missing: None,
            returning: Vec::new(),
        };
        let used = self.use_up(live)?;
        self.write_steps(vec![used, Step::Update(verified)]).await
    }

    /// The name of the user for whom the link sets a new password.
    ///
    /// # Errors
    /// As [`Service::verify_email`].
    pub(crate) async fn resets_for(&self, token: &str) -> Result<String> {
        Ok(self.live(Link::Reset, token).await?.username)
    }

    /// Gives the user of the link a new password, ends all his sessions and lets him log in at once.
    ///
    /// # Errors
    /// As [`Service::verify_email`]; code 142 where the password may not be, and the link works still.
    pub(crate) async fn reset_password(&self, token: &str, password: &str) -> Result<()> {
        let live = self.live(Link::Reset, token).await?;
        let mut sent = Object::new();
        sent.put("password", password.to_owned());
        self.settle_password(&mut sent, &live.username).await?;
        let (user, names) = (
            live.user.clone(),
            [live.username.clone(), live.email.clone()],
        );
        let sessions = self.class(SESSION)?;
        let intent = Intent::Update {
            sent,
            filter: Filter::Always(true),
            unchanged: None,
        };
        let mut ready = Ready::new(self.class(USER)?, user.clone(), intent);
        ready.more = vec![
            // Of two that use one link at once, the second finds nothing to use up, and writes nothing.
            self.use_up(live)?,
            self.end_links(&user, Some(Link::Reset))?,
            Step::DeleteAll(DeleteAll {
                class: sessions,
                filter: equal(sessions, "user", &user),
            }),
        ];
        self.write_one(&Caller::Master, ready, None).await?;
        for name in names {
            self.inner.lockout.succeeded(&name);
        }
        tracing::info!("user {user} has a new password by a mailed link");
        Ok(())
    }

    /// Where a body writes the address of a user, whoever had it written: it is not confirmed. Gives the field that says
    /// so, if a client is to hear of it.
    pub(super) fn unconfirm(&self, class: &ClassDef, body: &mut Body) -> Option<usize> {
        let email = place(class, "email")?;
        let (index, _) = class.field("emailVerified")?;
        let verified = Place::Field(index);
        let writes = |place| body.assign.iter().any(|(written, _)| *written == place);
        if class.name != USER || !writes(email) || writes(verified) {
            return None;
        }
        let confirmed = if self.verifies() {
            Stored::Integer(0)
        } else {
            Stored::Null
        };
        body.assign.push((verified, Assign::Set(confirmed)));
        self.verifies().then_some(index)
    }

    /// Deletes the user's links of this kind, or of every kind.
    pub(super) fn end_links(&self, user: &str, link: Option<Link>) -> Result<Step> {
        let class = self.class(TOKEN)?;
        let mut filter = equal(class, "user", user);
        if let Some(link) = link {
            filter = filter.and(equal(class, "kind", link.kind()));
        }
        Ok(Step::DeleteAll(DeleteAll { class, filter }))
    }

    fn new_link(&self, link: Link, user: &str, email: &str, token: &str) -> Result<Step> {
        let class = self.class(TOKEN)?;
        let lifetime = i64::try_from(self.lifetime(link).as_millis()).map_err(Error::internal)?;
        let expires = Timestamp::from_millis(Timestamp::now().as_millis() + lifetime);
        let mut body = Object::new();
        body.put("kind", link.kind().to_owned());
        body.put(
            "user",
            json!({"__type": "Pointer", "className": USER, "objectId": user}),
        );
        body.put("hash", hash_token(token));
        body.put("email", email.to_owned());
        body.put("expiresAt", expires);
        let parsed = parse_create(class, &body, Author::Server)?;
        Ok(Step::Insert(self.insert(class, self.new_id(), parsed)))
    }

    /// # Errors
    /// Code 101 where there is no such link, it has expired, or its user has another address by now.
    async fn live(&self, link: Link, token: &str) -> Result<Live> {
        let class = self.class(TOKEN)?;
        let now = Stored::Integer(Timestamp::now().as_millis());
        let Some(expires_at) = place(class, "expiresAt") else {
            return Err(Error::not_found());
        };
        let filter = equal(class, "hash", &hash_token(token))
            .and(equal(class, "kind", link.kind()))
            .and(Filter::Compare {
                place: expires_at,
                compare: Compare::Greater,
                value: now,
            });
        let found = self.one(class, filter.clone()).await?;
        let found = found.ok_or_else(Error::not_found)?;
        let user = found.get("user").and_then(|user| user.get("objectId"));
        let user = user.and_then(Value::as_str).unwrap_or_default().to_owned();
        let itself = Filter::equal(Place::Id, Stored::Text(user.clone()));
        let owner = self.one(self.class(USER)?, itself).await?;
        let owner = owner
            .filter(|owner| owner.get("email") == found.get("email"))
            .ok_or_else(Error::not_found)?;
        Ok(Live {
            id: text(&found, "objectId"),
            user,
            username: text(&owner, "username"),
            email: text(&owner, "email"),
            filter,
        })
    }

    fn use_up(&self, live: Live) -> Result<Step> {
        Ok(Step::Delete(Delete {
            class: self.class(TOKEN)?,
            id: live.id,
            filter: live.filter,
            guards: Vec::new(),
        }))
    }

    /// The user of this address, as it is written or in small letters: no two users differ in their case alone.
    fn addressed(&self, address: &str) -> Result<Filter> {
        let class = self.class(USER)?;
        let values = [address.to_owned(), address.to_lowercase()].map(Stored::Text);
        Ok(match place(class, "email") {
            Some(place) => Filter::OneOf {
                place,
                values: values.to_vec(),
            },
            None => Filter::Always(false),
        })
    }

    fn lifetime(&self, link: Link) -> Duration {
        match link {
            Link::Verification => self.inner.letters.verification_lifetime,
            Link::Reset => self.inner.letters.reset_lifetime,
        }
    }

    fn letter(&self, link: Link, to: String, token: &str) -> Message {
        let Letters {
            app_name, pages, ..
        } = &self.inner.letters;
        let hours = self.lifetime(link).as_secs() / 3_600;
        let (subject, page, asked) = match link {
            Link::Verification => (
                format!("Please verify your e-mail for {app_name}"),
                "verify_email",
                format!(
                    "This address was given to {app_name}. Open this link to confirm that it is yours:"
                ),
            ),
            Link::Reset => (
                format!("Password reset for {app_name}"),
                "request_password_reset",
                format!("A new password was asked for at {app_name}. Open this link to choose it:"),
            ),
        };
        let text = format!(
            "Hello,\n\n{asked}\n\n{pages}/{page}?token={token}\n\nThe link works once, for {hours} hour(s). If you did \
             not ask for it, do nothing.\n"
        );
        Message { to, subject, text }
    }
}

fn text(object: &Object, name: &str) -> String {
    let text = object.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn address(sent: &Object) -> Result<String> {
    let sent = sent.get("email").unwrap_or(&Value::Null);
    match sent.as_str() {
        Some(email) if is_email(email) => Ok(email.to_owned()),
        Some("") | None if sent.is_null() || sent.is_string() => {
            Err(Error::new(Code::EMAIL_MISSING, "you must provide an email"))
        }
        _ => Err(bad_email()),
    }
}
