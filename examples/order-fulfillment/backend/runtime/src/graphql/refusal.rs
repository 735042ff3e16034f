//! Why a question is not answered at all: a mistake of the document, or more than is allowed. What goes wrong while it is
//! answered is an error beside the data instead.

use super::question::Answer;
use crate::error::Error;
use async_graphql::Pos;
use serde_json::json;
use std::borrow::Cow;

#[derive(Debug)]
pub(super) enum RefusalCode {
    /// As the clients of GraphQL know it.
    Graphql(&'static str),
    /// Of the Parse protocol.
    Parse(i32),
}

#[derive(Debug)]
pub(super) struct Refusal {
    pub status: u16,
    pub code: RefusalCode,
    pub message: Cow<'static, str>,
    pub at: Vec<Pos>,
}

impl Refusal {
    pub(super) fn new(
        status: u16,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: RefusalCode::Graphql(code),
            message: message.into(),
            at: Vec::new(),
        }
    }

    /// A document that does not fit the schema.
    pub(super) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, "GRAPHQL_VALIDATION_FAILED", message)
    }

    /// One that asks for more than a setting allows.
    pub(super) fn too_much(message: impl Into<Cow<'static, str>>) -> Self {
        Self::invalid(message)
    }

    #[must_use]
    pub(super) fn at(mut self, place: Pos) -> Self {
        self.at = vec![place];
        self
    }
}

impl From<Refusal> for Vec<Refusal> {
    fn from(one: Refusal) -> Self {
        vec![one]
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self {
            status: error.status(),
            code: RefusalCode::Parse(error.code.0),
            message: error.message,
            at: Vec::new(),
        }
    }
}

/// The answer to a question that is refused, for each of these reasons.
pub(super) fn refused(reasons: &[Refusal]) -> Answer {
    let status = reasons.first().map_or(400, |reason| reason.status);
    let errors: Vec<_> = reasons
        .iter()
        .map(|reason| {
            let code = match reason.code {
                RefusalCode::Graphql(code) => json!(code),
                RefusalCode::Parse(code) => json!(code),
            };
            let mut error = json!({"message": reason.message, "extensions": {"code": code}});
            if !reason.at.is_empty() {
                error["locations"] = json!(reason.at);
            }
            error
        })
        .collect();
    Answer {
        status,
        body: json!({"errors": errors}).to_string(),
        replayed: false,
    }
}
