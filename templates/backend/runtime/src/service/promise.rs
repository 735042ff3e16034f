//! What a write answers, before it is made: all but what its step will do. A repeat is answered from this and from what the
//! step did.

use super::once::Kept;
use super::request::{Ready, Written};
use super::{Created, Updated};
use crate::Result;
use crate::error::Error;
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::Outcome;
use serde_json::json;

#[derive(Debug)]
pub(super) enum Promise {
    Created {
        id: String,
        fields: Object,
    },
    /// An object that was there, and was created then, took what a create brought.
    Found {
        id: String,
        at: Timestamp,
    },
    Updated {
        token: Option<String>,
    },
    Deleted,
}

impl Promise {
    /// Of a create; `fields` is what is not to be as it was sent.
    pub(super) fn created(ready: &Ready, mut fields: Object) -> Self {
        if ready.welcome {
            fields.put("emailVerified", false);
        }
        fields.put("sessionToken", ready.token.clone());
        let id = ready.id.clone();
        Self::Created { id, fields }
    }

    /// The object that took what was to be created, where it is another than the one that would have been.
    pub(super) fn found(&self) -> Option<&str> {
        match self {
            Self::Found { id, .. } => Some(id),
            Self::Created { .. } | Self::Updated { .. } | Self::Deleted => None,
        }
    }

    /// Whether it holds what opens a session.
    pub(super) fn is_secret(&self) -> bool {
        match self {
            Self::Created { fields, .. } => fields.get("sessionToken").is_some(),
            Self::Updated { token } => token.is_some(),
            Self::Found { .. } | Self::Deleted => false,
        }
    }

    pub(super) fn kept_with(self, outcome: Outcome) -> Written {
        let at = Timestamp::from_millis(outcome.at);
        match self {
            Self::Created { id, fields } => Written::Created(Created {
                id,
                at,
                fields,
                again: false,
            }),
            Self::Found { id, at: created_at } => {
                let mut fields = Object::new();
                fields.put("updatedAt", at.to_string());
                Written::Created(Created {
                    id,
                    at: created_at,
                    fields,
                    again: true,
                })
            }
            Self::Updated { token } => Written::Updated(Updated {
                at,
                fields: outcome.fields,
                token,
            }),
            Self::Deleted => Written::Deleted,
        }
    }

    /// As it is kept; `own` is its step among those of the transaction.
    pub(super) fn to_value(&self, own: usize) -> Value {
        match self {
            Self::Created { id, fields } => {
                json!({"own": own, "created": id, "fields": fields.0})
            }
            Self::Found { id, at } => json!({"own": own, "found": id, "at": at.to_string()}),
            Self::Updated { token } => json!({"own": own, "updated": true, "token": token}),
            Self::Deleted => json!({"own": own}),
        }
    }
}

/// The answers to the writes of a request that was kept.
///
/// # Errors
/// They are not what [`Promise::to_value`] made.
pub(super) fn recall(kept: Kept) -> Result<Vec<Written>> {
    let Kept {
        answer,
        mut outcomes,
    } = kept;
    let mut written = Vec::new();
    for promise in Vec::<Object>::from_wire(answer)? {
        written.push(read(promise, &mut outcomes)?);
    }
    Ok(written)
}

fn read(mut promise: Object, outcomes: &mut [Outcome]) -> Result<Written> {
    let own = promise.get("own").and_then(Value::as_u64);
    let outcome = own.and_then(|own| outcomes.get_mut(usize::try_from(own).ok()?));
    let outcome = outcome.ok_or_else(|| Error::internal("an answer was kept without its step"))?;
    let outcome = std::mem::take(outcome);
    let promise = if promise.get("created").is_some() {
        Promise::Created {
            id: promise.take("created")?,
            fields: promise.take("fields")?,
        }
    } else if promise.get("found").is_some() {
        Promise::Found {
            id: promise.take("found")?,
            at: promise.take("at")?,
        }
    } else if promise.get("updated").is_some() {
        Promise::Updated {
            token: promise.take("token")?,
        }
    } else {
        Promise::Deleted
    };
    Ok(promise.kept_with(outcome))
}
