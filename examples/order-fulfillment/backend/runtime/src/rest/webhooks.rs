//! The routes of webhooks, under the master key: `/hooks/functions`, `/hooks/triggers`, and what could not be delivered.

use super::admin::Administrator;
use super::answer::json;
use super::extract::Body;
use super::{App, Door};
use crate::Result;
use crate::error::{Code, Error};
use crate::webhooks::Hook;
use crate::wire::{Object, Value};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// Each path under the mount path.
pub(super) fn routes() -> [(&'static str, MethodRouter<Arc<App>>); 6] {
    [
        ("/hooks/functions", get(functions).post(register)),
        (
            "/hooks/functions/{name}",
            get(function).put(change_function),
        ),
        ("/hooks/triggers", get(triggers).post(register)),
        ("/hooks/triggers/{class}", get(triggers_of)),
        (
            "/hooks/triggers/{class}/{trigger}",
            get(trigger).put(change_trigger),
        ),
        ("/hooks/deliveries/{id}/retry", post(retry)),
    ]
}

async fn functions(State(app): Door, caller: Administrator) -> Result<Response> {
    list(&app, caller, Hook::is_function).await
}

async fn triggers(State(app): Door, caller: Administrator) -> Result<Response> {
    list(&app, caller, |hook| !hook.is_function()).await
}

async fn triggers_of(
    State(app): Door,
    caller: Administrator,
    Path(class): Path<String>,
) -> Result<Response> {
    list(&app, caller, |hook| is_trigger(hook, &class, None)).await
}

async fn function(
    State(app): Door,
    caller: Administrator,
    Path(name): Path<String>,
) -> Result<Response> {
    one(&app, caller, |hook| is_function(hook, &name)).await
}

async fn trigger(
    State(app): Door,
    caller: Administrator,
    Path((class, trigger)): Path<(String, String)>,
) -> Result<Response> {
    one(&app, caller, |hook| {
        is_trigger(hook, &class, Some(&trigger))
    })
    .await
}

async fn register(
    State(app): Door,
    Administrator(caller): Administrator,
    Body(sent): Body,
) -> Result<Response> {
    let hook = app.service.webhook(&sent)?;
    app.service.register_webhook(&caller, &hook, false).await?;
    Ok(json(StatusCode::OK, Value::from(&hook).to_string()))
}

async fn change_function(
    State(app): Door,
    caller: Administrator,
    Path(name): Path<String>,
    Body(mut sent): Body,
) -> Result<Response> {
    sent.put("functionName", name.clone());
    change(&app, caller, sent, |hook| is_function(hook, &name)).await
}

async fn change_trigger(
    State(app): Door,
    caller: Administrator,
    Path((class, trigger)): Path<(String, String)>,
    Body(mut sent): Body,
) -> Result<Response> {
    sent.put("className", class.clone());
    sent.put("triggerName", trigger.clone());
    change(&app, caller, sent, |hook| {
        is_trigger(hook, &class, Some(&trigger))
    })
    .await
}

/// `{"__op":"Delete"}` removes it, as in Parse.
async fn change(
    app: &App,
    Administrator(caller): Administrator,
    sent: Object,
    is_meant: impl Fn(&Hook) -> bool,
) -> Result<Response> {
    if sent.get("__op").and_then(Value::as_str) == Some("Delete") {
        app.service.remove_webhook(&caller, is_meant).await?;
        return Ok(json(StatusCode::OK, "{}"));
    }
    let hook = app.service.webhook(&sent)?;
    app.service.register_webhook(&caller, &hook, true).await?;
    Ok(json(StatusCode::OK, Value::from(&hook).to_string()))
}

async fn retry(
    State(app): Door,
    Administrator(caller): Administrator,
    Path(id): Path<String>,
) -> Result<Response> {
    app.service.retry_delivery(&caller, &id).await?;
    Ok(json(StatusCode::OK, "{}"))
}

async fn list(
    app: &App,
    Administrator(caller): Administrator,
    is_meant: impl Fn(&Hook) -> bool,
) -> Result<Response> {
    let hooks = app.service.list_webhooks(&caller).await?;
    let hooks = hooks.iter().filter(|hook| is_meant(hook));
    let hooks: Vec<_> = hooks.map(Value::from).collect();
    Ok(json(StatusCode::OK, Value::from(hooks).to_string()))
}

async fn one(
    app: &App,
    Administrator(caller): Administrator,
    is_meant: impl Fn(&Hook) -> bool,
) -> Result<Response> {
    let hooks = app.service.list_webhooks(&caller).await?;
    let unknown = || Error::new(Code::WEBHOOK, "there is no such webhook");
    let hook = hooks
        .iter()
        .find(|hook| is_meant(hook))
        .ok_or_else(unknown)?;
    Ok(json(StatusCode::OK, Value::from(hook).to_string()))
}

fn is_function(hook: &Hook, of: &str) -> bool {
    matches!(hook, Hook::Function { name, .. } if name == of)
}

fn is_trigger(hook: &Hook, of: &str, called: Option<&str>) -> bool {
    matches!(hook, Hook::Trigger { class, trigger, .. }
        if *class == of && called.is_none_or(|called| trigger.name() == called))
}
