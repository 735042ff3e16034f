//! Several writes in one request.

use super::http::{Call, problem};
use super::query::{Calling, read};
use super::transport::Method;
use super::write::Operate;
use super::{Class, Client, Error, Id, Object, Result};
use serde_json::{Value, json};
use std::future::IntoFuture;

/// Writes that are sent together, and made in order.
#[must_use = "it is sent when it is awaited"]
pub struct Batch<'a> {
    client: &'a Client,
    operations: Vec<Operate>,
    transaction: bool,
}

/// What became of one write: the fields that the server told of it, `objectId` and `createdAt` for a create.
pub type Done = Result<Object>;

impl<'a> Batch<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self {
            client,
            operations: Vec::new(),
            transaction: false,
        }
    }

    fn with(mut self, operate: Operate) -> Self {
        self.operations.push(operate);
        self
    }

    pub fn create<C: Class>(self, new: &C::New) -> Self {
        self.with(Operate::create::<C>(new))
    }

    pub fn update<C: Class>(self, id: &Id<C>, patch: &C::Patch) -> Self {
        self.with(Operate::update(id, patch))
    }

    pub fn delete<C: Class>(self, id: &Id<C>) -> Self {
        self.with(Operate::delete(id))
    }

    /// All of them or none: the first that fails is what the batch fails with, and `details` has its `index`.
    pub fn transaction(mut self) -> Self {
        self.transaction = true;
        self
    }
}

impl<'a> IntoFuture for Batch<'a> {
    type Output = Result<Vec<Done>>;
    type IntoFuture = Calling<'a, Vec<Done>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let http = self.client.http();
            // The paths of a batch are those of the server, with its mount.
            let mount = http.server_url.splitn(4, '/').nth(3);
            let mount = mount.map(|mount| format!("/{mount}")).unwrap_or_default();
            let requests = self.operations.into_iter().map(|operate| {
                let path = format!("{mount}{}", operate.path);
                let method = operate.method.as_str();
                Ok(json!({"method": method, "path": path, "body": operate.body?}))
            });
            let requests: Vec<Value> = requests.collect::<Result<_>>()?;
            let body = json!({"requests": requests, "transaction": self.transaction});
            let answers = http
                .call(Call::new(Method::Post, "/batch").json(body))
                .await?;
            let answers: Vec<Object> = read(answers)?;
            Ok(answers.into_iter().map(settle).collect())
        })
    }
}

fn settle(mut answer: Object) -> Done {
    if let Some(Value::Object(mut told)) = answer.remove("error") {
        let mut problem = problem(&mut told);
        problem.details = told;
        return Err(Error::told(problem, None));
    }
    read(answer.remove("success").unwrap_or_default())
}
