//! Objects created, changed and deleted: `createOrder`, `updateOrder`, `deleteOrder`.

use super::super::data::Data;
use super::super::ids;
use super::super::model::Class;
use super::input::Writes;
use super::{Actor, Members};
use crate::Result;
use crate::error::Error;
use crate::service::{self, Created, Request};
use crate::wire::{Object, Value};
use std::sync::Arc;

impl Actor<'_> {
    pub(super) async fn create(&self, class: &Arc<Class>, input: &Object) -> Result<Members> {
        let fields = self.uploaded(class, input).await?;
        let created = self.created(class, fields, input).await?;
        let object = self.written(class, known(&created)).await?;
        Ok(vec![(class.one.clone(), object)])
    }

    pub(super) async fn update(&self, class: &Arc<Class>, input: &Object) -> Result<Members> {
        let id = ids::local(class, text(input, "id"));
        let fields = self.uploaded(class, input).await?;
        let new_id = || self.service.new_id();
        let mut writes = Writes::new(self.model, &new_id, self.most);
        writes.update(class, id.clone(), fields)?;
        let service::Written::Updated(updated) = self.write(writes, input).await? else {
            return Err(Error::internal("an update was answered as something else"));
        };
        let mut known = Object::new();
        known.put("objectId", id);
        known.put("updatedAt", updated.at.to_string());
        let object = self.written(class, known).await?;
        Ok(vec![(class.one.clone(), object)])
    }

    /// The object is told as it was last.
    pub(super) async fn delete(&self, class: &Arc<Class>, input: &Object) -> Result<Members> {
        let id = ids::local(class, text(input, "id"));
        let mut known = Object::new();
        known.put("objectId", id.clone());
        let object = self.written(class, known).await?;
        let request = Request::Delete {
            class: class.def.name.to_owned(),
            id,
            unchanged: None,
        };
        let (caller, origin, key) = (&self.asking.caller, &self.asking.origin, self.key(input));
        let deleted = self.service.write(caller, request, origin, key.as_ref());
        let replayed = deleted.await?.replayed;
        self.replayed(replayed);
        Ok(vec![(class.one.clone(), object)])
    }

    /// Creates an object with those beside it.
    pub(super) async fn created(
        &self,
        class: &Class,
        fields: Value,
        input: &Object,
    ) -> Result<Created> {
        let new_id = || self.service.new_id();
        let mut writes = Writes::new(self.model, &new_id, self.most);
        writes.create(class, fields)?;
        match self.write(writes, input).await? {
            service::Written::Created(created) => Ok(created),
            _ => Err(Error::internal("a create was answered as something else")),
        }
    }

    /// Makes all of these writes or none, and gives what the last of them is answered.
    async fn write(&self, writes: Writes<'_>, input: &Object) -> Result<service::Written> {
        let mut requests = writes.into_requests();
        for request in &requests {
            if matches!(request, Request::Create { class, .. } if class == "_User") {
                (self.asking.attempt)()?;
            }
        }
        let (caller, origin, key) = (&self.asking.caller, &self.asking.origin, self.key(input));
        let (last, replayed) = if requests.len() > 1 {
            let written = self
                .service
                .write_together(caller, requests, origin, key.as_ref());
            let mut written = written.await.map_err(|failed| failed.error)?;
            (written.answer.pop(), written.replayed)
        } else {
            let request = requests.pop();
            let request = request.ok_or_else(|| Error::internal("a mutation of nothing"))?;
            let written = self.service.write(caller, request, origin, key.as_ref());
            let written = written.await?;
            (Some(written.answer), written.replayed)
        };
        self.replayed(replayed);
        last.ok_or_else(|| Error::internal("a write without an answer"))
    }

    /// The object as the caller may read it, or as much of it as he is told anyhow.
    async fn written(&self, class: &Arc<Class>, known: Object) -> Result<Data> {
        let pick = self.pick.together(&class.one);
        self.object(&self.asking.caller, class, known, pick).await
    }
}

/// What a create tells of the object.
pub(super) fn known(created: &Created) -> Object {
    let Created { id, at, fields, .. } = created;
    let mut known = fields.clone();
    known.0.remove("sessionToken");
    known.put("objectId", id.clone());
    known.put("createdAt", at.to_string());
    if known.get("updatedAt").is_none() {
        known.put("updatedAt", at.to_string());
    }
    known
}

pub(super) fn text<'o>(input: &'o Object, name: &str) -> &'o str {
    let text = input.get(name).and_then(Value::as_str);
    text.unwrap_or_default()
}
