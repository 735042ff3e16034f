//! Signing up, in and out.

use super::class::Class;
use super::http::{Call, Token};
use super::query::read;
use super::transport::Method;
use super::{Client, Error, Id, Object, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::marker::PhantomData;
use tokio::sync::watch;
use uuid::Uuid;

/// A user of a schema that has no class for them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Person {
    #[serde(rename = "objectId")]
    pub id: Id<Person>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    pub username: String,
    pub email: Option<String>,
}

/// What it takes to make an account of a [`Person`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewPerson {
    pub username: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Class for Person {
    const NAME: &'static str = "_User";
    type New = NewPerson;
    type Patch = Object;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

/// Who is signed in, as objects of the class `U`.
pub struct Auth<'a, U> {
    client: &'a Client,
    class: PhantomData<fn() -> U>,
}

impl<'a, U: Class> Auth<'a, U> {
    pub fn new(client: &'a Client) -> Self {
        Self {
            client,
            class: PhantomData,
        }
    }

    /// Makes an account and signs in.
    ///
    /// # Errors
    /// [`Error::Duplicate`] where the name or the address is taken.
    pub async fn sign_up(&self, user: &U::New) -> Result<U> {
        let body = serde_json::to_value(user).map_err(Error::unreadable)?;
        self.sign_up_with(body).await
    }

    /// # Errors
    /// [`Error::InvalidCredentials`] where the two do not belong together.
    pub async fn log_in(&self, username: &str, password: &str) -> Result<U> {
        let body = json!({"username": username, "password": password});
        let call = Call::new(Method::Post, "/login").json(body);
        let answer = self.call(call.token(Token::None)).await?;
        self.begin(answer, None)
    }

    /// Signs in somebody who has no name yet.
    ///
    /// # Errors
    /// As any write.
    pub async fn anonymous(&self) -> Result<U> {
        let id = Uuid::new_v4().to_string();
        self.log_in_with("anonymous", json!({ "id": id })).await
    }

    /// Signs in by what another service says of a person: `"google"`, `{"id": …, "id_token": …}`.
    ///
    /// # Errors
    /// As the service decides.
    pub async fn log_in_with(&self, service: &str, data: Value) -> Result<U> {
        self.sign_up_with(json!({"authData": {service: data}}))
            .await
    }

    /// Goes on with a session that another program has begun.
    ///
    /// # Errors
    /// [`Error::InvalidSession`] where it has ended.
    pub async fn become_session(&self, token: impl Into<String>) -> Result<U> {
        let token = token.into();
        let call = Call::new(Method::Get, "/users/me").token(Token::This(token.clone()));
        let answer = self.call(call).await?;
        self.begin(answer, Some(token))
    }

    /// Asks the server who is signed in.
    ///
    /// # Errors
    /// [`Error::InvalidSession`] where nobody is.
    pub async fn me(&self) -> Result<U> {
        read(self.call(Call::new(Method::Get, "/users/me")).await?)
    }

    /// Ends the session, here whatever the server says.
    ///
    /// # Errors
    /// As any write.
    pub async fn log_out(&self) -> Result<()> {
        let Some(token) = self.token() else {
            return Ok(());
        };
        let session = &self.client.http().session;
        session.end(&token).map_err(Error::unreadable)?;
        let call = Call::new(Method::Post, "/logout").json(json!({}));
        self.call(call.token(Token::This(token))).await.map(drop)
    }

    /// Has the server mail a link by which a new password is set.
    ///
    /// # Errors
    /// As any write.
    pub async fn request_password_reset(&self, email: &str) -> Result<()> {
        let call = Call::new(Method::Post, "/requestPasswordReset").json(json!({"email": email}));
        self.call(call).await.map(drop)
    }

    /// The token of the session, for another program that acts for the same person. A secret.
    pub fn token(&self) -> Option<String> {
        self.client.http().session.token()
    }

    /// Tells of each session that begins or ends, by itself too.
    pub fn changes(&self) -> watch::Receiver<Option<String>> {
        self.client.http().session.subscribe()
    }

    async fn call(&self, call: Call) -> Result<Value> {
        self.client.http().call(call).await
    }

    async fn sign_up_with(&self, body: Value) -> Result<U> {
        let call = Call::new(Method::Post, "/users").json(body);
        let answer = self.call(call.token(Token::None)).await?;
        // The answer has no more than what the server added. Who is signed in is asked by the token of the new session.
        match answer.get("sessionToken").and_then(Value::as_str) {
            Some(token) => self.become_session(token).await,
            None => Err(Error::unreadable("the answer has no session")),
        }
    }

    fn begin(&self, answer: Value, token: Option<String>) -> Result<U> {
        let mut user: Object = read(answer)?;
        let told = user.remove("sessionToken");
        let told = told.and_then(|token| token.as_str().map(str::to_owned));
        let Some(token) = token.or(told) else {
            return Err(Error::unreadable("the answer has no session"));
        };
        let user = read(user.into())?;
        let session = &self.client.http().session;
        session.begin(token).map_err(Error::unreadable)?;
        Ok(user)
    }
}
