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
mod functions;
mod ids;
mod load;
mod model;
mod mutation;
mod names;
mod perform;
mod picks;
mod query;
mod question;
mod refusal;
mod rule;
mod schema;
mod shape;
mod socket;
mod subscription;
mod tokens;

pub(crate) use question::{Answer, Asking, Question};
pub(crate) use socket::{Host, talk};
pub(crate) use subscription::Follow;

use crate::Result;
use crate::access::Caller;
use crate::config::{Config, GraphqlSettings};
use crate::service::Service;
use async_graphql::dynamic::Schema;
use async_graphql::futures_util::StreamExt as _;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::parser::{Error as Unreadable, parse_query};
use async_graphql::{Request, Response, Value as Constant, Variables};
use complete::Writer;
use documents::Documents;
use functions::Function;
use load::Loader;
use model::Model;
use picks::Operation;
use refusal::{Refusal, RefusalCode, refused};

/// What answers questions.
pub(crate) struct Graph {
    service: Service,
    model: Model,
    functions: Vec<Function>,
    schema: Schema,
    documents: Documents,
    settings: GraphqlSettings,
    max_page: u64,
    /// How many objects one mutation may write.
    max_writes: usize,
    /// What the address of a file begins with.
    files_url: String,
}

/// What is said to a question.
pub(crate) enum Reply<'g> {
    Once(Answer),
    /// To a subscription: events, as they come.
    Follow(Box<Follow<'g>>),
}

impl Graph {
    /// # Errors
    /// The schema cannot be made, or a setting names a file that cannot be read.
    pub(crate) fn new(service: Service, config: &Config) -> Result<Self> {
        let model = Model::new(service.catalog());
        let functions = service.functions().into_iter();
        let functions: Vec<_> = functions.filter_map(Function::new).collect();
        Ok(Self {
            schema: schema::of(&model, &functions)?,
            model,
            functions,
            documents: Documents::new(&config.graphql)?,
            settings: config.graphql.clone(),
            max_page: config.max_limit,
            max_writes: config.batch_limit,
            files_url: format!("{}/files/{}/", config.server_url, config.app_id),
            service,
        })
    }

    /// Whether everybody may see what types there are.
    pub(crate) fn is_open(&self) -> bool {
        self.settings.open
    }

    /// The answer to a question that has one answer.
    pub(crate) async fn answer(&self, asking: Asking, question: Question) -> Answer {
        match self.reply(asking, question).await {
            Reply::Once(answer) => answer,
            Reply::Follow(_) => refused(&[Refusal::invalid(
                "a subscription takes a WebSocket, whose protocol is `graphql-transport-ws`",
            )]),
        }
    }

    pub(crate) async fn reply(&self, asking: Asking, question: Question) -> Reply<'_> {
        let reply = self.run(&asking, question).await;
        reply.unwrap_or_else(|reasons| Reply::Once(refused(&reasons)))
    }

    async fn run(&self, asking: &Asking, question: Question) -> Result<Reply<'_>, Vec<Refusal>> {
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
            OperationType::Query => Ok(Reply::Once(Answer {
                status: 200,
                body: self.answer_query(asking, &operation, &known).await,
                replayed: false,
            })),
            OperationType::Mutation => Ok(Reply::Once(self.perform(asking, &operation).await)),
            OperationType::Subscription => Ok(Reply::Follow(Box::new(
                self.follow(asking, operation).await?,
            ))),
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
                refusal.code = RefusalCode::Parse(crate::error::Code::OPERATION_FORBIDDEN.0);
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
        // A stream, since that takes subscriptions too; no field of theirs is told anything by the schema.
        let mut responses = self.schema.execute_stream(request);
        let response = responses.next().await.unwrap_or_default();
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
