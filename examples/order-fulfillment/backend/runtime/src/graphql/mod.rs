//! The GraphQL door: a document → what it asks of the service → an answer in its shape.
//!
//! The schema is made from the class tables when the server starts. async-graphql reads, validates and introspects documents;
//! what they ask is done here, because an answer is found by one query a level and not field by field. Rules hold in the
//! service: nothing here decides who may see what.

mod model;
mod names;
mod question;
mod schema;

pub(crate) use question::{Answer, Asking, Question};

use crate::Result;
use crate::config::Config;
use crate::service::Service;
use async_graphql::Request;
use async_graphql::dynamic::Schema;

/// What answers questions.
pub(crate) struct Graph {
    schema: Schema,
}

impl Graph {
    /// # Errors
    /// The schema cannot be made.
    pub(crate) fn new(service: Service, _: &Config) -> Result<Self> {
        let model = model::Model::new(service.catalog());
        Ok(Self {
            schema: schema::of(&model)?,
        })
    }

    pub(crate) async fn answer(&self, _: Asking, question: Question) -> Answer {
        let request = Request::new(question.document).only_introspection();
        let response = self.schema.execute(request).await;
        let body = serde_json::to_string(&response).unwrap_or_default();
        Answer { status: 200, body }
    }
}
