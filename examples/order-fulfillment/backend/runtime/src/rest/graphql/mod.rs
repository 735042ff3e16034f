//! The GraphQL door: its HTTP → a question to the [`Graph`](crate::graphql::Graph), and the answer back. Who asks is found out as
//! on every other route.

mod page;
mod socket;

use super::answer::json;
use super::client::Client;
use super::extract::{Body, Parameters};
use super::idempotency::marked;
use super::{App, Door};
use crate::error::{Code, Error};
use crate::graphql::{Answer, Asking, Question};
use crate::hooks::Request;
use crate::service::Once;
use crate::wire::{Object, Value};
use axum::RequestPartsExt as _;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{Extensions, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

/// At the root, whatever the mount path is, as in Parse.
pub(super) fn routes() -> [(String, MethodRouter<Arc<App>>); 3] {
    [
        ("/graphql".to_owned(), get(read).post(ask)),
        ("/graphql/page.js".to_owned(), get(page::script)),
        ("/graphql/page.css".to_owned(), get(page::style)),
    ]
}

async fn ask(
    State(app): Door,
    client: Client,
    request: Request,
    extensions: Extensions,
    Body(sent): Body,
) -> Response {
    let asking = asking(&app, client, request, extensions);
    answered(&app, asking, Question::read(sent)).await
}

/// A query whose parts stand in the URL, so that what keeps answers may keep it; for a browser the page to write queries on.
async fn read(State(app): Door, request: HttpRequest) -> Response {
    if request.headers().contains_key(header::UPGRADE) {
        return socket::open(app, request.into_parts().0).await;
    }
    if app.graph.is_open() && page::is_wanted(request.headers()) {
        return page::page();
    }
    let (mut parts, _) = request.into_parts();
    let client = match parts.extract_with_state::<Client, _>(&app).await {
        Ok(client) => client,
        Err(refused) => return refused,
    };
    let Ok(request) = parts.extract_with_state::<Request, _>(&app).await;
    let Ok(Parameters(mut sent)) = parts.extract_with_state::<Parameters, _>(&app).await;
    let question = unpacked(&mut sent)
        .and_then(|()| Question::read(sent))
        .map(Question::that_reads);
    let asking = asking(&app, client, request, parts.extensions);
    answered(&app, asking, question).await
}

/// Makes objects of the parameters that are JSON.
fn unpacked(sent: &mut Object) -> Result<(), Answer> {
    for name in ["variables", "extensions"] {
        let Some(Value::String(text)) = sent.0.get(name) else {
            continue;
        };
        let value = serde_json::from_str(text)
            .map_err(|_| Answer::refused(400, "BAD_REQUEST", &format!("`{name}` must be JSON")))?;
        sent.0.insert(name.to_owned(), value);
    }
    Ok(())
}

async fn answered(app: &App, asking: Asking, question: Result<Question, Answer>) -> Response {
    let answer = match question {
        Ok(question) => app.graph.answer(asking, question).await,
        Err(refusal) => refusal,
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let once = Once {
        answer: answer.body,
        replayed: answer.replayed,
    };
    marked(once, |body| json(status, body))
}

/// Who asks, and what his request allows him.
fn asking(app: &Arc<App>, client: Client, mut request: Request, extensions: Extensions) -> Asking {
    request.installation.clone_from(&client.origin.installation);
    let (keys, app) = (client.keys(), Arc::clone(app));
    Asking {
        caller: client.caller,
        session: client.session,
        token: client.token,
        origin: client.origin,
        request,
        keys,
        attempt: Box::new(move || {
            let attempt = app.throttle.attempt(&extensions);
            attempt.map_err(|_| Error::new(Code::CONNECTION_FAILED, "Too many requests."))
        }),
    }
}
