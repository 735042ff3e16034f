//! The text of a message → what the client asks for, or why that cannot be: its shape is checked whole, as Parse checks it,
//! before anything is done.

use crate::wire::Value;
use serde_json::{Map, Number};

/// What a client asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    Connect(Connect),
    Subscribe(Subscribe),
    /// Asks for something else by the same number.
    Update(Subscribe),
    Unsubscribe(Number),
}

/// Who speaks on this connection.
#[derive(PartialEq)]
pub(super) struct Connect {
    pub application: String,
    pub rest_key: Option<String>,
    pub javascript_key: Option<String>,
    pub master_key: Option<String>,
    pub session: Option<String>,
    pub installation: Option<String>,
}

/// Nothing of it belongs into a log.
impl std::fmt::Debug for Connect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connect")
    }
}

#[derive(PartialEq)]
pub(super) struct Subscribe {
    /// The client's number of the subscription.
    pub request: Number,
    pub class: String,
    pub filter: Value,
    pub keys: Option<Vec<String>>,
    pub watch: Option<Vec<String>>,
    pub include: Option<Vec<String>>,
    /// Where it is another than the connection's.
    pub session: Option<String>,
    /// The last position that the client has seen, or nothing of one who wants positions from now on.
    pub after: Option<String>,
}

impl std::fmt::Debug for Subscribe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Subscribe({} {})", self.request, self.class)
    }
}

/// What is wrong with a frame, in the words of Parse's validator.
pub(super) type Flaw = String;

/// # Errors
/// What is wrong with it.
pub(super) fn read(text: &str) -> Result<Frame, Flaw> {
    let value: Value = serde_json::from_str(text).map_err(|_| "The frame is not JSON")?;
    let mut members = Members::of(value)?;
    let operation = members.required("op", string)?;
    let frame = match operation.as_str() {
        "connect" => Frame::Connect(connect(&mut members)?),
        "subscribe" => Frame::Subscribe(subscribe(&mut members)?),
        "update" => Frame::Update(subscribe(&mut members)?),
        "unsubscribe" => Frame::Unsubscribe(members.required("requestId", number)?),
        other => return Err(format!("No enum match for: {}", Value::from(other))),
    };
    members.end()?;
    Ok(frame)
}

fn connect(members: &mut Members) -> Result<Connect, Flaw> {
    let connect = Connect {
        application: members.required("applicationId", string)?,
        rest_key: members.optional("restAPIKey", string)?,
        javascript_key: members.optional("javascriptKey", string)?,
        master_key: members.optional("masterKey", string)?,
        session: members.optional("sessionToken", string)?,
        installation: members.optional("installationId", string)?,
    };
    // Keys that this server does not have, and that no client needs.
    for key in ["clientKey", "windowsKey"] {
        members.optional(key, string)?;
    }
    Ok(connect)
}

fn subscribe(members: &mut Members) -> Result<Subscribe, Flaw> {
    let mut query = Members(members.required("query", object)?);
    let subscribe = Subscribe {
        request: members.required("requestId", number)?,
        class: query.required("className", string)?,
        filter: Value::Object(query.required("where", object)?),
        keys: query.optional("keys", names)?,
        watch: query.optional("watch", names)?,
        include: query.optional("include", names)?,
        session: members.optional("sessionToken", string)?,
        after: members.optional("after", string)?,
    };
    query.end()?;
    Ok(subscribe)
}

/// Members of an object that were not taken yet.
struct Members(Map<String, Value>);

impl Members {
    fn of(value: Value) -> Result<Self, Flaw> {
        object(value).map(Self)
    }

    fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, Flaw>,
    ) -> Result<T, Flaw> {
        self.optional(name, read)?
            .ok_or_else(|| format!("Missing required property: {name}"))
    }

    fn optional<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, Flaw>,
    ) -> Result<Option<T>, Flaw> {
        self.0.remove(name).map(read).transpose()
    }

    fn end(self) -> Result<(), Flaw> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err("Additional properties not allowed".into())
    }
}

fn string(value: Value) -> Result<String, Flaw> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(expected("string", &other)),
    }
}

fn number(value: Value) -> Result<Number, Flaw> {
    match value {
        Value::Number(number) => Ok(number),
        other => Err(expected("number", &other)),
    }
}

fn object(value: Value) -> Result<Map<String, Value>, Flaw> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(expected("object", &other)),
    }
}

fn names(value: Value) -> Result<Vec<String>, Flaw> {
    match value {
        Value::Array(names) if names.is_empty() => Err("Array is too short (0), minimum 1".into()),
        Value::Array(names) => names.into_iter().map(string).collect(),
        other => Err(expected("array", &other)),
    }
}

fn expected(wanted: &str, value: &Value) -> Flaw {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!("Invalid type: {kind} (expected {wanted})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn flaw(text: &str) -> String {
        read(text).unwrap_err()
    }

    #[test]
    fn frames_of_sdks_are_read() {
        let text = r#"{"op":"connect","applicationId":"shop","javascriptKey":"js","sessionToken":"r:1","installationId":"i"}"#;
        let Ok(Frame::Connect(connect)) = read(text) else {
            panic!("{:?}", read(text));
        };
        assert_eq!(connect.application, "shop");
        assert_eq!(connect.javascript_key.as_deref(), Some("js"));
        assert_eq!(connect.session.as_deref(), Some("r:1"));
        assert_eq!(connect.installation.as_deref(), Some("i"));
        let text = r#"{"op":"subscribe","requestId":1,"query":{"className":"Order","where":{"qty":{"$gt":2}},"keys":["qty"],"watch":["qty"]}}"#;
        let Ok(Frame::Subscribe(subscribe)) = read(text) else {
            panic!("{:?}", read(text));
        };
        assert_eq!(subscribe.request, 1.into());
        assert_eq!(subscribe.class, "Order");
        assert_eq!(subscribe.filter, json!({"qty": {"$gt": 2}}));
        assert_eq!(subscribe.keys, Some(vec!["qty".to_owned()]));
        assert_eq!(subscribe.include, None);
        assert_eq!(subscribe.after, None);
        assert_eq!(
            read(r#"{"op":"unsubscribe","requestId":77}"#),
            Ok(Frame::Unsubscribe(77.into()))
        );
    }

    #[test]
    fn a_client_may_ask_for_positions_and_more_than_parse_has() {
        let text = r#"{"op":"update","requestId":2,"after":"","query":{"className":"Order","where":{},"include":["user"]}}"#;
        let Ok(Frame::Update(subscribe)) = read(text) else {
            panic!("{:?}", read(text));
        };
        assert_eq!(subscribe.after.as_deref(), Some(""));
        assert_eq!(subscribe.include, Some(vec!["user".to_owned()]));
    }

    #[test]
    fn a_frame_of_another_shape_is_told_what_is_wrong_with_it() {
        assert_eq!(flaw("not json"), "The frame is not JSON");
        assert_eq!(flaw("[1]"), "Invalid type: array (expected object)");
        assert_eq!(flaw("{}"), "Missing required property: op");
        assert_eq!(
            flaw(r#"{"op":"bogus","requestId":3}"#),
            r#"No enum match for: "bogus""#
        );
        assert_eq!(
            flaw(r#"{"op":"connect"}"#),
            "Missing required property: applicationId"
        );
        assert_eq!(
            flaw(r#"{"op":"connect","applicationId":7}"#),
            "Invalid type: number (expected string)"
        );
        let subscribe = |request: Value, query: Value| {
            flaw(&json!({"op": "subscribe", "requestId": request, "query": query}).to_string())
        };
        let extra = "Additional properties not allowed";
        let query = json!({"className": "Order", "where": {}, "fields": ["qty"]});
        assert_eq!(subscribe(json!(1), query), extra);
        let query = json!({"className": "Order", "where": {}});
        assert_eq!(
            subscribe(json!("1"), query),
            "Invalid type: string (expected number)"
        );
        let query = json!({"className": "Order"});
        assert_eq!(
            subscribe(json!(1), query),
            "Missing required property: where"
        );
        let query = json!({"className": "Order", "where": {}, "keys": []});
        assert_eq!(
            subscribe(json!(1), query),
            "Array is too short (0), minimum 1"
        );
        assert_eq!(
            flaw(r#"{"op":"unsubscribe","requestId":1,"more":1}"#),
            extra
        );
    }

    #[test]
    fn no_secret_of_a_frame_is_shown() {
        let text =
            r#"{"op":"connect","applicationId":"a","masterKey":"hush","sessionToken":"r:hush"}"#;
        assert!(!format!("{:?}", read(text)).contains("hush"));
        let text = r#"{"op":"subscribe","requestId":1,"sessionToken":"r:hush","query":{"className":"Order","where":{}}}"#;
        assert!(!format!("{:?}", read(text)).contains("hush"));
    }
}
