//! The messages of `graphql-transport-ws`: text of a frame → what a client says; what the server says → text. It knows no
//! connection.

use serde_json::{Map, Value, json};

/// What a client says.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    /// Who it is: what a request would have as headers.
    Init(Map<String, Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe {
        id: String,
        /// The request, as a POST would have it.
        request: Map<String, Value>,
    },
    Complete {
        id: String,
    },
}

/// Why the server ends a conversation, in the codes of the protocol.
pub(super) mod ends {
    use crate::listen::End;

    pub(in super::super) const INVALID: End = End::Told(4400, "Bad Request");
    pub(in super::super) const UNAUTHORIZED: End = End::Told(4401, "Unauthorized");
    pub(in super::super) const FORBIDDEN: End = End::Told(4403, "Forbidden");
    pub(in super::super) const SILENT: End = End::Told(4408, "Connection initialisation timeout");
    pub(in super::super) const TAKEN: End = End::Told(4409, "Subscriber already exists");
    pub(in super::super) const AGAIN: End = End::Told(4429, "Too many initialisation requests");
}

impl Said {
    /// Nothing where it is no message of the protocol.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Value::Object(mut message) = serde_json::from_str(text).ok()? else {
            return None;
        };
        let payload = message.remove("payload").filter(|value| !value.is_null());
        let id = match message.remove("id") {
            Some(Value::String(id)) if !id.is_empty() => Some(id),
            _ => None,
        };
        Some(match (message.get("type")?.as_str()?, payload) {
            ("connection_init", None) => Self::Init(Map::new()),
            ("connection_init", Some(Value::Object(payload))) => Self::Init(payload),
            ("ping", payload) => Self::Ping(payload),
            ("pong", _) => Self::Pong,
            ("subscribe", Some(Value::Object(request))) => Self::Subscribe { id: id?, request },
            ("complete", _) => Self::Complete { id: id? },
            _ => return None,
        })
    }
}

pub(super) fn ack() -> String {
    json!({"type": "connection_ack"}).to_string()
}

pub(super) fn pong(payload: Option<Value>) -> String {
    match payload {
        Some(payload) => json!({"type": "pong", "payload": payload}).to_string(),
        None => json!({"type": "pong"}).to_string(),
    }
}

/// A result of an operation, which is JSON.
pub(super) fn next(id: &str, result: &str) -> String {
    let id = Value::from(id);
    format!("{{\"type\":\"next\",\"id\":{id},\"payload\":{result}}}")
}

/// An operation that was never begun: its errors, as JSON.
pub(super) fn error(id: &str, errors: &str) -> String {
    let id = Value::from(id);
    format!("{{\"type\":\"error\",\"id\":{id},\"payload\":{errors}}}")
}

pub(super) fn complete(id: &str) -> String {
    json!({"type": "complete", "id": id}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_says_is_read() {
        let subscribe = r#"{"type":"subscribe","id":"1","payload":{"query":"{health}"}}"#;
        let Some(Said::Subscribe { id, request }) = Said::read(subscribe) else {
            panic!("it is read");
        };
        assert_eq!((id.as_str(), &request["query"]), ("1", &json!("{health}")));
        for (text, said) in [
            (r#"{"type":"connection_init"}"#, Said::Init(Map::new())),
            (
                r#"{"type":"connection_init","payload":null}"#,
                Said::Init(Map::new()),
            ),
            (r#"{"type":"ping"}"#, Said::Ping(None)),
            (r#"{"type":"pong","payload":{}}"#, Said::Pong),
            (
                r#"{"type":"complete","id":"1"}"#,
                Said::Complete { id: "1".into() },
            ),
        ] {
            assert_eq!(Said::read(text), Some(said), "{text}");
        }
    }

    #[test]
    fn what_is_no_message_is_not_read() {
        for text in [
            "",
            "{",
            "[]",
            "{}",
            r#"{"type":"start","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":1,"payload":{}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"connection_init","payload":"key"}"#,
        ] {
            assert_eq!(Said::read(text), None, "{text}");
        }
    }
}
