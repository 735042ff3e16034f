//! Notification: A message to one user.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::User;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// A message to one user.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Notification {
    #[serde(rename = "objectId")]
    pub id: Id<Notification>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    /// Who is told
    pub user: Ref<User>,
    /// What is told
    pub message: String,
    /// Whether it has been read
    pub read: bool,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewNotification {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub user: Ref<User>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<bool>,
}

impl NewNotification {
    /// One with what must be given, and no more.
    pub fn new(user: impl Into<Ref<User>>, message: impl Into<String>) -> Self {
        Self {
            acl: None,
            user: user.into(),
            message: message.into(),
            read: None,
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NotificationPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub message: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub read: Change<bool>,
}

/// The fields, to write queries with.
impl Notification {
    pub const ID: Column<Notification, Id<Notification>> = Column::new("objectId");
    pub const CREATED_AT: Column<Notification, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Notification, Timestamp> = Column::new("updatedAt");
    pub const USER: Column<Notification, Ref<User>> = Column::new("user");
    pub const MESSAGE: Column<Notification, String> = Column::new("message");
    pub const READ: Column<Notification, bool> = Column::new("read");
}

impl Class for Notification {
    const NAME: &'static str = "Notification";
    type New = NewNotification;
    type Patch = NotificationPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Notification`].
    pub fn notifications(&self) -> Collection<'_, Notification> {
        self.collection()
    }
}
