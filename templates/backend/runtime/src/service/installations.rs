//! Installations: the devices that an application runs on, each told of by the application itself. One device has one
//! object, whatever it is told by: its installationId, or the token that pushes reach it with.

use super::Service;
use super::accounts::{Origin, equal};
use super::promise::Promise;
use super::request::{Intent, Ready};
use crate::Result;
use crate::access::{Action, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::query::{Filter, Place, Projection, Select};
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::{DeleteAll, Step, Stored};

pub(super) const CLASS: &str = "_Installation";

/// How many installations with one token are looked at; more are as many.
const SAME_TOKEN: u64 = 100;
/// The length of a token of Apple's, which is in hexadecimal, and whose case says nothing.
const APPLE_TOKEN: usize = 64;

/// Writes ids in one way, so that they are compared as what they are.
pub(super) fn settle(sent: &mut Object) {
    let lower = |value: &mut Value| {
        if let Value::String(text) = value {
            *text = text.to_lowercase();
        }
    };
    if let Some(id) = sent.0.get_mut("installationId") {
        lower(id);
    }
    if let Some(token) = sent.0.get_mut("deviceToken")
        && matches!(token.as_str(), Some(text) if text.len() == APPLE_TOKEN)
    {
        lower(token);
    }
}

/// Settles what a device tells of itself. Where it names no device, it is the one that sends it.
///
/// # Errors
/// Code 135 where nothing says which device it is.
pub(super) fn registered(sent: &mut Object, origin: &Origin) -> Result<()> {
    if text(sent, "installationId").is_none() && text(sent, "deviceToken").is_none() {
        let Some(installation) = &origin.installation else {
            return Err(Error::new(
                Code::INSTALLATION_FIELD_MISSING,
                "at least one ID field (deviceToken, installationId) must be specified in this operation",
            ));
        };
        sent.put("installationId", installation.clone());
    }
    settle(sent);
    Ok(())
}

/// What a device may be known by.
pub(super) fn names(sent: &Object) -> [Option<&str>; 2] {
    [text(sent, "installationId"), text(sent, "deviceToken")]
}

/// What is there of a device that tells of itself.
struct Known {
    by_id: Option<Object>,
    by_token: Vec<Object>,
}

/// What becomes of a device that tells of itself.
struct Settled {
    /// The object that takes what it tells; a new one where there is none.
    takes: Option<Object>,
    /// Objects that it leaves behind.
    leaves: Vec<String>,
}

impl Service {
    /// The step by which a device that tells of itself has its one object, and those go that it leaves behind.
    ///
    /// # Errors
    /// Code 132 where several have its token and it does not say which it is, 135 where a new one has no deviceType, and
    /// those of an update where it is there already.
    pub(super) async fn decide_registration(
        &self,
        caller: &Caller,
        ready: &Ready,
        sent: &Object,
        tx: &mut Tx,
    ) -> Result<(Step, Promise)> {
        let class = ready.class;
        let known = Known {
            by_id: match text(sent, "installationId") {
                Some(id) => find(class, "installationId", id, 1, tx).await?.pop(),
                None => None,
            },
            by_token: match text(sent, "deviceToken") {
                Some(token) => find(class, "deviceToken", token, SAME_TOKEN, tx).await?,
                None => Vec::new(),
            },
        };
        let Settled { takes, leaves } = known.place(sent)?;
        leave(class, leaves, tx);
        let Some(mut takes) = takes else {
            if text(sent, "deviceType").is_none() {
                return Err(Error::new(
                    Code::INSTALLATION_FIELD_MISSING,
                    "deviceType must be specified in this operation",
                ));
            }
            let (body, fields) = self.decide_create(caller, class, sent, tx).await?;
            let insert = self.insert(class, ready.id.clone(), body);
            return Ok((Step::Insert(insert), Promise::created(ready, fields)));
        };
        is_same_device(&takes, sent)?;
        let id: String = takes.take("objectId")?;
        let filter = self.filter(class, Action::Update, caller)?;
        let intent = Intent::Update {
            sent: sent.clone(),
            filter: filter.clone(),
            unchanged: None,
        };
        let ready = Ready::new(class, id.clone(), intent);
        let update = self
            .decide_update(caller, &ready, sent, &filter, tx)
            .await?;
        let at = Timestamp::from_wire(takes.take("createdAt")?)?;
        Ok((Step::Update(update), Promise::Found { id, at }))
    }

    /// Checks that a change leaves an installation the device that it is, and takes its token from the others.
    ///
    /// # Errors
    /// Code 136 where it does not.
    pub(super) async fn still_the_device(
        &self,
        class: &'static ClassDef,
        id: &str,
        sent: &Object,
        tx: &mut Tx,
    ) -> Result<()> {
        let named = ["installationId", "deviceToken", "deviceType"];
        if named.iter().all(|name| sent.get(name).is_none()) {
            return Ok(());
        }
        let select = Select::one(class, id, Filter::Always(true));
        let Some(installation) = tx.select(select).await?.pop() else {
            return Ok(());
        };
        is_same_device(&installation, sent)?;
        let token = text(sent, "deviceToken");
        if let Some(token) = token.filter(|token| text(&installation, "deviceToken") != Some(token))
        {
            let same = find(class, "deviceToken", token, SAME_TOKEN, tx).await?;
            leave(class, others(&same, Some(id), sent), tx);
        }
        Ok(())
    }
}

impl Known {
    fn place(self, sent: &Object) -> Result<Settled> {
        let Self { by_id, by_token } = self;
        let nameless = |object: &Object| text(object, "installationId").is_none();
        let Some(by_id) = by_id else {
            let named = text(sent, "installationId").is_some();
            return match by_token.as_slice() {
                [] => Ok(Settled {
                    takes: None,
                    leaves: Vec::new(),
                }),
                [one] if !named || nameless(one) => Ok(Settled {
                    takes: Some(one.clone()),
                    leaves: Vec::new(),
                }),
                _ if !named => Err(Error::new(
                    Code::INSTALLATION_ID_MISSING,
                    "Must specify installationId when deviceToken matches multiple Installation objects",
                )),
                many => Ok(Settled {
                    takes: None,
                    leaves: others(many, None, sent),
                }),
            };
        };
        match by_token.as_slice() {
            // The device was known by its token alone: that is the object that pushes have gone to.
            [one] if nameless(one) => Ok(Settled {
                takes: Some(one.clone()),
                leaves: id(&by_id).map(str::to_owned).into_iter().collect(),
            }),
            many => {
                let leaves = others(many, id(&by_id), sent);
                Ok(Settled {
                    takes: Some(by_id),
                    leaves,
                })
            }
        }
    }
}

/// Those of these that are not `of`: a token reaches one device, in each application that it names.
fn others(same: &[Object], of: Option<&str>, sent: &Object) -> Vec<String> {
    let app = text(sent, "appIdentifier");
    same.iter()
        .filter(|object| app.is_none() || text(object, "appIdentifier") == app)
        .filter_map(id)
        .filter(|other| Some(*other) != of)
        .map(str::to_owned)
        .collect()
}

fn leave(class: &'static ClassDef, ids: Vec<String>, tx: &mut Tx) {
    if ids.is_empty() {
        return;
    }
    let filter = Filter::OneOf {
        place: Place::Id,
        values: ids.into_iter().map(Stored::Text).collect(),
    };
    tx.step(Step::DeleteAll(DeleteAll { class, filter }));
}

/// # Errors
/// Code 136 where what is sent is of another device.
fn is_same_device(installation: &Object, sent: &Object) -> Result<()> {
    let changes = |name: &str| {
        let (is, becomes) = (text(installation, name), sent.get(name));
        is.is_some() && becomes.is_some() && becomes.and_then(Value::as_str) != is
    };
    // A device gets a new token now and then; one that is known by nothing else would be another device.
    let known = text(installation, "installationId").or_else(|| text(sent, "installationId"));
    for name in ["installationId", "deviceToken", "deviceType"] {
        if changes(name) && (name != "deviceToken" || known.is_none()) {
            return Err(Error::new(
                Code::INSTALLATION_FIELD_FIXED,
                format!("{name} may not be changed in this operation"),
            ));
        }
    }
    Ok(())
}

async fn find(
    class: &'static ClassDef,
    field: &str,
    value: &str,
    limit: u64,
    tx: &mut Tx,
) -> Result<Vec<Object>> {
    tx.select(Select {
        class,
        filter: equal(class, field, value),
        order: Vec::new(),
        skip: 0,
        start: None,
        limit,
        fields: Projection::All,
        count: false,
    })
    .await
}

fn id(object: &Object) -> Option<&str> {
    text(object, "objectId")
}

/// A member that is text, and not empty.
fn text<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    object
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}
