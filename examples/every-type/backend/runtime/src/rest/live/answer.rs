//! What a client is told → frames, byte by byte as Parse writes them; positions follow only where they are asked for.

use crate::error::{Code, Error};
use crate::wire::Value;
use serde_json::Number;

/// The frame is of no shape that is known.
pub(super) const MALFORMED: i32 = 1;
/// Nobody has connected, or there is no such subscription.
pub(super) const UNKNOWN: i32 = 2;
/// A key is not the application's.
pub(super) const BAD_KEY: i32 = 4;

/// Whom a connection speaks to, as every frame after the first says.
pub(super) struct Addressee {
    client: String,
    /// As JSON, with the comma before it.
    installation: String,
}

impl Addressee {
    pub(super) fn new(client: String, installation: Option<&str>) -> Self {
        let installation =
            installation.map(|id| format!(",\"installationId\":{}", Value::from(id)));
        Self {
            client,
            installation: installation.unwrap_or_default(),
        }
    }

    pub(super) fn connected(&self) -> String {
        self.frame("connected") + "}"
    }

    /// `position` is where the subscription begins; `requery` says that not all is known of what was before it.
    pub(super) fn subscribed(
        &self,
        request: &Number,
        position: Option<&str>,
        requery: bool,
    ) -> String {
        let mut frame = self.numbered("subscribed", request);
        push_position(position, &mut frame);
        if requery {
            frame.push_str(",\"requery\":true");
        }
        frame + "}"
    }

    /// No frame of Parse's: only who asks for positions is told.
    pub(super) fn reached(&self, request: &Number, position: &str) -> String {
        let mut frame = self.numbered("position", request);
        push_position(Some(position), &mut frame);
        frame + "}"
    }

    pub(super) fn unsubscribed(&self, request: &Number) -> String {
        self.numbered("unsubscribed", request) + "}"
    }

    /// The objects as JSON.
    pub(super) fn event(
        &self,
        kind: &str,
        request: &Number,
        object: &str,
        original: Option<&str>,
        position: Option<&str>,
    ) -> String {
        let mut frame = self.numbered(kind, request);
        frame.push_str(",\"object\":");
        frame.push_str(object);
        if let Some(original) = original {
            frame.push_str(",\"original\":");
            frame.push_str(original);
        }
        push_position(position, &mut frame);
        frame + "}"
    }

    pub(super) fn no_subscription(&self, request: &Number, doing: &str) -> String {
        let sentence = format!(
            "Cannot find subscription with clientId {} subscriptionId {request}. Make sure you subscribe to live query \
             server before {doing}.",
            self.client
        );
        error(UNKNOWN, &sentence, true, None)
    }

    fn frame(&self, op: &str) -> String {
        format!(
            "{{\"op\":\"{op}\",\"clientId\":\"{}\"{}",
            self.client, self.installation
        )
    }

    fn numbered(&self, op: &str, request: &Number) -> String {
        format!("{},\"requestId\":{request}", self.frame(op))
    }
}

fn push_position(position: Option<&str>, frame: &mut String) {
    if let Some(position) = position {
        frame.push_str(&format!(",\"position\":{}", Value::from(position)));
    }
}

/// Before anybody has connected.
pub(super) fn not_connected(doing: &str) -> String {
    let sentence =
        format!("Can not find this client, make sure you connect to server before {doing}");
    error(UNKNOWN, &sentence, true, None)
}

/// `reconnect` tells the client whether to open another connection.
pub(super) fn error(
    code: i32,
    sentence: &str,
    reconnect: bool,
    request: Option<&Number>,
) -> String {
    let request = request.map_or_else(|| "null".to_owned(), Number::to_string);
    format!(
        "{{\"op\":\"error\",\"error\":{},\"code\":{code},\"reconnect\":{reconnect},\"requestId\":{request}}}",
        Value::from(sentence)
    )
}

/// What the service has refused; another connection would not change that.
pub(super) fn refused(refusal: &Error, request: &Number) -> String {
    let Code(code) = refusal.code;
    error(code, &refusal.message, false, Some(request))
}

/// The whole connection ends, and another may go on from the last position.
pub(super) fn too_slow() -> String {
    let Error {
        code: Code(code),
        message,
        ..
    } = super::too_slow();
    error(code, &message, true, None)
}

/// As REST tells whoever asks too often.
pub(super) fn too_many() -> String {
    error(100, "Too many requests.", false, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addressee() -> Addressee {
        Addressee::new("eea8e365".into(), Some("iid"))
    }

    #[test]
    fn frames_are_those_of_parse_to_the_byte() {
        let to = addressee();
        assert_eq!(
            Addressee::new("a962".into(), None).connected(),
            r#"{"op":"connected","clientId":"a962"}"#
        );
        assert_eq!(
            to.connected(),
            r#"{"op":"connected","clientId":"eea8e365","installationId":"iid"}"#
        );
        let one = Number::from(1);
        assert_eq!(
            to.subscribed(&one, None, false),
            r#"{"op":"subscribed","clientId":"eea8e365","installationId":"iid","requestId":1}"#
        );
        assert_eq!(
            to.unsubscribed(&one),
            r#"{"op":"unsubscribed","clientId":"eea8e365","installationId":"iid","requestId":1}"#
        );
        assert_eq!(
            to.event("update", &one, r#"{"qty":5}"#, Some(r#"{"qty":3}"#), None),
            r#"{"op":"update","clientId":"eea8e365","installationId":"iid","requestId":1,"object":{"qty":5},"original":{"qty":3}}"#
        );
        assert_eq!(
            not_connected("subscribing"),
            r#"{"op":"error","error":"Can not find this client, make sure you connect to server before subscribing","code":2,"reconnect":true,"requestId":null}"#
        );
        assert_eq!(
            to.no_subscription(&77.into(), "unsubscribing"),
            r#"{"op":"error","error":"Cannot find subscription with clientId eea8e365 subscriptionId 77. Make sure you subscribe to live query server before unsubscribing.","code":2,"reconnect":true,"requestId":null}"#
        );
        assert_eq!(
            error(MALFORMED, "No enum match for: \"bogus\"", true, None),
            r#"{"op":"error","error":"No enum match for: \"bogus\"","code":1,"reconnect":true,"requestId":null}"#
        );
    }

    #[test]
    fn positions_follow_where_they_are_asked_for() {
        let to = Addressee::new("c".into(), None);
        let one = Number::from(1);
        assert_eq!(
            to.subscribed(&one, Some("17"), true),
            r#"{"op":"subscribed","clientId":"c","requestId":1,"position":"17","requery":true}"#
        );
        assert_eq!(
            to.event("create", &one, "{}", None, Some("18")),
            r#"{"op":"create","clientId":"c","requestId":1,"object":{},"position":"18"}"#
        );
    }

    #[test]
    fn what_the_service_refuses_says_which_request() {
        assert_eq!(
            refused(&Error::forbidden(), &4.into()),
            r#"{"op":"error","error":"Permission denied","code":119,"reconnect":false,"requestId":4}"#
        );
    }
}
