//! Writes: what creates, changes and deletes one object.

use super::collection::{path, path_of};
use super::http::Call;
use super::query::{Calling, read};
use super::transport::Method;
use super::{Class, Client, Error, Id, Object, Outbox, Relation, Result, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::future::IntoFuture;
use std::marker::PhantomData;

/// What becomes of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    Set(T),
    /// It has no value any more.
    Unset,
    /// What the server works out from the value it has; the constructors make one.
    Apply(Operation),
}

/// An operation as the wire has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation(Value);

impl<T> Change<T> {
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl Change<i64> {
    /// Adds to what the server has; a negative number takes away.
    pub fn increment(by: i64) -> Self {
        Self::Apply(Operation(json!({"__op": "Increment", "amount": by})))
    }
}

impl Change<f64> {
    /// Adds to what the server has; a negative number takes away.
    pub fn increment(by: f64) -> Self {
        Self::Apply(Operation(json!({"__op": "Increment", "amount": by})))
    }
}

impl<T: Serialize> Change<Vec<T>> {
    fn elements(op: &str, elements: impl IntoIterator<Item = T>) -> Self {
        let elements: Vec<T> = elements.into_iter().collect();
        Self::Apply(Operation(json!({"__op": op, "objects": elements})))
    }

    /// Appends elements.
    pub fn add(elements: impl IntoIterator<Item = T>) -> Self {
        Self::elements("Add", elements)
    }

    /// Appends those that are not there.
    pub fn add_unique(elements: impl IntoIterator<Item = T>) -> Self {
        Self::elements("AddUnique", elements)
    }

    /// Takes out every element that is equal to one of these.
    pub fn remove(elements: impl IntoIterator<Item = T>) -> Self {
        Self::elements("Remove", elements)
    }
}

impl<C> Change<Relation<C>> {
    /// Objects join the Relation.
    pub fn add(ids: impl IntoIterator<Item = impl Into<Id<C>>>) -> Self {
        Self::Set(Relation::adding(ids))
    }

    /// Objects leave the Relation.
    pub fn remove(ids: impl IntoIterator<Item = impl Into<Id<C>>>) -> Self {
        Self::Set(Relation::removing(ids))
    }
}

/// [`Change::Keep`] has no form on the wire: a patch leaves such a field out.
impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
            Self::Unset => json!({"__op": "Delete"}).serialize(serializer),
            Self::Apply(Operation(operation)) => operation.serialize(serializer),
        }
    }
}

/// What an update answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Updated {
    pub updated_at: Timestamp,
    /// Fields that are not as the patch has them: what operations made of them, and what the server's code did.
    pub fields: Object,
}

/// A write of one object, before it is sent.
pub(super) struct Operate {
    pub method: Method,
    pub path: String,
    pub body: Result<Value>,
    pub if_updated_at: Option<Timestamp>,
}

impl Operate {
    pub(super) fn create<C: Class>(new: &C::New) -> Self {
        Self {
            method: Method::Post,
            path: path::<C>(),
            body: serde_json::to_value(new).map_err(Error::unreadable),
            if_updated_at: None,
        }
    }

    pub(super) fn update<C: Class>(id: &Id<C>, patch: &C::Patch) -> Self {
        Self {
            method: Method::Put,
            path: path_of(id),
            body: serde_json::to_value(patch).map_err(Error::unreadable),
            if_updated_at: None,
        }
    }

    pub(super) fn delete<C: Class>(id: &Id<C>) -> Self {
        Self {
            method: Method::Delete,
            path: path_of(id),
            body: Ok(json!({})),
            if_updated_at: None,
        }
    }

    async fn send(self, client: &Client, key: Option<String>) -> Result<Value> {
        let mut call = Call::new(self.method, self.path);
        let body = self.body?;
        if self.method != Method::Delete {
            call = call.json(body);
        }
        call.idempotency_key = key;
        call.if_updated_at = self.if_updated_at;
        client.http().call(call).await
    }
}

/// What was created: as it was sent, with what the server added.
pub(super) fn created<C: Class>(sent: Value, answer: Value) -> Result<C> {
    let (Value::Object(mut object), Value::Object(answer)) = (sent, answer) else {
        return Err(Error::unreadable("the answer is no object"));
    };
    object.extend(answer);
    if let Some(at) = object.get("createdAt").cloned() {
        object.entry("updatedAt").or_insert(at);
    }
    read(object.into())
}

pub(super) fn updated(answer: Value) -> Result<Updated> {
    let mut fields: Object = read(answer)?;
    let at = fields.remove("updatedAt").unwrap_or_default();
    Ok(Updated {
        updated_at: read(at)?,
        fields,
    })
}

macro_rules! call {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[must_use = "it is made when it is awaited"]
        pub struct $name<'a, C> {
            client: &'a Client,
            operate: Operate,
            idempotency_key: Option<String>,
            class: PhantomData<fn() -> C>,
        }

        impl<'a, C: Class> $name<'a, C> {
            fn of(client: &'a Client, operate: Operate) -> Self {
                Self {
                    client,
                    operate,
                    idempotency_key: None,
                    class: PhantomData,
                }
            }

            /// A write with this key is made once, however often it is sent: the server answers again what it answered first.
            /// Each call has a key of its own if nothing is said.
            pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
                self.idempotency_key = Some(key.into());
                self
            }

            /// Keeps it in an outbox, to be made when the server can be reached.
            ///
            /// # Errors
            /// It cannot be kept.
            pub async fn wait_in(self, outbox: &Outbox) -> Result<()> {
                outbox.add(self.operate, self.idempotency_key).await
            }
        }
    };
}

call! {
    /// Creates an object.
    Create
}

call! {
    /// Changes an object.
    Update
}

call! {
    /// Deletes an object.
    Delete
}

impl<'a, C: Class> Create<'a, C> {
    pub(super) fn new(client: &'a Client, new: C::New) -> Self {
        Self::of(client, Operate::create::<C>(&new))
    }
}

impl<'a, C: Class> Update<'a, C> {
    pub(super) fn new(client: &'a Client, id: Id<C>, patch: C::Patch) -> Self {
        Self::of(client, Operate::update(&id, &patch))
    }

    /// Only where nobody has changed it since: [`Error::Conflict`] otherwise.
    pub fn if_updated_at(mut self, at: Timestamp) -> Self {
        self.operate.if_updated_at = Some(at);
        self
    }
}

impl<'a, C: Class> Delete<'a, C> {
    pub(super) fn new(client: &'a Client, id: Id<C>) -> Self {
        Self::of(client, Operate::delete(&id))
    }

    /// Only where nobody has changed it since: [`Error::Conflict`] otherwise.
    pub fn if_updated_at(mut self, at: Timestamp) -> Self {
        self.operate.if_updated_at = Some(at);
        self
    }
}

impl<'a, C: Class> IntoFuture for Create<'a, C> {
    type Output = Result<C>;
    type IntoFuture = Calling<'a, C>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let sent = self.operate.body.clone()?;
            let answer = self.operate.send(self.client, self.idempotency_key).await?;
            created(sent, answer)
        })
    }
}

impl<'a, C: Class> IntoFuture for Update<'a, C> {
    type Output = Result<Updated>;
    type IntoFuture = Calling<'a, Updated>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(
            async move { updated(self.operate.send(self.client, self.idempotency_key).await?) },
        )
    }
}

impl<'a, C: Class> IntoFuture for Delete<'a, C> {
    type Output = Result<()>;
    type IntoFuture = Calling<'a, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let sent = self.operate.send(self.client, self.idempotency_key);
            sent.await.map(drop)
        })
    }
}
