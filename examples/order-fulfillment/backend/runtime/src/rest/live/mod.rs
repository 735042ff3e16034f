//! The live doors: a socket on which a client asks for live queries and is told of events, at the mount path, and a stream of
//! events for those who have no socket. Both are one service's, with the rules of every other door.

mod answer;
mod events;
mod frame;
mod seats;
mod talk;

pub(super) use seats::{Seat, Seats};

use super::client::peer;
use super::{App, Door, no_route};
use crate::error::{Code, Error};
use crate::listen::{Bounds, Socket};
use crate::live::{Delivery, Outbox};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use futures_util::{Stream, stream};
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 3] {
    [
        // As the SDKs derive it from the address of the server, with or without a slash at its end.
        ("", get(open)),
        ("/", get(open)),
        ("/events/{class}", get(events::events)),
    ]
}

async fn open(State(app): Door, request: Request) -> Response {
    if !request.headers().contains_key(header::UPGRADE) {
        return no_route(Method::GET, request).await;
    }
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &app).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let seat = match app.seats.take(&parts.headers) {
        Ok(seat) => seat,
        Err(refused) => return *refused,
    };
    let settings = &app.config.live;
    let bounds = Bounds {
        max_message_bytes: settings.message_bytes,
        heartbeat: settings.heartbeat,
    };
    let status = Arc::clone(&app.status);
    Socket::open(upgrade, bounds, &status, move |socket| {
        talk::talk(app, socket, peer(&parts.extensions), seat)
    })
}

/// What a client is told that has read so slowly that its queue ran over.
fn too_slow() -> Error {
    let sentence = "The client reads too slowly; what waited for it is gone.";
    Error::new(Code::REQUEST_LIMIT_EXCEEDED, sentence)
}

/// What comes out of a queue, so that nothing of it is lost where waiting for the next is given up.
fn deliveries(outbox: Outbox) -> impl Stream<Item = Delivery> {
    stream::unfold(outbox, |mut outbox| async {
        let delivery = outbox.next().await?;
        Some((delivery, outbox))
    })
}
