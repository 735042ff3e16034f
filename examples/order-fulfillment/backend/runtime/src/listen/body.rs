//! A request and its routes → an answer that leaves the connection fit for the next request. Who refuses a request early
//! leaves its body unread, and what is left of it lies in the way: a little is read, else the answer says that the
//! connection closes. It knows no route.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONNECTION, EXPECT};
use axum::response::Response;
use hyper::body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint};
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tower::ServiceExt as _;

/// How many bytes are read of what is left of a body; for more than that a new connection is cheaper.
const MOST: u64 = 64 * 1024;
/// How long an answer waits for them.
const LONGEST: Duration = Duration::from_secs(1);

pub(super) async fn answer(
    routes: Router,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let (head, incoming) = request.into_parts();
    if incoming.is_end_stream() {
        let request = Request::from_parts(head, Body::empty());
        return routes.oneshot(request).await;
    }
    // Reading would ask for the body, which the client holds back until it is wanted.
    let is_held_back = head.headers.contains_key(EXPECT);
    let (leave, mut left) = oneshot::channel();
    let body = Body::new(Watched(Some((incoming, leave))));
    let mut response = routes.oneshot(Request::from_parts(head, body)).await?;
    if let Ok(left) = left.try_recv()
        && (is_held_back || !is_drained(left).await)
    {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    Ok(response)
}

/// Whether all that was left is read now.
async fn is_drained(mut left: Incoming) -> bool {
    let all = async {
        let mut read = 0;
        while read + left.size_hint().lower() <= MOST {
            match poll_fn(|context| Pin::new(&mut left).poll_frame(context)).await {
                Some(Ok(frame)) => read += frame.data_ref().map_or(0, |data| data.len() as u64),
                Some(Err(_)) => return false,
                None => return true,
            }
        }
        false
    };
    timeout(LONGEST, all).await.unwrap_or(false)
}

/// A body, and who gets what is left of it; nothing once it has been read.
struct Watched(Option<(Incoming, oneshot::Sender<Incoming>)>);

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some((incoming, _)) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let frame = ready!(Pin::new(incoming).poll_frame(context));
        if frame.is_none() {
            self.0 = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        let body = self.0.as_ref();
        body.is_none_or(|(incoming, _)| incoming.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.0.as_ref();
        body.map_or_else(
            || SizeHint::with_exact(0),
            |(incoming, _)| incoming.size_hint(),
        )
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some((incoming, leave)) = self.0.take()
            && !incoming.is_end_stream()
        {
            // Where nobody waits any more, the connection has ended.
            let _ = leave.send(incoming);
        }
    }
}
