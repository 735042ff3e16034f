//! What a client sends, who sends it, and what he is answered, in no HTTP.

use crate::Result;
use crate::access::Caller;
use crate::auth::Session;
use crate::hooks::Request;
use crate::idempotency::Keys;
use crate::service::Origin;
use crate::wire::{Object, Value};
use std::sync::Arc;

/// Who asks.
pub(crate) struct Asking {
    pub caller: Caller,
    pub session: Option<Arc<Session>>,
    /// The token that opened the session.
    pub token: Option<String>,
    pub origin: Origin,
    /// As user code sees it.
    pub request: Request,
    /// Of what is to be done once, where the request says so.
    pub keys: Option<Keys>,
    /// Counts an attempt to sign up or in, or to have a mail sent, and says whether there were too many.
    pub attempt: Box<dyn Fn() -> Result<()> + Send + Sync>,
}

/// A document, and what goes with it.
#[derive(Debug)]
pub(crate) struct Question {
    /// Empty where a hash stands for it.
    pub document: String,
    pub operation: Option<String>,
    pub variables: Object,
    pub extensions: Object,
    /// Whether it may only read, since what keeps answers may repeat it.
    pub reads: bool,
}

#[derive(Debug)]
pub(crate) struct Answer {
    /// Of HTTP.
    pub status: u16,
    /// JSON.
    pub body: String,
    /// Whether some of it was given before.
    pub replayed: bool,
}

impl Question {
    /// Reads `{"query", "operationName", "variables", "extensions"}`.
    ///
    /// # Errors
    /// The answer to a body that is none.
    pub(crate) fn read(mut sent: Object) -> Result<Self, Answer> {
        let text = |value: Option<Value>, name: &str| match value {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Answer::refused(
                400,
                "BAD_REQUEST",
                &format!("`{name}` must be text"),
            )),
        };
        let object = |value: Option<Value>, name: &str| match value {
            None | Some(Value::Null) => Ok(Object::new()),
            Some(Value::Object(members)) => Ok(Object(members)),
            Some(_) => Err(Answer::refused(
                400,
                "BAD_REQUEST",
                &format!("`{name}` must be an object"),
            )),
        };
        Ok(Self {
            document: text(sent.0.remove("query"), "query")?.unwrap_or_default(),
            operation: text(sent.0.remove("operationName"), "operationName")?,
            variables: object(sent.0.remove("variables"), "variables")?,
            extensions: object(sent.0.remove("extensions"), "extensions")?,
            reads: false,
        })
    }

    /// The same, refused where it is no query.
    pub(crate) fn that_reads(mut self) -> Self {
        self.reads = true;
        self
    }
}

impl Answer {
    /// The errors as JSON, of a question that was not even begun.
    pub(super) fn refusal(&self) -> Option<String> {
        if self.status == 200 {
            return None;
        }
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        Some(body["errors"].to_string())
    }

    /// An answer to what was not run.
    pub(crate) fn refused(status: u16, code: &str, message: &str) -> Self {
        let error = serde_json::json!({"message": message, "extensions": {"code": code}});
        Self {
            status,
            body: serde_json::json!({"errors": [error]}).to_string(),
            replayed: false,
        }
    }
}
