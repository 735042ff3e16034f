//! Sessions: opened with a token, looked up by it, ended.

use super::Service;
use super::accounts::{Origin, SESSION, SignedIn, USER, equal};
use crate::Result;
use crate::access::Caller;
use crate::auth::{Session, hash_token, new_token};
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Select};
use crate::wire::{Object, Timestamp, Value};
use crate::write::{self, DeleteAll, Insert, Step, Stored};
use serde_json::json;
use std::sync::Arc;

/// A session that is to be written, and the token that opens it.
pub(super) struct NewSession {
    pub token: String,
    pub steps: Vec<Step>,
}

impl Service {
    /// Whoever presents this token.
    ///
    /// # Errors
    /// Code 209 where it opens no session, or none any more.
    pub(crate) async fn session(&self, token: &str) -> Result<Arc<Session>> {
        let invalid = || Error::new(Code::INVALID_SESSION_TOKEN, "Invalid session token");
        let hash = hash_token(token);
        let writes = self.store().account_writes();
        let session = match self.inner.sessions.get(&hash, writes) {
            Some(session) => session,
            None => {
                let session = Arc::new(self.read_session(&hash).await?.ok_or_else(invalid)?);
                self.inner.sessions.put(hash, writes, Arc::clone(&session));
                session
            }
        };
        if session.expires_at.is_some_and(|at| at <= Timestamp::now()) {
            return Err(invalid());
        }
        Ok(session)
    }

    async fn read_session(&self, token_hash: &str) -> Result<Option<Session>> {
        let class = self.class(SESSION)?;
        let Some(mut found) = self
            .one(class, equal(class, "sessionToken", token_hash))
            .await?
        else {
            return Ok(None);
        };
        let user = found.take::<Value>("user")?;
        let id = user
            .get("objectId")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let roles = self.store().roles(&id).await?;
        Ok(Some(Session {
            id: found.take("objectId")?,
            caller: Caller::User { id, roles },
            expires_at: found.take("expiresAt")?,
        }))
    }

    pub(super) async fn end_session(&self, session: &Session) -> Result<()> {
        let class = self.class(SESSION)?;
        let filter = Filter::equal(Place::Id, Stored::Text(session.id.clone()));
        self.write_steps(vec![Step::DeleteAll(DeleteAll { class, filter })])
            .await
    }

    /// The session itself, with its token.
    pub(crate) async fn my_session(&self, session: &Session) -> Result<Object> {
        let class = self.class(SESSION)?;
        let select = Select::one(class, &session.id, Filter::Always(true));
        self.objects(select)
            .await?
            .into_iter()
            .next()
            .ok_or_else(Error::not_found)
    }

    /// Opens a second session for whoever is signed in, for another of his devices.
    ///
    /// # Errors
    /// Code 209 where nobody is.
    pub(crate) async fn create_session(&self, caller: &Caller, origin: &Origin) -> Result<Object> {
        let nobody = || Error::new(Code::INVALID_SESSION_TOKEN, "Permission denied");
        let user = caller.user().ok_or_else(nobody)?;
        let session = self.new_session(user, "create", "", origin)?;
        let id = session.steps.iter().find_map(|step| match step {
            Step::Insert(insert) => Some(insert.id.clone()),
            _ => None,
        });
        self.write_steps(session.steps).await?;
        let class = self.class(SESSION)?;
        let select = Select::one(class, &id.unwrap_or_default(), Filter::Always(true));
        let mut object = self
            .objects(select)
            .await?
            .into_iter()
            .next()
            .ok_or_else(Error::not_found)?;
        object.put("sessionToken", session.token);
        Ok(object)
    }

    pub(super) async fn open_session(
        &self,
        user: String,
        action: &str,
        provider: &str,
        mut steps: Vec<Step>,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let session = self.new_session(&user, action, provider, origin)?;
        steps.extend(session.steps);
        self.write_steps(steps).await?;
        Ok(SignedIn {
            user: self.visible_user(&user).await?,
            token: Some(session.token),
        })
    }

    /// The steps that open a session; one installation has one session of a user.
    pub(super) fn new_session(
        &self,
        user: &str,
        action: &str,
        provider: &str,
        origin: &Origin,
    ) -> Result<NewSession> {
        let class = self.class(SESSION)?;
        let token = new_token();
        let expires =
            Timestamp::from_millis(Timestamp::now().as_millis() + self.inner.session_millis);
        let mut created_with = json!({"action": action});
        if !provider.is_empty() {
            created_with["authProvider"] = provider.into();
        }
        let mut body = Object::new();
        body.put(
            "user",
            json!({"__type": "Pointer", "className": USER, "objectId": user}),
        );
        body.put("sessionToken", hash_token(&token));
        body.put("expiresAt", expires);
        body.put("createdWith", created_with);
        body.put("installationId", origin.installation.clone());
        body.put("restricted", (action == "create").then_some(true));
        let parsed = write::parse_create(class, &body, write::Author::Server)?;
        let insert: Insert = self.insert(class, self.new_id(), parsed);
        let mut steps = Vec::new();
        if let Some(installation) = &origin.installation {
            let filter =
                equal(class, "user", user).and(equal(class, "installationId", installation));
            steps.push(Step::DeleteAll(DeleteAll { class, filter }));
        }
        steps.push(Step::Insert(insert));
        Ok(NewSession { token, steps })
    }
}
