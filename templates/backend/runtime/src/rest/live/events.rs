//! Events of a class as a stream that any HTTP client reads: a query → server-sent events, one subscription a request.

use super::{Seat, deliveries};
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::listen::Closing;
use crate::live::{self, Delivery, Event, Message, Who};
use crate::rest::Door;
use crate::rest::client::Client;
use crate::rest::extract::Target;
use crate::wire::Value;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // A proxy that waits until it has a page full would hold events back.
    (
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    ),
];
/// The one subscription of a stream.
const TAG: u64 = 0;

pub(super) async fn events(
    State(app): Door,
    client: Client,
    target: Target,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let mut query =
        read(query.as_deref().unwrap_or_default()).map_err(IntoResponse::into_response)?;
    let after = headers.get(LAST_EVENT_ID);
    query.after = after
        .and_then(|position| position.to_str().ok())
        .filter(|position| !position.is_empty())
        .map(str::to_owned);
    let seat = app.seats.take(&headers).map_err(|refused| *refused)?;
    let (connection, outbox) = app.service.connect_live();
    let begun = app
        .service
        .subscribe(&connection, TAG, who(client), &target.class, query)
        .await;
    let subscription = begun.map_err(IntoResponse::into_response)?;
    let told = Told {
        due: Box::pin(deliveries(outbox)),
        closing: app.status.closing(),
        heartbeat: app.config.live.heartbeat,
        seat,
        over: false,
        _subscription: subscription,
    };
    let texts = stream::unfold(told, |mut told| async {
        let text = told.next().await?;
        Some((Ok::<_, Infallible>(text), told))
    });
    Ok((HEADERS, Body::from_stream(texts)).into_response())
}

fn who(client: Client) -> Who {
    match (client.caller, client.token) {
        (Caller::Master, _) => Who::Master,
        (_, Some(token)) => Who::Session { token },
        (_, None) => Who::Anonymous,
    }
}

/// # Errors
/// Code 107 where `where` is no JSON, 102 for a parameter that is unknown.
fn read(text: &str) -> Result<live::Query> {
    let mut query = live::Query::default();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match name.as_ref() {
            "where" => {
                let filter = serde_json::from_str(&value).map_err(|_| {
                    Error::new(Code::INVALID_JSON, "where parameter is not valid JSON")
                })?;
                query.filter = Some(filter);
            }
            "keys" => query.keys = names(&value),
            "watch" => query.watch = names(&value),
            "include" => query.include = names(&value),
            other => {
                return Err(Error::query(format!(
                    "Invalid parameter for query: {other}"
                )));
            }
        }
    }
    Ok(query)
}

fn names(text: &str) -> Vec<String> {
    let names = text.split(',').map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// What a client is still to be told.
struct Told<S> {
    due: S,
    closing: Closing,
    heartbeat: Duration,
    seat: Seat,
    over: bool,
    _subscription: live::Subscription,
}

impl<S: Stream<Item = Delivery> + Unpin> Told<S> {
    /// The next piece of the stream; `None` at its end.
    async fn next(&mut self) -> Option<String> {
        if self.over {
            return None;
        }
        let delivery = tokio::select! {
            delivery = self.due.next() => delivery?,
            () = self.closing.told() => return None,
            // A comment: whoever is gone is noticed, and what stands between does not take it for idle.
            () = sleep(self.heartbeat) => return Some(":\n\n".into()),
        };
        match delivery {
            Delivery::To { message, .. } => match message {
                Message::Subscribed { position, requery } => Some(begun(&position, requery)),
                Message::Reached { position } => Some(begun(&position, false)),
                Message::Event(event) => {
                    self.seat.counts.events.add_one();
                    Some(written(&event))
                }
                Message::Ended(error) => Some(self.ended(&error)),
            },
            Delivery::TooSlow => {
                self.seat.counts.too_slow.add_one();
                Some(self.ended(&super::too_slow()))
            }
        }
    }

    fn ended(&mut self, error: &Error) -> String {
        self.over = true;
        let Code(code) = error.code;
        let message = Value::from(error.message.as_ref());
        format!("event: error\ndata: {{\"code\":{code},\"error\":{message}}}\n\n")
    }
}

/// The position alone is no event, but what a client comes back with.
fn begun(position: &str, requery: bool) -> String {
    if requery {
        return format!("event: requery\nid: {position}\ndata: {{}}\n\n");
    }
    format!("id: {position}\n\n")
}

fn written(event: &Event) -> String {
    let (kind, position, object) = (event.kind.name(), &event.position, &event.object);
    let original = match &event.original {
        Some(original) => format!(",\"original\":{original}"),
        None => String::new(),
    };
    format!("event: {kind}\nid: {position}\ndata: {{\"object\":{object}{original}}}\n\n")
}
