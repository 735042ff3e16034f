//! A write that a client asks for → the request made ready: all of it that does not depend on what the database holds.

use super::identities::{KnownUser, Link};
use super::{Created, Origin, Service, Updated, accounts, installations};
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::Filter;
use crate::wire::{Object, Timestamp, Value, mismatch};
use crate::write::Step;

/// The most characters of an objectId that a client chooses.
const MAX_ID: usize = 64;

/// A write that a client asks for.
#[derive(Debug)]
pub(crate) enum Request {
    Create {
        class: String,
        /// Of the new object, where another of the same transaction points at it; never a client's choice.
        id: Option<String>,
        sent: Object,
    },
    Update {
        class: String,
        id: String,
        sent: Object,
        unchanged: Option<Timestamp>,
    },
    /// `unchanged`, here and above, is the `updatedAt` that the object must still have.
    Delete {
        class: String,
        id: String,
        unchanged: Option<Timestamp>,
    },
}

/// What a write answers.
#[derive(Debug)]
pub(crate) enum Written {
    Created(Created),
    Updated(Updated),
    Deleted,
}

/// Why none of several requests was done.
#[derive(Debug)]
pub(crate) struct Failed {
    /// The request that could not be; `None` where it is not for any one of them.
    pub index: Option<usize>,
    pub error: Error,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { index: None, error }
    }
}

/// A request made ready: all of it that does not depend on what the database holds, so that this is done once however
/// often it is decided.
pub(super) struct Ready {
    pub class: &'static ClassDef,
    pub id: String,
    pub intent: Intent,
    /// Steps that are taken after its own, in the same transaction.
    pub more: Vec<Step>,
    /// The token of the session that they open.
    pub token: Option<String>,
    /// The address of the user is new, and he is to be asked to confirm it.
    pub welcome: bool,
    /// What providers are to know a new user as.
    pub links: Vec<Link>,
}

pub(super) enum Intent {
    Create {
        sent: Object,
    },
    Update {
        sent: Object,
        filter: Filter,
        unchanged: Option<Timestamp>,
    },
    Delete {
        filter: Filter,
        unchanged: Option<Timestamp>,
    },
}

pub(super) enum Prepared {
    Write(Box<Ready>),
    /// Nothing is to be created: a user came back whom a provider knows.
    SignIn(KnownUser),
}

impl From<Ready> for Prepared {
    fn from(ready: Ready) -> Self {
        Self::Write(Box::new(ready))
    }
}

impl Ready {
    pub(super) fn new(class: &'static ClassDef, id: String, intent: Intent) -> Self {
        Self {
            class,
            id,
            intent,
            more: Vec::new(),
            token: None,
            welcome: false,
            links: Vec::new(),
        }
    }
}

impl Service {
    pub(super) async fn prepare(
        &self,
        caller: &Caller,
        request: Request,
        origin: &Origin,
    ) -> Result<Prepared> {
        match request {
            Request::Create {
                class,
                id,
                mut sent,
            } => {
                let class = self.class(&class)?;
                match class.name {
                    installations::CLASS => installations::registered(&mut sent, origin)?,
                    accounts::USER => {
                        return self.prepare_sign_up(caller, class, id, sent, origin).await;
                    }
                    "_Role" if sent.get("ACL").is_none() => {
                        return Err(Error::new(Code::INCORRECT_TYPE, "ACL is required."));
                    }
                    _ => {}
                }
                let id = self.id_of(id, &mut sent)?;
                Ok(Ready::new(class, id, Intent::Create { sent }).into())
            }
            Request::Update {
                class,
                id,
                mut sent,
                unchanged,
            } => {
                let class = self.class(&class)?;
                if class.name == installations::CLASS {
                    installations::settle(&mut sent);
                }
                let filter = self
                    .filter(class, Action::Update, caller)
                    .map_err(|error| told(caller, class, &id, error))?;
                let intent = Intent::Update {
                    sent,
                    filter,
                    unchanged,
                };
                let mut ready = Ready::new(class, id, intent);
                if class.name == accounts::USER {
                    self.prepare_user(caller, &mut ready, origin).await?;
                }
                Ok(ready.into())
            }
            Request::Delete {
                class,
                id,
                unchanged,
            } => {
                let class = self.class(&class)?;
                let filter = self
                    .filter(class, Action::Delete, caller)
                    .map_err(|error| told(caller, class, &id, error))?;
                let intent = Intent::Delete { filter, unchanged };
                Ok(Ready::new(class, id, intent).into())
            }
        }
    }

    /// The id of an object that is to be created: the one that a door has given it, the client's where he may choose, or a new
    /// one.
    ///
    /// # Errors
    /// Code 104 where he chooses nothing, 142 what no id can be.
    pub(super) fn id_of(&self, given: Option<String>, sent: &mut Object) -> Result<String> {
        if let Some(id) = given {
            return Ok(id);
        }
        if !self.inner.custom_ids || sent.get("objectId").is_none() {
            return Ok(self.new_id());
        }
        let id = match sent.0.remove("objectId") {
            Some(Value::String(id)) if !id.is_empty() => id,
            Some(Value::String(_) | Value::Null) => {
                let message = "objectId must not be empty, null or undefined";
                return Err(Error::new(Code::MISSING_OBJECT_ID, message));
            }
            other => return Err(mismatch("String", &other.unwrap_or_default())),
        };
        let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
        if id.len() > MAX_ID || !id.bytes().all(plain) {
            return Err(Error::validation(format!(
                "objectId must be of at most {MAX_ID} of the characters A-Z, a-z, 0-9, - and _"
            )));
        }
        Ok(id)
    }
}

/// What the caller is told: a user whom he may not change, unlike any other object, is there.
pub(super) fn told(caller: &Caller, class: &ClassDef, id: &str, error: Error) -> Error {
    let himself = caller.user() == Some(id) || *caller == Caller::Master;
    let denied = matches!(
        error.code,
        Code::OBJECT_NOT_FOUND | Code::OPERATION_FORBIDDEN
    );
    if class.name == accounts::USER && denied && !himself {
        return Error::new(Code::SESSION_MISSING, "Permission denied");
    }
    error
}
