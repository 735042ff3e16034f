//! Webhooks, as administrators register them: kept in `_Hooks`, and looked up by requests in memory.

use super::Service;
use super::once::Once;
use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::idempotency::Key;
use crate::query::{Filter, Projection, Select};
use crate::webhooks::{Client, Hook, Registry, Trigger};
use crate::wire::{Object, Value};
use crate::write::{Author, Step, parse_create};
use serde_json::json;

const CLASS: &str = "_Hooks";
/// How many webhooks there may be.
const MAX_HOOKS: u64 = 500;
/// How long a URL may be, in bytes.
const MAX_URL: usize = 2_048;

impl Service {
    /// Makes requests know the webhooks that are registered.
    pub(crate) async fn load_webhooks(&self) -> Result<()> {
        let hooks = self.registered().await?;
        let hooks = hooks.into_iter().map(|(_, hook)| hook);
        self.inner.webhooks.register(Registry::new(hooks));
        Ok(())
    }

    /// # Errors
    /// Code 119 for anybody but the master.
    pub(crate) async fn list_webhooks(&self, caller: &Caller) -> Result<Vec<Hook>> {
        caller.must_be_master()?;
        let hooks = self.registered().await?;
        Ok(hooks.into_iter().map(|(_, hook)| hook).collect())
    }

    /// A webhook, from what an administrator sent of it.
    ///
    /// # Errors
    /// Code 143 for what no webhook can be.
    pub(crate) fn webhook(&self, sent: &Object) -> Result<Hook> {
        let text = |name: &str| sent.get(name).and_then(Value::as_str);
        let refused = |message: String| Err(Error::new(Code::WEBHOOK, message));
        let url = text("url").unwrap_or_default();
        let is_url = url.starts_with("http://") || url.starts_with("https://");
        if !is_url || url.len() > MAX_URL || url.chars().any(|letter| letter <= ' ') {
            return refused(format!(
                "url must be an address that begins with http:// or https://, of {MAX_URL} bytes at most"
            ));
        }
        let url = url.to_owned();
        if let Some(name) = text("functionName") {
            if self.inner.functions.get(name).is_ok() {
                return refused(format!("the function {name} is answered by this backend"));
            }
            let name = name.to_owned();
            return Ok(Hook::Function { name, url });
        }
        let (Some(class), Some(trigger)) = (text("className"), text("triggerName")) else {
            return refused(
                "a webhook has a functionName, or a className and a triggerName".into(),
            );
        };
        let Some(trigger) = Trigger::of_name(trigger) else {
            return refused(format!(
                "there is no trigger {trigger}: use beforeSave, afterSave, beforeDelete or afterDelete"
            ));
        };
        let class = self.class(class)?;
        if class.name.starts_with('_') && class.name != "_User" {
            return refused(format!("{} has no webhooks", class.name));
        }
        Ok(Hook::Trigger {
            class: class.name,
            trigger,
            url,
        })
    }

    /// Registers a webhook, in the place of one for the same where `replace` says so.
    ///
    /// # Errors
    /// Code 119 for anybody but the master, 108 in a backend without a client for webhooks, 143 where there is one for the
    /// same already, or none to replace.
    pub(crate) async fn register_webhook(
        &self,
        caller: &Caller,
        hook: &Hook,
        replace: bool,
    ) -> Result<()> {
        caller.must_be_master()?;
        Client::is_there()?;
        let class = self.class(CLASS)?;
        let _turn = self.inner.turns.wait([(CLASS, "")].into_iter()).await;
        let known = self.registered().await?;
        let same = known.iter().find(|(_, known)| known.is_for_the_same(hook));
        if same.is_some() != replace {
            let there = if replace { "is no" } else { "is already a" };
            let what = Value::from(hook);
            let name = what.get("functionName").or_else(|| what.get("className"));
            let name = name.and_then(Value::as_str).unwrap_or_default();
            let message = format!("there {there} webhook of this kind for {name}");
            return Err(Error::new(Code::WEBHOOK, message));
        }
        if known.len() as u64 >= MAX_HOOKS {
            let message = format!("there may be {MAX_HOOKS} webhooks");
            return Err(Error::new(Code::WEBHOOK, message));
        }
        let Value::Object(row) = Value::from(hook) else {
            return Ok(());
        };
        let body = parse_create(class, &Object(row), Author::Server)?;
        let mut steps: Vec<_> = same
            .map(|(id, _)| Step::removal(class, id))
            .into_iter()
            .collect();
        steps.push(Step::Insert(self.insert(class, self.new_id(), body)));
        self.write_steps(steps).await?;
        self.load_webhooks().await
    }

    /// # Errors
    /// Code 119 for anybody but the master, 143 where there is none.
    pub(crate) async fn remove_webhook(
        &self,
        caller: &Caller,
        is_meant: impl Fn(&Hook) -> bool,
    ) -> Result<()> {
        caller.must_be_master()?;
        let class = self.class(CLASS)?;
        let _turn = self.inner.turns.wait([(CLASS, "")].into_iter()).await;
        let known = self.registered().await?;
        let Some((id, _)) = known.iter().find(|(_, hook)| is_meant(hook)) else {
            return Err(Error::new(Code::WEBHOOK, "there is no such webhook"));
        };
        self.write_steps(vec![Step::removal(class, id)]).await?;
        self.load_webhooks().await
    }

    /// What the function of this name answers, on the server that it is registered on; `None` where it is on none.
    pub(super) async fn call_webhook(
        &self,
        caller: &Caller,
        name: &str,
        params: &Object,
        installation: Option<&str>,
        key: Option<&Key>,
    ) -> Option<Result<Once<Value>>> {
        let registry = self.inner.webhooks.registry();
        let url = registry.function(name)?;
        let work = async {
            let question = json!({
                "functionName": name,
                "params": Value::from(params.clone()),
                "master": *caller == Caller::Master,
                "user": self.user_of(caller).await?,
                "installationId": installation,
            });
            let id = self.new_id();
            let answer = self.inner.webhooks.client.ask(url, &id, &question).await?;
            let record = key.map(|key| self.record(key, &answer)).transpose()?;
            self.write_kept(Vec::new(), record).await?;
            Ok(answer)
        };
        Some(self.once(key, |kept| Ok(kept.answer), work).await)
    }

    /// What a webhook is asked about a write.
    pub(super) async fn question(
        &self,
        class: &ClassDef,
        trigger: Trigger,
        mut object: Object,
        original: Option<Object>,
        caller: &Caller,
    ) -> Result<Value> {
        object.put("className", class.name.to_owned());
        let mut question = json!({
            "triggerName": trigger.name(),
            "object": Value::from(object),
            "master": *caller == Caller::Master,
            "user": self.user_of(caller).await?,
        });
        if let Some(mut original) = original {
            original.put("className", class.name.to_owned());
            question["original"] = original.into();
        }
        Ok(question)
    }

    /// Whoever asks, as a webhook is told of him.
    async fn user_of(&self, caller: &Caller) -> Result<Value> {
        let Some(id) = caller.user() else {
            return Ok(Value::Null);
        };
        let user = Select::one(self.class("_User")?, id, Filter::Always(true));
        let Some(mut user) = self.objects(user).await?.pop() else {
            return Ok(Value::Null);
        };
        user.put("className", "_User".to_owned());
        Ok(user.into())
    }

    /// All of them, with the objectId of each.
    async fn registered(&self) -> Result<Vec<(String, Hook)>> {
        let select = Select {
            class: self.class(CLASS)?,
            filter: Filter::Always(true),
            order: Vec::new(),
            skip: 0,
            limit: MAX_HOOKS,
            fields: Projection::Visible,
            count: false,
            start: None,
        };
        let rows = self.objects(select).await?;
        let hooks = rows.into_iter().filter_map(|mut row| {
            let id = row.take("objectId").ok()?;
            // The schema may have changed since it was registered.
            Some((id, self.webhook(&row).ok()?))
        });
        Ok(hooks.collect())
    }
}
