//! The user's code around the writes of a class: hooks of this process, and webhooks on other servers after them.

use super::Service;
use crate::Result;
use crate::class::ClassDef;
use crate::error::Error;
use crate::hooks::{Erased, Tx};
use crate::webhooks::{Trigger, Triggers};
use crate::wire::{Object, Value};
use crate::write::{Step, applied, canonical};
use std::sync::Arc;

/// What an answer may say and a webhook does not decide.
const FIXED: [&str; 5] = ["objectId", "createdAt", "updatedAt", "className", "__type"];

pub(super) struct Around<'a> {
    service: &'a Service,
    class: &'static ClassDef,
    own: Option<&'a dyn Erased>,
    remote: Option<Arc<Triggers>>,
}

impl Service {
    pub(super) fn around(&self, class: &'static ClassDef) -> Option<Around<'_>> {
        let own = self.inner.hooks.of(class.name);
        let remote = self.inner.webhooks.registry().triggers(class.name).cloned();
        let is_any = own.is_some() || remote.is_some();
        is_any.then_some(Around {
            service: self,
            class,
            own,
            remote,
        })
    }
}

impl Around<'_> {
    pub(super) async fn before_create(&self, body: &mut Object, tx: &mut Tx) -> Result<()> {
        if let Some(hooks) = self.own {
            hooks.before_create(body, tx).await?;
        }
        self.ask_before_save(None, body, tx).await
    }

    pub(super) async fn before_update(
        &self,
        original: Object,
        body: &mut Object,
        tx: &mut Tx,
    ) -> Result<()> {
        if let Some(hooks) = self.own {
            hooks.before_update(original.clone(), body, tx).await?;
        }
        self.ask_before_save(Some(original), body, tx).await
    }

    pub(super) async fn before_delete(&self, original: &Object, tx: &mut Tx) -> Result<()> {
        if let Some(hooks) = self.own {
            hooks.before_delete(original.clone(), tx).await?;
        }
        if let Some(url) = self.url(Trigger::BeforeDelete) {
            let object = self.shown(original.clone());
            let question = self
                .question(Trigger::BeforeDelete, object, None, tx)
                .await?;
            self.ask(url, question).await?;
        }
        Ok(())
    }

    pub(super) async fn after_save(&self, saved: Object, tx: &mut Tx) -> Result<()> {
        match self.own {
            Some(hooks) => hooks.after_save(saved, tx).await,
            None => Ok(()),
        }
    }

    pub(super) async fn after_delete(&self, original: Object, tx: &mut Tx) -> Result<()> {
        match self.own {
            Some(hooks) => hooks.after_delete(original, tx).await,
            None => Ok(()),
        }
    }

    /// What is to be told of a write, as a step of its transaction: it is told if and only if the write is made.
    pub(super) fn announcement(
        &self,
        trigger: Trigger,
        id: &str,
        original: Option<&Object>,
        tx: &Tx,
    ) -> Result<Option<Step>> {
        let Some(url) = self.url(trigger) else {
            return Ok(None);
        };
        let original = original.cloned().map(|original| self.shown(original));
        let step = self
            .service
            .delivery(self.class, id, trigger, url, original, tx.caller())?;
        Ok(Some(step))
    }

    /// Has what was announced delivered.
    pub(super) fn tell(&self) {
        if self.remote.is_some() {
            self.service.inner.webhooks.wake.notify_one();
        }
    }

    fn url(&self, trigger: Trigger) -> Option<&str> {
        let url = self.remote.as_ref()?.get(&trigger)?;
        Some(url)
    }

    async fn ask_before_save(
        &self,
        original: Option<Object>,
        body: &mut Object,
        tx: &Tx,
    ) -> Result<()> {
        let Some(url) = self.url(Trigger::BeforeSave) else {
            return Ok(());
        };
        let mut object = original.clone().unwrap_or_default();
        for (name, value) in &body.0 {
            match applied(name, object.get(name), value) {
                Ok(Some(value)) => _ = object.0.insert(name.clone(), value),
                Ok(None) => _ = object.0.remove(name),
                // A Relation says nothing of its members.
                Err(_) => {}
            }
        }
        let object = self.shown(object);
        let question = self
            .question(Trigger::BeforeSave, object.clone(), original, tx)
            .await?;
        let Value::Object(answer) = self.ask(url, question).await? else {
            return Ok(());
        };
        for (name, value) in answer {
            let is_as_asked = object
                .get(&name)
                .is_some_and(|asked| canonical(asked).ok() == canonical(&value).ok());
            if !FIXED.contains(&name.as_str()) && !is_as_asked {
                body.0.insert(name, value);
            }
        }
        Ok(())
    }

    async fn question(
        &self,
        trigger: Trigger,
        object: Object,
        original: Option<Object>,
        tx: &Tx,
    ) -> Result<Value> {
        let original = original.map(|original| self.shown(original));
        self.service
            .question(self.class, trigger, object, original, tx.caller())
            .await
    }

    async fn ask(&self, url: &str, question: Value) -> Result<Value> {
        let id = self.service.new_id();
        let answer = self.service.inner.webhooks.client.ask(url, &id, &question);
        answer.await.map_err(Error::from)
    }

    /// An object as another server may see it: hidden fields stay here.
    fn shown(&self, mut object: Object) -> Object {
        for field in self.class.fields.iter().filter(|field| field.hidden) {
            object.0.remove(field.name);
        }
        object
    }
}
