//! Functions of the server, called by name.

use super::http::Call;
use super::query::{Calling, read};
use super::transport::Method;
use super::{Client, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::future::IntoFuture;
use std::marker::PhantomData;

/// A call of a function that answers an `R`.
#[must_use = "it is made when it is awaited"]
pub struct FunctionCall<'a, R> {
    client: &'a Client,
    name: &'static str,
    params: Result<Value>,
    idempotency_key: Option<String>,
    result: PhantomData<fn() -> R>,
}

/// The functions of the server; those of the schema have methods of their own.
#[derive(Clone, Copy, Debug)]
pub struct Functions<'a> {
    client: &'a Client,
}

impl Client {
    pub fn functions(&self) -> Functions<'_> {
        Functions { client: self }
    }
}

impl<'a> Functions<'a> {
    /// A function by its name on the wire.
    pub fn call<R>(&self, name: &'static str, params: &impl Serialize) -> FunctionCall<'a, R> {
        FunctionCall {
            client: self.client,
            name,
            params: serde_json::to_value(params).map_err(Error::unreadable),
            idempotency_key: None,
            result: PhantomData,
        }
    }
}

impl<R> FunctionCall<'_, R> {
    /// A call with this key is made once, however often it is sent: the server answers again what it answered first.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }
}

impl<'a, R: DeserializeOwned + Send + 'static> IntoFuture for FunctionCall<'a, R> {
    type Output = Result<R>;
    type IntoFuture = Calling<'a, R>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let path = format!("/functions/{}", self.name);
            let mut call = Call::new(Method::Post, path).json(self.params?);
            call.idempotency_key = self.idempotency_key;
            let mut answer = self.client.http().call(call).await?;
            // A function that answers nothing leaves `result` out.
            read(
                answer
                    .get_mut("result")
                    .map(Value::take)
                    .unwrap_or_default(),
            )
        })
    }
}
