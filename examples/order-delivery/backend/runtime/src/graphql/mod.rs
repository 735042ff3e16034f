//! The GraphQL door: a document → what it asks of the service → an answer in its shape.
//!
//! The schema is made from the class tables when the server starts. async-graphql reads, validates and introspects documents;
//! what they ask is done here, because an answer is found by one query a level and not field by field. Rules hold in the
//! service: nothing here decides who may see what.

mod complete;
mod data;
mod definitions;
mod documents;
mod filter;
mod ids;
mod load;
mod model;
mod picks;
mod query;
mod question;
mod refusal;
mod rule;
mod schema;
mod shape;
mod tokens;

pub(crate) use question::{Answer, Asking, Question};

use crate::Result;
use crate::access::Caller;
use crate::config::{Config, GraphqlSettings};
use crate::service::Service;
use async_graphql::dynamic::Schema;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::parser::{Error as Unreadable, parse_query};
use async_graphql::{Request, Response, Value as Constant, Variables};
use complete::Writer;
use documents::Documents;
use load::Loader;
use model::Model;
use picks::Operation;
use refusal::{Refusal, refused};

/// What answers questions.
pub(crate) struct Graph {
    service: Service,
    model: Model,
    schema: Schema,
    documents: Documents,
    settings: GraphqlSettings,
    max_page: u64,
}

impl Graph {
    /// # Errors
    /// The schema cannot be made, or a setting names a file that cannot be read.
    pub(crate) fn new(service: Service, config: &Config) -> Result<Self> {
        let model = Model::new(service.catalog());
        Ok(Self {
            schema: schema::of(&model)?,
            model,
            documents: Documents::new(&config.graphql)?,
            settings: config.graphql.clone(),
            max_page: config.max_limit,
            service,
        })
    }

    /// Whether everybody may see what types there are.
    pub(crate) fn is_open(&self) -> bool {
        self.settings.open
    }

    pub(crate) async fn answer(&self, asking: Asking, question: Question) -> Answer {
        match self.run(&asking, question).await {
            Ok(body) => Answer { status: 200, body },
            Err(reasons) => refused(&reasons),
        }
    }

    async fn run(&self, asking: &Asking, question: Question) -> Result<String, Vec<Refusal>> {
        let text = self.documents.text(&question, &asking.caller)?;
        let document = self.read(&text)?;
        let operation = Operation::of(
            &document,
            question.operation.as_deref(),
            &question.variables,
            &self.settings,
            self.max_page,
        )?;
        self.may_introspect(asking, &operation)?;
        if question.reads && operation.kind != OperationType::Query {
            let message = "a GET only reads: send a mutation with POST";
            return Err(Refusal::new(405, "BAD_REQUEST", message).into());
        }
        let known = self.validated(document, &question).await?;
        self.documents.remember(&question, text);
        match operation.kind {
            OperationType::Query => Ok(self.answer_query(asking, &operation, &known).await),
            OperationType::Mutation | OperationType::Subscription => Err(vec![Refusal::invalid(
                "this server answers only queries here",
            )]),
        }
    }

    fn read(&self, text: &str) -> Result<ExecutableDocument, Refusal> {
        tokens::check(text, &self.settings)?;
        parse_query(text).map_err(|error| {
            let at = error.positions().next();
            let message = match &error {
                Unreadable::Syntax { message, .. } => message.clone(),
                other => other.to_string(),
            };
            let mut refusal = Refusal::new(400, "GRAPHQL_PARSE_FAILED", message);
            refusal.at.extend(at);
            refusal
        })
    }

    /// Strangers need not know what there is, unless a setting says so.
    fn may_introspect(&self, asking: &Asking, operation: &Operation) -> Result<(), Refusal> {
        let allowed = self.settings.open || asking.caller == Caller::Master;
        let asked = operation.picks.iter().find(|pick| pick.is_introspection());
        match asked {
            Some(pick) if !allowed => {
                let message = "introspection is for the master key";
                let mut refusal = Refusal::new(403, "", message).at(pick.at);
                refusal.code = crate::error::Code::OPERATION_FORBIDDEN.0.into();
                Err(refusal)
            }
            _ => Ok(()),
        }
    }

    /// What the schema says of itself, where it is asked.
    ///
    /// # Errors
    /// The document does not fit the schema.
    async fn validated(
        &self,
        document: ExecutableDocument,
        question: &Question,
    ) -> Result<Response, Vec<Refusal>> {
        let mut request = Request::new("").only_introspection();
        request.operation_name = question.operation.clone().filter(|name| !name.is_empty());
        request.variables = Variables::from_json(question.variables.clone().into());
        request.set_parsed_query(document);
        let response = self.schema.execute(request).await;
        if response.errors.is_empty() {
            return Ok(response);
        }
        let reasons = response.errors.into_iter().map(|error| {
            let mut refusal = Refusal::invalid(error.message);
            refusal.at = error.locations;
            refusal
        });
        Err(reasons.collect())
    }

    async fn answer_query(
        &self,
        asking: &Asking,
        operation: &Operation,
        known: &Response,
    ) -> String {
        let mut fields = Vec::new();
        for pick in &operation.picks {
            let found = if pick.is_introspection() {
                Ok(introspected(known, &pick.key))
            } else {
                self.resolve(asking, pick).await
            };
            fields.push((pick, found, query::is_nullable(&pick.name)));
        }
        let loader = self.loader(&asking.caller);
        let found = fields.iter().filter_map(|(pick, found, _)| {
            let data = found.as_ref().ok()?;
            Some((*pick, data))
        });
        let relations = loader.relations(&found.collect::<Vec<_>>()).await;
        Writer::new(&self.model, &relations).answer(&fields)
    }

    fn loader<'a>(&'a self, caller: &'a Caller) -> Loader<'a> {
        Loader {
            service: &self.service,
            model: &self.model,
            caller,
            max_page: self.max_page,
        }
    }
}

/// What the schema said under this key.
fn introspected(known: &Response, key: &str) -> data::Data {
    let value = match &known.data {
        Constant::Object(members) => members.get(key).cloned().unwrap_or_default(),
        _ => Constant::Null,
    };
    data::Data::Whole(value.into_json().unwrap_or_default())
}
